"""A client's words about the record, and the answer that stands beside them."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.portal.models import Statement, StatementAnswer
from holdfast.web.practice.actions.notices import tell, therapists_of
from holdfast.web.practice.models import Notice, Participant


@transaction.atomic
def state(
    participant: Participant,
    words: str,
    *,
    kind: str,
    by: User,
    now: datetime,
    about: str = "",
    about_id: UUID | None = None,
    line: str = "",
) -> Statement:
    """Keep a client's words with the record for good, and tell their therapists."""
    therapy = participant.therapy
    said = Statement(
        therapy=therapy, participant=participant, kind=kind, about=about, about_id=about_id, at=now
    )
    said.seal(words=words, line=line)
    said.save(force_insert=True)
    audit.record("client's words added", now=now, actor=by, subject=said, about=therapy)
    told = therapists_of(therapy, now)
    tell(told, Notice.Kind.CLIENT_WORDS, now=now, therapy=therapy, subject_id=said.pk)
    return said


@transaction.atomic
def answer(
    said: Statement, words: str, *, outcome: str, by: User, now: datetime
) -> StatementAnswer:
    """Answer a client's words, once. Neither they nor the answer change afterwards."""
    if StatementAnswer.objects.filter(statement=said).exists():
        raise ValidationError(_("This was answered before."))
    row = StatementAnswer(statement=said, outcome=outcome, by=by.pk, at=now)
    row.seal(words=words)
    row.save(force_insert=True)
    audit.record("client's words answered", now=now, actor=by, subject=row, about=said.therapy_id)
    seen = Notice.objects.filter(kind=Notice.Kind.CLIENT_WORDS, subject_id=said.pk, seen_at=None)
    seen.update(seen_at=now)
    return row
