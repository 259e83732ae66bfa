"""An enquiry comes in: cards for the people it names, their ties, and a check to be made."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from holdfast.screening import Compared, coarse_key, normalise
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import enqueue
from holdfast.web.practice.actions.people import new_card
from holdfast.web.practice.models import Card, CardName, ContactPoint, Therapist
from holdfast.web.screening import index
from holdfast.web.screening.actions.ties import join
from holdfast.web.screening.models import SELF, Enquiry, Knock, Named, Node
from holdfast.web.screening.reading import person_on, split_name
from holdfast.web.screening.told import PLACES, ToldOf, Wanted
from holdfast.web.sealing import keyring, primitives
from holdfast.web.sealing.models import DataKey

RELEASED_AFTER = timedelta(seconds=2)
KEPT_FOR = timedelta(days=365)
A_DAY = timedelta(days=1)
HOUSE_CHECKS = 12  # a day for one coordinator; more wait for the desk
STREET_CHECKS = 5  # a day from one network; more wait for the desk
STREET_KEPT = 30  # a day from one network; more are asked to phone


@transaction.atomic
def enquire(
    asker: ToldOf,
    others: Sequence[ToldOf],
    wanted: Wanted,
    *,
    now: datetime,
    by: User | None = None,
    checked: bool = True,
) -> Enquiry:
    """Take an enquiry in. Its check is made by the worker and released two seconds from now.

    `checked` is False where too many came from one place: then a person looks first.
    """
    card = _card(asker, now)
    enquiry = Enquiry(
        key=DataKey.new(), card=card, made_by=by, kind=wanted.kind, language=wanted.language,
        source=Enquiry.Source.HOUSE if by else Enquiry.Source.PUBLIC,
        asked_for=_asked_for(wanted),
        may_tell=wanted.may_tell, asked_at=now, release_at=now + RELEASED_AFTER,
        ends_on=(now + KEPT_FOR).date(),
        state=Enquiry.State.RECEIVED if checked else Enquiry.State.WAITS,
        waits_for="" if checked else Enquiry.Waits.LIMIT,
    )  # fmt: skip
    enquiry.seal(wishes=wanted.wishes)
    enquiry.save(force_insert=True)
    here = _name(enquiry, card, asker, SELF, now)
    for other in others:
        there = _name(enquiry, _card(other, now), other, other.relation, now)
        join(there, other.relation, here, enquiry=enquiry)
    _places(enquiry, here, {**wanted.places, "employer": asker.employer})
    audit.record("enquiry taken in", now=now, actor=by or "", subject=enquiry)
    enqueue("screening.check", due_at=now, enquiry=enquiry.pk)
    return enquiry


def _asked_for(wanted: Wanted) -> Therapist | None:
    return Therapist.objects.filter(pk=wanted.asked_for).first() if wanted.asked_for else None


def _card(told: ToldOf, now: datetime) -> Card:
    """Make the card of somebody named: what was told, and nothing that was not."""
    kinds = CardName.Kind
    given, surname = split_name(told.name)
    names = {kinds.GIVEN: given, kinds.FAMILY: surname, kinds.FORMER: told.former}
    card = new_card(
        Card.HeldBy.ENQUIRY,
        now=now,
        name=told.name,
        names={str(kind): name for kind, name in names.items() if name},
        birth=told.born,
    )
    ways = ContactPoint.Kind
    for kind, value in (
        (ways.PHONE, told.phone),
        (ways.EMAIL, told.email),
        (ways.POST, told.where),
    ):
        if value:
            point = ContactPoint(card=card, kind=kind)
            point.seal(value=value, safe_when=told.safe_when)
            point.save(force_insert=True)
    return card


def _name(enquiry: Enquiry, card: Card, told: ToldOf, relation: str, now: datetime) -> Node:
    named = Named(
        enquiry=enquiry, card=card, relation=relation, asked_at=now, ends_on=enquiry.ends_on
    )
    named.seal(employer=told.employer)
    named.coarse = coarse(normalise(person_on(card)), card)
    named.save(force_insert=True)
    return index.put(card, now)


def coarse(compared: Compared, card: Card) -> int:
    """Return the coarse key of a name; of a name that says nothing, one that nothing shares."""
    if not (compared.given or compared.surname):
        compared = Compared(given=card.pk.hex, surname=card.pk.hex)
    return coarse_key(compared, index.offers_secret())


def _places(enquiry: Enquiry, here: Node, places: dict[str, str]) -> None:
    for kind, name in places.items():
        place = index.place_node(kind, name)
        if place is not None:
            join(here, PLACES[kind], place, enquiry=enquiry)


# Limits.


def may_be_checked(by: User, now: datetime) -> bool:
    """Say whether a coordinator is within what one person enters in a day."""
    today = Enquiry.objects.filter(made_by=by, asked_at__gt=now - A_DAY)
    return today.count() < HOUSE_CHECKS


def knock(network: str, now: datetime) -> int:
    """Note that a network sent an enquiry; returns how many came from it within a day before.

    Only a keyed hash of the network is kept, for a day.
    """
    key = keyring.ring().derived("enquiries")
    place = primitives.lookup_hash(key, network)
    before = Knock.objects.filter(place=place, at__gt=now - A_DAY).count()
    Knock.objects.create(place=place, at=now)
    return before
