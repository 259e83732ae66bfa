"""Answers about self-harm or danger, which never stay a point on a chart.

They follow a path of their own: the person who answered sees at once what to do now, the
therapist (and whoever covers an announced break) is told without delay, and it stays open until
someone writes what was done. The sentences are in `words`.
"""

from dataclasses import dataclass
from datetime import datetime

from holdfast.alliance.instruments import Instrument
from holdfast.alliance.scoring import Answers


@dataclass(frozen=True)
class RiskAnswer:
    """One answer that must be followed up. `about` is "self_harm" for every shipped item."""

    instrument: str
    item: int
    answer: float
    about: str


@dataclass(frozen=True)
class FollowUp:
    """Risk answers given at one time, and what became of them.

    `given_at` and `settled_at` are instants (UTC). It is open until someone wrote what was done.
    """

    answers: tuple[RiskAnswer, ...]
    given_at: datetime
    done: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has yet written what was done."""
        return self.settled_at is None or not self.done.strip()


def risk_answers(instrument: Instrument, answers: Answers) -> tuple[RiskAnswer, ...]:
    """Return the answers that count as risk, in the order of the items.

    A skipped item does not count; it is shown as not answered beside the score.
    """
    found = []
    for risk in instrument.risk:
        value = answers.get(risk.item)
        if value is not None and value >= risk.at_least:
            found.append(RiskAnswer(instrument.id, risk.item, value, risk.about))
    return tuple(found)
