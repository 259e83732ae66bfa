"""Legal holds, and the two people that an erasure needs. Carrying it out is work of the server."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.accounts.actions.people import active_leads
from holdfast.web.accounts.models import ALONE_WAIT, Approval, Role, User
from holdfast.web.audit import models as audit
from holdfast.web.endings.keeping import kept_now
from holdfast.web.endings.models import Erasing, LegalHold
from holdfast.web.jobs.models import enqueue
from holdfast.web.practice.actions.notices import tell
from holdfast.web.practice.models import Assignment, Notice, Participant, Therapy

KIND = "erase"


@dataclass(frozen=True)
class AskedErasing:
    """An erasure that waits: who may agree, from when it needs nobody, whether a hold is on it."""

    erasing: Erasing
    approval: Approval
    deciders: frozenset[uuid.UUID]
    alone_from: datetime | None
    held: bool = False


@transaction.atomic
def hold(therapy: Therapy, reason: str, *, by: User, now: datetime) -> LegalHold:
    """Put a legal hold on a therapy: nothing of it is erased until it is lifted.

    What was agreed to and not carried out yet is taken back: who agreed did not know of the hold.
    """
    row = LegalHold(therapy=therapy, since=now.date(), by=by.pk)
    row.seal(reason=reason)
    row.save(force_insert=True)
    audit.record("legal hold put", now=now, actor=by, subject=row, about=therapy)
    for waits in Erasing.objects.filter(participant__therapy=therapy):
        give_back(waits, now)
    return row


@transaction.atomic
def lift(row: LegalHold, *, by: User, now: datetime) -> None:
    """Lift a legal hold. What waits to be erased is asked anew, since time has gone by."""
    row.lifted_at, row.lifted_by = now, by.pk
    row.save(update_fields=["lifted_at", "lifted_by"])
    audit.record("legal hold lifted", now=now, actor=by, subject=row, about=row.therapy_id)
    if not LegalHold.objects.standing().filter(therapy=row.therapy_id).exists():
        _ask_anew(row.therapy_id, now)


def _ask_anew(therapy: uuid.UUID, now: datetime) -> None:
    waits = Erasing.objects.filter(participant__therapy=therapy)
    rows = Approval.objects.filter(kind=KIND, subject_id__in=waits.values("pk"), refused_at=None)
    for approval in rows.filter(approved_at=None, done_at=None):
        approval.asked_at = now
        approval.save(update_fields=["asked_at"])
        _tell_deciders(_deciders(therapy, approval.asked_by_id), now)


def _tell_deciders(deciders: frozenset[uuid.UUID], now: datetime) -> None:
    users = User.objects.filter(pk__in=deciders).select_related("key")
    tell(users, Notice.Kind.ERASE_ASKED, now=now)


@transaction.atomic
def give_back(erasing: Erasing, now: datetime) -> None:
    """Take back that somebody agreed to an erasure that cannot be carried out; it waits again."""
    rows = Approval.objects.filter(Q(approved_at__isnull=False) | Q(done_at__isnull=False))
    mine = rows.filter(kind=KIND, subject_id=erasing.pk)
    if mine.update(approved_by=None, approved_at=None, done_at=None):
        about = erasing.participant.therapy_id
        audit.record("erasure given back", now=now, subject=erasing, about=about)


@transaction.atomic
def ask(participant: Participant, why: str, *, by: User, now: datetime) -> Erasing:
    """Ask to erase a person's record. Somebody else has to agree, and nothing may hold it.

    That it was kept long enough is believed only where its time is over.
    """
    _may_be_erased(participant, why, now)
    if Erasing.objects.filter(participant=participant).exists():
        raise ValidationError(_("This was asked for before and waits for a second person."))
    erasing = Erasing.objects.create(participant=participant, why=why, asked_at=now)
    Approval.objects.create(kind=KIND, subject_id=erasing.pk, asked_by=by, asked_at=now, reason=why)
    about = participant.therapy_id
    audit.record("erasure asked for", now=now, actor=by, subject=erasing, about=about, purpose=why)
    _tell_deciders(_deciders(participant.therapy_id, by.pk), now)
    return erasing


def _may_be_erased(participant: Participant, why: str, now: datetime) -> None:
    therapy = participant.therapy
    going_on = therapy.state != Therapy.State.ENDED and (
        participant.until is None or participant.until > now.date()
    )
    if going_on:
        raise ValidationError(
            _("This therapy goes on. It has to end before a record is erased."), code="goes on"
        )
    if LegalHold.objects.standing().filter(therapy=therapy).exists():
        raise ValidationError(_("A legal hold stands. It has to be lifted first."), code="held")
    if why == Erasing.Why.KEPT_LONG_ENOUGH:
        _was_kept_long_enough(participant, now)


def _was_kept_long_enough(participant: Participant, now: datetime) -> None:
    found = kept_now(participant, now.date())
    if found is None or found.on is None or not found.is_early(now.date()):
        return
    raise ValidationError(
        _(
            "This record has to be kept until %(day)s. Sooner it is erased only because the person"
            " asked for it, or because it was recorded by mistake."
        ),
        code="early",
        params={"day": date_format(found.on, "j F Y")},
    )


def _deciders(therapy: uuid.UUID, asked_by: uuid.UUID) -> frozenset[uuid.UUID]:
    """Whoever leads the practice and whoever worked in the therapy, but for the one who asked."""
    seats = Assignment.objects.filter(therapy=therapy, therapist__user__is_active=True)
    theirs = set(seats.values_list("therapist__user_id", flat=True))
    return (active_leads() | theirs) - {asked_by}


def waiting(user: User) -> list[AskedErasing]:
    """Return the erasures that wait and are this person's business."""
    open_ones = Approval.objects.filter(kind=KIND, refused_at=None, approved_at=None, done_at=None)
    by_subject = {a.subject_id: a for a in open_ones.select_related("asked_by__key")}
    rows = Erasing.objects.filter(pk__in=by_subject).select_related("participant__therapy__key")
    if not user.has(Role.LEAD):
        rows = rows.filter(participant__therapy__assignments__therapist__user=user).distinct()
    held = _held()
    return [_asked(row, by_subject[row.pk], held) for row in rows.order_by("asked_at")]


def _held() -> frozenset[uuid.UUID]:
    return frozenset(LegalHold.objects.standing().values_list("therapy", flat=True))


def _asked(erasing: Erasing, approval: Approval, held: frozenset[uuid.UUID]) -> AskedErasing:
    therapy = erasing.participant.therapy_id
    deciders, is_held = _deciders(therapy, approval.asked_by_id), therapy in held
    alone = None if deciders or is_held else approval.asked_at + ALONE_WAIT
    return AskedErasing(erasing, approval, deciders, alone, is_held)


@transaction.atomic
def agree(asked: AskedErasing, *, by: User, now: datetime) -> None:
    """Agree as the second person. It is carried out by the server within moments."""
    approval = _still_open(asked)
    if by.pk not in asked.deciders:
        raise ValidationError(_("You asked for this: somebody else has to agree."))
    _may_be_erased(asked.erasing.participant, asked.erasing.why, now)
    approval.approved_by, approval.approved_at = by, now
    approval.save(update_fields=["approved_by", "approved_at"])
    audit.record("agreed to", now=now, actor=by, purpose=KIND, subject=asked.erasing)
    enqueue("running.erase", due_at=now, erasing=asked.erasing.pk)


@transaction.atomic
def refuse(asked: AskedErasing, *, by: User, now: datetime) -> None:
    """Refuse, or take back what one asked for oneself; nothing is erased."""
    approval = _still_open(asked)
    if by.pk != approval.asked_by_id and by.pk not in asked.deciders:
        raise ValidationError(_("This is for somebody else to answer."))
    approval.refused_at = now
    approval.save(update_fields=["refused_at"])
    audit.record("refused", now=now, actor=by, purpose=KIND, subject=asked.erasing)
    asked.erasing.delete()


def ready(erasing: Erasing, now: datetime) -> Approval:
    """Return the approval of an erasure that may be carried out at this moment.

    One that was begun and did not come to its end is there still, and may be finished. Raises
    ValidationError where nobody agreed, it was refused, or something holds it by now; its code
    says which in a word.
    """
    _may_be_erased(erasing.participant, erasing.why, now)
    approval = Approval.objects.get(kind=KIND, subject_id=erasing.pk)
    deciders = _deciders(erasing.participant.therapy_id, approval.asked_by_id)
    begun = approval.done_at is not None
    if not begun and not approval.may_go_ahead(now, second_person_exists=bool(deciders)):
        raise ValidationError(_("Nobody has agreed to this erasure."), code="not agreed")
    return approval


def what_stops(erasing: Erasing, now: datetime) -> str:
    """Return in a word what stops an erasure by now, empty if nothing does."""
    try:
        ready(erasing, now)
    except ValidationError as why:
        return str(why.code)
    return ""


@transaction.atomic
def put_in_force_what_waited(now: datetime) -> int:
    """Let what waited 72 hours go ahead where nobody could have agreed; returns how many."""
    old = Approval.objects.filter(
        kind=KIND, refused_at=None, approved_at=None, done_at=None, asked_at__lte=now - ALONE_WAIT
    )
    done = 0
    for asked in _with_approvals(old):
        alone = asked.approval.may_go_ahead(now, second_person_exists=bool(asked.deciders))
        if alone and not asked.held:
            enqueue("running.erase", due_at=now, erasing=asked.erasing.pk)
            done += 1
    return done


def _with_approvals(approvals: Iterable[Approval]) -> list[AskedErasing]:
    by_subject = {a.subject_id: a for a in approvals}
    rows = Erasing.objects.filter(pk__in=by_subject).select_related("participant__therapy")
    held = _held()
    return [_asked(row, by_subject[row.pk], held) for row in rows]


def _still_open(asked: AskedErasing) -> Approval:
    row = Approval.objects.select_for_update().get(pk=asked.approval.pk)
    if row.done_at or row.refused_at or row.approved_at:
        raise ValidationError(_("This was answered before."))
    return row
