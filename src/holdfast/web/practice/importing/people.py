"""Names: one person or a couple, and who of a caseload may be meant.

People are compared only with those the person importing may see, and never made one by themselves:
a possible match is offered, a person decides.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from holdfast.web.practice.importing.fields import plain

AND = re.compile(r"\s*(?:&|\+|/|\band\b|\bund\b|\bet\b|\by\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """A therapy of the caseload: its code, its title, and the names of those who take part."""

    therapy: UUID
    code: str
    title: str
    people: tuple[str, ...]


def whole_name(cell: Mapping[str, str]) -> str:
    """Return the name of a row: as one column has it, or put together.

    "Whitfield, Dana" is turned round; a name in two columns is given name, then family name.
    """
    apart = " ".join(part for part in (cell.get("given", ""), cell.get("family", "")) if part)
    name = cell.get("client", "") or apart
    last, comma, first = name.partition(",")
    if comma and first.strip() and "," not in first and len(first.split()) <= 3:
        name = f"{first.strip()} {last.strip()}"
    return " ".join(name.split())[:120]


def couple_in(name: str) -> tuple[str, ...]:
    """Return the names of the people in one name: two or more for "Dana & Sam Okoro", else one.

    Who stands without a family name has that of the last.
    """
    parts = [part for part in AND.split(name) if part]
    if len(parts) < 2 or len(parts) > 8 or any(re.search(r"\d", part) for part in parts):
        return (name,)
    family = parts[-1].split()[-1] if len(parts[-1].split()) > 1 else ""
    return tuple(part if " " in part or not family else f"{part} {family}" for part in parts)


def candidates(name: str, known: Sequence[Known]) -> list[Known]:
    """Return the therapies whose title or one of whose people bears this name."""
    sought = plain(name)
    return [
        one
        for one in known
        if sought and (sought == plain(one.title) or sought in map(plain, one.people))
    ]


def likely(title: str, known: Sequence[Known]) -> list[Known]:
    """Return the therapies of which a calendar's title speaks: by code or by a whole name."""
    words = f" {plain(title)} "
    return [
        one
        for one in known
        if one.code in title.upper().split()
        or any(name and f" {plain(name)} " in words for name in (one.title, *one.people))
    ]
