"""Asking for supervision and ending it. What opens records waits for a second person."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import Approval, User
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions.notices import tell
from holdfast.web.practice.models import Notice, SupervisionAgreement, Therapist, Therapy


@transaction.atomic
def ask_supervision(
    *,
    supervisor: User,
    supervisee: Therapist,
    kind: str,
    since: date,
    until: date | None,
    ties: str,
    hours_a_month: int | None,
    therapies: Iterable[Therapy] | None,
    by: User,
    now: datetime,
) -> SupervisionAgreement:
    """Agree on supervision; one with clinical responsibility waits for a second person.

    `therapies` None covers all of the supervisee's. The supervisee is told in either case. Raises
    ValidationError if somebody would supervise themselves.
    """
    if supervisor.pk == supervisee.user_id:
        raise ValidationError(_("Nobody supervises themselves. Choose somebody else."))
    opens = kind == SupervisionAgreement.Kind.RESPONSIBLE
    agreement = SupervisionAgreement(
        supervisor=supervisor,
        supervisee=supervisee,
        kind=kind,
        covers_all=therapies is None,
        since=since,
        until=until,
        hours_a_month=hours_a_month,
        agreed=not opens,
    )
    agreement.seal(ties=ties)
    agreement.save(force_insert=True)
    agreement.therapies.set(therapies or [])
    said = "supervision asked for" if opens else "supervision agreed"
    audit.record(said, now=now, actor=by, purpose=kind, subject=agreement)
    if opens:
        Approval.objects.create(
            kind="supervise", subject_id=agreement.pk, asked_by=by, asked_at=now, reason=kind
        )
    notice = Notice.Kind.SUPERVISION_ASKED if opens else Notice.Kind.SUPERVISION_BEGAN
    tell([supervisee.user], notice, now=now, subject_id=agreement.pk)
    return agreement


@transaction.atomic
def end_supervision(agreement: SupervisionAgreement, *, by: User, now: datetime, on: date) -> None:
    """End supervision after a day; both are told."""
    if on < agreement.since:
        raise ValidationError(
            _("It began on {day}; end it then or later.").format(day=agreement.since)
        )
    agreement.until = on
    agreement.save(update_fields=["until"])
    audit.record("supervision ended", now=now, actor=by, subject=agreement, fields=["until"])
    both = [agreement.supervisee.user, agreement.supervisor]
    tell(both, Notice.Kind.SUPERVISION_ENDED, now=now, subject_id=agreement.pk)
