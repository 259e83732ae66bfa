"""Answers about danger: told without delay, and open until somebody writes what was done."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from holdfast.web.accounts import letters
from holdfast.web.accounts.models import User
from holdfast.web.alliance.models import Check, FollowUp
from holdfast.web.alliance.reasons import DANGER
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions.notices import therapists_of
from holdfast.web.practice.models import Assignment, Break, Cover, Session, Signal, Therapy
from holdfast.web.practice.models.staff import in_force


@transaction.atomic
def begin_follow_up(check: Check, *, now: datetime) -> FollowUp:
    """Open a follow-up, and write to the therapists and whoever covers an announced break."""
    therapy = check.therapy
    row = FollowUp.objects.create(
        therapy=therapy, participant=check.participant, check_row=check, given_at=now
    )
    told = [*therapists_of(therapy, now), *covering(therapy, now)]
    _write_to(told, now)
    audit.record(
        "danger answered", now=now, subject=row, about=therapy, purpose=f"{len(told)} told"
    )
    return row


def _write_to(users: Iterable[User], now: datetime) -> None:
    body = letters.with_link(
        _("There is something that should be read today. Sign in to see it:"),
        "/",
        _("This e-mail says no more on purpose. It is sent from {host}.").format(
            host=settings.HOST
        ),
    )
    for user in {user.pk: user for user in users}.values():
        letters.send(to=user.text("address"), body=body, key=user.key, kind="today", now=now)


def covering(therapy: Therapy, now: datetime) -> list[User]:
    """Return who covers, while a therapist of this therapy is on a break that was announced."""
    day = now.date()
    seats = Assignment.objects.filter(in_force(day), therapy=therapy).values("therapist")
    away = Break.objects.filter(
        Q(therapy=therapy) | Q(therapist__in=seats),
        by=Session.By.THERAPIST, since__lte=day, until__gte=day,
    )  # fmt: skip
    breaks = list(away.select_related("cover__key"))
    named = [row.cover for row in breaks if row.cover is not None]
    whose = [row.therapist_id for row in breaks if row.therapist_id]
    whose = whose or ([seat["therapist"] for seat in seats] if breaks else [])
    covers = Cover.objects.filter(in_force(day), therapist__in=whose)
    named += [row.colleague for row in covers.select_related("colleague__key")]
    return [user for user in named if user.is_active]


@transaction.atomic
def settle(row: FollowUp, done: str, *, by: User, now: datetime) -> None:
    """Write what was done. It closes the follow-up; what was written stays."""
    row.seal(done=done)
    row.settled_by, row.settled_at = by.pk, now
    row.save(update_fields=["done", "settled_by", "settled_at"])
    signals = Signal.objects.filter(therapy=row.therapy_id, kind=DANGER, key=str(row.pk))
    signals.update(state=Signal.State.CLOSED, changed_at=now)
    audit.record(
        "danger followed up", now=now, actor=by, subject=row, about=row.therapy_id, fields=["done"]
    )
    Therapy.objects.filter(pk=row.therapy_id).mark_stale(now)


def open_for(user: User, now: datetime) -> list[FollowUp]:
    """Return the open follow-ups this person must see: of their therapies, or covered now."""
    rows = FollowUp.objects.filter(settled_at=None).order_by("-given_at")
    day = now.date()
    mine = Assignment.objects.filter(in_force(day), therapist__user=user)
    away = Break.objects.filter(by=Session.By.THERAPIST, since__lte=day, until__gte=day)
    covered = Cover.objects.filter(
        in_force(day), colleague=user, therapist__in=away.values("therapist")
    )
    seats = Assignment.objects.filter(in_force(day)).filter(
        Q(therapist__in=covered.values("therapist"))
        | Q(therapist__in=away.filter(cover=user).values("therapist"))
    )
    of_break = away.filter(cover=user, therapy__isnull=False)
    seen = (
        Q(therapy__in=mine.values("therapy"))
        | Q(therapy__in=seats.values("therapy"))
        | Q(therapy__in=of_break.values("therapy"))
    )
    found = rows.filter(seen).select_related("therapy__key", "participant", "check_row")
    return list(found)
