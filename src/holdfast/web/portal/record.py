"""What a reader sees: the words of a concern, and the record as far as it is its client's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.web.frame.models import Agreement
from holdfast.web.frame.text import blocks
from holdfast.web.portal.models import Writing
from holdfast.web.portal.standing import Standing
from holdfast.web.practice.models import Contact, Crossing, Participant, Session


@dataclass(frozen=True)
class Shown:
    """A participant's own part of a record: nothing of a partner, relative or group member."""

    name: str
    code: str
    agreements: Sequence[Mapping[str, Any]]
    sessions: Sequence[Session]
    contacts: Sequence[tuple[Contact, str]]
    crossings: Sequence[tuple[Crossing, str]]


def opened(stands: Standing, private: bytes) -> list[tuple[Writing, str]]:
    """Open what was written, for the reader."""
    return [(row, row.open_as_reader(private)) for row in stands.writings]


def of_participant(who: Participant, now: datetime) -> Shown:
    """Gather what this client took part in: agreements, sessions, contacts and crossings."""
    about = _whose(who)
    there = Session.objects.filter(therapy=who.therapy_id, starts_at__lte=now)
    if who.therapy.kind != who.therapy.Kind.INDIVIDUAL:
        there = there.filter(attendances__participant=about)
    agreements = Agreement.objects.filter(parties__participant=about).distinct()
    return Shown(
        name=who.card.shown_name,
        code=who.therapy.code,
        agreements=[_agreement(row, who) for row in agreements.order_by("number")],
        sessions=list(there.order_by("-starts_at")),
        contacts=[
            (c, _note(c, who)) for c in Contact.objects.filter(participant=about).order_by("-at")
        ],
        crossings=[
            (c, _note(c, who)) for c in Crossing.objects.filter(participant=about).order_by("-on")
        ],
    )


def _agreement(row: Agreement, who: Participant) -> Mapping[str, Any]:
    row.therapy = who.therapy
    return {"number": row.number, "at": row.fixed_at, "blocks": blocks(row.text("shown"))}


def _whose(who: Participant) -> Participant:
    """A guardian's concern is about the work with the client they stand for."""
    return who.stands_for if who.stands_for is not None else who


def _note(row: Contact | Crossing, who: Participant) -> str:
    row.therapy = who.therapy
    return row.text("note")
