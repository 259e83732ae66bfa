"""The second person for what opens records: supervision with responsibility, joining, and who reads
the separate log.

Whoever asked and whoever would get the right never decide. Otherwise a practice lead may, and so
may the therapist concerned: the supervisee, or those who work in the therapy. Where there is
nobody, it goes ahead after 72 hours.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from holdfast.web.accounts.actions.people import active_leads
from holdfast.web.accounts.models import ALONE_WAIT, Approval, Role, User
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions.notices import tell, therapists_of
from holdfast.web.practice.models import (
    Assignment,
    Joining,
    LogReader,
    Notice,
    SupervisionAgreement,
)
from holdfast.web.practice.models.reserved import may_be_named
from holdfast.web.practice.models.staff import in_force

KINDS = ("supervise", "join", "log")


@dataclass(frozen=True)
class Asked:
    """Something that waits: what it is about, who may decide, and from when it needs nobody."""

    approval: Approval
    about: SupervisionAgreement | Joining | LogReader
    deciders: frozenset[uuid.UUID]
    alone_from: datetime | None

    @property
    def is_supervision(self) -> bool:
        """Whether it is about supervision; else somebody is to join a therapy."""
        return isinstance(self.about, SupervisionAgreement)

    def may_be_seen_by(self, user: User) -> bool:
        """Whether it is this person's business: they asked or may decide."""
        return user.pk == self.approval.asked_by_id or user.pk in self.deciders


def waiting() -> QuerySet[Approval]:
    """What nobody has answered yet, the oldest first."""
    unanswered = Approval.objects.filter(
        kind__in=KINDS, approved_at=None, refused_at=None, done_at=None
    )
    return unanswered.select_related("asked_by__key").order_by("asked_at")


def waiting_for(user: User, now: datetime) -> QuerySet[Approval]:
    """What may be this person's business, found so that what is not leaves no trace in the work.

    `look_at` then says who of them may decide.
    """
    if user.has(Role.LEAD):
        return waiting()
    agreements = SupervisionAgreement.objects.filter(supervisee__user=user)
    seats = Assignment.objects.filter(in_force(now.date()), therapist__user=user)
    joinings = Joining.objects.filter(therapy__in=seats.values("therapy"))
    return waiting().filter(
        Q(asked_by=user)
        | Q(subject_id__in=agreements.values("pk"))
        | Q(subject_id__in=joinings.values("pk"))
    )


def look_at(approvals: Sequence[Approval], now: datetime) -> list[Asked]:
    """Work out for each who may decide; asks six queries whatever their number."""
    ids = [approval.subject_id for approval in approvals]
    agreements = SupervisionAgreement.objects.select_related(
        "supervisor__key", "supervisee__user__key"
    ).in_bulk(ids)
    joinings = Joining.objects.select_related("therapist__user__key", "therapy__key").in_bulk(ids)
    readers = LogReader.objects.select_related("user__key").in_bulk(ids)
    leads, seats = active_leads(), _seats([j.therapy_id for j in joinings.values()], now)
    found = []
    for approval in approvals:
        if agreement := agreements.get(approval.subject_id):
            found.append(_supervision(approval, agreement, leads))
        elif joining := joinings.get(approval.subject_id):
            found.append(_joining(approval, joining, leads, seats[joining.therapy_id]))
        elif reader := readers.get(approval.subject_id):
            found.append(_log_reader(approval, reader, leads))
    return found


def _seats(therapies: list[uuid.UUID], now: datetime) -> dict[uuid.UUID, set[uuid.UUID]]:
    seats = Assignment.objects.filter(in_force(now.date()), therapy__in=therapies)
    there = seats.filter(therapist__user__is_active=True)
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for therapy, user in there.values_list("therapy_id", "therapist__user_id"):
        found[therapy].add(user)
    return found


def _supervision(
    approval: Approval, agreement: SupervisionAgreement, leads: frozenset[uuid.UUID]
) -> Asked:
    never = {approval.asked_by_id, agreement.supervisor_id}
    alone = approval.asked_at + ALONE_WAIT if not leads - never else None
    deciders = (leads | {agreement.supervisee.user_id}) - never
    return Asked(approval, agreement, frozenset(deciders), alone)


def _joining(
    approval: Approval, joining: Joining, leads: frozenset[uuid.UUID], seats: set[uuid.UUID]
) -> Asked:
    deciders = (leads | seats) - {approval.asked_by_id, joining.therapist.user_id}
    alone = approval.asked_at + ALONE_WAIT if not deciders else None
    return Asked(approval, joining, frozenset(deciders), alone)


def _log_reader(approval: Approval, reader: LogReader, leads: frozenset[uuid.UUID]) -> Asked:
    deciders = leads - {approval.asked_by_id, reader.user_id}
    alone = approval.asked_at + ALONE_WAIT if not deciders else None
    return Asked(approval, reader, deciders, alone)


@transaction.atomic
def agree(asked: Asked, *, by: User, now: datetime) -> None:
    """Agree as the second person; it holds at once. Raises ValidationError for anybody else."""
    approval = _still_open(asked.approval)
    if by.pk not in asked.deciders:
        raise ValidationError(_("You asked for this or would get it: somebody else has to agree."))
    approval.approved_by, approval.approved_at = by, now
    approval.save(update_fields=["approved_by", "approved_at"])
    audit.record("agreed to", now=now, actor=by, purpose=approval.kind, subject=approval)
    _put_in_force(asked, approval, now)


@transaction.atomic
def refuse(asked: Asked, *, by: User, now: datetime) -> None:
    """Refuse, or take back what one asked for oneself. What never held is taken away."""
    approval = _still_open(asked.approval)
    if not asked.may_be_seen_by(by):
        raise ValidationError(_("This is for somebody else to answer."))
    approval.refused_at = now
    approval.save(update_fields=["refused_at"])
    audit.record("refused", now=now, actor=by, purpose=approval.kind, subject=approval)
    if by.pk != approval.asked_by_id:
        tell([approval.asked_by], Notice.Kind.REFUSED, now=now)
    asked.about.delete()


@transaction.atomic
def put_in_force_what_waited(now: datetime) -> int:
    """Put in force what waited 72 hours where nobody could have agreed; returns how many."""
    done = 0
    old = list(waiting().filter(asked_at__lte=now - ALONE_WAIT))
    for asked in look_at(old, now):
        if asked.approval.may_go_ahead(now, second_person_exists=asked.alone_from is None):
            _put_in_force(asked, asked.approval, now)
            done += 1
    return done


def _still_open(approval: Approval) -> Approval:
    row = Approval.objects.select_for_update().select_related(None).get(pk=approval.pk)
    if row.done_at or row.refused_at or row.approved_at:
        raise ValidationError(_("This was answered before."))
    row.asked_by = approval.asked_by
    return row


def _put_in_force(asked: Asked, approval: Approval, now: datetime) -> None:
    approval.done_at = now
    approval.save(update_fields=["done_at"])
    if isinstance(asked.about, SupervisionAgreement):
        _begin_supervision(asked.about, now)
    elif isinstance(asked.about, LogReader):
        _name_log_reader(asked.about, now)
    else:
        _let_join(asked.about, now)


def _begin_supervision(agreement: SupervisionAgreement, now: datetime) -> None:
    agreement.agreed = True
    agreement.save(update_fields=["agreed"])
    audit.record("supervision agreed", now=now, purpose=agreement.kind, subject=agreement)
    both = [agreement.supervisee.user, agreement.supervisor]
    tell(both, Notice.Kind.SUPERVISION_BEGAN, now=now, subject_id=agreement.pk)


def _name_log_reader(row: LogReader, now: datetime) -> None:
    """Put somebody in the place of whoever read the log before."""
    if not may_be_named(row.user):
        raise ValidationError(_("This person's roles no longer leave them free to read the log."))
    LogReader.objects.filter(until=None).exclude(since=None).update(until=now)
    row.since = now
    row.save(update_fields=["since"])
    audit.record("granted a role", now=now, purpose="separate log", subject=row.user)
    tell([row.user], Notice.Kind.LOG_NAMED, now=now)


def _let_join(joining: Joining, now: datetime) -> None:
    therapy = joining.therapy
    seat = Assignment.objects.create(therapy=therapy, therapist=joining.therapist, since=now.date())
    audit.record("therapist joined", now=now, subject=seat, about=therapy)
    everybody = therapists_of(therapy, now)
    tell(everybody, Notice.Kind.JOINED, now=now, therapy=therapy, subject_id=seat.pk)
    joining.delete()
