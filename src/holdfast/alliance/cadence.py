"""When a check is due, and who has not answered.

Dates are those of the client's calendar. A pause that the client chose is never a signal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Rhythm = Literal["each", "every_second", "none"]


@dataclass(frozen=True)
class Cadence:
    """How often a client is asked. `paused_on`: the day from which they asked not to be."""

    rhythm: Rhythm = "each"
    paused_on: date | None = None
    resumed_on: date | None = None

    def paused(self, day: date) -> bool:
        """Whether the client's own pause covers `day`."""
        if self.paused_on is None or day < self.paused_on:
            return False
        return self.resumed_on is None or self.resumed_on < self.paused_on or day < self.resumed_on


@dataclass(frozen=True)
class HeldSession:
    """A session that took place. `number` counts held sessions from 1."""

    number: int
    day: date
    answered: bool


@dataclass(frozen=True)
class Due:
    """Whether a check belongs to a session, and why."""

    due: bool
    reason: Literal["due", "answered", "paused_by_client", "not_this_session", "not_asked"]
    remind: bool = False


def due(cadence: Cadence, session: HeldSession, today: date, remind_after_days: int = 2) -> Due:
    """Return whether the check after `session` is due on `today`.

    With every second session the odd ones are asked: the first one always is. One reminder is
    offered once `remind_after_days` days have passed.
    """
    if session.answered:
        return Due(False, "answered")
    if cadence.rhythm == "none":
        return Due(False, "not_asked")
    if cadence.paused(session.day) or cadence.paused(today):
        return Due(False, "paused_by_client")
    if cadence.rhythm == "every_second" and session.number % 2 == 0:
        return Due(False, "not_this_session")
    return Due(True, "due", remind=(today - session.day).days >= remind_after_days)


def unanswered_in_a_row(cadence: Cadence, sessions: Sequence[HeldSession]) -> int:
    """Return how many checks that were due last went unanswered, after at least one answer.

    Sessions within the client's own pause and sessions that were not asked about do not count.
    Zero when the client never answered: a form that was never filled has not stopped being filled.
    """
    ordered = sorted(sessions, key=lambda each: each.number)
    missed = 0
    for session in reversed(ordered):
        if session.answered:
            return missed
        missed += due(cadence, session, session.day).due
    return 0
