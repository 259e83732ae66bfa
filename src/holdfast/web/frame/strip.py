"""A small picture of a drift: what happened over time, those that depart filled, drawn as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from holdfast import frame
from holdfast.web.frame.evidence import Event, session_words
from holdfast.web.practice.models import Session, Therapy

WIDTH, HEIGHT, EDGE, LEFT = 640.0, 150.0, 16.0, 44.0
AROUND = timedelta(weeks=9)
TIMED = frozenset({"length_long", "length_short", "late_start"})


@dataclass(frozen=True)
class Dot:
    """One event: where it stands, whether it departs, and its words for a screen reader."""

    x: float
    y: float
    departs: bool
    words: str
    on: date


@dataclass(frozen=True)
class Tick:
    """A label at an axis."""

    at: float
    label: str


@dataclass(frozen=True)
class Strip:
    """The whole picture; `agreed` is the height of the agreed value, if there is one."""

    dots: tuple[Dot, ...]
    agreed: Tick | None
    top: Tick | None
    months: tuple[tuple[float, date], ...]
    since: float


def strip(
    drift: frame.Drift, therapy: Therapy, events: Sequence[Event], now: datetime
) -> Strip | None:
    """Draw the departing events among all of their kind, with nine weeks before and after."""
    if not events:
        return None
    start, last = drift.since - AROUND, max(drift.last, events[-1].at)
    # What was as agreed since the last departure counts among "6 of the last 7".
    end = max(last + timedelta(days=1), min(last + AROUND, now))
    around = _kept(drift, therapy, start, min(end, now), {event.at for event in events})
    values = [e.value for e in (*events, *around) if e.value is not None]
    agreed = _agreed(drift)
    high = max([*values, agreed or 0.0, 10.0]) * 1.15
    low = min([*values, agreed or 0.0, 0.0]) if drift.kind == "late_start" else 0.0

    def x(at: datetime) -> float:
        return LEFT + (at - start) / (end - start) * (WIDTH - LEFT - EDGE)

    def y(value: float | None) -> float:
        if drift.kind not in TIMED:
            return HEIGHT / 2
        if value is None:
            return HEIGHT - 36
        return HEIGHT - 28 - (value - low) / (high - low) * (HEIGHT - 46)

    dots = [
        Dot(x(e.at), y(e.value), departs, e.what, e.at.astimezone(therapy.tz).date())
        for departs, some in ((False, around), (True, events))
        for e in some
    ]
    return Strip(
        dots=tuple(sorted(dots, key=lambda dot: dot.x)),
        agreed=Tick(y(agreed), f"{agreed:g}") if agreed is not None else None,
        top=Tick(y(max(values)), f"{max(values):g}") if values else None,
        months=tuple((x(m), m.date()) for m in _months(start, end)),
        since=x(drift.since),
    )


def _agreed(drift: frame.Drift) -> float | None:
    said = dict(drift.agreed)
    value = {"length_long": "minutes", "length_short": "minutes"}.get(drift.kind)
    if drift.kind == "late_start":
        return 0.0
    found = said.get(value) if value else None
    return float(found) if isinstance(found, int) else None


def _kept(
    drift: frame.Drift, therapy: Therapy, start: datetime, end: datetime, taken: set[datetime]
) -> list[Event]:
    """The sessions around that were as agreed; only where sessions are what is looked at."""
    if drift.unit != "sessions":
        return []
    rows = therapy.sessions.between(start, end).exclude(state=Session.State.PLANNED)
    return [
        Event(row.starts_at, session_words(row), "", _value(drift, row))
        for row in rows.defer("note")
        if row.starts_at not in taken
    ]


def _value(drift: frame.Drift, row: Session) -> float | None:
    late = row.late if drift.kind == "late_start" else None
    return row.lasted if late is None else late


def _months(start: datetime, end: datetime) -> list[datetime]:
    month = (start.replace(day=1, hour=0, minute=0) + timedelta(days=32)).replace(day=1)
    found = []
    while month <= end:
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found
