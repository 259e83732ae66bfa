"""The terms of one agreement, gathered, and their form as a YAML file.

Every term may be absent: a draft grows term by term. What may not be missing when it is signed is
another question, answered in `required`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from . import form
from .contact import (
    Contact,
    Emergencies,
    Gifts,
    Outside,
    Recording,
    SelfDisclosure,
    SocialMedia,
    Touch,
)
from .form import Between, InvalidForm, Problem
from .meeting import Breaks, Course, Ending, Frequency, Incapacity, Length, Place, Remote, Review
from .money import Cancellation, Fee
from .trust import (
    Concerns,
    Confidentiality,
    Guardian,
    Knowledge,
    Others,
    Records,
    Sharing,
    Supervision,
    Work,
)

AGREEMENT_SCHEMA = "holdfast/agreement/1"
Kind = Literal["individual", "couple", "family", "group"]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """All that is agreed. None: not spoken of yet."""

    kind: Kind = "individual"
    zone: Annotated[str, "IANA time zone in which hours and sessions are meant"] = "Europe/London"
    work: Work | None = None
    frequency: Frequency | None = None
    length: Length | None = None
    course: Course | None = None
    place: Place | None = None
    remote: Remote | None = None
    fee: Fee | None = None
    cancellation: Cancellation | None = None
    contact: Contact | None = None
    emergencies: Emergencies | None = None
    social_media: SocialMedia | None = None
    gifts: Gifts | None = None
    outside: Outside | None = None
    touch: Touch | None = None
    self_disclosure: SelfDisclosure | None = None
    recording: Recording | None = None
    confidentiality: Confidentiality | None = None
    sharing: Sharing | None = None
    others: Others | None = None
    supervision: Supervision | None = None
    knowledge: Knowledge | None = None
    records: Records | None = None
    guardian: Guardian | None = None
    breaks: Breaks | None = None
    incapacity: Incapacity | None = None
    ending: Ending | None = None
    review: Review | None = None
    concerns: Concerns | None = None

    def __post_init__(self) -> None:
        try:
            known_zone(self.zone)
        except ValueError as wrong:
            raise InvalidForm((Problem("zone", self.zone, str(wrong)),)) from None


# The names of the terms in the order in which they are shown.
TERM_NAMES = tuple(field.name for field in fields(Terms))[2:]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """One version: what was agreed, and the first day on which it holds."""

    version: Annotated[int, Between(1, 9999)] = 1
    in_force: Annotated[date, "the first day, in the zone of the terms"]
    terms: Terms


def known_zone(name: str) -> ZoneInfo:
    """Return the zone called `name`; ValueError says what would be right."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        raise ValueError(
            f"there is no time zone “{name[:40]}”; write for example Europe/Berlin."
        ) from None


def read_terms(data: Mapping[str, object]) -> Terms:
    """Return the terms that the mapping holds (a web form, a stored JSON value).

    Raises InvalidForm, whose `problems` name each key by its path, such as `fee.amount`.
    """
    return form.read(Terms, data)


def write_terms(terms: Terms) -> dict[str, Any]:
    """Return the terms as plain values for JSON or YAML; `read_terms` is its inverse.

    A term that is spoken of with every default is kept as an empty mapping.
    """
    plain: dict[str, Any] = form.write(terms)
    return plain


def read_agreement(data: object) -> Agreement:
    """Return the agreement that one document holds, schema line included."""
    if not isinstance(data, Mapping) or data.get("schema") != AGREEMENT_SCHEMA:
        found = data.get("schema") if isinstance(data, Mapping) else None
        says = f"the file must say its schema; write “schema: {AGREEMENT_SCHEMA}” as first line."
        raise InvalidForm((Problem("schema", found, says),))
    return form.read(Agreement, {key: data[key] for key in data if key != "schema"})


def write_agreement(agreement: Agreement) -> dict[str, Any]:
    """Return the agreement as the plain values of one document, schema line first."""
    return {"schema": AGREEMENT_SCHEMA, "version": agreement.version, **form.write(agreement)}


def agreement_schema() -> dict[str, Any]:
    """Return the JSON Schema of an agreement document."""
    return form.schema(Agreement, title="A frame that was agreed", name=AGREEMENT_SCHEMA)


def in_force(agreements: Sequence[Agreement], day: date) -> Agreement | None:
    """Return the version that holds on `day`: the last begun; None before the first."""
    begun = [agreement for agreement in agreements if agreement.in_force <= day]
    return max(begun, key=lambda agreement: (agreement.in_force, agreement.version), default=None)
