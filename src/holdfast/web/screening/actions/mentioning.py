"""Noting somebody a client spoke of, so that the worker looks for ties; and forgetting them."""

from datetime import datetime

from django.db import transaction

from holdfast.web.accounts.models import Role, User
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions.people import new_card
from holdfast.web.practice.hearing import card_goes
from holdfast.web.practice.models import Card, CardName, ContactPoint, Participant
from holdfast.web.screening import index
from holdfast.web.screening.actions.ties import join
from holdfast.web.screening.models import Mentioned
from holdfast.web.screening.models.mentioned import HELD
from holdfast.web.screening.reading import split_name
from holdfast.web.screening.told import ToldOf


@transaction.atomic
def mention(client: Participant, told: ToldOf, *, by: User, now: datetime) -> Mentioned:
    """Keep somebody a client spoke of for a year. What is found is told to the desk alone."""
    card = _card(told, now)
    row = Mentioned(
        therapy=client.therapy, client=client, card=card, relation=told.relation,
        made_at=now, ends_on=now.date() + HELD,
    )  # fmt: skip
    row.save(force_insert=True)
    join(index.put(card, now), row.relation, index.put(client.card, now), mentioned=row)
    _note("somebody spoken of was noted", row, by, now)
    return row


@transaction.atomic
def forget(row: Mentioned, *, now: datetime, by: User | None = None) -> None:
    """Erase somebody spoken of, their ties and their key."""
    card = row.card
    _note("somebody spoken of was erased", row, by, now)
    card_goes(card, now)
    row.delete()
    card.delete()
    card.key.destroy(now)


def forget_old(now: datetime) -> int:
    """Erase everybody whose time is over; returns how many."""
    old = list(Mentioned.objects.filter(ends_on__lt=now.date()).select_related("card__key"))
    for row in old:
        forget(row, now=now)
    return len(old)


def forget_of(client: Participant, now: datetime) -> None:
    """Erase everybody whom one client spoke of."""
    for row in Mentioned.objects.filter(client=client).select_related("card__key"):
        forget(row, now=now)


def _card(told: ToldOf, now: datetime) -> Card:
    kinds = CardName.Kind
    given, surname = split_name(told.name)
    names = {str(kinds.GIVEN): given, str(kinds.FAMILY): surname}
    names = {kind: name for kind, name in names.items() if name}
    card = new_card(Card.HeldBy.THERAPY, now=now, name=told.name, names=names, birth=told.born)
    if told.where:
        point = ContactPoint(card=card, kind=ContactPoint.Kind.POST)
        point.seal(value=told.where)
        point.save(force_insert=True)
    return card


def _note(kind: str, row: Mentioned, by: User | None, now: datetime) -> None:
    audit.record(
        kind, now=now, actor=by or "", role=Role.THERAPIST if by else "", subject=row,
        chain=audit.RESERVED,
    )  # fmt: skip
