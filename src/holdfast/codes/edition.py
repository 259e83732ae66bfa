"""One edition of one body's code: its clauses, and the rules that express them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from holdfast.codes.conditions import ALWAYS, Condition, written


class Verdict(StrEnum):
    """What a code says to an act; `NOT_ADDRESSED` stands outside the order of the others."""

    NOT_ADDRESSED = "not_addressed"
    PERMITTED = "permitted"
    WITH_SAFEGUARDS = "permitted_with_safeguards"
    AVOID = "avoid"
    PROHIBITED = "prohibited"

    @property
    def severity(self) -> int:
        """0 for permitted or silent, up to 3 for prohibited."""
        return max(0, list(Verdict).index(self) - 1)


def severest(verdicts: list[Verdict]) -> Verdict:
    """Return the severest; silent only if every one is."""
    return max(verdicts, key=list(Verdict).index)


def mildest(verdicts: list[Verdict]) -> Verdict:
    """Return the mildest; silent if any of them is."""
    return min(verdicts, key=list(Verdict).index)


class Effect(StrEnum):
    """What a rule does."""

    PROHIBIT = "prohibit"
    AVOID = "avoid"
    PERMIT_IF = "permit_if"
    PERMIT = "permit"
    REQUIRE = "require"

    @property
    def verdict(self) -> Verdict | None:
        """The verdict it gives; None for a duty."""
        return _VERDICTS.get(self)

    @property
    def permits(self) -> bool:
        """Tell whether it allows the act."""
        return self in (Effect.PERMIT_IF, Effect.PERMIT)


_VERDICTS = {
    Effect.PROHIBIT: Verdict.PROHIBITED,
    Effect.AVOID: Verdict.AVOID,
    Effect.PERMIT_IF: Verdict.WITH_SAFEGUARDS,
    Effect.PERMIT: Verdict.PERMITTED,
}


class RuleKind(StrEnum):
    """How firmly a rule holds."""

    STRICT = "strict"
    DEFEASIBLE = "defeasible"
    EXCEPTION = "exception"


class Check(StrEnum):
    """How far a clause was compared with the body's own text."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    RECALLED = "recalled"


class Rank(IntEnum):
    """Which rules go before which, the highest first."""

    LAW = 5
    REGULATOR = 4
    CODE = 3
    ASSOCIATION = 2
    HOUSE = 1


@dataclass(frozen=True)
class Clock:
    """A number of calendar years that begins on the day of a fact."""

    since: str
    years: int


@dataclass(frozen=True)
class Clause:
    """One numbered part of a code, in our own words."""

    id: str
    title: str
    summary: str
    url: str
    check: Check
    checked_on: date
    seen_at: str = ""
    clocks: tuple[Clock, ...] = ()


@dataclass(frozen=True)
class Rule:
    """What a clause does to an act when a condition holds."""

    id: str
    clauses: tuple[str, ...]
    kind: RuleKind
    effect: Effect | None
    when: Condition = ALWAYS
    acts: frozenset[str] | None = None
    of: str = ""
    safeguards: tuple[str, ...] = ()
    duty: str = ""
    says: str = ""
    general: bool = False
    over: tuple[str, ...] = ()
    against_direction: frozenset[str] = frozenset()
    line: int = 0

    @property
    def is_exception(self) -> bool:
        """Tell whether it stands against another rule."""
        return self.kind is RuleKind.EXCEPTION

    @property
    def is_strict(self) -> bool:
        """Tell whether nothing defeats it."""
        return self.kind is RuleKind.STRICT


@dataclass(frozen=True)
class Silence:
    """An act that the code says nothing about, under a condition."""

    act: str
    when: Condition = ALWAYS


@dataclass(frozen=True, eq=False)
class Edition:
    """A body's code as it stood between two dates, in one revision of our encoding."""

    id: str
    revision: int
    revised_because: str
    published_on: date
    body: str
    title: str
    edition: str
    rank: Rank
    profession: str
    url: str
    ethics_line: str
    in_force_from: date
    in_force_until: date | None
    checked_on: date
    clauses: Mapping[str, Clause]
    rules: Mapping[str, Rule]
    silent_on: tuple[Silence, ...]
    complete: bool = True
    jurisdiction: str = ""
    superseded_by: str = ""
    note: str = ""
    file: str = ""
    slices: dict[str, object] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> str:
        """Its name with the revision, such as `aca-2014.r1`."""
        return f"{self.id}.r{self.revision}"

    @property
    def family(self) -> str:
        """The body's short name: the id without its last part."""
        return self.id.rpartition("-")[0] or self.id

    @property
    def covers_all(self) -> bool:
        """Tell whether it speaks of the whole subject, so that each of its silences is stated."""
        return self.complete and self.rank is not Rank.HOUSE

    def in_force(self, on: date) -> bool:
        """Tell whether the edition holds on a day."""
        return self.in_force_from <= on and (
            self.in_force_until is None or on <= self.in_force_until
        )

    def speaks_of(self, act: str) -> bool:
        """Tell whether a rule gives a verdict for this act by name, not for all or in general."""
        return any(
            rule.acts is not None and act in rule.acts and rule.effect is not Effect.REQUIRE
            for rule in self.rules.values()
            if not rule.general
        )

    def meaning(self) -> str:
        """Return a hash of what must never change once published (SHA-256, hexadecimal).

        Left out is what may be brought up to date: addresses, how far a clause was checked,
        what superseded the edition, notes.
        """
        clauses = [(c.id, c.title, c.summary, c.clocks) for c in self.clauses.values()]
        rules = [_plain(rule) for rule in self.rules.values()]
        silences = [(s.act, written(s.when)) for s in self.silent_on]
        parts = (self.key, self.rank.name, self.in_force_from, clauses, rules, silences)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def _plain(rule: Rule) -> tuple[object, ...]:
    return (
        rule.id,
        rule.clauses,
        str(rule.kind),
        str(rule.effect),
        written(rule.when),
        sorted(rule.acts) if rule.acts is not None else "all",
        (rule.of, rule.safeguards, rule.duty, rule.general, rule.over),
    )
