"""What several capabilities read of a therapy: asked for once while a page is put together.

Rows come without their notes, and with the therapy they belong to, whose key is loaded.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Assignment, Break, Contact, Participant, Session, Therapy
from holdfast.web.practice.once import once_a_page


@once_a_page
def is_own(therapy: Therapy, reader: User, now: datetime) -> bool:
    """Whether this person is the therapist of a therapy now."""
    return Therapy.objects.own_of(reader, now).filter(pk=therapy.pk).exists()


@once_a_page
def sessions_of(therapies: Sequence[Therapy]) -> Mapping[uuid.UUID, Sequence[Session]]:
    """Return the sessions of each therapy, oldest first. One query whatever their number."""
    by_key = {therapy.pk: therapy for therapy in therapies}
    found: dict[uuid.UUID, list[Session]] = {key: [] for key in by_key}
    rows = Session.objects.filter(therapy__in=by_key).defer("note").order_by("starts_at", "id")
    for row in rows:
        row.therapy = by_key[row.therapy_id]
        found[row.therapy_id].append(row)
    return found


@once_a_page
def people_of(therapies: Sequence[Therapy]) -> Mapping[uuid.UUID, Sequence[Participant]]:
    """Return who takes or took part in each therapy, with their cards: clients first."""
    by_key = {therapy.pk: therapy for therapy in therapies}
    found: dict[uuid.UUID, list[Participant]] = {key: [] for key in by_key}
    rows = Participant.objects.filter(therapy__in=by_key).select_related("card__key")
    for row in rows.order_by("role", "since", "id"):
        row.therapy = by_key[row.therapy_id]
        found[row.therapy_id].append(row)
    return found


def clients_of(therapies: Sequence[Therapy]) -> dict[uuid.UUID, list[Participant]]:
    """Return the people in therapy, without guardians, with their cards."""
    found = people_of(therapies)
    return {
        therapy.pk: [p for p in found[therapy.pk] if p.role == Participant.Role.CLIENT]
        for therapy in therapies
    }


def names_of(therapy: Therapy) -> dict[uuid.UUID, str]:
    """Return who is meant, where a therapy has several clients; empty where no doubt can be."""
    return names_in([therapy])


def names_in(therapies: Sequence[Therapy]) -> dict[uuid.UUID, str]:
    """Return who is meant in those of several therapies that have several clients."""
    several = [one for one in therapies if one.kind != Therapy.Kind.INDIVIDUAL]
    rows = people_of(several) if several else {}
    return {row.pk: row.card.shown_name for people in rows.values() for row in people}


def contacts_between(therapy: Therapy, start: datetime, end: datetime) -> list[Contact]:
    """Return the contacts from `start` until before `end`, the earliest first."""
    return [one for one in _contacts(therapy) if start <= one.at < end]


@once_a_page
def _contacts(therapy: Therapy) -> Sequence[Contact]:
    return list(Contact.objects.filter(therapy=therapy).order_by("at").defer("note"))


def breaks_between(therapy: Therapy, first: date, last: date) -> list[Break]:
    """Return the breaks of a therapy, and of its therapists, that touch some days."""
    return [one for one in _breaks(therapy) if one.since <= last and one.until >= first]


@once_a_page
def _breaks(therapy: Therapy) -> Sequence[Break]:
    seats = Assignment.objects.filter(therapy=therapy).values("therapist")
    found = Break.objects.filter(Q(therapy=therapy) | Q(therapist__in=seats))
    return list(found.select_related("cover__key").order_by("since"))
