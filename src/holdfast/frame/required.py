"""What an agreement may not leave out, with the clause that asks for it.

The list is data (`data/required.yaml`): the minimum contents of a contract that BACP tells clients
to expect, and the informed-consent clauses of the codes, each with how far it was checked.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from . import form
from .files import load
from .terms import Terms

Checked = Literal["wording", "summary", "memory"]
When = Literal["always", "several", "group", "remote", "trainee", "minor", "touch", "recorded"]


@dataclass(frozen=True, kw_only=True)
class Code:
    """The edition of a code that clauses are quoted from."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A clause that asks for something, in our words, and how far that was checked."""

    code: str
    clause: str
    says: str
    checked: Checked


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """One thing that may not be missing: the places in the terms, and why."""

    id: str
    says: str
    needs: tuple[str, ...]
    clauses: tuple[Clause, ...]
    when: When = "always"


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What is still missing: the term, the exact places (`work.risks`), and who asks for it."""

    id: str
    term: str
    paths: tuple[str, ...]
    says: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, kw_only=True)
class _File:
    codes: tuple[Code, ...]
    requirements: tuple[Requirement, ...]


@cache
def _data() -> _File:
    data = load((files(__package__) / "data" / "required.yaml").read_text("utf-8"))[0]
    return form.read(_File, {key: data[key] for key in ("codes", "requirements")})


def requirements() -> tuple[Requirement, ...]:
    """Return all that may be required, in the order of an agreement."""
    return _data().requirements


def requiring_codes() -> tuple[Code, ...]:
    """Return the codes whose clauses are used."""
    return _data().codes


_APPLIES: dict[str, Callable[[Terms], bool]] = {
    "always": lambda terms: True,
    "several": lambda terms: terms.kind != "individual",
    "group": lambda terms: terms.kind == "group",
    "remote": lambda terms: terms.place is not None and "remote" in terms.place.kinds,
    "trainee": lambda terms: terms.supervision is not None and terms.supervision.trainee,
    "touch": lambda terms: (
        terms.touch is not None and terms.touch.allowed in ("ask_first", "part_of_method")
    ),
    "recorded": lambda terms: terms.recording is not None and terms.recording.allowed != "none",
}


def missing(
    terms: Terms, *, minor: bool = False, codes: Collection[str] | None = None
) -> tuple[Missing, ...]:
    """Return what the terms still leave out, in the order of an agreement.

    `minor` says that a client is a minor. `codes` narrows the clauses to the codes that the
    therapist is bound by (ids of `requiring_codes()`); None takes all.
    """
    return tuple(_gaps(terms, minor, codes))


def _gaps(terms: Terms, minor: bool, codes: Collection[str] | None) -> Iterator[Missing]:
    for one in requirements():
        applies = minor if one.when == "minor" else _APPLIES[one.when](terms)
        clauses = tuple(c for c in one.clauses if codes is None or c.code in codes)
        paths = tuple(need for need in one.needs if not _filled(terms, need)) if applies else ()
        if paths and clauses:
            term = paths[0].split(".")[0].strip()
            yield Missing(id=one.id, term=term, paths=paths, says=one.says, clauses=clauses)


def _filled(terms: Terms, need: str) -> bool:
    """Return whether a place in the terms is filled; `a | b` is filled by either."""
    values = (_at(terms, path.strip()) for path in need.split("|"))
    # Zero counts as filled: “no notice” is something that was agreed.
    return any(
        value is not None and value is not False and value not in ("", ()) for value in values
    )


def _at(terms: Terms, path: str) -> object:
    value: object = terms
    for name in path.split("."):
        value = getattr(value, name, None) if value is not None else None
    return value
