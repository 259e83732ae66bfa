"""Announced breaks and the sessions that are planned in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Break, Session, Therapy
from holdfast.web.practice.models.sessions import Sessions
from holdfast.web.practice.models.staff import in_force

PLANNED = Q(state=Session.State.PLANNED)
CALLED_OFF = Q(state=Session.State.CANCELLED, cancelled_by=Session.By.THERAPIST)


@dataclass(frozen=True)
class Pause:
    """One of a therapist's breaks, what is still planned in it, and what they called off."""

    announced: Break
    planned: Sequence[Session]
    called_off: Sequence[Session]


def pauses(announced: Iterable[Break], user: User, now: datetime) -> list[Pause]:
    """Return breaks with what this therapist has planned, or called off, in those not over."""
    rows = list(announced)
    ahead = [row for row in rows if row.until >= now.date()]
    first = min((row.since for row in ahead), default=now.date())
    last = max((row.until for row in ahead), default=now.date())
    found = list(_to_come(first, last, user, now).filter(PLANNED | CALLED_OFF)) if ahead else []
    return [_pause(row, found if row in ahead else ()) for row in rows]


def _pause(row: Break, found: Iterable[Session]) -> Pause:
    within = [s for s in found if row.since <= s.planned_on <= row.until]
    planned = [s for s in within if s.state == Session.State.PLANNED]
    return Pause(row, planned, [s for s in within if s.state != Session.State.PLANNED])


def planned_in(since: date, until: date, user: User, now: datetime) -> Iterable[Session]:
    """Return the sessions to come that this therapist has planned on these days."""
    return _to_come(since, until, user, now).filter(PLANNED)


def _to_come(since: date, until: date, user: User, now: datetime) -> Sessions:
    own = Therapy.objects.own_of(user, now)
    rows = Session.objects.filter(
        therapy__in=own, starts_at__gte=now, planned_on__range=(since, until)
    )
    return rows.select_related("therapy__key").order_by("starts_at")


def break_on(day: date, therapy: Therapy, user: User) -> Break | None:
    """Return the break in which a day lies: this therapist's, or one within the therapy."""
    mine = Q(therapist__user=user) | Q(therapy=therapy)
    return Break.objects.filter(mine, in_force(day)).order_by("since").first()


def days_words(since: date, until: date, today: date) -> str:
    """Say from which day to which: 7 to 13 December, with the year where it is not this one."""
    last = date_format(until, "j F" if until.year == today.year else "j F Y")
    if since == until:
        return last
    if (since.year, since.month) == (until.year, until.month):
        first = date_format(since, "j")
    else:
        first = date_format(since, "j F" if since.year == until.year else "j F Y")
    return _("{first} to {last}").format(first=first, last=last)
