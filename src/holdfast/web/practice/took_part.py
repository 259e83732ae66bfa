"""What one participant took part in: of a couple, a family or a group never more than that."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.web.practice.models import (
    Assignment,
    Attendance,
    Break,
    Contact,
    Participant,
    Session,
    Therapy,
)

FOREVER = date.max


def is_only_client(person: Participant) -> bool:
    """Whether the therapy has had no client but this one; of a guardian, but the one they are for.

    An individual therapy by its kind; any other by who ever took part in it.
    """
    if person.therapy.kind == Therapy.Kind.INDIVIDUAL:
        return True
    mine = whose(person)
    clients = Participant.objects.clients().filter(therapy=person.therapy_id)
    return not clients.exclude(pk=mine).exists()


def whose(person: Participant) -> UUID:
    """Return the id of the client a place speaks for: their own, or of a guardian the child's."""
    return person.stands_for_id or person.pk


def sessions_of(person: Participant) -> "QuerySet[Session]":
    """Return the sessions of this person, oldest first.

    Alone with a therapist: all of them while they took part. With others: those they came to or
    were to pay for, and those that nobody's attendance was noted for. That others came without
    them is not theirs to see.
    """
    rows = Session.objects.filter(therapy=person.therapy_id, planned_on__gte=person.since)
    rows = rows.filter(planned_on__lte=person.until or FOREVER).order_by("starts_at")
    if is_only_client(person):
        return rows
    noted = Attendance.objects.filter(session=OuterRef("pk"))
    own = noted.filter(participant=whose(person)).filter(
        Q(attended=True) | Q(due__isnull=False) | ~Q(session__state=Session.State.HELD)
    )
    return rows.filter(Exists(own) | ~Exists(noted))


def contacts_of(person: Participant) -> "QuerySet[Contact]":
    """Return the contacts with this person, oldest first."""
    return Contact.objects.filter(participant=person.pk).order_by("at")


def breaks_of(person: Participant) -> "QuerySet[Break]":
    """Return the announced breaks of their therapy and its therapists, while they took part."""
    seats = Assignment.objects.filter(therapy=person.therapy_id).values("therapist")
    rows = Break.objects.filter(Q(therapy=person.therapy_id) | Q(therapist__in=seats))
    there = rows.filter(until__gte=person.since, since__lte=person.until or FOREVER)
    return there.select_related("cover__key").order_by("since")


def attendance_of(person: Participant) -> dict[object, Attendance]:
    """Return this person's part in each session, by session. One query."""
    rows = Attendance.objects.filter(participant=whose(person))
    return {row.session_id: row for row in rows}
