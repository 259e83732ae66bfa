"""Former clients: a state that follows from the end and is stored nowhere, and the last contact.

No page counts down. Clocks are worked out by the codes only while something is being weighed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from holdfast.web.practice.models import Participant, Session, Therapy


@dataclass(frozen=True)
class Former:
    """When it ended and what came last that was part of the work."""

    ended_on: date
    last_contact_on: date
    later: tuple[tuple[date, str], ...]


def is_over(therapy: Therapy, day: date) -> bool:
    """Whether a therapy has ended on a day; an end that is still to come has not."""
    return (
        therapy.state == Therapy.State.ENDED
        and therapy.ended_on is not None
        and therapy.ended_on <= day
    )


def is_former(participant: Participant, day: date) -> bool:
    """Whether somebody is a former client of this therapy on a day."""
    left = participant.until is not None and participant.until <= day
    return left or is_over(participant.therapy, day)


def months_since_end(participant: Participant, day: date) -> int:
    """Return how many whole months ago somebody's place in a therapy ended."""
    ended = participant.until or participant.therapy.ended_on or day
    months = (day.year - ended.year) * 12 + day.month - ended.month
    return max(0, months - (day.day < ended.day))


def former(therapy: Therapy, day: date) -> Former | None:
    """Return when a therapy ended and which contacts came later; None while it goes on."""
    if not is_over(therapy, day):
        return None
    ended = therapy.ended_on
    assert ended is not None
    held = therapy.sessions.filter(state=Session.State.HELD).order_by("-starts_at").first()
    last = held.starts_at.astimezone(therapy.tz).date() if held else ended
    later = tuple(_later(therapy, ended, day))
    return Former(ended, max([last, ended]), later)


def _later(therapy: Therapy, ended: date, day: date) -> list[tuple[date, str]]:
    rows = therapy.contacts.order_by("at")
    found = [(_day(row.at, therapy), str(row.get_channel_display())) for row in rows]
    return [one for one in found if ended < one[0] <= day]


def _day(at: datetime, therapy: Therapy) -> date:
    return at.astimezone(therapy.tz).date()
