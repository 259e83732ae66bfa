"""Naming who reads the separate log: asked by one practice lead, agreed to by another person."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import Approval, User
from holdfast.web.audit import models as audit
from holdfast.web.practice.models.reserved import LogReader, may_be_named


@transaction.atomic
def ask_to_name(user: User, *, by: User, now: datetime) -> LogReader:
    """Ask that somebody may read the separate log. Raises ValidationError for who must not."""
    if not may_be_named(user):
        raise ValidationError(
            _("Name somebody who is no therapist, reads no concerns and is not at the desk.")
        )
    waiting = LogReader.objects.filter(since=None)
    if waiting.exists():
        raise ValidationError(_("Somebody was named and waits for a second person already."))
    row = LogReader.objects.create(user=user, asked_at=now)
    Approval.objects.create(
        kind="log", subject_id=row.pk, asked_by=by, asked_at=now, reason="separate log"
    )
    audit.record("asked for a role", now=now, actor=by, purpose="separate log", subject=user)
    return row
