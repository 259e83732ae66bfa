"""Planning sessions and recording what happened in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions import therapies
from holdfast.web.practice.models import Attendance, Participant, Session, Therapy

LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class Part:
    """One participant's part in a session. Amounts in the smallest unit of the currency."""

    participant: Participant
    attended: bool | None = None
    due: int | None = None
    currency: str = ""
    paid: int = 0
    paid_on: date | None = None
    waived: bool = False


@transaction.atomic
def plan_sessions(
    therapy: Therapy,
    starts: Iterable[datetime],
    *,
    minutes: int,
    by: User,
    now: datetime,
    where: str = Session.Where.ROOM,
    zone: str = "",
    anew: bool = False,
) -> list[Session]:
    """Plan sessions at local times without zone. A time that is planned already is left alone.

    So is one that was called off, unless it is planned `anew`.
    """
    known = therapy.sessions.exclude(state=Session.State.CANCELLED) if anew else therapy.sessions
    there = set(known.values_list("planned_on", "planned_at"))
    planned = []
    for start in starts:
        if (start.date(), start.time()) not in there:
            session = Session(therapy=therapy, where=where)
            session.plan(start, minutes, zone or therapy.zone)
            planned.append(session)
    Session.objects.bulk_create(planned)
    if planned:
        audit.record("sessions planned", now=now, actor=by, subject=therapy, about=therapy)
        Therapy.objects.filter(pk=therapy.pk).mark_stale(now)
    return planned


@transaction.atomic
def move_session(
    session: Session,
    start: datetime,
    *,
    minutes: int,
    by: User,
    now: datetime,
    where: str = "",
    new_rhythm: bool = False,
) -> None:
    """Plan a session for another local time, and another place. When it was first to be is kept.

    `new_rhythm` says that all sessions now fall on other times: then this one was not moved.
    """
    first = session.moved_from or session.starts_at
    session.plan(start, minutes, session.zone)
    session.where = where or session.where
    session.moved_from = None if new_rhythm or first == session.starts_at else first
    _save(session, by, now, MOVED, "session moved")


@transaction.atomic
def record_session(
    session: Session,
    parts: Iterable[Part],
    *,
    by: User,
    now: datetime,
    as_agreed: bool = False,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    where: str = "",
    exception_agreed: bool = False,
    note: str = "",
) -> None:
    """Record that a session took place: as agreed (not timed), or with its real times."""
    session.state, session.recorded_at = Session.State.HELD, now
    session.as_agreed = as_agreed
    session.started_at, session.ended_at = (None, None) if as_agreed else (started_at, ended_at)
    session.where = where or session.where
    session.exception_agreed = exception_agreed
    session.cancelled_by, session.cancelled_at = "", None
    _note(session, note)
    _set_parts(session, parts)
    _save(session, by, now, RECORDED, "session recorded")
    _has_begun(session, by, now)


@transaction.atomic
def cancel_session(
    session: Session,
    parts: Iterable[Part],
    *,
    by: User,
    now: datetime,
    cancelled_by: str,
    cancelled_at: datetime | None,
    note: str = "",
) -> None:
    """Record that a session was called off, by whom, and when if that is known."""
    session.state, session.recorded_at = Session.State.CANCELLED, now
    session.cancelled_by, session.cancelled_at = cancelled_by, cancelled_at
    _note(session, note)
    _set_parts(session, parts)
    _save(session, by, now, RECORDED, "session cancelled")


@transaction.atomic
def plan_again(session: Session, *, by: User, now: datetime) -> None:
    """Take back that a session was called off: it is planned as before, with nothing recorded.

    Raises ValidationError where another one was planned in its place.
    """
    beside = Session.objects.filter(therapy=session.therapy_id, starts_at=session.starts_at)
    if beside.exclude(pk=session.pk).exclude(state=Session.State.CANCELLED).exists():
        at = date_format(session.local_start, "l j F, H:i")
        raise ValidationError(_("Another session is planned on %(at)s already.") % {"at": at})
    session.state, session.recorded_at = Session.State.PLANNED, None
    session.cancelled_by, session.cancelled_at = "", None
    session.attendances.all().delete()
    _save(session, by, now, RECORDED, "session planned again")


@transaction.atomic
def miss_session(
    session: Session, parts: Iterable[Part], *, by: User, now: datetime, note: str = ""
) -> None:
    """Record that the client did not come and had not called it off."""
    session.state, session.recorded_at = Session.State.MISSED, now
    _note(session, note)
    _set_parts(session, parts)
    _save(session, by, now, RECORDED, "session missed")


MOVED = ["planned_on", "planned_at", "minutes", "starts_at", "moved_from", "where"]
RECORDED = [
    "state", "recorded_at", "as_agreed", "started_at", "ended_at", "where", "cancelled_by",
    "cancelled_at", "exception_agreed", "note",
]  # fmt: skip


def _note(session: Session, note: str) -> None:
    """Keep the note that stands there where no other is given."""
    if note or not session.note:
        session.seal(note=note)


def _has_begun(session: Session, by: User, now: datetime) -> None:
    """A planned therapy goes on from its first session."""
    therapy = session.therapy
    if therapy.state == Therapy.State.PLANNED:
        therapies.set_state(therapy, Therapy.State.ACTIVE, by=by, now=now)


def _set_parts(session: Session, parts: Iterable[Part]) -> None:
    for part in parts:
        Attendance.objects.update_or_create(
            session=session,
            participant=part.participant,
            defaults={
                "attended": part.attended,
                "due": part.due,
                "currency": part.currency,
                "paid": part.paid,
                "paid_on": part.paid_on,
                "waived": part.waived,
            },
        )


def _save(session: Session, by: User, now: datetime, fields: list[str], kind: str) -> None:
    session.save(update_fields=fields)
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)
    about = session.therapy_id
    audit.record(kind, now=now, actor=by, subject=session, about=about, fields=fields)
    Therapy.objects.filter(pk=about).mark_stale(now)
