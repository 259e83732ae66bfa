"""Planned sessions from the rhythm of a frame.

A slot is local time: after the clocks change, a session at 17:00 is still at 17:00.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .meeting import WEEKDAYS, Frequency


@dataclass(frozen=True, order=True)
class Planned:
    """One planned session: start and end as instants in UTC."""

    start: datetime
    end: datetime


def plan(
    frequency: Frequency,
    *,
    minutes: int,
    zone: ZoneInfo,
    start: date,
    end: date,
    breaks: Iterable[tuple[date, date]] = (),
) -> tuple[Planned, ...]:
    """Return the sessions from `start` to `end` (both days count), in order.

    `minutes` is the agreed length. `breaks` are (first day, last day), both without sessions. Only
    a regular rhythm has planned sessions; any other gives none.
    """
    closed = tuple(breaks)
    length = timedelta(minutes=minutes)
    found = (
        Planned(begun, begun + length)
        for day, clock in _slots(frequency, start, end)
        if not any(first <= day <= last for first, last in closed)
        for begun in (instant(day, clock, zone),)
    )
    return tuple(sorted(found))


def _slots(frequency: Frequency, start: date, end: date) -> Iterator[tuple[date, time]]:
    if frequency.pattern != "regular":
        return
    anchor = monday(frequency.first or start)
    for slot in frequency.slots:
        day = start + timedelta((WEEKDAYS.index(slot.day) - start.weekday()) % 7)
        while day <= end:
            if ((monday(day) - anchor).days // 7) % frequency.every_weeks == 0:
                yield day, slot.start
            day += timedelta(7)


def monday(day: date) -> date:
    """Return the Monday of the week that `day` is in."""
    return day - timedelta(day.weekday())


def instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which the clocks of `zone` show `clock` on `day`.

    As in iCalendar (RFC 5545, 3.3.5): a time that the clocks jump over is read with the offset
    before the jump (02:30 becomes 03:30), and of a time that comes twice the first is taken.
    """
    return datetime.combine(day, clock, zone).astimezone(UTC)
