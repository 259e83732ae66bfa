"""Detectors over contacts between sessions: hours, purpose, who begins, how many, how long.

A contact for a crisis where the emergency term lets the client call, and coaching that the method
includes, are inside the frame whatever the hour: no detector sees them.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from math import comb

from .chart import Point, Stretch, middle
from .contact import Contact, ContactRule, Hours
from .events import ContactMade
from .history import History
from .meeting import WEEKDAYS
from .schedule import monday
from .series import Facts, Series
from .terms import Terms

WRITTEN = ("text", "email", "app", "letter", "social_media")
# What a therapist may begin without it being more than the work of arranging it.
ARRANGING = ("scheduling", "practical", "billing")

Row = tuple[ContactMade, datetime, Contact, int]


def contact_series(history: History) -> Iterator[Series]:
    """Yield the facts about the contacts up to now, for each participant."""
    rows = list(_rows(history))
    for person in sorted({row[0].participant for row in rows} or {""}):
        yield from _of_person(
            history, person, [row for row in rows if row[0].participant == person]
        )


def outside_the_frame(history: History) -> frozenset[str]:
    """Return the ids of the contacts outside the hours or the purposes agreed on their day."""
    return frozenset(
        one.id
        for one, local, term, _ in _rows(history)
        if _outside_hours(one, local, term) or _off_purpose(one, term)
    )


def _rows(history: History) -> Iterator[Row]:
    """Yield the contacts that the frame binds, with their local time and the term in force."""
    for one in sorted(history.events.contacts, key=lambda made: (made.at, made.id)):
        local = one.at.astimezone(history.zone)
        day = local.date()
        term = history.term(Contact, "contact", day)
        terms = history.terms(day)
        if one.at <= history.now and term and terms and not _covered(one, terms):
            yield one, local, term, history.epoch("contact", day)


def _covered(one: ContactMade, terms: Terms) -> bool:
    """Return whether the emergency term or the method puts the contact inside the frame."""
    if one.purpose == "crisis":
        return terms.emergencies is not None and terms.emergencies.call_therapist
    coaching = terms.work is not None and "phone_coaching" in terms.work.includes
    return one.purpose == "coaching" and coaching


def _of_person(history: History, person: str, rows: list[Row]) -> Iterator[Series]:
    now = history.terms(history.today)
    term = now.contact if now else None
    hours, purposes = _agreed_hours(term), _agreed_purposes(term)
    off = _days(history, (row for row in rows if _outside_hours(row[0], row[1], row[2])))
    other = _days(history, (row for row in rows if _off_purpose(row[0], row[2])))
    begun = _days(history, (row for row in rows if _begun_by_therapist(row[0])))
    yield Series("contact_hours", "contact", "contacts", off, hours, person)
    yield Series("contact_purpose", "contact", "contacts", other, purposes, person)
    yield Series("contact_by_therapist", "contact", "contacts", begun, purposes, person)
    yield _rising(history, person, [row for row in rows if row[0].by == "client"], purposes)
    yield from _limits(history, person, rows, term)


def _days(history: History, rows: Iterable[Row]) -> tuple[Point, ...]:
    """Return one point a day: several messages in one bad evening are one fact."""
    found: dict[date, Point] = {}
    for one, local, _, epoch in rows:
        found.setdefault(local.date(), Point(one.at, one.id, True, 0, epoch))
    return tuple(found.values())


def _matching(one: ContactMade, term: Contact) -> list[ContactRule]:
    return [
        rule for rule in term.rules if rule.channel == one.channel and one.purpose in rule.purposes
    ]


def _off_purpose(one: ContactMade, term: Contact) -> bool:
    begun = one.by == "therapist" and not one.reply
    return not begun and not _matching(one, term)


def _begun_by_therapist(one: ContactMade) -> bool:
    return one.by == "therapist" and not one.reply and one.purpose not in ARRANGING


def _outside_hours(one: ContactMade, local: datetime, term: Contact) -> bool:
    if one.by == "therapist" and term.hours_bind == "client":
        return False
    if one.by == "client" and term.sent_any_time and one.channel in WRITTEN:
        return False
    rules = _matching(one, term) or [rule for rule in term.rules if rule.channel == one.channel]
    bound = [rule.hours for rule in rules if rule.hours]
    # Where a row has no hours, any time was agreed.
    return len(bound) == len(rules) > 0 and not any(within(local, hours) for hours in bound)


def within(local: datetime, hours: tuple[Hours, ...]) -> bool:
    """Return whether a local time lies in any of the stretches; each runs up to its end."""
    clock, day = local.time(), WEEKDAYS[local.weekday()]
    before = WEEKDAYS[(local.weekday() - 1) % 7]
    for span in hours:
        if span.start < span.end:
            if day in span.days and span.start <= clock < span.end:
                return True
        elif (day in span.days and clock >= span.start) or (
            before in span.days and clock < span.end
        ):
            return True
    return False


def _agreed_hours(term: Contact | None) -> Facts | None:
    if term is None or not any(rule.hours for rule in term.rules):
        return None
    spans = dict.fromkeys(span for rule in term.rules for span in rule.hours)
    return (
        ("hours", "; ".join(f"{' '.join(s.days)} {s.start:%H:%M}-{s.end:%H:%M}" for s in spans)),
    )


def _agreed_purposes(term: Contact | None) -> Facts | None:
    if term is None:
        return None
    purposes: dict[str, list[str]] = {}
    for rule in term.rules:
        purposes.setdefault(rule.channel, []).extend(rule.purposes)
    return tuple((channel, " ".join(dict.fromkeys(all_))) for channel, all_ in purposes.items())


# More than agreed ------------------------------------------------------------------------------


def _limits(
    history: History, person: str, rows: list[Row], term: Contact | None
) -> Iterator[Series]:
    """Yield the weeks with more contacts, and the contacts that were longer, than a row allows."""
    longer = []
    for one, _, agreed, epoch in rows:
        limit = max((rule.minutes or 0 for rule in _matching(one, agreed)), default=0)
        if limit and one.minutes is not None:
            size = one.minutes - limit
            longer.append(Point(one.at, one.id, size > 0, size, epoch))
    most = max((rule.minutes or 0 for rule in term.rules), default=0) if term else 0
    yield Series(
        "contact_long",
        "contact",
        "contacts",
        tuple(longer),
        (("minutes", most),) if most else None,
        person,
        happened=_middle,
    )
    often = [rule.per_week for rule in term.rules if rule.per_week is not None] if term else []
    yield Series(
        "contact_often",
        "contact",
        "weeks",
        tuple(_full_weeks(history, rows)) if often else (),
        (("per_week", min(often)),) if often else None,
        person,
        happened=_middle,
    )


def _full_weeks(history: History, rows: list[Row]) -> Iterator[Point]:
    """Yield each whole week, departing where a channel with a limit had more than that."""
    weeks: dict[date, list[Row]] = {}
    for row in rows:
        if row[0].by == "client":
            weeks.setdefault(monday(row[1].date()), []).append(row)
    week = min(weeks, default=history.today)
    while week + timedelta(7) <= history.today:
        made = weeks.get(week, [])
        term = history.term(Contact, "contact", week)
        if term:
            over = max((_over(rule, made) for rule in term.rules), default=0)
            at = datetime.combine(week, datetime.min.time(), history.zone)
            name = made[-1][0].id if made else f"week:{week.isoformat()}"
            yield Point(at, name, over > 0, over, history.epoch("contact", week))
        week += timedelta(7)


def _over(rule: ContactRule, made: list[Row]) -> int:
    if rule.per_week is None:
        return 0
    matching = sum(
        one.channel == rule.channel and one.purpose in rule.purposes for one, _, _, _ in made
    )
    return matching - rule.per_week


def _middle(points: tuple[Point, ...]) -> Facts:
    return (("middle", middle(point.size for point in points)),)


# Rising ----------------------------------------------------------------------------------------

RECENT_WEEKS, EARLIER_WEEKS, LEAST_EARLIER = 4, 12, 8
LEAST_RECENT, TIMES_MORE, CLOSES_BELOW, CHANCE = 5, 2.0, 1.5, 0.001


def _rising(history: History, person: str, rows: list[Row], agreed: Facts | None) -> Series:
    """Hold the contacts of the last four weeks against the twelve before.

    Two Poisson counts are compared given their sum, which is then binomial (Przyborowski J,
    Wilenski H (1940) Homogeneity of results in testing samples from Poisson series. Biometrika
    31:313-323). Looked at once a week, on Mondays.
    """
    points = tuple(Point(one.at, one.id, True, 0, epoch) for one, _, _, epoch in rows)
    epoch = history.epoch("contact", history.today)
    stretch = _risen([point for point in points if point.epoch == epoch], _start(history), history)
    earlier = 0
    if stretch:
        first = stretch.points[0].at
        earlier = sum(first - timedelta(weeks=EARLIER_WEEKS) <= one.at < first for one in points)

    def counts(found: tuple[Point, ...]) -> Facts:
        return (("earlier", earlier), ("earlier_weeks", EARLIER_WEEKS))

    return Series(
        "contact_rising",
        "contact",
        "contacts",
        points,
        agreed,
        person,
        happened=counts,
        looks_itself=True,
        stretch=stretch,
        needed=LEAST_RECENT,
    )


def _start(history: History) -> datetime:
    """Return when the record of this frame began: the first session, or the first version."""
    begun = datetime.combine(history.versions[0].in_force, datetime.min.time(), history.zone)
    return max(begun, min((one.planned for one in history.events.sessions), default=begun))


def _risen(points: list[Point], begun: datetime, history: History) -> Stretch | None:
    first_look = begun + timedelta(weeks=RECENT_WEEKS + LEAST_EARLIER)
    day = monday(history.day(first_look)) + timedelta(7)
    look = datetime.combine(day, datetime.min.time(), UTC)
    onset, usual = 0, -1.0
    while look <= history.now:
        recent = look - timedelta(weeks=RECENT_WEEKS)
        count = _count(points, recent, look)
        if usual >= 0:
            usual = -1.0 if count < CLOSES_BELOW * usual * RECENT_WEEKS else usual
        elif count >= LEAST_RECENT:
            earliest = max(begun, recent - timedelta(weeks=EARLIER_WEEKS))
            weeks = (recent - earliest) / timedelta(weeks=1)
            before = _count(points, earliest, recent)
            if _is_more(count, before, weeks):
                usual, onset = before / weeks, _place(points, recent)
        look += timedelta(7)
    return Stretch(tuple(points[onset:])) if usual >= 0 else None


def _count(points: list[Point], start: datetime, end: datetime) -> int:
    return sum(start <= point.at < end for point in points)


def _place(points: list[Point], start: datetime) -> int:
    return next(place for place, point in enumerate(points) if point.at >= start)


def _is_more(count: int, before: int, weeks: float) -> bool:
    """Return whether `count` in the recent weeks is more than chance after `before` in `weeks`."""
    if count / RECENT_WEEKS < TIMES_MORE * before / weeks:
        return False
    share, total = RECENT_WEEKS / (RECENT_WEEKS + weeks), count + before
    tail = sum(
        comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(count, total + 1)
    )
    return tail < CHANCE
