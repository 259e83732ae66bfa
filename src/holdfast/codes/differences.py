"""Where two codes differ: every act, every pair of codes, with both clauses.

No rule is ever changed to make codes agree; this list is there to be read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import prod
from random import Random

from holdfast.codes.edition import Edition, Verdict
from holdfast.codes.facts import Value
from holdfast.codes.finding import smallest
from holdfast.codes.library import Library
from holdfast.codes.outlook import LIMIT
from holdfast.codes.points import Axis, Grid
from holdfast.codes.proof import ANY_DAY, axes_of, boxes, possible
from holdfast.codes.resolve import Outcome, Slice, resolve, slice_of


@dataclass(frozen=True)
class Apart:
    """Points of one act where two codes answer differently, each by the rules named."""

    act: str
    first: str
    first_verdict: Verdict
    first_clauses: tuple[str, ...]
    second: str
    second_verdict: Verdict
    second_clauses: tuple[str, ...]
    points: int
    facts: Mapping[str, Value]
    sampled: bool


def differences(library: Library, act: str, seed: int = 0) -> Iterator[Apart]:
    """Yield every way in which two codes differ on an act, with the fewest facts that show it.

    Points are counted over the facts that the two codes read. Beyond two million points random
    boxes are looked at instead, and the difference says that it was sampled.
    """
    random = Random(seed)  # noqa: S311 - a sample of points, nothing secret
    for first, second in combinations(library.editions.values(), 2):
        yield from _pair(library, slice_of(first, act), slice_of(second, act), random)


def _pair(library: Library, first: Slice, second: Slice, random: Random) -> Iterator[Apart]:
    axes = _joined(axes_of(library, first), axes_of(library, second))
    sampled = prod(len(each.values) for each in axes) > LIMIT
    grids = boxes(axes, random) if sampled else [Grid(axes, {}, ANY_DAY)]
    found: dict[tuple[object, ...], Apart] = {}
    for grid in grids:
        for apart in _apart(library, first, second, grid, sampled):
            key = (apart.first_clauses, apart.first_verdict, apart.second_clauses,
                   apart.second_verdict)  # fmt: skip
            found.setdefault(key, apart)
    yield from found.values()


def _joined(first: list[Axis], second: list[Axis]) -> list[Axis]:
    """Return the axes of both; a fact that both read has the values that either tells apart."""
    values: dict[str, list[Value]] = {}
    for each in (*first, *second):
        there = values.setdefault(each.fact, [])
        there += [value for value in each.values if value not in there]
    plain = {each.fact: each for each in (*first, *second)}
    return [
        plain[fact]
        if len(found) == len(plain[fact].values)
        else Axis(fact, tuple(sorted(found, key=lambda v: (isinstance(v, str), v))))
        for fact, found in sorted(values.items())
    ]


def _apart(
    library: Library, first: Slice, second: Slice, grid: Grid, sampled: bool
) -> Iterator[Apart]:
    left, right = (resolve(each, grid, library.facts) for each in (first, second))
    may_be = possible(library, grid)
    for verdict, other in ((a, b) for a in Verdict for b in Verdict if a is not b):
        both = left.verdicts[verdict] & right.verdicts[other] & may_be
        while both:
            bit = both & -both
            mine, by_mine = _deciding(first.edition, left, verdict, bit)
            theirs, by_theirs = _deciding(second.edition, right, other, bit)
            here = both & by_mine & by_theirs
            facts = smallest(grid, here, may_be)
            yield Apart(
                first.act, first.edition.id, verdict, mine, second.edition.id, other, theirs,
                here.bit_count(), facts, sampled,
            )  # fmt: skip
            both &= ~here


def _deciding(
    edition: Edition, outcome: Outcome, verdict: Verdict, bit: int
) -> tuple[tuple[str, ...], int]:
    """Return the clauses of the first rule that decides at a point, and where that rule decides."""
    for rule, mask in outcome.holds.items():
        effect = edition.rules[rule].effect
        if mask & bit and effect and effect.verdict is verdict:
            return edition.rules[rule].clauses, mask
    return (), outcome.verdicts[verdict]
