"""Ties between people: what kinds there are, and how strong one is today."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from math import pow
from typing import NamedTuple

import yaml

SCHEMA = "holdfast/ties/1"
DAYS_A_YEAR = 365.2425
SAME_PERSON = "same_person"
CLIENT_KINDS = frozenset({"client", "former_client"})
NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of tie; `data/ties.yaml` says what each field means."""

    name: str
    inverse: str
    strength: float
    close: bool = False
    lasting: bool = False
    ends: bool = False
    most: int = NO_LIMIT
    tie: str = "acquaintance"
    through: str = "acquaintance"


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds by name, and how ties fade after they ended."""

    kinds: dict[str, Kind]
    half_life: float  # years
    floor: float

    def __getitem__(self, name: str) -> Kind:
        """Return a kind; ValueError names the kinds there are."""
        if name not in self.kinds:
            raise ValueError(f"no kind of tie {name!r}; there are: {', '.join(sorted(self.kinds))}")
        return self.kinds[name]


class Tie(NamedTuple):
    """`source` is the `kind` of `target`, from one day to another (None: not known, or open).

    Nodes are whatever numbers the storage gives persons and organisations. `strength` overrides
    the kind's (the probability that two cards are the same person, say). `promised`: agreed for
    later, a role that has not begun.
    """

    source: int
    kind: str
    target: int
    since: date | None = None
    until: date | None = None
    promised: bool = False
    strength: float | None = None


@lru_cache(maxsize=1)
def default_kinds() -> Kinds:
    """Return the kinds that ship with the package."""
    text = files("holdfast.screening").joinpath("data/ties.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema is {data['schema']!r}, expected {SCHEMA!r}")
    kinds = {name: Kind(name, **fields) for name, fields in data["kinds"].items()}
    return Kinds(kinds, data["half_life"], data["floor"])


def inverse(tie: Tie, kinds: Kinds) -> Tie:
    """Return the same tie seen from its other end."""
    return Tie(
        source=tie.target,
        kind=kinds[tie.kind].inverse,
        target=tie.source,
        since=tie.since,
        until=tie.until,
        promised=tie.promised,
        strength=tie.strength,
    )


def strength(tie: Tie, kinds: Kinds, on: date) -> float:
    """Return how strong a tie is on a day, from 0 to 1: a past one fades unless it is lasting.

    Raises ValueError for a strength of its own that is no share, NaN included.

    >>> strength(Tie(1, "friend", 2, until=date(2015, 1, 1)), default_kinds(), date(2020, 1, 1))
    0.35
    """
    kind = kinds[tie.kind]
    full = kind.strength if tie.strength is None else tie.strength
    if not 0 <= full <= 1:
        raise ValueError(f"the strength of a tie is {full}; write a number between 0 and 1.")
    if kind.lasting or tie.until is None or tie.until >= on:
        return full
    years = (on - tie.until).days / DAYS_A_YEAR
    return round(full * max(kinds.floor, pow(0.5, years / kinds.half_life)), 3)


def is_promised(tie: Tie, on: date) -> bool:
    """Whether the tie is a role agreed for later (APA 3.05(a)(3)), on a day."""
    return tie.promised or (tie.since is not None and tie.since > on)
