"""Cards and participants: who takes part, and how they may be reached."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.practice.hearing import card_changed
from holdfast.web.practice.models import (
    Card,
    CardName,
    ContactPoint,
    EmergencyContact,
    Participant,
    Therapy,
)
from holdfast.web.sealing.models import DataKey


@transaction.atomic
def new_card(
    held_by: str,
    *,
    now: datetime,
    name: str,
    names: Mapping[str, str] | None = None,
    **texts: str,
) -> Card:
    """Make a card under a key of its own. `names` maps kinds of name to names."""
    card = Card(key=DataKey.new(), held_by=held_by, made_at=now)
    card.seal(name=name, **texts)
    card.save(force_insert=True)
    for kind, value in (names or {}).items():
        row = CardName(card=card, kind=kind)
        row.seal(value=value)
        row.save(force_insert=True)
    card_changed(card, now)
    return card


@transaction.atomic
def add_participant(
    therapy: Therapy,
    card: Card,
    *,
    by: User,
    now: datetime,
    since: date,
    role: str = Participant.Role.CLIENT,
    stands_for: Participant | None = None,
    until: date | None = None,
    user: User | None = None,
) -> Participant:
    """Give the person of a card a place in a therapy. A guardian stands for a client, until."""
    participant = Participant(
        therapy=therapy,
        card=card,
        role=role,
        stands_for=stands_for,
        since=since,
        until=until,
        user=user,
        zone=therapy.zone,
    )
    participant.save(force_insert=True)
    name_therapy(therapy)
    audit.record("participant added", now=now, actor=by, subject=participant, about=therapy)
    Therapy.objects.filter(pk=therapy.pk).mark_stale(now)
    return participant


def name_therapy(therapy: Therapy) -> None:
    """Set the title of a therapy from the names of its clients; of one that ended, of all."""
    clients = list(therapy.participants.clients().with_cards())
    there = [p for p in clients if p.until is None] or clients
    therapy.seal(title=" & ".join(sorted(p.card.shown_name for p in there)))
    therapy.save(update_fields=["title"])


@transaction.atomic
def change_card(
    card: Card,
    *,
    by: User,
    now: datetime,
    about: Therapy,
    changed: Iterable[str],
    names: Mapping[str, str],
    **texts: str,
) -> None:
    """Change what a card says; the audit keeps which fields, never what they said."""
    card.seal(**texts)
    card.save(update_fields=list(texts))
    _set_names(card, names)
    Card.objects.filter(pk=card.pk).update(version=F("version") + 1)
    name_therapy(about)
    card_changed(card, now)
    audit.record("card changed", now=now, actor=by, subject=card, about=about, fields=changed)


def _set_names(card: Card, names: Mapping[str, str]) -> None:
    """Keep one name of each kind; an empty one takes it away."""
    there = {row.kind: row for row in card.names.all()}
    for kind, value in names.items():
        row = there.get(kind) or CardName(kind=kind)
        row.card = card
        if value:
            row.seal(value=value)
            row.save()
        elif kind in there:
            row.delete()


@transaction.atomic
def change_contact_point(
    point: ContactPoint,
    *,
    by: User,
    now: datetime,
    about: Therapy,
    kind: str,
    value: str,
    safe_for: Iterable[str],
    safe_when: str,
) -> None:
    """Change a way to reach somebody, or what it is safe for."""
    point.kind, point.safe_for = kind, sorted(safe_for)
    point.seal(value=value, safe_when=safe_when)
    point.save()
    card_changed(point.card, now)
    audit.record("contact point changed", now=now, actor=by, subject=point, about=about)


@transaction.atomic
def add_contact_point(
    card: Card,
    *,
    by: User,
    now: datetime,
    about: Therapy,
    kind: str,
    value: str,
    safe_for: Iterable[str] = (),
    safe_when: str = "",
) -> ContactPoint:
    """Note a way to reach somebody. It is safe for nothing until somebody says for what."""
    point = ContactPoint(card=card, kind=kind, safe_for=sorted(safe_for))
    point.seal(value=value, safe_when=safe_when)
    point.save(force_insert=True)
    card_changed(card, now)
    audit.record("contact point added", now=now, actor=by, subject=point, about=about)
    return point


@transaction.atomic
def add_emergency_contact(
    card: Card, *, by: User, now: datetime, about: Therapy, name: str, relation: str, phone: str
) -> EmergencyContact:
    """Note whom to call in an emergency."""
    contact = EmergencyContact(card=card)
    contact.seal(name=name, relation=relation, phone=phone)
    contact.save(force_insert=True)
    audit.record("emergency contact added", now=now, actor=by, subject=contact, about=about)
    return contact
