"""What happened, read from the record as the values that the rules of the frame know.

Eight queries whatever the number of therapies. Nothing sealed is opened here but the terms.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from holdfast import frame
from holdfast.web.frame.models import AgreedException, ever_in_force
from holdfast.web.practice.models import (
    Assignment,
    Attendance,
    Break,
    Contact,
    Crossing,
    Session,
    Therapy,
)
from holdfast.web.practice.reading import sessions_of


def versions(therapies: Sequence[Therapy]) -> dict[uuid.UUID, tuple[frame.Agreement, ...]]:
    """Return all versions that were ever in force, by therapy."""
    return {
        key: tuple(row.as_version(row.signed_on) for row in rows)  # type: ignore[attr-defined]
        for key, rows in ever_in_force(therapies).items()
    }


def terms_on(therapy: Therapy, day: date) -> frame.Terms:
    """Return what binds on a day: the version in force, less what is set aside. Two queries."""
    version = frame.in_force(versions([therapy]).get(therapy.pk, ()), day)
    aside: dict[str, Any] = {
        name: None
        for one in exceptions_of([therapy.pk]).get(therapy.pk, ())
        if one.first <= day <= one.last
        for name in one.terms
    }
    return replace(version.terms, **aside) if version else frame.Terms()


def events(therapies: Sequence[Therapy]) -> dict[uuid.UUID, frame.Events]:
    """Return what happened in each therapy."""
    keys = [t.pk for t in therapies]
    zones = {t.pk: t.tz for t in therapies}
    sessions, absent = sessions_of(therapies), _absent(keys)
    by_key = {row.pk: row for rows in sessions.values() for row in rows}
    fees = fees_of(Attendance.objects.filter(session__therapy__in=keys), by_key)
    contacts, crossings = _contacts(keys), _crossings(keys, zones)
    breaks, exceptions = _breaks(keys), exceptions_of(keys)
    return {
        key: frame.Events(
            sessions=tuple(one for row in sessions[key] for one in _session(row, absent)),
            contacts=tuple(contacts[key]),
            fees=tuple(fees[key]),
            crossings=tuple(crossings[key]),
            breaks=tuple(breaks[key]),
            exceptions=tuple(exceptions[key]),
        )
        for key in keys
    }


def _absent(keys: list[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    rows = Attendance.objects.filter(session__therapy__in=keys, attended=False)
    for session, participant in rows.values_list("session_id", "participant_id"):
        found[session].append(str(participant))
    return {session: tuple(sorted(absent)) for session, absent in found.items()}


def _session(row: Session, absent: dict[uuid.UUID, tuple[str, ...]]) -> Iterator[frame.Session]:
    """What became of a session, and beside it the place from which it was moved."""
    if row.moved_from is not None and _another_week(row):
        yield frame.Session(
            id=f"{row.pk} moved", planned=row.moved_from, minutes=row.minutes, status="moved"
        )
    timed = not row.as_agreed and row.started_at is not None and row.ended_at is not None
    yield frame.Session(
        id=str(row.pk),
        planned=row.starts_at,
        minutes=row.minutes,
        status=cast(Literal["held", "cancelled", "missed", "planned"], row.state),
        start=row.started_at if timed else None,
        end=row.ended_at if timed else None,
        by=cast(Literal["client", "therapist"], row.cancelled_by) if row.cancelled_by else None,
        cancelled=row.cancelled_at,
        place=None if row.as_agreed else cast(frame.PlaceKind, row.where),
        absent=absent.get(row.pk, ()) if row.state == Session.State.HELD else (),
    )


def _another_week(row: Session) -> bool:
    """Whether a session was moved out of its week; within it the number of sessions is the same."""
    assert row.moved_from is not None
    first, then = row.moved_from.astimezone(ZoneInfo(row.zone)).date(), row.planned_on
    return first - timedelta(first.weekday()) != then - timedelta(then.weekday())


def fees_of(
    rows: "QuerySet[Attendance]", sessions: Mapping[uuid.UUID, Session]
) -> dict[uuid.UUID, list[frame.FeeDue]]:
    """Return what some attendances cost, by therapy; `sessions` holds those they are of."""
    found: dict[uuid.UUID, list[frame.FeeDue]] = defaultdict(list)
    for row in rows.filter(due__isnull=False):
        if session := sessions.get(row.session_id):  # unless it was planned a moment ago
            row.session = session
            found[session.therapy_id].append(_fee(row))
    return found


def _fee(row: Attendance) -> frame.FeeDue:
    assert row.due is not None
    return frame.FeeDue(
        id=str(row.pk),
        due=row.session.planned_on,
        amount=frame.Money(row.due, row.currency),
        status="waived" if row.waived else "paid" if row.paid_on else "open",
        paid=None if row.waived else row.paid_on,
        reason=REASONS.get(row.session.state, "session"),
        session=str(row.session_id),
        participant=str(row.participant_id),
    )


REASONS: dict[str, Literal["session", "late_cancellation", "missed"]] = {
    Session.State.CANCELLED: "late_cancellation",
    Session.State.MISSED: "missed",
}


def _contacts(keys: list[uuid.UUID]) -> dict[uuid.UUID, list[frame.ContactMade]]:
    found: dict[uuid.UUID, list[frame.ContactMade]] = defaultdict(list)
    for row in Contact.objects.filter(therapy__in=keys).order_by("at").defer("note"):
        found[row.therapy_id].append(contact(row))
    return found


def contact(row: Contact) -> frame.ContactMade:
    """Return one contact as the rules know it."""
    return frame.ContactMade(
        id=str(row.pk),
        at=row.at,
        channel=cast(frame.Channel, row.channel),
        purpose=cast(frame.Purpose, row.purpose),
        by="client" if row.direction == Contact.Direction.FROM_CLIENT else "therapist",
        reply=row.reply,
        minutes=row.minutes,
        participant=str(row.participant_id),
    )


def _crossings(
    keys: list[uuid.UUID], zones: dict[uuid.UUID, ZoneInfo]
) -> dict[uuid.UUID, list[frame.Crossing]]:
    found: dict[uuid.UUID, list[frame.Crossing]] = defaultdict(list)
    for row in Crossing.objects.filter(therapy__in=keys).order_by("on").defer("note"):
        found[row.therapy_id].append(
            frame.Crossing(
                id=str(row.pk),
                at=datetime.combine(row.on, time(12), zones[row.therapy_id]),
                kind=cast(frame.Dimension, row.kind),
                by=cast(Literal["client", "therapist"], row.initiated_by),
                discussed=row.discussed,
                secret=row.kept_secret,
                participant=str(row.participant_id),
            )
        )
    return found


def _breaks(keys: list[uuid.UUID]) -> dict[uuid.UUID | None, list[frame.Break]]:
    """Breaks of a therapy, and those of its therapists."""
    found: dict[uuid.UUID | None, list[frame.Break]] = defaultdict(list)
    seats = Assignment.objects.filter(therapy__in=keys, until=None)
    of_therapist: dict[uuid.UUID | None, list[uuid.UUID]] = defaultdict(list)
    for therapist, therapy in seats.values_list("therapist_id", "therapy_id"):
        of_therapist[therapist].append(therapy)
    for row in Break.objects.filter(Q(therapy__in=keys) | Q(therapist__in=list(of_therapist))):
        for key in [row.therapy_id, *of_therapist.get(row.therapist_id, ())]:
            found[key].append(frame.Break(first=row.since, last=row.until))
    return found


def exceptions_of(
    keys: Sequence[uuid.UUID],
) -> dict[uuid.UUID, list[frame.AgreedException]]:
    """Return what both agreed to leave aside for some days, by therapy."""
    found: dict[uuid.UUID, list[frame.AgreedException]] = defaultdict(list)
    for row in AgreedException.objects.filter(therapy__in=keys).defer("note"):
        agreed = frame.AgreedException(terms=tuple(row.terms), first=row.first, last=row.last)
        found[row.therapy_id].append(agreed)
    return found
