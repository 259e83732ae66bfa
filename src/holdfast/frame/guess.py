"""A working frame guessed from what was usual: current practice, not yet agreed.

Only what the sessions show is filled in; everything else stays unspoken. A guess binds nobody.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from .events import FeeDue, Session
from .meeting import WEEKDAYS, Frequency, Length, Place, Slot
from .money import Fee
from .terms import Kind, Terms

LOOKED_AT = 12  # the latest sessions: what was usual a year ago may be so no more
FEWEST = 3

WeekSlot = tuple[int, time]


def guess_terms(
    sessions: Sequence[Session],
    zone: str,
    *,
    kind: Kind = "individual",
    fees: Sequence[FeeDue] = (),
) -> Terms:
    """Return the terms that the latest sessions suggest: rhythm, length, place and fee.

    A time of the week is a slot where at least half of the weeks that could hold it did, three at
    the least; a rhythm is regular where the slots explain at least half of the sessions, otherwise
    so many sessions in so many weeks. Cancelled and missed sessions count for the rhythm: they
    were planned. Fewer than three sessions suggest no rhythm. `zone` is the IANA zone of the clock
    on the wall.

    >>> from datetime import UTC, datetime, timedelta
    >>> weekly = [
    ...     Session(id=str(n), planned=datetime(2026, 1, 6, 17, tzinfo=UTC) + n * timedelta(7),
    ...             minutes=50)
    ...     for n in range(4)
    ... ]
    >>> guess_terms(weekly, "Europe/London").frequency.slots
    (Slot(day='tue', start=datetime.time(17, 0)),)
    """
    planned = [session for session in sessions if session.status != "moved"]
    latest = sorted(planned, key=lambda session: session.planned)[-LOOKED_AT:]
    local = [session.planned.astimezone(ZoneInfo(zone)) for session in latest]
    return Terms(
        kind=kind,
        zone=zone,
        frequency=_frequency(local),
        length=_length(latest),
        place=_place(latest),
        fee=_fee(fees),
    )


def _frequency(starts: Sequence[datetime]) -> Frequency | None:
    if len(starts) < FEWEST:
        return None
    slots = _slots(starts)
    explained = sum(_slot(start) in slots for start in starts)
    if not slots or explained * 2 < len(starts):
        return _irregular([start.date() for start in starts])
    days = [start.date() for start in starts if _slot(start) in slots]
    apart = min(slots.values())
    return Frequency(
        slots=tuple(Slot(day=WEEKDAYS[day], start=start) for day, start in sorted(slots)),
        every_weeks=apart,
        first=days[-1] if apart > 1 else None,
    )


def _slots(starts: Sequence[datetime]) -> dict[WeekSlot, int]:
    """Return the times of the week that recur, each with how many weeks lie between two."""
    found = {}
    for slot, count in Counter(map(_slot, starts)).items():
        days = sorted({start.date() for start in starts if _slot(start) == slot})
        apart = _weeks_apart(days)
        could = ((starts[-1].date() - starts[0].date()).days // 7) // apart + 1
        if count >= FEWEST and len(days) * 2 >= could:
            found[slot] = apart
    return found


def _slot(start: datetime) -> WeekSlot:
    return start.weekday(), time(start.hour, start.minute)


def _weeks_apart(days: Sequence[date]) -> int:
    gaps = [(after - before).days for before, after in pairwise(days)]
    return min(max(round(median(gaps) / 7), 1), 12) if gaps else 1


def _irregular(days: Sequence[date]) -> Frequency | None:
    weeks = max(1, round((days[-1] - days[0]).days / 7))
    if weeks > 52:
        return None
    return Frequency(pattern="irregular", sessions=len(days), weeks=weeks)


def _length(sessions: Sequence[Session]) -> Length | None:
    usual = Counter(s.minutes for s in sessions if 10 <= s.minutes <= 480).most_common(1)
    return Length(minutes=usual[0][0]) if usual else None


def _place(sessions: Sequence[Session]) -> Place | None:
    usual = Counter(s.place for s in sessions if s.place is not None).most_common(1)
    return Place(kinds=(usual[0][0],)) if usual and usual[0][0] else None


def _fee(fees: Sequence[FeeDue]) -> Fee | None:
    latest = sorted((f for f in fees if f.reason == "session"), key=lambda fee: fee.due)
    usual = Counter(fee.amount for fee in latest[-LOOKED_AT:]).most_common(1)
    return Fee(amount=usual[0][0]) if usual else None
