"""Money in minor units, and the terms about it: the fee, and what a missed session costs."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from .form import Between

# How many decimal places a currency has where it is not two (ISO 4217).
PLACES = {"BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "OMR": 3, "TND": 3}


@dataclass(frozen=True, order=True)
class Money:
    """An amount in whole minor units (cents, pence) of one currency (ISO 4217).

    >>> Money.from_text("60.50 EUR")
    Money(minor=6050, currency='EUR')
    >>> str(Money(500, "JPY"))
    '500 JPY'
    """

    minor: int
    currency: str

    EXAMPLE: ClassVar[str] = "60.00 EUR"
    PATTERN: ClassVar[str] = r"^[0-9]+([.][0-9]+)? [A-Z]{3}$"

    @classmethod
    def from_text(cls, text: str) -> "Money":
        """Return the money that `text` names; ValueError says what would be right."""
        found = re.fullmatch(r"(\d{1,9})(?:\.(\d+))? ([A-Z]{3})", text.strip())
        places = PLACES.get(found[3], 2) if found else 2
        if not found or len(found[2] or "") > places:
            raise ValueError(f"“{text[:40]}” is not an amount; write for example {cls.EXAMPLE}.")
        return cls(int(found[1] + (found[2] or "").ljust(places, "0")), found[3])

    def __str__(self) -> str:
        places = PLACES.get(self.currency, 2)
        if not places:
            return f"{self.minor} {self.currency}"
        whole, rest = divmod(self.minor, 10**places)
        return f"{whole}.{rest:0{places}} {self.currency}"

    def share(self, percent: int) -> "Money":
        """Return `percent` of it, rounded half up to a whole minor unit."""
        return Money((self.minor * percent + 50) // 100, self.currency)


Percent = Annotated[int, Between(0, 100)]


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What one session costs, when it is paid, and how it may change."""

    amount: Annotated[Money | None, "for one session; 0.00 where the client pays nothing"] = None
    due: Annotated[
        Literal["at_session", "in_advance", "after_invoice", "monthly"], "when it is paid"
    ] = "at_session"
    days_to_pay: Annotated[int, Between(0, 90), "days between falling due and being late"] = 7
    lowest: Annotated[Money | None, "the least on a sliding scale, if there is one"] = None
    rise_notice_weeks: Annotated[int | None, "how long before a rise it is said"] = None
    exceptions: Annotated[str, "how exceptions work: who may ask, who decides, how"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Cancellation:
    """What happens when a session is cancelled, by either side."""

    notice_hours: Annotated[int, Between(0, 336), "a cancellation later than this is late"] = 24
    late_percent: Annotated[Percent, "of the fee for a late cancellation"] = 100
    missed_percent: Annotated[Percent, "of the fee for a session missed without a word"] = 100
    by_therapist: Annotated[str, "what happens when the therapist cancels"] = ""
    exceptions: Annotated[str, "when the charge is let go, and how to ask"] = ""
    words: Annotated[str, "what else was agreed"] = ""
