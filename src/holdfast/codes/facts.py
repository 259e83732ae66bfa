"""What is asked about a situation: typed facts, each of them known or not.

Known facts are a mapping from a fact's id to its value; a fact that is not in it is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

Value = bool | str | int | date
Facts = Mapping[str, Value]


class Kind(StrEnum):
    """What values a fact takes."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"


class Direction(StrEnum):
    """What more of a fact may do to a verdict.

    The first three never make one severer, the others never milder.
    """

    SAFEGUARD = "safeguard"
    DISTANCE = "distance"
    TIME = "time"
    SECRECY = "secrecy"
    DEPENDENCE = "dependence"
    VULNERABILITY = "vulnerability"
    POWER = "power"
    HARM = "harm"

    @property
    def eases(self) -> bool:
        """Tell whether more of it is never severer; else it is never milder."""
        return self in (Direction.SAFEGUARD, Direction.DISTANCE, Direction.TIME)


@dataclass(frozen=True)
class Fact:
    """One fact: how it is asked, what it may be, what is assumed while nobody knows."""

    id: str
    kind: Kind
    question: str
    label: str = ""
    guidance: str = ""
    client_question: str = ""
    values: Mapping[Value, str] = field(default_factory=dict, hash=False)
    while_unknown: Value | None = None
    direction: Direction | None = None
    open_textured: bool = False
    todo: str = ""
    unit: str = ""

    @property
    def is_safeguard(self) -> bool:
        """Tell whether it is something that can be done to make an act safer."""
        return self.direction is Direction.SAFEGUARD

    @property
    def steps(self) -> tuple[Value, ...]:
        """The values from least to most; empty for dates and numbers, which have no end."""
        return tuple(self.values)

    def accept(self, raw: object) -> Value:
        """Return `raw` as a value of this fact.

        Raises ValueError with the value that was wrong and one that would be right.
        """
        match self.kind:
            case Kind.YES_NO if isinstance(raw, bool):
                return raw
            case Kind.YES_NO if raw in ("yes", "no"):
                return raw == "yes"
            case Kind.CHOICE if isinstance(raw, str) and raw in self.values:
                return raw
            case Kind.NUMBER if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
                return raw
            case Kind.DATE if isinstance(raw, date):
                return raw
            case Kind.DATE if isinstance(raw, str):
                return _date(self.id, raw)
        raise ValueError(f"{self.id} cannot be {show(raw)}. {self._right(raw)}")

    def _right(self, raw: object) -> str:
        match self.kind:
            case Kind.YES_NO:
                return "Write yes or no; leave it out if nobody knows."
            case Kind.CHOICE:
                return choose(str(raw), [str(v) for v in self.values])
            case Kind.NUMBER:
                return f"Write a whole number ({self.unit}), such as 3."
        return "Write a date such as 2026-03-31."


def _date(fact: str, raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError(
            f"{fact} cannot be {show(raw)}. Write a date such as 2026-03-31."
        ) from None


def show(value: object) -> str:
    """Return a value as it is written in a file.

    >>> show(True), show(date(2026, 3, 31)), show("ceremony")
    ('yes', '2026-03-31', 'ceremony')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def choose(wrong: str, right: list[str]) -> str:
    """Say which of the `right` words was likely meant by the `wrong` one."""
    near = get_close_matches(wrong, right, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    return f"Use one of: {', '.join(right)}." if len(right) <= 12 else ""
