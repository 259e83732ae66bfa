"""A colleague joins a therapy that exists. It opens a record, so that one person never decides."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import Approval, User
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions.notices import tell, therapists_of
from holdfast.web.practice.models import Joining, Notice, Therapist, Therapy


@transaction.atomic
def ask_to_join(therapy: Therapy, therapist: Therapist, *, by: User, now: datetime) -> Joining:
    """Ask that a colleague may join; the therapists of the therapy are told at once.

    Raises ValidationError for somebody who works in it already or was asked for before.
    """
    if any(user.pk == therapist.user_id for user in therapists_of(therapy, now)):
        raise ValidationError(_("This colleague works in this therapy already."))
    if Joining.objects.filter(therapy=therapy, therapist=therapist).exists():
        raise ValidationError(_("This was asked for before and waits for an answer."))
    joining = Joining.objects.create(therapy=therapy, therapist=therapist, asked_at=now)
    Approval.objects.create(
        kind="join", subject_id=joining.pk, asked_by=by, asked_at=now, reason="join"
    )
    audit.record("asked to join", now=now, actor=by, subject=joining, about=therapy)
    told = therapists_of(therapy, now, but=by)
    tell(told, Notice.Kind.JOIN_ASKED, now=now, therapy=therapy, subject_id=joining.pk)
    return joining
