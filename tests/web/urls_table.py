"""Who gets what: one row per address of the project. An address without a row fails the walk.

Each app lists its rows in `tests/web/<app>/urls_rows.py`, or further ones beside it whose names
begin so::

    from urls_table import Row, World

    def a_therapy(world: World, role: str) -> dict[str, object]:
        '''The therapy of whoever holds `role` in this world, as arguments of the address.'''
        return {"therapy_id": world.keep("therapy", lambda: begin_one(world)).pk}

    ROWS = {
        "home:today": Row(anyones={"therapist"}),
        "practice:therapy": Row(theirs={"therapist", "client"}, sample=a_therapy),
        "practice:add_contact": Row(theirs={"therapist"}, sample=a_therapy, method="post"),
    }

`test_every_url.py` walks each of them as nobody, and for every role as two people: the owner,
to whom the sample belongs, and a stranger, who holds the same role and has nothing to do with it.
"""

import importlib.util
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from django.test import Client

ROLES = (
    "lead", "intake", "desk", "therapist", "supervisor", "cover", "reader", "client", "guardian",
)  # fmt: skip
EVERYBODY = frozenset(ROLES)
OWNER, STRANGER = "owner", "stranger"


@dataclass
class World:
    """People of every role, two each, and what was built for them; made once per app walked."""

    now: datetime
    make: Callable[..., Any]
    sign_in: Callable[..., Client]
    people: dict[tuple[str, str], Any] = field(default_factory=dict)
    clients: dict[tuple[str, str], Client] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def person(self, role: str, who: str = OWNER) -> Any:
        """The account of the owner or the stranger of a role."""
        if (role, who) not in self.people:
            self.people[role, who] = self.make(f"{role}-{who} Name", role, now=self.now)
        return self.people[role, who]

    def client(self, role: str, who: str = OWNER) -> Client:
        """A browser in which that person is signed in, second factor included."""
        if (role, who) not in self.clients:
            self.clients[role, who] = self.sign_in(self.person(role, who))
        return self.clients[role, who]

    def keep(self, name: str, build: Callable[[], Any]) -> Any:
        """Build a sample once, by whatever name its rows share."""
        if name not in self.kept:
            self.kept[name] = build()
        return self.kept[name]


def no_arguments(world: World, role: str) -> Mapping[str, object]:
    """For an address without parts that vary."""
    return {}


@dataclass(frozen=True)
class Row:
    """Who gets through to one address.

    `theirs`: roles for which the owner gets through; `anyones`: roles for which the stranger does
    too; `open`: everybody, signed in or not. Whoever else is signed in gets a 404, nobody is led
    to sign in. Nothing else is looked at here: a page's own tests do that.
    """

    theirs: Collection[str] = frozenset()
    anyones: Collection[str] = frozenset()
    open: bool = False
    sample: Callable[[World, str], Mapping[str, object]] = no_arguments
    method: str = "get"
    fields: Mapping[str, object] = field(default_factory=dict)

    def lets_in(self, role: str, who: str) -> bool:
        """Say who gets through."""
        return self.open or role in self.anyones or (who == OWNER and role in self.theirs)


def _module(path: Path) -> ModuleType:
    name = path.stem.replace("urls_rows", f"urls_rows_of_{path.parent.name}", 1)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # so that a further file can build on the first
    spec.loader.exec_module(module)
    return module


def all_rows() -> dict[str, Row]:
    """Collect the rows of every app."""
    rows: dict[str, Row] = {}
    for path in sorted(Path(__file__).parent.glob("*/urls_rows*.py")):
        rows |= _module(path).ROWS
    return rows
