"""Conditions over facts, worked out for many points at once.

A point is one way the facts may be. Points are the bits of an integer: `Bits` holds the points
where a condition is certainly true and those where it is certainly false; a point in neither is
unknown (Kleene's three values). One point is one bit, so the same few lines answer a single
question, look at every single change, and enumerate a million points for a proof.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from holdfast.codes.clocks import full_years
from holdfast.codes.facts import Value

Bits = tuple[int, int]


class Points(Protocol):
    """Where an atom is true, and where it is false; `full` has a bit for every point."""

    @property
    def full(self) -> int: ...

    def where(self, atom: "Atom") -> Bits: ...


@dataclass(frozen=True)
class Is:
    """The fact has one of these values."""

    fact: str
    values: frozenset[Value]

    def test(self, value: Value, on: date) -> bool:
        """Tell whether the value is one of those meant."""
        return value in self.values

    def bits(self, points: Points) -> Bits:
        """Return where it is true, and where it is false."""
        return points.where(self)


@dataclass(frozen=True)
class AtLeast:
    """The number is not under `least`."""

    fact: str
    least: int

    def test(self, value: Value, on: date) -> bool:
        """Tell whether the number is large enough."""
        assert isinstance(value, int)
        return value >= self.least

    def bits(self, points: Points) -> Bits:
        """Return where it is true, and where it is false."""
        return points.where(self)


@dataclass(frozen=True)
class Elapsed:
    """At least so many calendar years lie between the fact's date and the day asked about."""

    fact: str
    years: int

    def test(self, value: Value, on: date) -> bool:
        """Tell whether the clock is over; a value may also be a number of whole years."""
        passed = full_years(value, on) if isinstance(value, date) else int(value)
        return passed >= self.years

    def bits(self, points: Points) -> Bits:
        """Return where it is true, and where it is false."""
        return points.where(self)


@dataclass(frozen=True)
class All:
    """Every part holds; without parts it always holds."""

    parts: tuple["Condition", ...] = ()

    def bits(self, points: Points) -> Bits:
        """Return where it is true, and where it is false."""
        true, false = points.full, 0
        for part in self.parts:
            part_true, part_false = part.bits(points)
            true &= part_true
            false |= part_false
        return true, false


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]

    def bits(self, points: Points) -> Bits:
        """Return where it is true, and where it is false."""
        true, false = 0, points.full
        for part in self.parts:
            part_true, part_false = part.bits(points)
            true |= part_true
            false &= part_false
        return true, false


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Condition"

    def bits(self, points: Points) -> Bits:
        """Return where it is true, and where it is false."""
        true, false = self.part.bits(points)
        return false, true


Atom = Is | AtLeast | Elapsed
Condition = Is | AtLeast | Elapsed | All | AnyOf | Not
ALWAYS = All()


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield the single tests of a condition, in the order written."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)
        case _:
            yield condition


def facts_read(condition: Condition) -> frozenset[str]:
    """Return the facts that the condition reads."""
    return frozenset(atom.fact for atom in atoms(condition))


def open_facts(condition: Condition, points: Points) -> frozenset[str]:
    """Return the facts that are still needed to know whether the condition holds.

    `points` is a single point. A part that is settled needs none of its facts.
    """
    true, false = condition.bits(points)
    if true or false:
        return frozenset()
    match condition:
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(open_facts(part, points) for part in parts))
        case Not(part):
            return open_facts(part, points)
        case _:
            return frozenset((condition.fact,))


def deciders(condition: Condition, points: Points) -> tuple[Atom, ...]:
    """Return the tests that make the condition what it is at a single point.

    Those that hold if it holds, those that fail if it fails, the unknown if it is unknown.
    """
    mine = condition.bits(points)
    match condition:
        case All(parts) | AnyOf(parts):
            agree = [part for part in parts if part.bits(points) == mine]
            found = [atom for part in agree for atom in deciders(part, points)]
        case Not(part):
            found = list(deciders(part, points))
        case _:
            found = [condition]
    return tuple(dict.fromkeys(found))


def written(condition: Condition) -> str:
    """Write a condition so that it reads the same in every run (sets have no order)."""
    match condition:
        case All(parts) | AnyOf(parts):
            return f"{type(condition).__name__}({', '.join(map(written, parts))})"
        case Not(part):
            return f"Not({written(part)})"
        case Is(fact, values):
            return f"Is({fact}, {sorted(map(str, values))})"
    return repr(condition)
