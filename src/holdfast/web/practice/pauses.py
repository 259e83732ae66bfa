"""Announced breaks and the sessions that are planned in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Break, Session, Therapy
from holdfast.web.practice.models.staff import in_force


@dataclass(frozen=True)
class Pause:
    """One of a therapist's breaks, and what is still planned in it."""

    announced: Break
    planned: Sequence[Session]


def pauses(announced: Iterable[Break], user: User, now: datetime) -> list[Pause]:
    """Return breaks with what this therapist has planned in those that are not over."""
    rows = list(announced)
    ahead = [row for row in rows if row.until >= now.date()]
    first = min((row.since for row in ahead), default=now.date())
    last = max((row.until for row in ahead), default=now.date())
    found = list(planned_in(first, last, user, now)) if ahead else []
    return [
        Pause(row, [s for s in found if row in ahead and row.since <= s.planned_on <= row.until])
        for row in rows
    ]


def planned_in(since: date, until: date, user: User, now: datetime) -> Iterable[Session]:
    """Return the sessions to come that this therapist has planned on these days."""
    own = Therapy.objects.own_of(user, now)
    rows = Session.objects.filter(
        therapy__in=own, state=Session.State.PLANNED, starts_at__gte=now,
        planned_on__range=(since, until),
    )  # fmt: skip
    return rows.select_related("therapy__key").order_by("starts_at")


def break_on(day: date, therapy: Therapy, user: User) -> Break | None:
    """Return the break in which a day lies: this therapist's, or one within the therapy."""
    mine = Q(therapist__user=user) | Q(therapy=therapy)
    return Break.objects.filter(mine, in_force(day)).order_by("since").first()
