"""Noting contacts, crossings, breaks and promises."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions import sessions
from holdfast.web.practice.actions.staff import name_cover
from holdfast.web.practice.models import (
    Break,
    Contact,
    Crossing,
    Participant,
    Promise,
    Session,
    Therapist,
    Therapy,
)
from holdfast.web.practice.models.therapies import Therapies


@transaction.atomic
def note_contact(
    participant: Participant,
    *,
    by: User,
    now: datetime,
    channel: str,
    direction: str,
    purpose: str,
    at: datetime,
    reply: bool = False,
    minutes: int | None = None,
    note: str = "",
) -> Contact:
    """Note a contact between sessions with one participant. Its text may stay out."""
    contact = Contact(
        therapy=participant.therapy,
        participant=participant,
        channel=channel,
        direction=direction,
        purpose=purpose,
        at=at,
        reply=reply,
        minutes=minutes,
        recorded_at=now,
    )
    contact.seal(note=note)
    contact.save(force_insert=True)
    _added("contact noted", contact, participant.therapy, by, now)
    return contact


@transaction.atomic
def note_crossing(
    participant: Participant,
    *,
    by: User,
    now: datetime,
    kind: str,
    on: date,
    initiated_by: str,
    discussed: bool | None = None,
    kept_secret: bool = False,
    session: Session | None = None,
    note: str = "",
) -> Crossing:
    """Note one departure from the usual frame."""
    crossing = Crossing(
        therapy=participant.therapy,
        participant=participant,
        kind=kind,
        on=on,
        initiated_by=initiated_by,
        discussed=discussed,
        kept_secret=kept_secret,
        session=session,
        recorded_at=now,
    )
    crossing.seal(note=note)
    crossing.save(force_insert=True)
    _added("crossing noted", crossing, participant.therapy, by, now)
    return crossing


@transaction.atomic
def announce_break(
    *,
    since: date,
    until: date,
    by: User,
    now: datetime,
    therapist: Therapist | None = None,
    therapy: Therapy | None = None,
    side: str = Session.By.THERAPIST,
    cover: User | None = None,
    announced_on: date | None = None,
) -> Break:
    """Announce a break of a therapist, or within one therapy."""
    pause = Break.objects.create(
        therapist=therapist,
        therapy=therapy,
        by=side,
        since=since,
        until=until,
        announced_on=announced_on or now.date(),
        cover=cover,
    )
    audit.record("break announced", now=now, actor=by, subject=pause, about=therapy or "")
    if therapist is not None and cover is not None:
        name_cover(therapist, cover, by=by, now=now, since=since, until=until)
    touched = Therapy.objects.filter(pk=therapy.pk) if therapy else _of(therapist)
    touched.mark_stale(now)
    return pause


def _of(therapist: Therapist | None) -> Therapies:
    return Therapy.objects.filter(assignments__therapist=therapist, assignments__until=None)


@transaction.atomic
def call_off_in_break(planned: Sequence[Session], *, by: User, now: datetime) -> None:
    """Call off what is planned in an announced break: by the therapist, and nobody owes a fee."""
    clients = list(Participant.objects.clients().filter(therapy__in=[s.therapy for s in planned]))
    for session in planned:
        there = [
            c
            for c in clients
            if c.therapy_id == session.therapy_id and c.there_on(session.planned_on)
        ]
        sessions.cancel_session(
            session,
            [sessions.Part(client, attended=False) for client in there],
            by=by,
            now=now,
            cancelled_by=Session.By.THERAPIST,
            cancelled_at=now,
        )


@transaction.atomic
def plan_again_in_break(called_off: Sequence[Session], *, by: User, now: datetime) -> None:
    """Take back that sessions in a break were called off."""
    for session in called_off:
        sessions.plan_again(session, by=by, now=now)


@transaction.atomic
def promise(
    therapy: Therapy,
    words: str,
    *,
    by: User,
    now: datetime,
    due_on: date | None = None,
    session: Session | None = None,
) -> Promise:
    """Keep in mind something the therapist said they would do.

    Said in the same words after the same session, it is one promise while it is open.
    """
    there = Promise.objects.filter(therapy=therapy, session=session, done_at=None)
    for row in there.select_related("therapy__key") if session else ():
        if row.text("words") == words:
            return row
    kept = Promise(therapy=therapy, session=session, made_on=now.date(), due_on=due_on)
    kept.seal(words=words)
    kept.save(force_insert=True)
    audit.record("promise noted", now=now, actor=by, subject=kept, about=therapy)
    return kept


@transaction.atomic
def keep_promise(promise: Promise, *, by: User, now: datetime, done: bool = True) -> None:
    """Mark a promise as kept, or take that back."""
    promise.done_at = now if done else None
    promise.save(update_fields=["done_at"])
    audit.record(
        "promise kept",
        now=now,
        actor=by,
        subject=promise,
        about=promise.therapy_id,
        fields=["done"],
    )


def _added(kind: str, row: Contact | Crossing, therapy: Therapy, by: User, now: datetime) -> None:
    audit.record(kind, now=now, actor=by, subject=row, about=therapy)
    Therapy.objects.filter(pk=therapy.pk).mark_stale(now)
