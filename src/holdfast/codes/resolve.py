"""Which rules hold against which, worked out for many points at once.

Fired exceptions that are not themselves defeated defeat their rule, and what they put in its
place holds instead. General clauses speak where no other rule gives a verdict. Strict rules set
aside permissions that are not strict; `over` sets aside what it names. Of what is left the
severest is the verdict.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from holdfast.codes.conditions import ALWAYS, Condition, facts_read
from holdfast.codes.edition import Edition, Effect, Rule, Verdict
from holdfast.codes.facts import Fact
from holdfast.codes.points import Table


@dataclass(frozen=True, eq=False)
class Slice:
    """The rules of one edition for one act, each after the rule that it excepts."""

    edition: Edition
    act: str
    rules: tuple[Rule, ...]

    @cached_property
    def exceptions(self) -> dict[str, tuple[Rule, ...]]:
        """The exceptions of each rule that has any."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            if rule.is_exception:
                found[rule.of] = (*found.get(rule.of, ()), rule)
        return found

    @cached_property
    def general(self) -> frozenset[str]:
        """The rules of the general clause, with their exceptions."""
        found: set[str] = set()
        for rule in self.rules:
            if rule.general or rule.of in found:
                found.add(rule.id)
        return frozenset(found)

    @cached_property
    def deciding(self) -> tuple[Rule, ...]:
        """The rules that take part in a verdict: all but the duties."""
        return tuple(r for r in self.rules if r.effect is not Effect.REQUIRE or r.is_exception)

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts that its verdict reads."""
        return frozenset().union(*(facts_read(rule.when) for rule in self.deciding))

    @cached_property
    def by_priority(self) -> tuple[Rule, ...]:
        """The rules with `over`, each before those that it goes before."""
        return tuple(sorted((r for r in self.rules if r.over), key=self._depth, reverse=True))

    def _depth(self, rule: Rule) -> int:
        rules = self.edition.rules
        return 1 + max((self._depth(rules[each]) for each in rule.over), default=0)

    @cached_property
    def silent_when(self) -> tuple[Condition, ...]:
        """The conditions under which the code is known to be silent about the act."""
        return tuple(s.when for s in self.edition.silent_on if s.act == self.act)

    @property
    def is_silent(self) -> bool:
        """Tell whether the code says nothing of the act, under no condition."""
        return ALWAYS in self.silent_when


def slice_of(edition: Edition, act: str) -> Slice:
    """Return the rules of an edition for an act, worked out once."""
    found = edition.slices.get(act)
    if found is None:
        found = edition.slices[act] = Slice(edition, act, _rules(edition, act))
    assert isinstance(found, Slice)
    return found


def _rules(edition: Edition, act: str) -> tuple[Rule, ...]:
    chosen = {
        r.id: r
        for r in edition.rules.values()
        if not r.is_exception and (r.acts is None or act in r.acts)
    }
    waiting = [r for r in edition.rules.values() if r.is_exception]
    while ready := [r for r in waiting if r.of in chosen]:
        chosen |= {r.id: r for r in ready}
        waiting = [r for r in waiting if r.id not in chosen]
    return tuple(chosen.values())


@dataclass(frozen=True)
class Outcome:
    """Where each rule fires, lives, holds; and the points of each verdict."""

    fires: Mapping[str, int]
    lives: Mapping[str, int]  # fires, and so does all that it stands against
    met: Mapping[str, int]  # lives, and no exception of it is met
    holds: Mapping[str, int]  # met, gives a verdict, and nothing goes before it
    verdicts: Mapping[Verdict, int]
    spoken: int  # where a rule that is not general gives a verdict
    conflict: int


def resolve(rules: Slice, points: Table, facts: Mapping[str, Fact]) -> Outcome:
    """Return what holds at each point.

    Conditions of exceptions count where they are certainly true, those of other rules with what
    is assumed while it is unknown.
    """
    assumed = points.assuming({f: facts[f] for f in rules.facts | _duty_facts(rules)})
    fires = {
        rule.id: rule.when.bits(points if rule.is_exception else assumed)[0] for rule in rules.rules
    }
    lives, met = _defeat(rules, fires)
    claims = {r.id: met[r.id] for r in rules.rules if r.effect and r.effect.verdict}
    spoken = _union(mask for rule, mask in claims.items() if rule not in rules.general)
    holds = _set_aside(rules, claims, spoken)
    verdicts, conflict = _verdicts(rules, holds, points.full)
    return Outcome(fires, lives, met, holds, verdicts, spoken, conflict)


def _duty_facts(rules: Slice) -> frozenset[str]:
    return frozenset().union(*(facts_read(rule.when) for rule in rules.rules))


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _defeat(rules: Slice, fires: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    lives: dict[str, int] = {}
    for rule in rules.rules:
        lives[rule.id] = fires[rule.id] & lives[rule.of] if rule.is_exception else fires[rule.id]
    met: dict[str, int] = {}
    for rule in reversed(rules.rules):
        against = _union(met[each.id] for each in rules.exceptions.get(rule.id, ()))
        met[rule.id] = lives[rule.id] & ~against
    return lives, met


def _set_aside(rules: Slice, claims: dict[str, int], spoken: int) -> dict[str, int]:
    holds = {r: mask & ~spoken if r in rules.general else mask for r, mask in claims.items()}
    by_id = rules.edition.rules
    barred = _union(
        mask for r, mask in holds.items() if by_id[r].is_strict and not _permits(by_id[r])
    )
    for rule in holds:
        if _permits(by_id[rule]) and not by_id[rule].is_strict:
            holds[rule] &= ~barred
    for first in rules.by_priority:
        for then in first.over:
            if then in holds and first.id in holds:
                holds[then] &= ~holds[first.id]
    return holds


def _permits(rule: Rule) -> bool:
    return rule.effect is not None and rule.effect.permits


def _verdicts(rules: Slice, holds: Mapping[str, int], full: int) -> tuple[dict[Verdict, int], int]:
    given = dict.fromkeys(Verdict, 0)
    for rule, mask in holds.items():
        effect = rules.edition.rules[rule].effect
        assert effect is not None
        assert effect.verdict is not None
        given[effect.verdict] |= mask
    against = given[Verdict.PROHIBITED] | given[Verdict.AVOID]
    conflict = against & (given[Verdict.WITH_SAFEGUARDS] | given[Verdict.PERMITTED])
    verdicts, left = {}, full
    for verdict in reversed(Verdict):
        verdicts[verdict] = left & given[verdict] if verdict is not Verdict.NOT_ADDRESSED else left
        left &= ~given[verdict]
    return verdicts, conflict
