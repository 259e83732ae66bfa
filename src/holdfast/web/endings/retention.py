"""How long a record is kept: by place, kind of record, and whether somebody was of age.

Plain values in, plain values out, no Django: a rule package of its own would hold this one module
(see docs/decisions/retention.md). The data say where each line comes from and how far it was
looked up. Days are counted as ethics clocks are: over on the day of the month on which they began;
what began on 29 February is over on 1 March where there is no such day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

Kind = Literal["record", "process", "enquiry", "concern", "audit"]
KINDS: tuple[Kind, ...] = ("record", "process", "enquiry", "concern", "audit")
SCHEMA = "holdfast/retention/1"


class BrokenRules(ValueError):
    """The data cannot be used; the message names the line and what would be right."""


@dataclass(frozen=True)
class Minor:
    """For somebody not of age at the end: until an age, or years after coming of age.

    Where it ended in the year of age `if_ended_at`, `or_age` counts in place of `until_age`.
    """

    until_age: int | None = None
    or_age: int | None = None
    if_ended_at: int | None = None
    after_age: int | None = None


@dataclass(frozen=True)
class Rule:
    """One line of the data: a kind of record in a place."""

    kind: Kind
    months: int
    counts_from: Literal["end", "last_contact"]
    source: str
    checked: Literal["verified", "secondary", "memory"]
    url: str = ""
    minor: Minor | None = None


@dataclass(frozen=True)
class Place:
    """A place with its rules."""

    id: str
    name: str
    of_age: int
    rules: Mapping[str, Rule]


@dataclass(frozen=True)
class Kept:
    """How long something is kept: the first day on which it no longer has to be, and why.

    `because` is "years" or "minor". `on` is None where no rule is known or a birth is missing that
    decides: then a person does.
    """

    rule: Rule | None
    on: date | None
    because: Literal["years", "minor", "no_rule", "birth_unknown"]

    def is_over(self, day: date) -> bool:
        """Whether it no longer has to be kept on a day."""
        return self.on is not None and self.on <= day

    def is_early(self, day: date) -> bool:
        """Whether it has to be kept longer than a day; not where nothing known decides."""
        return self.on is not None and self.on > day


def kept(
    place: Place | None,
    kind: Kind,
    *,
    ended_on: date,
    last_contact_on: date | None = None,
    born: date | None = None,
    may_be_minor: bool = False,
) -> Kept:
    """Say until when one person's records of a kind have to be kept.

    `born` is the latest day that what is known of the birth allows. Without it, `may_be_minor`
    says that the record speaks of somebody who was perhaps not of age.

    >>> gb = places()["GB"]
    >>> kept(gb, "record", ended_on=date(2026, 2, 17), born=date(1988, 5, 9)).on
    datetime.date(2033, 2, 17)
    >>> kept(gb, "record", ended_on=date(2026, 2, 17), born=date(2012, 5, 9)).on
    datetime.date(2037, 5, 9)
    """
    rule = place.rules.get(kind) if place else None
    if place is None or rule is None:
        return Kept(None, None, "no_rule")
    begun = ended_on
    if rule.counts_from == "last_contact" and last_contact_on is not None:
        begun = max(ended_on, last_contact_on)
    usual = after(begun, rule.months)
    if rule.minor is None:
        return Kept(rule, usual, "years")
    if born is None:
        return Kept(rule, None, "birth_unknown") if may_be_minor else Kept(rule, usual, "years")
    longer = _as_minor(rule.minor, born, ended_on, place.of_age)
    if longer is not None and longer > usual:
        return Kept(rule, longer, "minor")
    return Kept(rule, usual, "years")


def _as_minor(minor: Minor, born: date, ended_on: date, of_age: int) -> date | None:
    if after(born, of_age * 12) <= ended_on:
        return None
    if minor.after_age is not None:
        return after(born, (of_age + minor.after_age) * 12)
    if minor.until_age is None:
        return None
    at_end = age(born, ended_on)
    is_last_year = minor.or_age is not None and at_end == minor.if_ended_at
    years = minor.or_age if is_last_year and minor.or_age is not None else minor.until_age
    return after(born, years * 12)


def age(born: date, on: date) -> int:
    """Return somebody's age in whole years on a day.

    >>> age(date(2008, 2, 29), date(2026, 2, 28))
    17
    """
    years = on.year - born.year
    return years if after(born, years * 12) <= on else years - 1


def after(begun: date, months: int) -> date:
    """Return the day so many months later; 1 March for a day that February lacks.

    >>> after(date(2024, 2, 29), 84)
    datetime.date(2031, 3, 1)
    """
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    try:
        return date(year, month + 1, begun.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def for_country(country: str) -> Place | None:
    """Return the rules of a country (ISO 3166), None where none are known."""
    return places().get(country.upper())


@cache
def places() -> Mapping[str, Place]:
    """Return the places that are known."""
    text = resources.files("holdfast.web.endings").joinpath("data/retention.yaml").read_text()
    return read(text)


def read(text: str) -> Mapping[str, Place]:
    """Read the data; raises BrokenRules."""
    told = yaml.safe_load(text)
    if told.get("schema") != SCHEMA:
        raise BrokenRules(f"The schema is {told.get('schema')!r}; known is {SCHEMA!r}.")
    return {p["id"]: _place(p) for p in told["places"]}


def _place(told: Mapping[str, Any]) -> Place:
    rules = [_rule(told["id"], line) for line in told["rules"]]
    return Place(told["id"], told["name"], told["of_age"], {rule.kind: rule for rule in rules})


def _rule(place: str, told: Mapping[str, Any]) -> Rule:
    if told["kind"] not in KINDS:
        raise BrokenRules(f"{place}: kind {told['kind']!r}; known are {', '.join(KINDS)}.")
    if told["checked"] not in ("verified", "secondary", "memory"):
        raise BrokenRules(f"{place}, {told['kind']}: checked {told['checked']!r} is no level.")
    if told["from"] not in ("end", "last_contact"):
        raise BrokenRules(f"{place}, {told['kind']}: from is end or last_contact.")
    months = told.get("months", 0) + 12 * told.get("years", 0)
    if months <= 0:
        raise BrokenRules(f"{place}, {told['kind']}: say years or months above zero.")
    minor = Minor(**told["minor"]) if "minor" in told else None
    return Rule(
        told["kind"], months, told["from"], told["source"], told["checked"],
        told.get("url", ""), minor,
    )  # fmt: skip
