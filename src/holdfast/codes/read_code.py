"""An edition of a code as it is written in its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from holdfast.codes.conditions import Elapsed, atoms
from holdfast.codes.edition import (
    Check,
    Clause,
    Clock,
    Edition,
    Effect,
    Rank,
    Rule,
    RuleKind,
    Silence,
)
from holdfast.codes.facts import Kind, show
from holdfast.codes.read_conditions import ConditionReader
from holdfast.codes.read_facts import Act
from holdfast.codes.reading import Item, Reader

SCHEMA = "holdfast/code/1"
NEEDED = (
    "schema", "id", "body", "title", "edition", "revision", "revised_because", "published_on",
    "rank", "profession", "coverage", "url", "ethics_line", "in_force", "checked_on", "clauses",
    "rules",
)  # fmt: skip
KEYS = (*NEEDED, "jurisdiction", "superseded_by", "note", "silent_on")
CLAUSE_NEEDED = ("title", "summary", "url", "check", "checked_on")
CLAUSE_KEYS = (*CLAUSE_NEEDED, "seen_at", "clocks")
RULE_NEEDED = ("id", "clauses", "kind", "when")
RULE_KEYS = (
    *RULE_NEEDED, "acts", "effect", "of", "safeguards", "duty", "says", "general", "over",
    "against_direction",
)  # fmt: skip


@dataclass(frozen=True)
class CodeReader:
    """Reads editions over the acts and facts given."""

    reader: Reader
    acts: Mapping[str, Act]
    conditions: ConditionReader

    def read(self, item: Item) -> Edition:
        """Return the edition; what is wrong is noted in the reader."""
        self.reader.mapping(item, KEYS, NEEDED)
        clauses = {key: self._clause(key, e) for key, e in self.reader.entries(item, "clauses")}
        rules = self._rules(item, clauses)
        force = item.pairs.get("in_force", item)
        text = self.reader.text
        return Edition(
            id=text(item, "id"),
            revision=self.reader.number(item, "revision"),
            revised_because=text(item, "revised_because"),
            published_on=self.reader.day(item, "published_on") or date.min,
            body=text(item, "body"),
            title=text(item, "title"),
            edition=text(item, "edition"),
            rank=Rank[(self.reader.word(item, "rank", _names(Rank)) or "code").upper()],
            profession=text(item, "profession"),
            url=text(item, "url"),
            ethics_line=text(item, "ethics_line"),
            in_force_from=self.reader.day(force, "from") or date.min,
            in_force_until=self.reader.day(force, "until"),
            checked_on=self.reader.day(item, "checked_on") or date.min,
            clauses=clauses,
            rules=rules,
            silent_on=self._silences(item),
            complete=self.reader.word(item, "coverage", ("complete", "partial")) == "complete",
            jurisdiction=text(item, "jurisdiction"),
            superseded_by=text(item, "superseded_by"),
            note=text(item, "note"),
            file=item.file,
        )

    def _clause(self, clause_id: str, item: Item) -> Clause:
        self.reader.mapping(item, CLAUSE_KEYS, CLAUSE_NEEDED)
        return Clause(
            id=clause_id,
            title=self.reader.text(item, "title"),
            summary=self.reader.text(item, "summary"),
            url=self.reader.text(item, "url"),
            check=Check(self.reader.word(item, "check", list(Check)) or Check.RECALLED),
            checked_on=self.reader.day(item, "checked_on") or date.min,
            seen_at=self.reader.text(item, "seen_at"),
            clocks=tuple(self._clock(each) for each in self.reader.listed(item, "clocks")),
        )

    def _clock(self, item: Item) -> Clock:
        self.reader.mapping(item, ("since", "years"), ("since", "years"))
        dates = [f.id for f in self.conditions.facts.values() if f.kind is Kind.DATE]
        return Clock(self.reader.word(item, "since", dates), self.reader.number(item, "years"))

    def _silences(self, item: Item) -> tuple[Silence, ...]:
        found = []
        for entry in self.reader.listed(item, "silent_on"):
            self.reader.mapping(entry, ("act", "when"), ("act",))
            act = self.reader.word(entry, "act", self.acts)
            found.append(Silence(act, self.conditions.read(entry.pairs.get("when"))))
        return tuple(found)

    def _rules(self, item: Item, clauses: Mapping[str, Clause]) -> dict[str, Rule]:
        rules: dict[str, Rule] = {}
        places: dict[str, Item] = {}
        for entry in self.reader.listed(item, "rules"):
            rule = self._rule(entry, clauses)
            if rule.id in rules:
                self.reader.wrong(entry, f"there is a rule {rule.id} already, at line "
                                  f"{rules[rule.id].line}")  # fmt: skip
            rules[rule.id], places[rule.id] = rule, entry
        for rule_id, rule in rules.items():
            self._tie(rule, rules, places[rule_id])
        return rules

    def _rule(self, item: Item, clauses: Mapping[str, Clause]) -> Rule:
        self.reader.mapping(item, RULE_KEYS, RULE_NEEDED)
        safe = [f.id for f in self.conditions.facts.values() if f.is_safeguard]
        effect = self.reader.word(item, "effect", list(Effect))
        rule = Rule(
            id=self.reader.text(item, "id"),
            clauses=self.reader.words(item, "clauses", clauses),
            kind=RuleKind(self.reader.word(item, "kind", list(RuleKind)) or RuleKind.STRICT),
            effect=Effect(effect) if effect else None,
            when=self.conditions.read(item.pairs.get("when")),
            acts=self._acts(item),
            of=self.reader.text(item, "of"),
            safeguards=self.reader.words(item, "safeguards", safe),
            duty=self.reader.text(item, "duty"),
            says=self.reader.text(item, "says"),
            general=self.reader.yes(item, "general"),
            over=self.reader.texts(item, "over"),
            against_direction=frozenset(
                self.reader.words(item, "against_direction", self.conditions.facts)
            ),
            line=item.line,
        )
        for says in (*_slips(rule, item), *self._slips(rule, clauses)):
            self.reader.wrong(item, f"rule {rule.id}: {says}")
        return rule

    def _acts(self, item: Item) -> frozenset[str] | None:
        """Return the acts; None means all of them."""
        found = item.pairs.get("acts")
        if found is None or found.value == "all":
            return None
        return frozenset(self.reader.words(item, "acts", self.acts))

    def _slips(self, rule: Rule, clauses: Mapping[str, Clause]) -> list[str]:
        """Say which clocks no clause declares, and which permissions wait for a safeguard."""
        declared = {clock for each in rule.clauses for clock in clauses[each].clocks}
        used = [a for a in atoms(rule.when) if isinstance(a, Elapsed)]
        slips = [
            f"the clock of {a.years} years since {a.fact} is not declared in clause "
            f"{' or '.join(rule.clauses)} (clocks)"
            for a in used
            if Clock(a.fact, a.years) not in declared
        ]
        if rule.effect and rule.effect.permits and not rule.is_exception:
            slips += [
                f"{atom.fact} is a safeguard: name it under safeguards, not under when"
                for atom in atoms(rule.when)
                if self.conditions.facts[atom.fact].is_safeguard
            ]
        return slips

    def _tie(self, rule: Rule, rules: Mapping[str, Rule], item: Item) -> None:
        """Check what a rule says of others: the rule it excepts, those it goes before."""
        wrong = self.reader.wrong
        for other in (rule.of, *rule.over):
            if other and other not in rules:
                wrong(item, f"rule {rule.id} names {other}, which is not a rule here")
            elif other and rules[other].is_strict:
                wrong(item, f"rule {rule.id}: {other} is strict, and nothing defeats it")
        if _returns(rule.id, rules, lambda r: (r.of,)) or _returns(
            rule.id, rules, lambda r: r.over
        ):
            wrong(item, f"rule {rule.id} leads back to itself")


def _returns(start: str, rules: Mapping[str, Rule], ways) -> bool:  # type: ignore[no-untyped-def]
    """Tell whether following the ways from a rule comes back to it."""
    seen: set[str] = set()
    ahead = [each for each in ways(rules[start]) if each in rules]
    while ahead:
        rule = ahead.pop()
        if rule == start:
            return True
        if rule not in seen:
            seen.add(rule)
            ahead += [each for each in ways(rules[rule]) if each in rules]
    return False


def _slips(rule: Rule, item: Item) -> list[str]:
    """Say what does not fit together in one rule."""
    given = item.pairs
    acts = given.get("acts")
    slips = {
        "it names no clause": not rule.clauses,
        "an exception names its rule in `of`": rule.is_exception and not rule.of,
        "only an exception has `of`": bool(rule.of) and not rule.is_exception,
        "an exception takes the acts of its rule: leave acts out": rule.is_exception
        and acts is not None,
        "acts must be given: a list, or all": not rule.is_exception and acts is None,
        f"acts must be a list, or all, not {show(acts.value) if acts else ''}": acts is not None
        and isinstance(acts.value, str)
        and acts.value != "all",
        "effect must be given": not rule.is_exception and rule.effect is None,
        "permit_if needs safeguards": rule.effect is Effect.PERMIT_IF and not rule.safeguards,
        "require needs a duty": rule.effect is Effect.REQUIRE and not rule.duty,
        "a duty belongs to require": bool(rule.duty) and rule.effect is not Effect.REQUIRE,
        "an exception takes `general` from its rule": rule.is_exception and rule.general,
    }
    return [says for says, holds in slips.items() if holds]


def _names(ranks: type[Rank]) -> list[str]:
    return [rank.name.lower() for rank in ranks]
