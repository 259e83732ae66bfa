"""What the practice wants countersigned, and a supervisor's answer."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.consultation.countersigned import Waiting
from holdfast.web.consultation.models import Countersignature, House


@transaction.atomic
def set_house(
    *, decisions: bool, agreements: bool, trainees_only: bool, by: User, now: datetime
) -> House:
    """Say what is countersigned. It holds for what is signed from the day it was first wanted."""
    row = House.present()
    wanted = decisions or agreements
    row.decisions, row.agreements, row.trainees_only = decisions, agreements, trainees_only
    row.since = (row.since or now.date()) if wanted else None
    row.version += 1
    row.save()
    audit.record(
        "countersigning set", now=now, actor=by, subject=row,
        fields=["decisions", "agreements", "trainees_only"],
    )  # fmt: skip
    return row


@transaction.atomic
def countersign(
    waiting: Waiting, answer: str, words: str, *, by: User, now: datetime
) -> Countersignature:
    """Countersign a document, or say that it is to be talked over first."""
    signed = Countersignature.objects.filter(
        subject_id=waiting.key, answer=Countersignature.Answer.SIGNED
    )
    if signed.exists():
        raise ValidationError(_("This was countersigned before."))
    row = Countersignature(
        therapy=waiting.therapy,
        of=waiting.of,
        subject_id=waiting.key,
        digest=waiting.digest,
        answer=answer,
        by=by,
        at=now,
    )
    row.seal(words=words)
    row.save(force_insert=True)
    audit.record(
        "countersigned" if answer == Countersignature.Answer.SIGNED else "to be talked over",
        now=now, actor=by, subject=row, about=waiting.therapy,
    )  # fmt: skip
    return row
