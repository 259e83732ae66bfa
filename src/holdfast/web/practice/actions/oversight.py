"""What the practice lead does about the practice itself: its particulars, its work, its audit."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import Job
from holdfast.web.practice.models import Practice

GIVEN_UP = (Job.State.FAILED, Job.State.UNKNOWN)
VERIFIED, BROKEN = "audit verified", "audit found broken"


@transaction.atomic
def change_practice(practice: Practice, *, by: User, now: datetime, changed: Iterable[str]) -> None:
    """Keep the particulars of the practice as they were set on `practice`."""
    practice.changed_at = now
    practice.save()
    audit.record("practice changed", now=now, actor=by, subject=practice, fields=changed)


@transaction.atomic
def try_again(job: Job, *, by: User, now: datetime) -> None:
    """Put work that was given up on back on the list."""
    row = _given_up(job)
    row.state, row.due_at, row.attempts, row.error = Job.State.WAITING, now, 0, ""
    row.save(update_fields=["state", "due_at", "attempts", "error"])
    audit.record("work tried again", now=now, actor=by, purpose=row.kind[:40], subject=row)


@transaction.atomic
def let_go(job: Job, *, by: User, now: datetime) -> None:
    """Take work that was given up on off the list for good."""
    row = _given_up(job)
    audit.record("work let go", now=now, actor=by, purpose=row.kind[:40], subject=row)
    row.delete()


def _given_up(job: Job) -> Job:
    row = Job.objects.select_for_update().filter(pk=job.pk, state__in=GIVEN_UP).first()
    if row is None:
        raise ValidationError(_("Somebody has dealt with this already."))
    return row


def verify_audit(now: datetime) -> list[audit.Break]:
    """Walk both chains and hold them against the newest signed heads; the result is audited.

    Heads kept outside the database are compared by `holdfast audit verify`.
    """
    found = []
    for chain in (audit.ORDINARY, audit.RESERVED):
        wrong = audit.broken(chain) or _against_head(chain)
        if wrong is not None:
            found.append(wrong)
    for wrong in found:
        audit.record(BROKEN, now=now, purpose=f"{wrong.chain} row {wrong.number} {wrong.what}"[:40])
    if not found:
        audit.record(VERIFIED, now=now)
    return found


def _against_head(chain: str) -> audit.Break | None:
    head = audit.Head.objects.filter(chain=chain).order_by("-count").first()
    return audit.head_holds(head) if head else None
