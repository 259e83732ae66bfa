"""Detectors over sessions: length, late start, frequency, cancellations, place."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from .chart import Point, middle
from .events import Session
from .history import History
from .meeting import WEEKDAYS, Frequency, Length, Place
from .money import Cancellation
from .owed import is_late
from .schedule import monday
from .series import Facts, Series
from .trust import Include

Row = tuple[Session, date]
# Where a method takes the sessions, by what the agreement says it includes.
INCLUDED_PLACES: dict[Include, str] = {
    "exposure_outside": "outside",
    "walks": "outside",
    "home_visits": "home",
    "school_visits": "school",
}


def session_series(history: History) -> Iterator[Series]:
    """Yield the facts about the sessions up to now."""
    rows = [
        (session, history.day(session.planned))
        for session in sorted(history.events.sessions, key=lambda one: (one.planned, one.id))
        if session.planned <= history.now
    ]
    held = [row for row in rows if row[0].status == "held"]
    yield from _lengths(history, held)
    yield from _frequency(history, rows)
    yield from _cancellations(history, rows)
    yield from _absences(history, held)
    yield _places(history, held)


def minutes_of(session: Session) -> int | None:
    """Return how long the session was, in whole minutes; None if it was not timed."""
    if session.start is None or session.end is None:
        return None
    return int((session.end - session.start).total_seconds() // 60)


def _late(session: Session) -> int | None:
    if session.start is None:
        return None
    return int((session.start - session.planned).total_seconds() // 60)


def _early(session: Session) -> int | None:
    """Return how many minutes before the planned end the session ended."""
    if session.end is None:
        return None
    planned_end = session.planned + timedelta(minutes=session.minutes)
    return int((planned_end - session.end).total_seconds() // 60)


def _lengths(history: History, held: list[Row]) -> Iterator[Series]:
    long, short, late = [], [], []
    for session, day in held:
        length = history.term(Length, "length", day)
        if length is None:
            continue
        epoch, grace = history.epoch("length", day), length.grace
        lasted = minutes_of(session)
        over = None if lasted is None else lasted - length.minutes
        long.append(_point(session, over, grace, epoch))
        short.append(_point(session, _early(session), grace, epoch))
        late.append(_point(session, _late(session), grace, epoch))
    now = history.terms(history.today)
    agreed: Facts | None = None
    if now and now.length:
        agreed = (("minutes", now.length.minutes), ("grace", now.length.grace))
    late_by = {session.id: session.late_by for session, _ in held}

    def who(points: tuple[Point, ...]) -> Facts:
        counts = Counter(late_by[point.id] for point in points)
        return (
            *_middle(points),
            *((str(by), n) for by, n in sorted(counts.items(), key=str) if by),
        )

    yield Series("length_long", "length", "sessions", tuple(long), agreed, happened=_middle)
    yield Series("length_short", "length", "sessions", tuple(short), agreed, happened=_middle)
    yield Series("late_start", "length", "sessions", tuple(late), agreed, happened=who)


def _point(session: Session, size: int | None, grace: int, epoch: int) -> Point:
    departs = None if size is None else size > grace
    return Point(session.planned, session.id, departs, size or 0, epoch)


def _middle(points: tuple[Point, ...]) -> Facts:
    return (("middle", middle(point.size for point in points)),)


# How often -------------------------------------------------------------------------------------


def _frequency(history: History, rows: list[Row]) -> Iterator[Series]:
    """Hold the sessions of each whole stretch of weeks against how many were agreed."""
    weeks: dict[date, list[Session]] = {}
    for session, day in rows:
        weeks.setdefault(monday(day), []).append(session)
    fewer, more = [], []
    for first, last, frequency in _stretches(history, rows):
        sessions = [one for week in _mondays(first, last) for one in weeks.get(week, ())]
        held = sum(one.status == "held" for one in sessions)
        near = (first - timedelta(7), *_mondays(first, last), last + timedelta(1))
        moved = sum(one.status == "moved" for week in near for one in weeks.get(week, ()))
        open_ = any(one.status == "planned" for one in sessions)
        low, high = _bounds(frequency)
        at = datetime.combine(last, datetime.min.time(), history.zone)
        epoch = history.epoch("frequency", first)
        name = f"week:{first.isoformat()}"
        short = None if open_ else len(sessions) < low
        fewer.append(Point(at, name, short, low - len(sessions), epoch))
        last_held = next((one.id for one in reversed(sessions) if one.status == "held"), name)
        more.append(Point(at, last_held, held > high + moved, held - high, epoch))
    now = history.terms(history.today)
    agreed = _rhythm(now.frequency) if now and now.frequency else None
    yield Series("sessions_fewer", "frequency", "weeks", tuple(fewer), agreed)
    yield Series("sessions_more", "frequency", "weeks", tuple(more), agreed)


def _stretches(history: History, rows: list[Row]) -> Iterator[tuple[date, date, Frequency]]:
    """Yield (first day, last day, agreed frequency) of each whole stretch that binds.

    The week of the first session is left out: it may have begun in the middle.
    """
    if not rows or not history.versions:
        return
    first = monday(max(rows[0][1], history.versions[0].in_force) + timedelta(7))
    while first < history.today:
        frequency = history.term(Frequency, "frequency", first)
        if frequency is None or not _weeks(frequency) or _between(frequency, first):
            first += timedelta(7)
            continue
        last = first + timedelta(7 * _weeks(frequency) - 1)
        whole = last < history.today and not history.in_break(first, last)
        if whole and history.term(Frequency, "frequency", last) == frequency:
            yield first, last, frequency
        first = last + timedelta(1)


def _weeks(frequency: Frequency) -> int:
    """Return how many weeks one stretch has; 0 where nothing was agreed."""
    if frequency.pattern == "irregular":
        return frequency.weeks or 0
    return frequency.every_weeks if frequency.pattern == "regular" else 0


def _between(frequency: Frequency, first: date) -> bool:
    """Return whether a stretch of several weeks does not begin in this week."""
    if frequency.pattern != "regular" or frequency.first is None:
        return False
    return ((first - monday(frequency.first)).days // 7) % frequency.every_weeks != 0


def _bounds(frequency: Frequency) -> tuple[int, int]:
    """Return the least and the most sessions in a stretch that are as agreed.

    "About 3 in 9 weeks" is read with half as many more or less.
    """
    if frequency.pattern == "irregular":
        about = frequency.sessions or 1
        return (about + 1) // 2, about + (about + 1) // 2
    count = max(1, len(frequency.slots))
    return count, count


def _rhythm(frequency: Frequency) -> Facts | None:
    if not _weeks(frequency):
        return None
    count = frequency.sessions or max(1, len(frequency.slots))
    days = " ".join(day for day in WEEKDAYS if any(s.day == day for s in frequency.slots))
    return (("sessions", count), ("weeks", _weeks(frequency)), ("days", days))


def _mondays(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(7)


# Cancelled, missed, elsewhere ------------------------------------------------------------------


def _cancellations(history: History, rows: list[Row]) -> Iterator[Series]:
    by_client, by_therapist = [], []
    for session, day in rows:
        if history.term(Cancellation, "cancellation", day) is None or history.in_break(day, day):
            continue
        epoch = history.epoch("cancellation", day)
        theirs = session.status == "missed" or (session.by == "client" and _gone(session))
        mine = session.by == "therapist" and _gone(session)
        if (theirs or session.status == "held") and not mine:
            by_client.append(Point(session.planned, session.id, theirs, 0, epoch))
        if mine or session.status == "held":
            by_therapist.append(Point(session.planned, session.id, mine, 0, epoch))
    late = {one.id for one, day in rows if _too_late(history, one, day)}

    def late_ones(points: tuple[Point, ...]) -> Facts:
        return (("late", sum(point.id in late for point in points)),)

    agreed = _notice(history)
    yield Series(
        "cancelled_by_client",
        "cancellation",
        "sessions",
        tuple(by_client),
        agreed,
        happened=late_ones,
    )
    yield Series("cancelled_by_therapist", "cancellation", "sessions", tuple(by_therapist), agreed)


def _absences(history: History, held: list[Row]) -> Iterator[Series]:
    """Yield, for each participant who was ever absent, the sessions held without them."""
    for person in sorted({name for session, _ in held for name in session.absent}):
        points = tuple(
            Point(one.planned, one.id, person in one.absent, 0, history.epoch("cancellation", day))
            for one, day in held
            if history.term(Cancellation, "cancellation", day)
        )
        yield Series(
            "cancelled_by_client",
            "cancellation",
            "sessions",
            points,
            _notice(history),
            participant=person,
        )


def _notice(history: History) -> Facts | None:
    now = history.terms(history.today)
    if now is None or now.cancellation is None:
        return None
    return (("notice_hours", now.cancellation.notice_hours),)


def _gone(session: Session) -> bool:
    return session.status == "cancelled"


def _too_late(history: History, session: Session, day: date) -> bool:
    term = history.term(Cancellation, "cancellation", day)
    if session.status == "missed":
        return True
    if term is None or session.status != "cancelled" or session.cancelled is None:
        return False
    return session.by == "client" and is_late(term, session.planned - session.cancelled)


def _places(history: History, held: list[Row]) -> Series:
    points = []
    for session, day in held:
        place = history.term(Place, "place", day)
        if place is not None:
            departs = _elsewhere(history, session, place, day)
            epoch = history.epoch("place", day)
            points.append(Point(session.planned, session.id, departs, 0, epoch))
    now = history.terms(history.today)
    agreed: Facts | None = None
    if now and now.place:
        agreed = (("kinds", " ".join(now.place.kinds)), ("address", now.place.address))
    where = {session.id: session.room or session.place or "" for session, _ in held}

    def places(points: tuple[Point, ...]) -> Facts:
        common = Counter(where[point.id] for point in points).most_common(1)
        return (("where", common[0][0]),) if common else ()

    return Series("place_changed", "place", "sessions", tuple(points), agreed, happened=places)


def _elsewhere(history: History, session: Session, place: Place, day: date) -> bool:
    if session.place is not None and session.place not in place.kinds:
        terms = history.terms(day)
        includes = terms.work.includes if terms and terms.work else ()
        return session.place not in {INCLUDED_PLACES.get(one) for one in includes}
    here = place.address.casefold().strip()
    in_room = session.place in (None, "room")
    return bool(in_room and session.room and here) and session.room.casefold().strip() != here
