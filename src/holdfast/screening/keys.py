"""Keys under which a person is found again: hashes that say nothing without the index key.

A key joins two coarse facts (how a name sounds and a postcode, say), so that each list of
persons stays short and every combination of known fields finds its way. Words of a name are
taken without their order: given name and surname may have changed places. A key is eight bytes
of BLAKE2b (RFC 7693), keyed, with a tag for each kind, as a signed integer that fits a database
column. Who holds the index key can try names against the keys; who holds the table alone cannot.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from holdfast.screening.births import is_whole
from holdfast.screening.nicknames import variants
from holdfast.screening.normalise import telling
from holdfast.screening.person import Compared
from holdfast.screening.phonetic import sound
from holdfast.screening.record import Record

SHORTEST_SECRET = 16  # bytes
MOST_WORDS = 3  # of given names, and of surnames, that make keys
FREQUENCY_FIELDS = ("given", "surname", "home", "suburb", "postcode", "phone", "email", "employer")

Fact = tuple[str, str]  # tag, value


def digest(secret: bytes, facts: Iterable[Fact]) -> list[int]:
    """Return one keyed hash for each fact; equal facts give equal hashes.

    `secret` is the index key, 16 to 64 bytes; ValueError for another length.
    """
    if not SHORTEST_SECRET <= len(secret) <= hashlib.blake2b.MAX_KEY_SIZE:
        raise ValueError(
            f"an index key of {len(secret)} bytes; it needs {SHORTEST_SECRET} to 64 random bytes, "
            "for example secrets.token_bytes(32)"
        )
    keys = []
    for tag, value in facts:
        state = _keyed(secret, tag).copy()  # half the price of a new one
        state.update(value.encode())
        keys.append(int.from_bytes(state.digest(), "big", signed=True))
    return keys


@lru_cache(maxsize=256)
def _keyed(secret: bytes, tag: str) -> "hashlib.blake2b":
    return hashlib.blake2b(digest_size=8, key=secret, person=tag.encode())


def frequency_facts(record: Record) -> list[Fact]:
    """Return the values of a record whose frequency counts (a shared Smith says less)."""
    pairs = ((name, getattr(record, name)) for name in FREQUENCY_FIELDS)
    return [(f"#{name}", value) for name, value in pairs if value]


def frequency_keys(record: Record, secret: bytes) -> dict[str, int]:
    """Return a key for each field whose frequency counts and that is known."""
    facts = frequency_facts(record)
    return {tag[1:]: key for (tag, _), key in zip(facts, digest(secret, facts), strict=True)}


def index_keys(person: Compared, secret: bytes) -> list[int]:
    """Return the keys under which a person is stored, without repeats."""
    return digest(secret, dict.fromkeys(_stored_facts(person)))


def query_keys(person: Compared, secret: bytes) -> list[int]:
    """Return the keys under which a person is looked for: nicknames and near years as well."""
    facts = dict.fromkeys(_stored_facts(person))
    facts.update(dict.fromkeys(_nickname_facts(person)))
    facts.update(dict.fromkeys(_near_year_facts(person)))
    return digest(secret, facts)


def _given(person: Compared) -> list[str]:
    words = [word for word in person.given.split() if len(word) > 1]
    return (words or person.given.split())[:MOST_WORDS]


def _surnames(person: Compared) -> list[str]:
    words = telling(person.surname)[:MOST_WORDS] + telling(person.former)[:MOST_WORDS]
    if " " in person.surname:  # Vanderberg for van der Berg
        words.append(person.surname.replace(" ", ""))
    return list(dict.fromkeys(words))


def _sounds(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sound(word) for word in words))


def _stored_facts(person: Compared) -> Iterator[Fact]:
    given, surnames = _given(person), _surnames(person)
    names = _sounds(given[:2] + surnames[:4])
    yield from _name_facts(given[:2], surnames)
    yield from (("surname", word) for word in surnames)
    yield from _birth_facts(person.birth, names)
    yield from _place_facts(person, names)
    if person.phone:
        yield "phone", person.phone
    if person.email:
        yield "email", person.email.partition("@")[0]
    firm = sorted(person.employer.split(), key=len, reverse=True)[:2]
    yield from (("employer", f"{name} {sound(word)}") for name in names for word in firm)


def _pair(one: str, other: str) -> str:
    return f"{one} {other}" if one < other else f"{other} {one}"


def _name_facts(given: list[str], surnames: list[str]) -> Iterator[Fact]:
    for one in given:
        for other in surnames:
            yield "names", _pair(sound(one), sound(other))
            yield "initial", f"{one[0]} {sound(other)}"
            yield "initial", f"{other[0]} {sound(one)}"


def _birth_facts(birth: str, names: list[str]) -> Iterator[Fact]:
    year, month, day = birth[:4], birth[4:6], birth[6:]
    if is_whole(birth):
        yield "birth", year + _pair(month, day)
    if birth and year != "0000":
        yield from (("year", f"{name} {year}") for name in names)
    if birth and "00" not in (month, day):
        yield from (("day", f"{name} {_pair(month, day)}") for name in names)


def _place_facts(person: Compared, names: list[str]) -> Iterator[Fact]:
    if person.postcode:
        yield from (("postcode", f"{name} {person.postcode}") for name in names)
    if person.suburb:
        suburb = sound(person.suburb.replace(" ", ""))
        yield from (("suburb", f"{name} {suburb}") for name in names)
    numbers, _, street = person.street.rpartition(" ")
    if numbers:
        yield "street", f"{numbers} {sound(street)}"
        yield "door", f"{numbers} {person.postcode or person.suburb}"
    elif street and (person.postcode or person.suburb):  # a house that has a name, no number
        yield "house", f"{sound(street)} {person.postcode or person.suburb}"


def _nickname_facts(person: Compared) -> Iterator[Fact]:
    for given in _given(person)[:2]:
        for other in _sounds(variants(given))[:16]:
            yield from (("names", _pair(other, sound(word))) for word in _surnames(person)[:2])


def _near_year_facts(person: Compared) -> Iterator[Fact]:
    if not person.birth or is_whole(person.birth) or person.birth[:4] == "0000":
        return
    year = int(person.birth[:4])
    for name in _sounds(_given(person)[:1] + _surnames(person)[:2]):
        yield from (("year", f"{name} {year + step:04d}") for step in (-2, -1, 1, 2))
