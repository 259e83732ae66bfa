"""Opening, pausing, ending a therapy, and who does it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.practice.models import Assignment, Practice, Therapist, Therapy
from holdfast.web.sealing.models import DataKey


@transaction.atomic
def open_therapy(
    *,
    kind: str,
    therapist: Therapist,
    by: User,
    now: datetime,
    since: date,
    zone: str = "",
    state: str = Therapy.State.ACTIVE,
) -> Therapy:
    """Begin a therapy with its first therapist. Participants are added next.

    One that begins on a day to come is planned, and is its therapist's from today.
    """
    today = now.date()
    if since > today:
        state = Therapy.State.PLANNED
    therapy = Therapy(
        key=DataKey.new(),
        kind=kind,
        state=state,
        zone=zone or Practice.get().zone,
        started_on=since,
        watched_from=since,
        stale_since=now,
    )
    therapy.save(force_insert=True)
    Assignment.objects.create(therapy=therapy, therapist=therapist, since=min(since, today))
    audit.record("therapy opened", now=now, actor=by, subject=therapy, about=therapy)
    return therapy


@transaction.atomic
def set_state(therapy: Therapy, state: str, *, by: User, now: datetime) -> None:
    """Pause a therapy or take it up again."""
    therapy.state = state
    therapy.save(update_fields=["state"])
    audit.record(
        "state changed", now=now, actor=by, subject=therapy, about=therapy, fields=["state"]
    )
    Therapy.objects.filter(pk=therapy.pk).mark_stale(now)


@transaction.atomic
def end_therapy(therapy: Therapy, *, by: User, now: datetime, on: date) -> None:
    """End a therapy. Whether somebody is a former client is never stored; it follows from this."""
    therapy.state, therapy.ended_on = Therapy.State.ENDED, on
    therapy.save(update_fields=["state", "ended_on"])
    therapy.sessions.filter(state="planned", planned_on__gt=on).delete()
    audit.record(
        "therapy ended", now=now, actor=by, subject=therapy, about=therapy, fields=["ended_on"]
    )
    Therapy.objects.filter(pk=therapy.pk).mark_stale(now)


def record_opening(
    therapy: Therapy, *, by: User, now: datetime, role: str, purpose: str = "care"
) -> None:
    """Note that somebody opened a record, once a day for each person and purpose.

    A list of every page view would bury the one opening that matters.
    """
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    seen = audit.Entry.objects.filter(
        kind="opened", about=str(therapy.pk), actor=str(by.pk), purpose=purpose, at__gte=start
    )
    if not seen.exists():
        audit.record(
            "opened", now=now, actor=by, role=role, purpose=purpose, subject=therapy, about=therapy
        )


def record_knock(therapy_id: UUID, *, by: User, now: datetime) -> None:
    """Note that a supervisor asked for a record that no agreement opens, or that is none.

    It is the same for both, so that the note tells nobody which ids exist.
    """
    audit.record("not opened", now=now, actor=by, purpose="supervision", about=therapy_id)
