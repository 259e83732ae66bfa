"""What is known of a person: as it was typed, and as it is compared.

A `Person` holds the text as people gave it. A `Compared` holds the same, normalised, in twelve
short strings; it is all that an index has to keep, and it is what an application seals.
"""

from dataclasses import dataclass, fields
from typing import NamedTuple

SEPARATOR = "\x1f"  # ASCII unit separator: normalising removes it from every field


@dataclass(frozen=True, slots=True)
class Person:
    """A person as typed. Every field may be empty; several former names are parted by `;`."""

    given_name: str = ""
    surname: str = ""
    former_name: str = ""
    date_of_birth: str = ""
    street: str = ""
    suburb: str = ""
    postcode: str = ""
    state: str = ""
    phone: str = ""
    email: str = ""
    employer: str = ""


FIELDS = tuple(field.name for field in fields(Person))


class Compared(NamedTuple):
    """A person as compared: Latin lower case, no accents, "" where nothing is known.

    `given`, `surname` and `former` are words parted by one blank; `birth` is `yyyymmdd` with
    zeros for the parts that are not known; `phone` is the last nine digits; `suffix` is the
    generation ("1" senior, "2" junior, "3" the third).
    """

    given: str = ""
    surname: str = ""
    former: str = ""
    birth: str = ""
    street: str = ""
    suburb: str = ""
    postcode: str = ""
    state: str = ""
    phone: str = ""
    email: str = ""
    employer: str = ""
    suffix: str = ""


def pack(compared: Compared) -> bytes:
    """Return the compared fields as bytes, for a seal or a file."""
    return SEPARATOR.join(compared).encode()


def unpack(packed: bytes) -> Compared:
    """Return what `pack` was given; ValueError if the bytes are something else."""
    parts = packed.decode().split(SEPARATOR)
    if len(parts) != len(Compared._fields):
        raise ValueError(
            f"{len(parts)} fields where a packed person has {len(Compared._fields)}: "
            "was this written by `pack`, and opened with the right key?"
        )
    return Compared._make(parts)
