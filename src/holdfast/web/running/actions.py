"""Asking for an export of the whole practice, agreeing to it, making it, and letting it go."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from holdfast.web.accounts.actions.people import active_leads
from holdfast.web.accounts.models import Approval, User
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import enqueue
from holdfast.web.practice.actions.notices import tell
from holdfast.web.practice.models import Notice, Therapist
from holdfast.web.running import exporting
from holdfast.web.running.backups import recipients

KIND = "whole_export"
KEPT = timedelta(days=7)


def folder() -> Path:
    """Where exports lie until they are fetched or a week old."""
    return Path(settings.DATA) / "exports"


def path_of(approval: Approval) -> Path:
    """The file of an export."""
    return folder() / f"practice-{approval.subject_id}.export"


@transaction.atomic
def ask(*, reason: str, by: User, now: datetime) -> Approval:
    """Ask for an export; every therapist and the other leads are told.

    Raises ValidationError while another waits or where no recipients are named yet.
    """
    recipients()
    if waiting().exists():
        raise ValidationError(_("An export is waiting already."))
    row = Approval.objects.create(
        kind=KIND, subject_id=uuid.uuid4(), asked_by=by, asked_at=now, reason=reason
    )
    audit.record("export asked for", now=now, actor=by, purpose=KIND, subject=row)
    tell(_everybody(by), Notice.Kind.EXPORT_ASKED, now=now)
    return row


def waiting() -> QuerySet[Approval]:
    """Exports that nobody has answered yet."""
    rows = Approval.objects.filter(kind=KIND, approved_at=None, refused_at=None, done_at=None)
    return rows.select_related("asked_by__key").order_by("asked_at")


def may_decide(approval: Approval, user: User) -> bool:
    """Whether this lead may be the second person: never the one who asked."""
    return user.pk in active_leads() and user.pk != approval.asked_by_id


def second_person_exists(approval: Approval) -> bool:
    """Whether there is anybody else who could agree."""
    return bool(active_leads() - {approval.asked_by_id})


@transaction.atomic
def agree(approval: Approval, *, by: User, now: datetime) -> None:
    """Agree as the second person; the worker makes the file at once."""
    row = _still_open(approval)
    if not may_decide(row, by):
        raise ValidationError(_("You asked for this: somebody else has to agree."))
    row.approved_by, row.approved_at = by, now
    row.save(update_fields=["approved_by", "approved_at"])
    audit.record("agreed to", now=now, actor=by, purpose=KIND, subject=row)
    enqueue("running.export", due_at=now, approval=row.pk)


@transaction.atomic
def refuse(approval: Approval, *, by: User, now: datetime) -> None:
    """Refuse an export, or take back what one asked for oneself."""
    row = _still_open(approval)
    row.refused_at = now
    row.save(update_fields=["refused_at"])
    audit.record("refused", now=now, actor=by, purpose=KIND, subject=row)
    if by.pk != row.asked_by_id:
        tell([row.asked_by], Notice.Kind.REFUSED, now=now)


def make(approval: Approval, *, now: datetime) -> Path:
    """Make the file of an export that may go ahead, and tell every therapist.

    Raises ValidationError for one that may not: without a second person it waits 72 hours.
    """
    approval = Approval.objects.select_related("asked_by__key").get(pk=approval.pk)
    if not approval.may_go_ahead(now, second_person_exists(approval)):
        raise ValidationError(_("This export needs a second person, or 72 hours without one."))
    target = path_of(approval)
    target.parent.mkdir(parents=True, exist_ok=True)
    exporting.write(target, now)
    with transaction.atomic():
        approval.done_at = now
        approval.save(update_fields=["done_at"])
        audit.record("exported", now=now, actor=approval.asked_by, purpose=KIND, subject=approval)
        tell(_everybody(approval.asked_by), Notice.Kind.EXPORT_MADE, now=now)
    return target


def make_what_waited(now: datetime) -> int:
    """Make exports that were agreed to, and those that waited 72 hours with nobody to ask."""
    rows = Approval.objects.filter(kind=KIND, refused_at=None, done_at=None)
    ready = [
        row
        for row in rows.select_related("asked_by__key")
        if row.may_go_ahead(now, second_person_exists(row))
    ]
    for row in ready:
        make(row, now=now)
    return len(ready)


def forget_old(now: datetime) -> None:
    """Remove files of exports that are a week old."""
    done = Approval.objects.filter(kind=KIND, done_at__lte=now - KEPT)
    for row in done:
        path_of(row).unlink(missing_ok=True)


def _still_open(approval: Approval) -> Approval:
    row = Approval.objects.select_for_update().get(pk=approval.pk)
    if row.approved_at or row.refused_at or row.done_at:
        raise ValidationError(_("This was answered before."))
    return row


def _everybody(but: User) -> Iterable[User]:
    therapists = Therapist.objects.filter(user__is_active=True).select_related("user__key")
    users = {t.user_id: t.user for t in therapists}
    leads = User.objects.filter(pk__in=active_leads()).select_related("key")
    users |= {user.pk: user for user in leads}
    return [user for pk, user in users.items() if pk != but.pk]
