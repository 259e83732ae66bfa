"""Noting that a strain was raised, or that a signal is set aside."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.alliance.models import Naming
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions.signals import answer_signal
from holdfast.web.practice.models import Session, Signal, Therapy


@transaction.atomic
def name_strain(
    signal: Signal, session: Session, *, form: str, said: str, by: User, now: datetime
) -> Naming:
    """Note that a strain was talked about. The next check asks whether it is all right now.

    Raises ValidationError for a session before the one after which the signal stands.
    """
    if session.planned_on < signal.since:
        raise ValidationError(_("Choose the session in which you spoke about it, or a later one."))
    assert signal.participant_id is not None  # every series is one participant's
    row = Naming(
        therapy=signal.therapy, participant_id=signal.participant_id, session=session,
        signal=signal, form=form, at=now, by=by.pk,
    )  # fmt: skip
    row.seal(said=said)
    row.save(force_insert=True)
    answer_signal(signal, Signal.State.RAISED, said, by=by, now=now)
    audit.record("strain named", now=now, actor=by, subject=row, about=signal.therapy_id)
    Therapy.objects.filter(pk=signal.therapy_id).mark_stale(now)
    return row
