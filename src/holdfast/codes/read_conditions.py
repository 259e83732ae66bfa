"""Conditions as they are written in the files."""

from collections.abc import Mapping

from holdfast.codes.conditions import (
    ALWAYS,
    All,
    AnyOf,
    AtLeast,
    Condition,
    Elapsed,
    Is,
    Not,
)
from holdfast.codes.facts import Fact, Kind, Value, choose, show
from holdfast.codes.reading import Item, Reader


class ConditionReader:
    """Reads conditions over the facts given."""

    def __init__(self, reader: Reader, facts: Mapping[str, Fact]) -> None:
        self.reader = reader
        self.facts = facts

    def read(self, item: Item | None) -> Condition:
        """Return the condition; one that always holds if there is none or it is wrong."""
        if item is None or item.value == "always":
            return ALWAYS
        if not isinstance(item.value, dict) or not item.pairs:
            self.reader.wrong(item, "a condition names facts, such as {person: former_client}")
            return ALWAYS
        parts = tuple(self._part(key, value) for key, value in item.pairs.items())
        return parts[0] if len(parts) == 1 else All(parts)

    def _part(self, key: str, item: Item) -> Condition:
        match key:
            case "all":
                return All(self._several(key, item))
            case "any":
                return AnyOf(self._several(key, item))
            case "not":
                return Not(self.read(item))
            case "elapsed":
                return self._elapsed(item)
        if key not in self.facts:
            near = choose(key, list(self.facts))
            self.reader.wrong(item, f"{key} is not a fact in facts.yaml. {near}".strip())
            return ALWAYS
        return self._test(self.facts[key], item)

    def _several(self, key: str, item: Item) -> tuple[Condition, ...]:
        if not item.items:
            self.reader.wrong(item, f"{key} needs a list of conditions")
        return tuple(self.read(each) for each in item.items)

    def _elapsed(self, item: Item) -> Condition:
        dates = [fact.id for fact in self.facts.values() if fact.kind is Kind.DATE]
        self.reader.mapping(item, ("since", "at_least_years", "under_years"), ("since",))
        since = self.reader.word(item, "since", dates)
        bounds = [key for key in ("at_least_years", "under_years") if key in item.pairs]
        if len(bounds) != 1:
            self.reader.wrong(item, "elapsed needs either at_least_years or under_years")
            return ALWAYS
        years = self.reader.number(item, bounds[0])
        if years == 0:
            self.reader.wrong(item, f"{bounds[0]} must be 1 or more")
        over = Elapsed(since, years)
        return over if bounds[0] == "at_least_years" else Not(over)

    def _test(self, fact: Fact, item: Item) -> Condition:
        if fact.kind is Kind.DATE:
            self.reader.wrong(
                item, f"{fact.id} is a date: write elapsed: {{since: {fact.id}, ...}}"
            )
            return ALWAYS
        if fact.kind is Kind.NUMBER:
            return self._threshold(fact, item)
        given = item.items or [item]
        values = frozenset(v for each in given if (v := self._value(fact, each)) is not None)
        if len(values) == len(fact.values):
            self.reader.wrong(item, f"{fact.id} is given every value: leave it out")
        return Is(fact.id, values)

    def _value(self, fact: Fact, item: Item) -> Value | None:
        try:
            return fact.accept(item.value)
        except ValueError as error:
            self.reader.wrong(item, str(error))
            return None

    def _threshold(self, fact: Fact, item: Item) -> Condition:
        bounds = [key for key in ("at_least", "under") if key in item.pairs]
        if len(bounds) != 1 or len(item.pairs) != 1:
            self.reader.wrong(
                item,
                f"{fact.id} is a number: write {{at_least: 3}} or {{under: 3}}, "
                f"not {show(item.plain())}",
            )
            return ALWAYS
        limit = AtLeast(fact.id, self.reader.number(item, bounds[0]))
        return limit if bounds[0] == "at_least" else Not(limit)
