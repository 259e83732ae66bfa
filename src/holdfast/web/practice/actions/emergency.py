"""Emergency access: what a covering colleague may open for a day, and who is told of it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts import letters
from holdfast.web.accounts.models import Role, User
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import enqueue
from holdfast.web.practice.actions.notices import tell, therapists_of
from holdfast.web.practice.models import ContactPoint, EmergencyOpening, Notice, Participant
from holdfast.web.practice.models.emergency import LASTS

SOUGHT = "sought for an emergency"
AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 10


@transaction.atomic
def note_search(*, by: User, now: datetime) -> None:
    """Note that somebody searches, never for whom. Raises ValidationError beyond ten in an hour.

    What was refused is not noted: waiting must help.
    """
    audit.record(SOUGHT, now=now, actor=by, role=Role.COVER)
    noted = audit.Entry.objects.filter(kind=SOUGHT, actor=str(by.pk), at__gt=now - AN_HOUR)
    if noted.count() > MOST_AN_HOUR:
        raise ValidationError(
            _(
                "You have searched %(n)s times within an hour; more is not possible. If a life is "
                "in danger, call the emergency number. Else ask the therapist or the practice lead."
            )
            % {"n": MOST_AN_HOUR}
        )


@transaction.atomic
def open_emergency(
    participant: Participant, *, by: User, now: datetime, reason: str
) -> EmergencyOpening:
    """Open for 24 hours what an emergency needs about one person, and tell the therapists now.

    That `by` covers for a therapist of this therapy is the caller's to see to.
    """
    therapy = participant.therapy
    opening = EmergencyOpening(
        therapy=therapy, participant=participant, colleague=by, at=now, until=now + LASTS
    )
    opening.seal(reason=reason)
    opening.save(force_insert=True)
    audit.record(
        "opened", now=now, actor=by, role=Role.COVER, purpose="emergency",
        subject=opening, about=therapy,
    )  # fmt: skip
    told = therapists_of(therapy, now, but=by)
    tell(told, Notice.Kind.EMERGENCY, now=now, therapy=therapy, subject_id=opening.pk)
    enqueue("practice.tell_client", due_at=opening.until, opening=opening.pk)
    return opening


@transaction.atomic
def tell_client(opening: EmergencyOpening, *, now: datetime) -> None:
    """Tell the client afterwards: by an e-mail address safe for it, else by their therapists."""
    if opening.client_told_at is not None:
        return
    point = _safe_address(opening.participant)
    if point is None:
        therapists = therapists_of(opening.therapy, now)
        kind = Notice.Kind.TELL_CLIENT
        tell(therapists, kind, now=now, therapy=opening.therapy, subject_id=opening.pk)
        return
    key = point.card.key
    letters.send(to=point.text("value"), body=_body(), key=key, kind="emergency told", now=now)
    _mark_told(opening, now=now, by="", purpose="letter")


def _safe_address(participant: Participant) -> ContactPoint | None:
    """An address safe for emergencies at any time. One safe only at times needs a person."""
    points = participant.card.contact_points.filter(kind=ContactPoint.Kind.EMAIL)
    for point in points.select_related("card__key").order_by("id"):
        if point.is_safe_for(ContactPoint.Purpose.EMERGENCY) and not point.text("safe_when"):
            return point
    return None


def _body() -> str:
    return letters.with_link(
        _("Something was looked up that concerns you. Ask about it when we next meet."),
        "/",
        _("You can also sign in there, if you have an account. You need not do anything."),
    )


@transaction.atomic
def note_told(opening: EmergencyOpening, *, by: User, now: datetime) -> None:
    """Note that a therapist told the client. Raises ValidationError if that was noted before."""
    if opening.client_told_at is not None:
        raise ValidationError(_("This was noted before."))
    _mark_told(opening, now=now, by=by, purpose="in person")


def _mark_told(opening: EmergencyOpening, *, now: datetime, by: object, purpose: str) -> None:
    opening.client_told_at = now
    opening.save(update_fields=["client_told_at"])
    waiting = Notice.objects.filter(kind=Notice.Kind.TELL_CLIENT, subject_id=opening.pk)
    waiting.filter(seen_at=None).update(seen_at=now)
    audit.record(
        "client told", now=now, actor=by, purpose=purpose, subject=opening,
        about=opening.therapy_id,
    )  # fmt: skip


@transaction.atomic
def write_safety(
    participant: Participant, *, by: User, now: datetime, whereabouts: str, safety: str
) -> None:
    """Write where somebody is during sessions, and what was arranged for their safety."""
    participant.seal(whereabouts=whereabouts, safety=safety)
    participant.save(update_fields=["whereabouts", "safety"])
    audit.record(
        "safety changed", now=now, actor=by, subject=participant, about=participant.therapy_id,
        fields=["whereabouts", "safety"],
    )  # fmt: skip
