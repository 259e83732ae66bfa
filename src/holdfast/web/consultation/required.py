"""How much supervision a body asks for in a month, and how much of what took place counts.

Values in, values out. The data say where each number was read and how. Only what is sure is
counted: of a session among peers it is not noted how many sat, and each body shares that time out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import yaml

SCHEMA = "holdfast/supervision-hours/1"
MONTHS = 4


class BrokenHours(ValueError):
    """The data cannot be used; the message names the line and what would be right."""


@dataclass(frozen=True)
class Asked:
    """What a body asks for: so many minutes in each month, of whom, and where that was read."""

    name: str
    minutes_a_month: int
    of_whom: str
    half_up_to: int
    url: str
    read: str
    read_on: date


@dataclass(frozen=True)
class Attended:
    """One session of a supervisee: on a day, of a kind, so many minutes, with how many of them."""

    on: date
    kind: str
    minutes: int
    there: int = 1


@dataclass(frozen=True)
class Month:
    """What counts of one month, held against what is asked for."""

    begins: date
    counted: int
    short: int


def counts(one: Attended, half_up_to: int) -> int:
    """Return the minutes of a session that count for one of those who sat in it.

    >>> counts(Attended(date(2026, 2, 3), "group", 120, there=4), half_up_to=4)
    60
    >>> counts(Attended(date(2026, 2, 3), "group", 120, there=6), half_up_to=4)
    20
    """
    if one.kind == "individual":
        return one.minutes
    if one.kind != "group":
        return 0
    return one.minutes // (2 if one.there <= half_up_to else one.there)


def by_month(asked: Asked, sat: Iterable[Attended], on: date) -> list[Month]:
    """Hold the last months against what a body asks for, this one first; none lends to another."""
    minutes = dict.fromkeys(last_months(on), 0)
    for one in sat:
        if (begins := one.on.replace(day=1)) in minutes:
            minutes[begins] += counts(one, asked.half_up_to)
    wanted = asked.minutes_a_month
    return [Month(begins, got, max(0, wanted - got)) for begins, got in minutes.items()]


def last_months(on: date) -> list[date]:
    """Return the first days of the last months, that of `on` first."""
    count = on.year * 12 + on.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(count, count - MONTHS, -1)]


def asked_by(families: Collection[str]) -> list[Asked]:
    """Return what the bodies of some families of codes ask for; nothing of one without a number."""
    return [asked for family, asked in shipped_hours().items() if family in families]


@cache
def shipped_hours() -> Mapping[str, Asked]:
    """Return the numbers that are known, by the family of the code."""
    place = resources.files("holdfast.web.consultation") / "data/supervision_hours.yaml"
    return read(place.read_text("utf-8"))


def read(text: str) -> Mapping[str, Asked]:
    """Read the data; raises BrokenHours."""
    told = yaml.safe_load(text)
    if told.get("schema") != SCHEMA:
        raise BrokenHours(f"The schema is {told.get('schema')!r}; known is {SCHEMA!r}.")
    found = {family: Asked(**line) for family, line in told["bodies"].items()}
    for family, asked in found.items():
        if asked.minutes_a_month <= 0 or not asked.url or not asked.read:
            raise BrokenHours(f"{family}: say minutes above zero, its url, and where it was read.")
    return found
