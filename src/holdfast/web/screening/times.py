"""A few times that could be offered with each therapist, from those that are free.

Of all free hours of the coming weeks a keyed hash takes three, so that which hours are missing
says nothing. Hours beside a session of somebody whom the person would not want to meet are not
among them: nobody can tell that from the three.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from holdfast.web.practice.models import (
    Assignment,
    Break,
    Participant,
    Practice,
    Session,
    Therapist,
)
from holdfast.web.practice.models.staff import in_force
from holdfast.web.screening.index import offers_secret
from holdfast.web.screening.models import Enquiry, Node, SamePerson

TIMES = 3
FIRST_AFTER = timedelta(days=2)
WEEKS = timedelta(weeks=3)
HOUR = timedelta(hours=1)
AVOIDED = "avoided"

Span = tuple[datetime, datetime]


def propose(
    enquiry: Enquiry, therapists: Sequence[Therapist], now: datetime
) -> dict[str, list[str]]:
    """Return for each therapist, by id, up to three free times in order, as ISO instants."""
    hours = list(_open_hours(now))
    taken = _taken(therapists, now)
    apart = _beside(_sessions_to_avoid(enquiry, now))
    found = {}
    for each in therapists:
        free = [at for at in hours if _is_free(at, [*taken[each.pk], *apart])]
        few = sorted(free, key=lambda at: _drawn(enquiry, each, at))[:TIMES]
        found[str(each.pk)] = [at.isoformat() for at in sorted(few)]
    return found


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
    seats = Assignment.objects.filter(in_force(now.date()), therapist__in=therapists)
    rows = _planned(now).filter(therapy__in=seats.values("therapy"))
    of: dict[UUID, list[UUID]] = defaultdict(list)
    for therapy, therapist in seats.values_list("therapy", "therapist"):
        of[therapy].append(therapist)
    for therapy, starts_at, minutes in rows:
        for therapist in of[therapy]:
            found[therapist].append((starts_at, starts_at + timedelta(minutes=minutes)))
    for each in Break.objects.filter(therapist__in=therapists, until__gte=now.date()):
        assert each.therapist_id is not None
        start = datetime.combine(each.since, time(), now.tzinfo)
        end = datetime.combine(each.until + timedelta(days=1), time(), now.tzinfo)
        found[each.therapist_id].append((start, end))
    return found


def _planned(now: datetime):  # type: ignore[no-untyped-def]
    ahead = Session.objects.filter(state=Session.State.PLANNED)
    ahead = ahead.between(now, now + WEEKS + timedelta(days=2))
    return ahead.values_list("therapy", "starts_at", "minutes")


def _sessions_to_avoid(enquiry: Enquiry, now: datetime) -> Iterable[Span]:
    """The planned sessions of whoever may be somebody the person would not want to meet."""
    named = Node.objects.filter(card__named__enquiry=enquiry, card__named__relation=AVOIDED)
    ids = list(named.values_list("pk", flat=True))
    pairs = SamePerson.objects.filter(Q(one__in=ids) | Q(other__in=ids))
    pairs = pairs.exclude(answer=SamePerson.Answer.DIFFERENT)
    nodes = {node for pair in pairs.values_list("one", "other") for node in pair}
    places = Participant.objects.filter(card__node__in=nodes)
    for _therapy, starts_at, minutes in _planned(now).filter(therapy__in=places.values("therapy")):
        yield starts_at, starts_at + timedelta(minutes=minutes)


def _beside(spans: Iterable[Span]) -> list[Span]:
    """The spans with the hour before and after, in which people would meet."""
    return [(start - HOUR, end + HOUR) for start, end in spans]


def _is_free(at: datetime, taken: Iterable[Span]) -> bool:
    return all(at + HOUR <= start or end <= at for start, end in taken)


def _drawn(enquiry: Enquiry, therapist: Therapist, at: datetime) -> bytes:
    message = f"{enquiry.pk} {therapist.pk} {at.isoformat()}".encode()
    key = offers_secret()
    return hashlib.blake2b(message, digest_size=8, key=key, person=b"times").digest()
