"""Many ways the facts may be, as the bits of integers.

Each fact has a column: masks of points with the value that the fact has there. Points in none of
a fact's masks do not know it. A date's value may stand as a whole number of years gone by.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

from holdfast.codes.conditions import AtLeast, Atom, Bits, Elapsed
from holdfast.codes.facts import Fact, Facts, Kind, Value

Column = tuple[tuple[int, Value], ...]


class Table:
    """Points given by columns; what is asked twice is worked out once."""

    def __init__(self, full: int, columns: Mapping[str, Column], on: date) -> None:
        self.full = full
        self.columns = columns
        self.on = on
        self._known: dict[Atom, Bits] = {}

    def where(self, atom: Atom) -> Bits:
        """Return the points where the test holds, and those where it fails."""
        found = self._known.get(atom)
        if found is None:
            true = false = 0
            for mask, value in self.columns.get(atom.fact, ()):
                if atom.test(value, self.on):
                    true |= mask
                else:
                    false |= mask
            found = self._known[atom] = true, false
        return found

    def assuming(self, facts: Mapping[str, Fact]) -> "Table":
        """Return the same points, each unknown fact at what is assumed while it is unknown."""
        columns = dict(self.columns)
        for fact in facts.values():
            assumed = assumption(fact)
            known = _union(mask for mask, _ in columns.get(fact.id, ()))
            if assumed is not None and known != self.full:
                columns[fact.id] = (*columns.get(fact.id, ()), (self.full & ~known, assumed))
        return Table(self.full, columns, self.on)


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def assumption(fact: Fact) -> Value | None:
    """Return what rules assume while a fact is unknown; None for a safeguard.

    An unknown date means that no clock has run out: no whole year has gone by.
    """
    return 0 if fact.kind is Kind.DATE else fact.while_unknown


def single(known: Facts, on: date) -> Table:
    """Return one point: the facts known."""
    return Table(1, {fact: ((1, value),) for fact, value in known.items()}, on)


@dataclass(frozen=True)
class Axis:
    """A fact and the values that it takes on a grid, from least to most."""

    fact: str
    values: tuple[Value, ...]


def axis(fact: Fact, tests: Iterable[Atom]) -> Axis:
    """Return the values of a fact that these tests can tell apart.

    A number is split at the thresholds; a date at the clocks, as whole years gone by.
    """
    if fact.kind in (Kind.YES_NO, Kind.CHOICE):
        return Axis(fact.id, fact.steps)
    edges = {0}
    for test in tests:
        if test.fact == fact.id and isinstance(test, AtLeast):
            edges.add(test.least)
        elif test.fact == fact.id and isinstance(test, Elapsed):
            edges.add(test.years)
    return Axis(fact.id, tuple(sorted(edges)))


class Grid(Table):
    """Every combination of the axes' values, beside facts that are the same everywhere."""

    def __init__(self, axes: Sequence[Axis], known: Facts, on: date) -> None:
        self.axes = tuple(axes)
        self.size = prod(len(a.values) for a in axes)
        full = (1 << self.size) - 1
        columns: dict[str, Column] = {fact: ((full, value),) for fact, value in known.items()}
        self.strides: dict[str, int] = {}
        stride = 1
        for each in axes:
            self.strides[each.fact] = stride
            columns[each.fact] = self._column(each, stride)
            stride *= len(each.values)
        super().__init__(full, columns, on)

    def _column(self, each: Axis, stride: int) -> Column:
        period = stride * len(each.values)
        first = repeat((1 << stride) - 1, period, self.size // period)
        return tuple((first << (i * stride), value) for i, value in enumerate(each.values))

    def point(self, bit: int) -> dict[str, Value]:
        """Return the values of the axes at one point."""
        return {a.fact: a.values[bit // self.strides[a.fact] % len(a.values)] for a in self.axes}


def repeat(block: int, period: int, times: int) -> int:
    """Return `times` copies of `block`, one every `period` bits.

    >>> bin(repeat(0b01, 2, 3))
    '0b10101'
    """
    done, built, copies, piece = 0, 0, 1, block
    while times:
        if times & 1:
            built |= piece << (done * period)
            done += copies
        times >>= 1
        if times:
            piece |= piece << (copies * period)
            copies *= 2
    return built


def lowest(mask: int) -> int:
    """Return the number of the lowest bit set."""
    return (mask & -mask).bit_length() - 1
