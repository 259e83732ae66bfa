"""Who signs an agreement, and as what: consent, assent, permission.

Ages are data with their source (`data/ages.yaml`); a table is not legal advice, and what was not
looked up says so. Whether a young person understands is judged by the therapist, never here.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from . import form
from .files import load
from .required import Checked

Signs = Literal["consent", "assent", "permission"]
Because = Literal["adult", "age_alone", "found_mature", "minor", "cannot_consent", "age_unknown"]


@dataclass(frozen=True, kw_only=True)
class AgeRule:
    """When a minor may agree to talking therapy alone in one place, and where that is written."""

    id: str
    name: str
    majority: int
    alone_from: int
    mature_from: int | None = None
    judged: bool
    conditions: str
    source: str
    checked: Checked


@dataclass(frozen=True, kw_only=True)
class Signing:
    """How one client's part is signed.

    `client` is consent or assent; `guardian` says whether permission by the person with authority
    is needed; `may_be_mature` says that the client could sign alone if found mature under the
    rule's conditions; `until` is the day of majority, when a guardian's place ends by itself.
    """

    client: Signs
    guardian: bool
    because: Because
    rule: AgeRule
    may_be_mature: bool = False
    until: date | None = None


@dataclass(frozen=True)
class _File:
    jurisdictions: tuple[AgeRule, ...]


@cache
def age_rules() -> tuple[AgeRule, ...]:
    """Return the rule of every place there is."""
    data = load((files(__package__) / "data" / "ages.yaml").read_text("utf-8"))[0]
    return form.read(_File, {"jurisdictions": data["jurisdictions"]}).jurisdictions


def age_rule(place: str) -> AgeRule:
    """Return the rule of a place (`GB-EAW`, `US-WA`); ValueError lists those there are."""
    for rule in age_rules():
        if rule.id == place:
            return rule
    known = ", ".join(rule.id for rule in age_rules())
    raise ValueError(f"there is no age rule for “{place[:40]}”; there are {known}.")


def birthday(born: date, age: int) -> date:
    """Return the day on which somebody reaches an age; 29 February moves to 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def who_signs(
    *,
    born: date | None,
    on: date,
    rule: AgeRule,
    can_consent: bool = True,
    found_mature: bool = False,
) -> Signing:
    """Return who signs for a client on the day `on`.

    `born` None means that the date of birth is not known; the client is then taken as an adult and
    the answer says so. `can_consent` False is an adult for whom somebody else has authority.
    `found_mature` is the therapist's own finding that the rule's conditions are met.
    """
    if born is None:
        because: Because = "age_unknown" if can_consent else "cannot_consent"
        return _signing(rule, because, not can_consent)
    majority = birthday(born, rule.majority)
    if on >= majority:
        return _signing(rule, "adult" if can_consent else "cannot_consent", not can_consent)
    if can_consent and on >= birthday(born, rule.alone_from):
        return _signing(rule, "age_alone", False, until=majority)
    mature = can_consent and _may_be_mature(born, on, rule)
    if mature and found_mature:
        return _signing(rule, "found_mature", False, mature=True, until=majority)
    return _signing(rule, "minor", True, mature=mature, until=majority)


def _may_be_mature(born: date, on: date, rule: AgeRule) -> bool:
    if rule.mature_from is not None:
        return on >= birthday(born, rule.mature_from)
    return rule.judged


def _signing(
    rule: AgeRule,
    because: Because,
    guardian: bool,
    *,
    mature: bool = False,
    until: date | None = None,
) -> Signing:
    client: Signs = "assent" if guardian else "consent"
    return Signing(
        client=client,
        guardian=guardian,
        because=because,
        rule=rule,
        may_be_mature=mature,
        until=until,
    )
