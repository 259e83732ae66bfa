"""Making a person's copy: at once, or by the worker where it is large."""

import base64
from datetime import datetime, timedelta

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import enqueue
from holdfast.web.portal.copy_files import STEPS, bundle_for
from holdfast.web.portal.models import Copy
from holdfast.web.practice.models import Participant, Practice

KEPT_FOR = timedelta(days=1)


@transaction.atomic
def note_taken(*, user: User, now: datetime) -> None:
    """Note that a person took their own copy, for each work it is of. No therapist sees this."""
    places = Participant.objects.of_account(user, now)
    for therapy in sorted(set(places.values_list("therapy_id", flat=True)), key=str):
        audit.record("own copy taken", now=now, actor=user, subject=user, about=therapy)


@transaction.atomic
def order(*, user: User, now: datetime) -> Copy:
    """Put a large copy on the list; one that is being made or waits is not made again."""
    waiting = Copy.objects.filter(user=user, asked_at__gt=now - KEPT_FOR)
    row = waiting.order_by("-asked_at").first()
    if row is None:
        row = Copy.objects.create(user=user, asked_at=now, steps=STEPS)
        enqueue("portal.make_copy", due_at=now, copy=row.pk)
    return row


def produce(row: Copy, *, now: datetime) -> None:
    """Make a large copy, saying after each file how far it is."""

    def step(number: int) -> None:
        Copy.objects.filter(pk=row.pk).update(done=number)

    bundle = bundle_for(row.user, Practice.get().name, now)
    step(1)
    row.seal(content=base64.b64encode(bundle.zip(step)).decode())
    row.done, row.ready_at = row.steps, now
    row.save(update_fields=["content", "done", "ready_at"])


@transaction.atomic
def hand_over(row: Copy, *, now: datetime) -> bytes:
    """Open a finished copy for its owner."""
    note_taken(user=row.user, now=now)
    return base64.b64decode(row.text("content"))


def forget_old(now: datetime) -> int:
    """Remove copies that are a day old; returns how many."""
    return Copy.objects.filter(asked_at__lte=now - KEPT_FOR).delete()[0]
