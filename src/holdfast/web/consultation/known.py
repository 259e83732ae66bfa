"""Everything on record that would tell who somebody is, for replacing it by neutral words.

Of the therapy in question everything counts, however it is written; of the therapist's other
clients, and of colleagues, names and contact points where they are written as such. A handful of
queries, whatever their number.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.frame import write_terms
from holdfast.web.accounts.models import CLIENTS_SIDE, Grant, User
from holdfast.web.consultation.masking import Known, tell_tale
from holdfast.web.frame.models import Draft, newest_in_force
from holdfast.web.practice.models import (
    Assignment,
    Card,
    ContactPoint,
    Credential,
    Participant,
    Practice,
    Therapy,
)
from holdfast.web.screening.models import Circle

PLACES = (ContactPoint.Kind.POST,)
LETTERS = "ABCDEFGHJKLMN"


def on_record(asker: User, therapy: Therapy | None, now: datetime) -> tuple[Known, ...]:
    """Return what stands on record about everybody this therapist knows of."""
    own = list(Therapy.objects.own_of(asker, now).with_keys())
    if therapy is not None:
        own = [therapy, *(one for one in own if one.pk != therapy.pk)]
    asked = therapy.pk if therapy else None
    return (
        *_of_people(own, asked),
        *_of_agreements(own, asked),
        *_of_own_circle(asker, now),
        *_of_the_practice(asker, own, asked),
        *(Known(one.code, _("a code")) for one in own),
    )


def _of_people(therapies: Sequence[Therapy], asked: UUID | None) -> Iterator[Known]:
    by_key = {t.pk: t for t in therapies}
    rows = Participant.objects.filter(therapy__in=by_key).select_related("card__key", "user__key")
    whole = rows.prefetch_related(
        "card__names", "card__contact_points", "card__emergency_contacts"
    ).order_by("since", "id")
    seen: dict[UUID, int] = defaultdict(int)
    clients: dict[UUID, int] = defaultdict(int)
    people = list(whole)
    for person in people:
        clients[person.therapy_id] += person.role == Participant.Role.CLIENT
    for person in sorted(people, key=lambda one: one.therapy_id != asked):
        person.therapy = by_key[person.therapy_id]
        mine = person.therapy_id == asked
        number = seen[person.therapy_id]
        seen[person.therapy_id] += person.role == Participant.Role.CLIENT
        who = _called(person, number, clients[person.therapy_id]) if mine else _("another client")
        yield from _of_person(person, who, loose=mine)


def _called(person: Participant, number: int, clients: int) -> str:
    if person.role == Participant.Role.GUARDIAN:
        return _("the guardian")
    if clients < 2:
        return _("the client")
    return _("client {letter}").format(letter=LETTERS[number % len(LETTERS)])


def _of_person(person: Participant, who: str, *, loose: bool) -> Iterator[Known]:
    card = person.card
    names = [card.text("name")]
    for row in card.names.all():
        row.card = card
        names.append(row.text("value"))
    if person.user:
        names.append(person.user.shown_name)
    yield from (Known(name, who, loose) for name in names if name)
    if person.user:  # after the names: an address often begins with one
        yield Known(person.user.text("address"), _("an e-mail address"), parts=False)
    yield from _of_card(card, loose=loose)
    for field in ("whereabouts", "safety"):
        yield from _in_passing(person.text(field))


def _of_card(card: Card, *, loose: bool) -> Iterator[Known]:
    for point in card.contact_points.all():
        point.card = card
        place = point.kind in PLACES
        said = _("a place") if place else _("a contact point")
        yield Known(point.text("value"), said, parts=place)
        yield from _in_passing(point.text("safe_when"))
    for contact in card.emergency_contacts.all():
        contact.card = card
        yield Known(contact.text("name"), _("somebody close"), loose)
        yield Known(contact.text("phone"), _("a contact point"))
        yield from _in_passing(contact.text("relation"))
    yield Known(card.text("birth"), _("a date of birth"), parts=False)
    yield Known(card.text("birth")[:4], _("a year"))
    for field in ("language", "pronouns", "note"):
        yield from _in_passing(card.text(field))


def _in_passing(text: str) -> Iterator[Known]:
    """Yield what a free text names, as it is written there: with its capital."""
    yield from (Known(word, _("[left out]"), loose=False) for word in tell_tale(text))


def _of_agreements(therapies: Sequence[Therapy], asked: UUID | None) -> Iterator[Known]:
    here = [t for t in therapies if t.pk == asked]
    terms = [row.as_terms() for row in newest_in_force(here).values()]
    for draft in Draft.objects.filter(therapy__in=here):
        draft.therapy = here[0]
        terms.append(draft.as_terms())
    for one in terms:
        people = one.others.people if one.others else ()
        yield from (Known(p.name, _("somebody involved")) for p in people if p.name)
        if one.supervision and one.supervision.supervisor:
            yield Known(one.supervision.supervisor, _("a colleague"))
        if one.place and one.place.address:
            yield Known(one.place.address, _("a place"))
        for text in _texts(write_terms(one)):
            yield from _in_passing(text)


def _of_own_circle(asker: User, now: datetime) -> Iterator[Known]:
    """Yield whom and what the therapist has declared to be close to; others' they may not read."""
    for row in Circle.objects.visible_to(asker, now).with_keys():
        place = row.kind in Circle.PLACES
        who = _("a place") if place else _("somebody the therapist knows")
        yield Known(row.card.shown_name, who, loose=False)


def _texts(value: object) -> Iterator[str]:
    """Yield every text that stands anywhere in written terms."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


def _of_the_practice(
    asker: User, therapies: Sequence[Therapy], asked: UUID | None
) -> Iterator[Known]:
    seats = Assignment.objects.filter(therapy=asked).values_list("therapist__user", flat=True)
    mine = {asker.pk, *seats}
    staff = Grant.objects.exclude(role__in=CLIENTS_SIDE).values("user")
    for user in User.objects.filter(pk__in=staff).select_related("key"):
        who = _("the therapist") if user.pk in mine else _("a colleague")
        yield Known(user.shown_name, who, loose=user.pk in mine)
        yield Known(user.text("address"), _("an e-mail address"), parts=False)
    for number in Credential.objects.filter(therapist__user__in=mine).values_list(
        "number", flat=True
    ):
        yield Known(number, _("a number"), parts=False)
    yield Known(Practice.get().name, _("the practice"), loose=False, parts=False)
