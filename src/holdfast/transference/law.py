"""What the law of a place does with process notes: statements with sources, never advice.

Facts live in `data/places.yaml`, each with how far it was checked. For a place that is not there
the answer is empty, and the page says that we have not read its law; no rule is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

SCHEMA = "holdfast/process-note-law/1"
Access = Literal["yes", "no", "limited", "unclear"]
Checked = Literal["seen", "summary", "memory"]

EU_CODES = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
EU = frozenset(EU_CODES.split())
_KEYS = {"id", "in", "law", "client_access", "says", "source", "checked", "note"}


@dataclass(frozen=True)
class Statement:
    """One thing the law of a place says about process notes.

    `places` are ISO 3166 codes or "EU". `client_access`: does this law let the client see the
    notes? `checked`: was the wording itself seen, a summary, or neither (`memory`)? `note` says
    what was not looked at. `as_of` is the day on which the whole list was last gone through.
    """

    id: str
    places: frozenset[str]
    law: str
    client_access: Access
    says: str
    source: str
    checked: Checked
    note: str
    as_of: date


@cache
def statements() -> tuple[Statement, ...]:
    """Return every statement that is shipped."""
    path = files("holdfast.transference") / "data" / "places.yaml"
    return parse_statements(yaml.safe_load(path.read_text(encoding="utf-8")))


def parse_statements(data: Mapping[str, object]) -> tuple[Statement, ...]:
    """Check the content of the data file; raise ValueError naming what is unknown or missing."""
    if data.get("schema") != SCHEMA:
        raise ValueError(f"schema is {data.get('schema')!r}; it should be {SCHEMA!r}")
    as_of, rows = data.get("as_of"), data.get("statements")
    if not isinstance(as_of, date) or not isinstance(rows, list):
        raise ValueError("as_of (a date) and statements (a list) are needed")
    return tuple(_statement(row, as_of) for row in rows)


def _statement(row: dict[str, Any], as_of: date) -> Statement:
    name = row.get("id")
    if set(row) != _KEYS:
        raise ValueError(f"{name!r}: unknown or missing {sorted(set(row) ^ _KEYS)}")
    for key, allowed in (("checked", get_args(Checked)), ("client_access", get_args(Access))):
        if row[key] not in allowed:
            raise ValueError(f"{name!r}: {key} is {row[key]!r}; it is {', '.join(allowed)}")
    values = {key: value for key, value in row.items() if key != "in"}
    return Statement(places=frozenset(row["in"]), as_of=as_of, **values)


def law_in(place: str) -> tuple[Statement, ...]:
    """Return what is known for `place`, an ISO 3166 code such as "US", "US-IL" or "DE".

    A subdivision brings what holds in its country, a member state what holds in the EU; the most
    particular comes first. Empty: we have not read the law of that place.
    """
    country = place.upper().split("-")[0]
    order = [place.upper(), country, "EU" if country in EU else country]
    found = [s for code in order for s in statements() if code in s.places]
    return tuple(dict.fromkeys(found))


def places_known() -> frozenset[str]:
    """Return the codes for which there is at least one statement, EU states included."""
    named = frozenset(code for s in statements() for code in s.places)
    return (named - {"EU"}) | EU
