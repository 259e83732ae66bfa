"""Which therapists may be offered, so that the list tells nothing about who is a client.

A list of everybody who is free and not tied gives a tie away to whoever asks often enough. So
each person named leaves out one therapist whether there is a tie or not: the tied one, or else
one that a keyed hash of a coarse form of the name fixes. Asking again, with the same name or one
spelt nearly so, leaves out the same therapist. A list once given stays as given, and a person
named by the same source in a third enquiry within a year waits for a person to look.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from holdfast.screening.keys import digest
from holdfast.screening.nicknames import formal
from holdfast.screening.normalise import telling
from holdfast.screening.person import Compared
from holdfast.screening.phonetic import sound

MOST_ENQUIRIES = 2  # a year from one source that may name a person before somebody looks


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody an enquiry names, the person who asks included.

    `coarse` is `coarse_key` of the name, or of another spelling that was named first; `tied` are
    therapists tied to the person (any reason), or left out for them before; `earlier` counts the
    other enquiries of the last 365 days that came from where this one does and name the person.
    """

    coarse: int
    tied: frozenset[int] = frozenset()
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Offers:
    """The therapists that may be offered, or that the enquiry waits for the conflict desk."""

    offered: frozenset[int]
    waits: bool


def coarse_key(person: Compared, secret: bytes) -> int:
    """Return the keyed hash of how a name roughly sounds.

    The given name counts by the first letter of its formal form, so that Bob and Robert, or
    Mike and M., mostly fall together; the surname by the beginning of its sound. Coarser would let
    somebody compare two names of one class, finer two spellings of one name. Where spellings are
    compared as well, as the application does, the finer ones fall together.
    """
    surname = telling(person.surname or person.former)
    parts = (formal(person.given.partition(" ")[0])[:1], sound(surname[-1])[:3] if surname else "")
    return digest(secret, [("offer", " ".join(parts))])[0]


def left_out(coarse: int, therapists: Collection[int], secret: bytes) -> int:
    """Return the therapist whom a coarse name leaves out when there is no tie.

    Each therapist draws a number from the name and the lowest goes (rendezvous hashing, Thaler
    and Ravishankar 1996): one who joins or leaves changes the choice for few names.
    """

    def drawn(therapist: int) -> bytes:
        message = f"{coarse} {therapist}".encode()
        return hashlib.blake2b(message, digest_size=8, key=secret, person=b"left out").digest()

    return min(sorted(therapists), key=drawn)


def offers(
    therapists: Collection[int],
    suitable: Collection[int],
    named: Iterable[Named],
    secret: bytes,
    given: frozenset[int] | None = None,
) -> Offers:
    """Return who of the `suitable` may be offered.

    `therapists` is everybody who works in the practice, `suitable` those who are free and fit for
    what is asked. `given` is the list that this enquiry was given before, if it was: it stays.
    Raises ValueError if somebody is suitable who is not a therapist here.
    """
    strangers = sorted(set(suitable) - set(therapists))
    if strangers:
        raise ValueError(f"suitable but not among the therapists: {strangers}")
    if given is not None:
        return Offers(given, waits=False)
    everybody = list(named)
    if any(person.earlier >= MOST_ENQUIRIES for person in everybody):
        return Offers(frozenset(), waits=True)
    out: set[int] = set()
    for person in everybody if therapists else ():
        out |= person.tied or {left_out(person.coarse, therapists, secret)}
    return Offers(frozenset(suitable) - out, waits=False)
