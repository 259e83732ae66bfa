"""What is owed for a session: as agreed when it was held, called off, or missed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from .money import Cancellation, Money

Happened = Literal["held", "called_off_by_client", "called_off_by_therapist", "missed"]
Reason = Literal["held", "by_therapist", "in_time", "late", "missed", "not_noted", "not_agreed"]


@dataclass(frozen=True)
class Owed:
    """So much of the fee in percent, and why; None where nothing agreed or noted says how much."""

    percent: int | None
    reason: Reason

    def of(self, fee: Money) -> Money | None:
        """Return what is owed of a fee."""
        return None if self.percent is None else fee.share(self.percent)


def owed(rule: Cancellation | None, happened: Happened, notice: timedelta | None = None) -> Owed:
    """Return what is owed by the agreed `rule`; `notice` is from calling off to the planned start.

    >>> owed(Cancellation(notice_hours=48), "called_off_by_client", timedelta(hours=46))
    Owed(percent=100, reason='late')
    >>> owed(Cancellation(notice_hours=48), "called_off_by_client", timedelta(days=4))
    Owed(percent=0, reason='in_time')
    """
    if happened == "held":
        return Owed(100, "held")
    if happened == "called_off_by_therapist":
        return Owed(0, "by_therapist")
    if rule is None:
        return Owed(None, "not_agreed")
    if happened == "missed":
        return Owed(rule.missed_percent, "missed")
    if notice is None:
        return Owed(None if rule.late_percent else 0, "not_noted")
    return Owed(rule.late_percent, "late") if is_late(rule, notice) else Owed(0, "in_time")


def is_late(rule: Cancellation, notice: timedelta) -> bool:
    """Return whether this is less notice than was agreed."""
    return notice < timedelta(hours=rule.notice_hours)
