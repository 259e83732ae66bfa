"""What is noted of supervision: sessions, topics, what was agreed, and how the two stand."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.consultation.models import Declared, Seat, Sitting, Task, Topic
from holdfast.web.consultation.ties import Said
from holdfast.web.practice.models import SupervisionAgreement, Therapist, Therapy


@transaction.atomic
def note_sitting(
    *,
    kind: str,
    on: date,
    minutes: int,
    agreements: Sequence[SupervisionAgreement],
    peer: Therapist | None,
    by: User,
    now: datetime,
) -> list[Seat]:
    """Note a session: a seat for the supervisee of each agreement, or for oneself among peers."""
    sitting = Sitting.objects.create(kind=kind, on=on, minutes=minutes, noted_by=by, noted_at=now)
    seats = [Seat(sitting=sitting, therapist=a.supervisee, agreement=a) for a in agreements]
    if peer is not None:
        seats.append(Seat(sitting=sitting, therapist=peer))
    for seat in seats:
        seat.save(force_insert=True)
    audit.record("supervision noted", now=now, actor=by, purpose=kind, subject=sitting)
    return seats


@transaction.atomic
def add_topic(seat: Seat, words: str, therapy: Therapy | None, *, by: User, now: datetime) -> Topic:
    """Note what was brought, by the code of a therapy or about the work as such."""
    topic = Topic(seat=seat, therapy=therapy, at=now)
    topic.seal(words=words)
    topic.save(force_insert=True)
    audit.record("supervision topic", now=now, actor=by, subject=topic)
    return topic


@transaction.atomic
def add_task(seat: Seat, words: str, *, by: User, now: datetime) -> Task:
    """Note what was agreed to be done."""
    task = Task(seat=seat, at=now)
    task.seal(words=words)
    task.save(force_insert=True)
    audit.record("supervision action", now=now, actor=by, subject=task)
    return task


@transaction.atomic
def tick(task: Task, *, done: bool, by: User, now: datetime) -> None:
    """Note that something agreed was done, or that it was not after all."""
    task.done_at = now if done else None
    task.save(update_fields=["done_at"])
    said = "supervision action done" if done else "supervision action open"
    audit.record(said, now=now, actor=by, subject=task, fields=["done_at"])


@transaction.atomic
def declare(agreement: SupervisionAgreement, said: Said, *, by: User, now: datetime) -> Declared:
    """Note what one of the two says of how they stand to each other."""
    if by.pk not in (agreement.supervisor_id, agreement.supervisee.user_id):
        raise ValidationError(_("This is for the two of them to say."))
    row = Declared(agreement=agreement, by=by, at=now, on=now.date())
    row.seal(said=json.dumps(asdict(said), ensure_ascii=False))
    row.save(force_insert=True)
    audit.record("ties declared", now=now, actor=by, subject=row)
    return row
