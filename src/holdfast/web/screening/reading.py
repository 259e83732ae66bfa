"""From a card, as people filled it in, to a person as the rules take one."""

import re

from holdfast.screening import Person
from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Card, CardName, ContactPoint

POSTCODE = re.compile(
    r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4,6}(?:-\d{4})?)\b", re.I
)
HOUSE = re.compile(r"^\s*(?:flat|apt|unit)?\.?\s*\d|\d\s*[a-z]?\s*$", re.I)


def person_on(card: Card) -> Person:
    """Return what a card knows of a person. Names and ways to reach them are asked for once each.

    Somebody whose names are not told apart is taken by the last word as the surname.
    """
    if card.held_by == Card.HeldBy.CIRCLE and hasattr(card, "circle"):
        card.circle.card = card  # whose key is loaded already
        return card.circle.person()
    names = {row.kind: _of(card, row).text("value") for row in card.names.all()}
    points = {row.kind: _of(card, row).text("value") for row in card.contact_points.all()}
    given, surname = split_name(card.shown_name)
    kinds, ways = CardName.Kind, ContactPoint.Kind
    street, suburb, postcode = split_address(points.get(ways.POST, ""))
    return Person(
        given_name=names.get(kinds.GIVEN) or given,
        surname=names.get(kinds.FAMILY) or surname,
        former_name=names.get(kinds.FORMER, ""),
        date_of_birth=card.text("birth"),
        street=street,
        suburb=suburb,
        postcode=postcode,
        phone=points.get(ways.PHONE) or points.get(ways.TEXT, ""),
        email=points.get(ways.EMAIL, ""),
        employer=_employer(card),
    )


def person_who_works_here(user: User) -> Person:
    """Return what is known of somebody who works here: a name and an address."""
    given, surname = split_name(user.shown_name)
    return Person(given_name=given, surname=surname, email=user.text("address"))


def split_name(name: str) -> tuple[str, str]:
    """Return given names and surname; of one word alone nobody can tell which it is.

    >>> split_name("Mike van Johansen"), split_name("Okoro, Sam"), split_name("Madonna")
    (('Mike van', 'Johansen'), ('Sam', 'Okoro'), ('Madonna', ''))
    """
    before, comma, after = name.partition(",")
    if comma and after.strip():
        return after.strip(), before.strip()
    given, _, surname = name.strip().rpartition(" ")
    return (given.strip(), surname) if given else (surname, "")


def split_address(text: str) -> tuple[str, str, str]:
    """Return street, town and postcode of an address in one or several lines, as far as it says.

    >>> split_address("14 Main St, Leeds LS1 4DJ"), split_address("Leeds")
    (('14 Main St', 'Leeds', 'LS1 4DJ'), ('', 'Leeds', ''))
    """
    parts = [part.strip() for part in re.split(r"[\n,]", text) if part.strip()]
    street = next((part for part in parts if HOUSE.search(_without_code(part))), "")
    codes = [
        found[0] for part in parts if part != street for found in [POSTCODE.search(part)] if found
    ]
    towns = [_without_code(part) for part in parts if part != street]
    town = next((each for each in towns if each), "")
    return street, town, codes[0] if codes else ""


def _without_code(part: str) -> str:
    return POSTCODE.sub("", part).strip()


def _employer(card: Card) -> str:
    if card.held_by != Card.HeldBy.ENQUIRY or not hasattr(card, "named"):
        return ""
    card.named.card = card  # whose key is loaded already
    return card.named.text("employer")


def _of(card: Card, row):  # type: ignore[no-untyped-def]
    row.card = card
    return row
