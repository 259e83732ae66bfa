"""Noting contacts, crossings, breaks and promises."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions import sessions
from holdfast.web.practice.actions.staff import change_cover, end_cover, name_cover
from holdfast.web.practice.models import (
    Break,
    Contact,
    Cover,
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
    _touched_by(pause).mark_stale(now)
    return pause


@transaction.atomic
def change_break(
    pause: Break, *, since: date, until: date, cover: User | None, by: User, now: datetime
) -> None:
    """Change the days of a break, or who covers it.

    Days that were not in it before are announced now, and with them the whole.
    """
    if since < pause.since or until > pause.until:
        pause.announced_on = now.date()
    named = _cover_of(pause)
    changed = [
        name
        for name, value in (("since", since), ("until", until), ("cover", cover))
        if getattr(pause, name) != value
    ]
    same = pause.cover == cover
    pause.since, pause.until, pause.cover = since, until, cover
    pause.save(update_fields=["since", "until", "cover", "announced_on"])
    audit.record(
        "break changed",
        now=now, actor=by, subject=pause, about=pause.therapy_id or "", fields=changed,
    )  # fmt: skip
    _cover_anew(pause, named, same=same, by=by, now=now)
    _touched_by(pause).mark_stale(now)


def _cover_anew(pause: Break, named: Cover | None, *, same: bool, by: User, now: datetime) -> None:
    """Let cover follow the break: the same colleague on its days, or another one."""
    if named is not None and same:
        if (named.since, named.until) != (pause.since, pause.until):
            change_cover(named, since=pause.since, until=pause.until, by=by, now=now)
        return
    if named is not None:
        end_cover(named, by=by, now=now)
    if pause.therapist is not None and pause.cover is not None:
        name_cover(
            pause.therapist, pause.cover, by=by, now=now, since=pause.since, until=pause.until
        )


@transaction.atomic
def withdraw_break(pause: Break, *, by: User, now: datetime) -> None:
    """Take back that a break was announced. Sessions called off in it stay called off."""
    named, touched = _cover_of(pause), list(_touched_by(pause).values_list("pk", flat=True))
    if named is not None:
        end_cover(named, by=by, now=now)
    audit.record("break withdrawn", now=now, actor=by, subject=pause, about=pause.therapy_id or "")
    pause.delete()
    Therapy.objects.filter(pk__in=touched).mark_stale(now)


def _cover_of(pause: Break) -> Cover | None:
    """The cover that was named with a break."""
    if pause.therapist is None or pause.cover is None:
        return None
    named = Cover.objects.filter(
        therapist=pause.therapist, colleague=pause.cover, since=pause.since, until=pause.until
    )
    return named.first()


def _touched_by(pause: Break) -> Therapies:
    if pause.therapy_id is not None:
        return Therapy.objects.filter(pk=pause.therapy_id)
    return Therapy.objects.filter(
        assignments__therapist=pause.therapist_id, assignments__until=None
    )


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
