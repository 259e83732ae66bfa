"""What has been answered so far while a boundary is weighed, as values that JSON can hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from holdfast.codes import Fact, Supplied, Value

SCHEMA = "holdfast/weighing/1"
THOUGHTS = ("what", "do_best", "do_worst", "not_best", "not_worst", "need")
PLANNED = ("course", "colleague", "answered", "told", "decided")


@dataclass(frozen=True)
class Weighed:
    """Everything a weighing holds: the situation, answers, what nobody knows, thoughts, the plan.

    `asked` are the facts that came up as questions, in their order; `thoughts` and `plan` hold
    texts by name (THOUGHTS, PLANNED); `read` the clauses read at their source, as pairs of
    edition and clause. Of a plan in a vault `decided` is what the record is to hold.
    """

    situation: str
    answers: Mapping[str, Supplied] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    thoughts: Mapping[str, str] = field(default_factory=dict)
    plan: Mapping[str, str] = field(default_factory=dict)
    awaits: bool = False
    review_on: date | None = None
    read: tuple[tuple[str, str], ...] = ()

    @property
    def acting(self) -> bool:
        """Tell whether the therapist means to do it."""
        return self.plan.get("course", "") in ("do", "adapted")

    @property
    def is_planned(self) -> bool:
        """Tell whether it is said what will be done; a colleague's answer may come before."""
        return bool(self.plan.get("course"))

    def with_answer(self, fact: str, given: Supplied) -> "Weighed":
        """Return it with one more answer."""
        rest = tuple(each for each in self.unknown if each != fact)
        answers = {**self.answers, fact: given}
        return replace(self, answers=answers, unknown=rest, asked=self._asked(fact))

    def without_answer(self, fact: str) -> "Weighed":
        """Return it with a fact that nobody knows."""
        kept = {each: given for each, given in self.answers.items() if each != fact}
        unknown = tuple(dict.fromkeys((*self.unknown, fact)))
        return replace(self, answers=kept, unknown=unknown, asked=self._asked(fact))

    def with_safeguard(self, fact: str, given: Supplied) -> "Weighed":
        """Return it with a safeguard that was met; it is no question that was asked."""
        return replace(self, answers={**self.answers, fact: given})

    def _asked(self, fact: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.asked, fact)))

    def written(self) -> dict[str, Any]:
        """Return it as a value that JSON can hold."""
        return {
            "schema": SCHEMA,
            "situation": self.situation,
            "answers": {fact: _written(given) for fact, given in self.answers.items()},
            "unknown": list(self.unknown),
            "asked": list(self.asked),
            "thoughts": dict(self.thoughts),
            "plan": dict(self.plan),
            "awaits": self.awaits,
            "review_on": self.review_on.isoformat() if self.review_on else None,
            "read": [list(pair) for pair in self.read],
        }

    @classmethod
    def read_from(cls, kept: Mapping[str, Any], facts: Mapping[str, Fact]) -> "Weighed":
        """Return what was written, each answer as a value of its fact."""
        answers = {
            fact: _read(facts[fact], told)
            for fact, told in kept["answers"].items()
            if fact in facts
        }
        review = kept["review_on"]
        return cls(
            situation=kept["situation"],
            answers=answers,
            unknown=tuple(kept["unknown"]),
            asked=tuple(fact for fact in kept["asked"] if fact in facts),
            thoughts=kept["thoughts"],
            plan=kept["plan"],
            awaits=kept["awaits"],
            review_on=date.fromisoformat(review) if review else None,
            read=tuple((code, clause) for code, clause in kept["read"]),
        )


def _written(given: Supplied) -> dict[str, Any]:
    value: Value = given.value
    return {
        "value": value.isoformat() if isinstance(value, date) else value,
        "by": given.by,
        "on": given.on.isoformat() if given.on else None,
        "why": given.why,
        "second": _written(given.second) if given.second else None,
    }


def _read(fact: Fact, told: Mapping[str, Any]) -> Supplied:
    return Supplied(
        value=fact.accept(told["value"]),
        by=told["by"],
        on=date.fromisoformat(told["on"]) if told["on"] else None,
        why=told["why"],
        second=_read(fact, told["second"]) if told["second"] else None,
    )
