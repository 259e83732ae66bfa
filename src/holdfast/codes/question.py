"""The next best question, and what would change an answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from holdfast.codes.answer import Answer
from holdfast.codes.conditions import atoms
from holdfast.codes.edition import Verdict
from holdfast.codes.facts import Fact, Facts, Value
from holdfast.codes.outlook import Outlook
from holdfast.codes.points import Column, Table, axis
from holdfast.codes.resolve import resolve, slice_of

# How far apart verdicts are. Silence stands outside the order: it is put half a step from the
# mildest, so that a code which may turn out silent still makes a question worth asking.
_PLACES = {verdict: float(verdict.severity) for verdict in Verdict} | {Verdict.NOT_ADDRESSED: 0.5}


@dataclass(frozen=True)
class Change:
    """A fact that, known otherwise, gives a code's verdict another value."""

    code: str
    fact: str
    value: Value  # of a date: whole years gone by
    verdict: Verdict


def next_question(
    outlooks: Sequence[Outlook],
    asks: Sequence[str] = (),
    skipped: frozenset[str] = frozenset(),
) -> str | None:
    """Return the unknown fact whose answer can narrow the bounds most, over all codes.

    Between equals, the one that narrows them more on average over its answers, then the one that
    the situation asks first. None when no answer can change any code's verdict, but for those
    `skipped` because the person does not know.
    """
    facts = {each.fact for outlook in outlooks for each in outlook.that_matter} - skipped
    if not facts:
        return None
    place = {fact: i for i, fact in enumerate(asks)}
    return min(
        sorted(facts),
        key=lambda fact: (*_narrowing(fact, outlooks), place.get(fact, len(place))),
    )


def _narrowing(fact: str, outlooks: Iterable[Outlook]) -> tuple[float, float]:
    """Return how far an answer narrows the bounds, at most and on average; less is better."""
    gains: dict[Value, float] = {}
    for outlook in outlooks:
        for value, left in outlook.after(fact):
            gain = _width(outlook.reachable) - _width(left) if left else 0
            gains[value] = gains.get(value, 0) + gain
    return -max(gains.values()), -sum(gains.values()) / len(gains)


def _width(verdicts: frozenset[Verdict]) -> float:
    places = [_PLACES[v] for v in verdicts]
    return max(places) - min(places)


def changes(
    answer: Answer, known: Facts, fixed: frozenset[str], on: date, facts: Mapping[str, Fact]
) -> tuple[Change, ...]:
    """Return every single fact that, known otherwise, would change one code's verdict."""
    rules = slice_of(answer.edition, answer.act)
    tests = [test for rule in rules.deciding for test in atoms(rule.when)]
    others = [
        (fact, value)
        for fact in sorted(rules.facts - fixed)
        for value in _otherwise(facts[fact], known.get(fact), tests, on)
    ]
    verdicts = resolve(rules, _each_alone(others, known, on), facts).verdicts
    return tuple(
        Change(answer.edition.id, fact, value, verdict)
        for bit, (fact, value) in enumerate(others)
        for verdict, mask in verdicts.items()
        if mask >> bit & 1 and verdict is not answer.verdict
    )


def _otherwise(fact: Fact, now: Value | None, tests: list, on: date) -> list[Value]:  # type: ignore[type-arg]
    """Return the values that a fact could have besides, as far as the tests tell them apart."""
    mine = [test for test in tests if test.fact == fact.id]
    seen = None if now is None else [test.test(now, on) for test in mine]
    return [v for v in axis(fact, tests).values if [t.test(v, on) for t in mine] != seen]


def _each_alone(others: Sequence[tuple[str, Value]], known: Facts, on: date) -> Table:
    """Return one point for each other value: all else as known."""
    full = (1 << len(others)) - 1
    columns: dict[str, Column] = {}
    for fact in {*known, *(fact for fact, _ in others)}:
        mine = tuple((1 << i, value) for i, (f, value) in enumerate(others) if f == fact)
        rest = full & ~sum(mask for mask, _ in mine)
        columns[fact] = (*mine, (rest, known[fact])) if fact in known and rest else mine
    return Table(full, columns, on)


def soonest(answer: Answer) -> date | None:
    """Return the first day on which a clock that holds the verdict is over, if there is one."""
    return min((clock.over_on for clock in answer.running), default=None)
