"""The reasoning over again, one point at a time and as plainly as possible, to compare with."""

from collections.abc import Mapping
from datetime import date
from itertools import product

from holdfast.codes.conditions import (
    All,
    AnyOf,
    Condition,
    Not,
)
from holdfast.codes.edition import Edition, Effect, Rule, Verdict
from holdfast.codes.facts import Value
from holdfast.codes.points import Axis


def holds(condition: Condition, point: Mapping[str, Value], on: date) -> bool:
    """Tell whether a condition holds where everything is known."""
    match condition:
        case All(parts):
            return all(holds(part, point, on) for part in parts)
        case AnyOf(parts):
            return any(holds(part, point, on) for part in parts)
        case Not(part):
            return not holds(part, point, on)
    return condition.test(point[condition.fact], on)


def verdict(edition: Edition, act: str, point: Mapping[str, Value], on: date) -> Verdict:
    """Return the verdict where everything is known."""
    rules = edition.rules

    def concerns(rule: Rule) -> bool:
        if rule.is_exception:
            return concerns(rules[rule.of])
        return rule.acts is None or act in rule.acts

    def general(rule: Rule) -> bool:
        return general(rules[rule.of]) if rule.is_exception else rule.general

    def alive(rule: Rule) -> bool:
        fires = concerns(rule) and holds(rule.when, point, on)
        return fires and (not rule.is_exception or alive(rules[rule.of]))

    def met(rule: Rule) -> bool:
        return alive(rule) and not any(met(r) for r in rules.values() if r.of == rule.id)

    claims = [r for r in rules.values() if r.effect not in (None, Effect.REQUIRE) and met(r)]
    specific = [r for r in claims if not general(r)]
    left = specific or claims
    if any(r.is_strict and not r.effect.permits for r in left if r.effect):
        left = [r for r in left if r.is_strict or not (r.effect and r.effect.permits)]
    for rule in sorted(left, key=lambda r: depth(rules, r), reverse=True):
        if rule in left:
            left = [r for r in left if r.id not in rule.over]
    given = [r.effect.verdict for r in left if r.effect and r.effect.verdict]
    return max(given, key=list(Verdict).index, default=Verdict.NOT_ADDRESSED)


def depth(rules: Mapping[str, Rule], rule: Rule) -> int:
    """How many rules can follow one another in `over` from here."""
    return 1 + max((depth(rules, rules[each]) for each in rule.over), default=0)


def reachable(
    edition: Edition, act: str, known: Mapping[str, Value], axes: list[Axis], on: date
) -> set[Verdict]:
    """Return every verdict over all values of the axes."""
    return {
        verdict(
            edition, act, dict(known) | dict(zip((a.fact for a in axes), values, strict=True)), on
        )
        for values in product(*(a.values for a in axes))
    }
