"""A person made ready for comparing: the compared fields and what is derived from them.

The same columns feed both ways to run the model: `compare` reads them from a `Record`, Splink
reads them from the table that `columns` describes.
"""

from typing import NamedTuple

from holdfast.screening.normalise import telling
from holdfast.screening.person import Compared
from holdfast.screening.phonetic import sound


class Record(NamedTuple):
    """Columns of one person; "" or an empty set where nothing is known."""

    given: str  # first given name
    middle: str  # initial of the second
    given_words: frozenset[str]
    surname: str  # without blanks: "van der Berg" and "Vanderberg" are one
    surname_words: frozenset[str]
    surnames: frozenset[str]  # with former ones, whole and in words
    birth: str
    street: str
    number: str
    street_name: str
    suburb: str
    postcode: str
    state: str
    home: str  # street and postcode, or street and suburb
    phone: str
    email: str
    employer: str
    employer_words: frozenset[str]
    suffix: str


_NO_WORDS: frozenset[str] = frozenset()


def _street_parts(street: str) -> tuple[str, str]:
    numbers, _, last = street.rpartition(" ")
    return (street, "") if last[:1].isdigit() else (numbers, last)


def record(person: Compared) -> Record:
    """Derive what is compared. A former name stands in where no surname is known."""
    given, _, later = person.given.partition(" ")
    surname, former = person.surname or person.former, person.former
    place = person.postcode or person.suburb
    joined = surname.replace(" ", "")
    several = " " in surname
    number, street_name = _street_parts(person.street)
    return Record(
        given=given,
        middle=later[:1],
        given_words=_given_words(person.given) if later else frozenset((given,)),
        surname=joined,
        surname_words=frozenset(telling(surname)) if several else frozenset((joined,)),
        surnames=_surnames(joined, former) if former else frozenset((joined,)),
        birth=person.birth,
        street=person.street,
        number=number,
        street_name=street_name,
        suburb=person.suburb,
        postcode=person.postcode,
        state=person.state,
        home=f"{person.street}|{place}" if person.street and place else "",
        phone=person.phone,
        email=person.email,
        employer=person.employer,
        employer_words=frozenset(person.employer.split()) if person.employer else _NO_WORDS,
        suffix=person.suffix,
    )


def _given_words(given: str) -> frozenset[str]:
    return frozenset(word for word in given.split() if len(word) > 1)


def _surnames(joined: str, former: str) -> frozenset[str]:
    return frozenset((joined, former.replace(" ", ""), *telling(former)))


def spelt(word: str) -> str:
    """Return `word` if its letters can be counted as typing slips, else "".

    A slip is counted in Latin letters only: one Chinese character more or less is another name,
    and databases count bytes where Python counts characters.
    """
    return word if word.isascii() else ""


def sounds(word: str) -> str:
    """Return the sound of a name if it says enough to compare (two letters), else ""."""
    code = sound(word)
    return code if len(code) > 1 else ""
