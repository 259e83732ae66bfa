"""What the unknown facts leave open: the mildest and the severest verdict, and what matters.

Every combination of the open facts is looked at, as the bits of one integer, so the bounds are
exact. Only a grid beyond `LIMIT` points (no data that pass `codes check` make one) is answered
with every verdict that is not ruled out, which is never narrower.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import prod

from holdfast.codes.conditions import atoms, facts_read, open_facts
from holdfast.codes.edition import Rule, Verdict, mildest, severest
from holdfast.codes.facts import Fact, Facts, Value
from holdfast.codes.points import Axis, Grid, Table, axis, single
from holdfast.codes.read_facts import Contradiction
from holdfast.codes.resolve import Slice, resolve

LIMIT = 2_000_000


@dataclass(frozen=True, eq=False)
class Outlook:
    """One code's verdicts over everything that is not known.

    `grid` is None where there were too many points; then `reachable` is all that there is.
    """

    reachable: frozenset[Verdict]
    grid: Grid | None
    verdicts: Mapping[Verdict, int]

    @property
    def mildest(self) -> Verdict:
        """The mildest verdict that is left open."""
        return mildest(list(self.reachable))

    @property
    def severest(self) -> Verdict:
        """The severest verdict that is left open."""
        return severest(list(self.reachable))

    @property
    def settled(self) -> bool:
        """Tell whether no answer can change the verdict."""
        return len(self.reachable) == 1

    @cached_property
    def that_matter(self) -> tuple[Axis, ...]:
        """The unknown facts of which one answer gives another verdict than another."""
        if self.grid is None or self.settled:
            return ()
        return tuple(each for each in self.grid.axes if self._matters(each))

    def _matters(self, each: Axis) -> bool:
        assert self.grid is not None
        stride, column = self.grid.strides[each.fact], self.grid.columns[each.fact]
        possible = _union(self.verdicts.values())
        for i, (here, _) in enumerate(column):
            for j, (there, _) in enumerate(column[:i]):
                both = (possible & here) >> ((i - j) * stride) & possible & there
                for mask in self.verdicts.values():
                    if ((mask & here) >> ((i - j) * stride) ^ mask) & both:
                        return True
        return False

    def after(self, fact: str) -> list[tuple[Value, frozenset[Verdict]]]:
        """Return, for each answer about a fact, the verdicts that it would leave open."""
        if self.grid is None or fact not in self.grid.strides:
            return []
        return [
            (value, frozenset(v for v, mask in self.verdicts.items() if mask & cell))
            for cell, value in self.grid.columns[fact]
        ]


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def look(
    rules: Slice,
    known: Facts,
    on: date,
    facts: Mapping[str, Fact],
    contradictions: tuple[Contradiction, ...] = (),
) -> Outlook:
    """Return what a code may still say, given the facts that are known."""
    needed = open_rules(rules, known, on)
    tests = [atom for rule in rules.deciding for atom in atoms(rule.when)]
    axes = [axis(facts[fact], tests) for fact in sorted(_union_of(needed.values()))]
    if prod(len(each.values) for each in axes) > LIMIT:
        return Outlook(_not_ruled_out(rules, needed, known, on), None, {})
    grid = Grid(axes, known, on)
    possible = grid.full & ~impossible(grid, contradictions) or grid.full
    verdicts = {
        verdict: mask & possible for verdict, mask in resolve(rules, grid, facts).verdicts.items()
    }
    return Outlook(frozenset(v for v, mask in verdicts.items() if mask), grid, verdicts)


def _union_of(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def open_rules(rules: Slice, known: Facts, on: date) -> dict[str, frozenset[str]]:
    """Return, for each rule that may still hold, the facts that it waits for."""
    point = single(known, on)
    found: dict[str, frozenset[str]] = {}
    for rule in rules.deciding:
        if rule.when.bits(point)[1] or (rule.is_exception and rule.of not in found):
            continue
        found[rule.id] = open_facts(rule.when, point)
    return found


def impossible(points: Table, contradictions: tuple[Contradiction, ...]) -> int:
    """Return the points where answers contradict each other."""
    return _union(
        each.when.bits(points)[0]
        for each in contradictions
        if each.when is not None and facts_read(each.when) <= points.columns.keys()
    )


def _not_ruled_out(
    rules: Slice, needed: Mapping[str, frozenset[str]], known: Facts, on: date
) -> frozenset[Verdict]:
    by_id: dict[str, Rule] = {rule.id: rule for rule in rules.deciding}
    effects = {by_id[rule].effect for rule in needed}
    found = {effect.verdict for effect in effects if effect and effect.verdict}
    point = single(known, on)
    sure = [r for r in rules.deciding if r.is_strict and r.when.bits(point)[0] and r.effect]
    if not sure:
        found.add(Verdict.NOT_ADDRESSED)
    return frozenset(found)
