"""One code's answer to one situation, with every step that led to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from holdfast.codes.clocks import anniversary
from holdfast.codes.conditions import Atom, Elapsed, deciders
from holdfast.codes.edition import Check, Edition, Effect, Rule, Verdict
from holdfast.codes.facts import Fact, Facts, Kind, Value
from holdfast.codes.outlook import Outlook, look, open_rules
from holdfast.codes.points import Table, assumption, single
from holdfast.codes.read_facts import Contradiction
from holdfast.codes.resolve import Outcome, Slice, resolve, slice_of


class Standing(StrEnum):
    """What became of a rule that concerns the situation."""

    HOLDS = "holds"
    LIFTS = "lifts"  # an exception is met and takes its rule away
    DEFEATED = "defeated"  # an exception of it is met
    SET_ASIDE = "set_aside"  # another rule goes before it
    NOT_MET = "not_met"  # an exception of a rule that fires, not certainly true


@dataclass(frozen=True)
class Because:
    """One test that decided: the fact, its value, and whether that was known."""

    test: Atom
    value: Value | None
    assumed: bool = False


@dataclass(frozen=True)
class Cited:
    """A rule with its clauses, what became of it, and why."""

    rule: Rule
    standing: Standing
    because: tuple[Because, ...]
    by: tuple[str, ...] = ()  # the rules that defeat it or go before it


@dataclass(frozen=True)
class Running:
    """A clock that has begun: since when, for how many years, the first day on which it is over."""

    fact: str
    begun: date
    years: int
    over_on: date


@dataclass(frozen=True)
class Answer:
    """What one code says, with what is known and at the edges of what is not."""

    edition: Edition
    act: str
    verdict: Verdict
    outlook: Outlook
    cited: tuple[Cited, ...]
    duties: tuple[Rule, ...]
    safeguards: tuple[str, ...]
    safeguards_missing: tuple[str, ...]
    assumed: Mapping[str, Value]
    silent: bool  # no clause speaks of the act; at best the general one does
    running: tuple[Running, ...]

    @property
    def mildest(self) -> Verdict:
        """The mildest verdict that the unknown facts leave open."""
        return self.outlook.mildest

    @property
    def severest(self) -> Verdict:
        """The severest verdict that the unknown facts leave open."""
        return self.outlook.severest

    @property
    def deciding(self) -> tuple[Cited, ...]:
        """The rules whose effect is the verdict."""
        return tuple(
            c
            for c in self.cited
            if c.standing is Standing.HOLDS
            and c.rule.effect is not None
            and c.rule.effect.verdict is self.verdict
        )

    @property
    def read_first(self) -> tuple[str, ...]:
        """The clauses that the verdict rests on and nobody compared with the body's text."""
        ids = dict.fromkeys(clause for c in self.deciding for clause in c.rule.clauses)
        return tuple(c for c in ids if self.edition.clauses[c].check is Check.RECALLED)


def answer(
    edition: Edition,
    act: str,
    known: Facts,
    on: date,
    facts: Mapping[str, Fact],
    contradictions: tuple[Contradiction, ...] = (),
) -> Answer:
    """Return what an edition says to an act, given the facts known on a day."""
    rules = slice_of(edition, act)
    point = single(known, on)
    assuming = point.assuming(facts)
    outcome = resolve(rules, point, facts)
    outlook = look(rules, known, on, facts, contradictions)
    cited = tuple(_cited(rules, outcome, point, assuming))
    names = _safeguards(cited)
    return Answer(
        edition=edition,
        act=act,
        verdict=next(v for v, mask in outcome.verdicts.items() if mask),
        outlook=outlook,
        cited=cited,
        duties=tuple(r for r in rules.rules if r.effect is Effect.REQUIRE and outcome.met[r.id]),
        safeguards=names,
        safeguards_missing=tuple(s for s in names if known.get(s) is not True),
        assumed=_assumed(rules, known, on, facts, outlook),
        silent=not outcome.spoken,
        running=_running(cited, on),
    )


def verdict_alone(
    edition: Edition, act: str, known: Facts, on: date, facts: Mapping[str, Fact]
) -> Verdict:
    """Return only the verdict, the quickest answer."""
    outcome = resolve(slice_of(edition, act), single(known, on), facts)
    return next(v for v, mask in outcome.verdicts.items() if mask)


def _cited(rules: Slice, outcome: Outcome, point: Table, assuming: Table) -> list[Cited]:
    found = []
    for rule in rules.rules:
        if rule.effect is Effect.REQUIRE and not rule.is_exception:
            continue
        standing = _standing(rule, rules, outcome)
        if standing is None:
            continue
        seen = point if rule.is_exception else assuming
        because = tuple(_because(test, point, seen) for test in deciders(rule.when, seen))
        found.append(Cited(rule, standing, because, _by(rule, standing, rules, outcome)))
    return found


def _standing(rule: Rule, rules: Slice, outcome: Outcome) -> Standing | None:
    """Return what became of a rule; None if it does not concern the situation."""
    if not outcome.lives[rule.id]:
        fires = rule.is_exception and outcome.lives.get(rule.of)
        return Standing.NOT_MET if fires else None
    if not outcome.met[rule.id]:
        return Standing.DEFEATED
    if rule.effect is None or rule.effect is Effect.REQUIRE:
        return Standing.LIFTS
    return Standing.HOLDS if outcome.holds[rule.id] else Standing.SET_ASIDE


def _by(rule: Rule, standing: Standing, rules: Slice, outcome: Outcome) -> tuple[str, ...]:
    if standing is Standing.DEFEATED:
        return tuple(e.id for e in rules.exceptions[rule.id] if outcome.met[e.id])
    if standing is not Standing.SET_ASIDE:
        return ()
    before = [r for r in rules.by_priority if rule.id in r.over and outcome.holds.get(r.id)]
    if rule.id in rules.general:
        before += [r for r in rules.rules if outcome.holds.get(r.id)]
    elif not before:
        before = [r for r in rules.rules if r.is_strict and outcome.holds.get(r.id)]
    return tuple(dict.fromkeys(r.id for r in before))


def _because(test: Atom, point: Table, seen: Table) -> Because:
    known = point.columns.get(test.fact)
    if known:
        return Because(test, known[0][1])
    assumed = seen.columns.get(test.fact)
    if not assumed or isinstance(test, Elapsed):
        return Because(test, None)
    return Because(test, assumed[0][1], assumed=True)


def _safeguards(cited: tuple[Cited, ...]) -> tuple[str, ...]:
    """Return the safeguards of the rules that hold, in the order written."""
    named = [s for c in cited if c.standing is Standing.HOLDS for s in c.rule.safeguards]
    return tuple(dict.fromkeys(named))


def _assumed(
    rules: Slice, known: Facts, on: date, facts: Mapping[str, Fact], outlook: Outlook
) -> dict[str, Value]:
    """Return what was assumed about facts on which the verdict may still depend."""
    waiting = open_rules(rules, known, on)
    read = {
        fact
        for rule in rules.deciding
        if not rule.is_exception
        for fact in waiting.get(rule.id, ())
    }
    if outlook.grid is not None:
        read &= {each.fact for each in outlook.that_matter}
    values = {fact: assumption(facts[fact]) for fact in sorted(read)}
    return {
        fact: value
        for fact, value in values.items()
        if value is not None and facts[fact].kind is not Kind.DATE
    }


def _running(cited: tuple[Cited, ...], on: date) -> tuple[Running, ...]:
    """Return the clocks that hold the verdict in place and are not over yet."""
    found = []
    for each in cited:
        for because in each.because if each.standing is Standing.HOLDS else ():
            begun, test = because.value, because.test
            if isinstance(test, Elapsed) and isinstance(begun, date):
                over_on = anniversary(begun, test.years)
                if over_on > on:
                    found.append(Running(test.fact, begun, test.years, over_on))
    return tuple(dict.fromkeys(found))
