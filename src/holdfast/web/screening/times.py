"""A few times that could be offered with each therapist, from those that are free.

Of all hours of a week a keyed hash takes three that are free on some day, each with its next day.
It is fixed for each therapist by who is to be avoided, else by who asks (`clusters`): asking again,
under whatever name, gives the same hours, and says no more of those that are missing. Hours of
the week beside a session of somebody whom the person would not want to meet are not among them.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from holdfast.web.practice.models import (
    Break,
    Participant,
    Practice,
    Session,
    Therapist,
)
from holdfast.web.practice.models.sessions import Sessions
from holdfast.web.practice.models.staff import in_force
from holdfast.web.screening.clusters import A_YEAR
from holdfast.web.screening.index import offers_secret
from holdfast.web.screening.models import SELF, Enquiry, Node, SamePerson

TIMES = 3
FIRST_AFTER = timedelta(days=2)
WEEKS = timedelta(weeks=3)
HOUR = timedelta(hours=1)
AVOIDED = "avoided"

Span = tuple[datetime, datetime]
Hour = tuple[int, int]  # of the week: day and hour


def propose(
    enquiry: Enquiry, therapists: Sequence[Therapist], now: datetime
) -> dict[str, list[str]]:
    """Return for each therapist, by id, up to three free times in order, as ISO instants."""
    hours = list(_open_hours(now))
    taken = _taken(therapists, now)
    apart = _beside(_sessions_to_avoid(enquiry, now))
    shut = {_hour(at) for at in hours if not _is_free(at, apart)}
    seed, secret = _seed(enquiry), offers_secret()
    found = {}
    for each in therapists:
        free = [at for at in hours if _hour(at) not in shut and _is_free(at, taken[each.pk])]
        few = _few(free, f"{seed} {each.pk}", secret)
        found[str(each.pk)] = [at.isoformat() for at in few]
    return found


def _few(free: Sequence[datetime], seed: str, secret: bytes) -> list[datetime]:
    """Take the hours of the week that the hash puts first, each on its next day."""
    following = {_hour(at): at for at in reversed(free)}
    drawn = sorted(following, key=lambda hour: _drawn(f"{seed} {hour}", secret))[:TIMES]
    return sorted(following[hour] for hour in drawn)


def _hour(at: datetime) -> Hour:
    return at.weekday(), at.hour


def _seed(enquiry: Enquiry) -> str:
    """Return whom the hours are drawn for: never the enquiry, which is another each time.

    Not whoever else is named: the same person named as a friend would show the hours undisturbed.
    """
    who = dict.fromkeys([AVOIDED, SELF], "")
    for relation, mark in enquiry.named.order_by("coarse").values_list("relation", "coarse"):
        if relation in who:
            who[relation] += f" {mark}"
    return f"{AVOIDED}{who[AVOIDED]}" if who[AVOIDED] else f"{SELF}{who[SELF]}"


def is_beside(enquiry: Enquiry, at: datetime, now: datetime) -> bool:
    """Say whether a time lies beside a session of somebody the person would not want to meet."""
    return not _is_free(at, _beside(_sessions_to_avoid(enquiry, now)))


def _open_hours(now: datetime) -> Iterator[datetime]:
    """Every full hour on weekdays within the practice's hours, in its zone."""
    practice = Practice.get()
    here = now.astimezone(practice.tz)
    for days in range(FIRST_AFTER.days, WEEKS.days + 1):
        day = here.date() + timedelta(days=days)
        for hour in range(24) if day.weekday() < 5 else ():
            if practice.opens_at <= time(hour) and time(hour + 1 if hour < 23 else 23) <= (
                practice.closes_at
            ):
                yield datetime.combine(day, time(hour), practice.tz)


def _taken(therapists: Sequence[Therapist], now: datetime) -> dict[UUID, list[Span]]:
    """What each therapist has planned, breaks included."""
    found: dict[UUID, list[Span]] = defaultdict(list)
    seats = in_force(now.date(), "therapy__assignments__")
    rows = _ahead(now).filter(seats, therapy__assignments__therapist__in=therapists)
    for therapist, starts_at, minutes in rows.values_list(
        "therapy__assignments__therapist", "starts_at", "minutes"
    ):
        found[therapist].append((starts_at, starts_at + timedelta(minutes=minutes)))
    for each in Break.objects.filter(therapist__in=therapists, until__gte=now.date()):
        assert each.therapist_id is not None
        start = datetime.combine(each.since, time(), now.tzinfo)
        end = datetime.combine(each.until + timedelta(days=1), time(), now.tzinfo)
        found[each.therapist_id].append((start, end))
    return found


def _ahead(now: datetime) -> Sessions:
    ahead = Session.objects.filter(state=Session.State.PLANNED)
    return ahead.between(now, now + WEEKS + timedelta(days=2))


def _sessions_to_avoid(enquiry: Enquiry, now: datetime) -> Iterable[Span]:
    """The planned sessions of whoever may be somebody the person would not want to meet.

    Every spelling counts under which that one was named within a year: what one of them leads to
    shapes the hours of all.
    """
    marks = enquiry.named.filter(relation=AVOIDED).values("coarse")
    named = Node.objects.filter(
        card__named__coarse__in=marks, card__named__asked_at__gt=now - A_YEAR
    )
    ids = list(named.values_list("pk", flat=True))
    pairs = SamePerson.objects.filter(Q(one__in=ids) | Q(other__in=ids))
    pairs = pairs.exclude(answer=SamePerson.Answer.DIFFERENT)
    nodes = {node for pair in pairs.values_list("one", "other") for node in pair}
    places = Participant.objects.filter(card__node__in=nodes)
    beside = _ahead(now).filter(therapy__in=places.values("therapy"))
    for starts_at, minutes in beside.values_list("starts_at", "minutes"):
        yield starts_at, starts_at + timedelta(minutes=minutes)


def _beside(spans: Iterable[Span]) -> list[Span]:
    """The spans with the hour before and after, in which people would meet."""
    return [(start - HOUR, end + HOUR) for start, end in spans]


def _is_free(at: datetime, taken: Iterable[Span]) -> bool:
    return all(at + HOUR <= start or end <= at for start, end in taken)


def _drawn(hour: str, secret: bytes) -> bytes:
    return hashlib.blake2b(hour.encode(), digest_size=8, key=secret, person=b"times").digest()
