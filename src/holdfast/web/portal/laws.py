"""Within what time a request is answered: data with its source."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

import yaml

ELSEWHERE = "ZZ"
SATURDAY = 5
CHECKED = frozenset({"wording", "summary", "memory"})


class InvalidLaws(Exception):
    """The data has a hole; the words say where."""


@dataclass(frozen=True)
class AccessLaw:
    """How long there is to answer somebody who asks for their record, and where that stands."""

    country: str
    months: int = 0
    days: int = 0
    working_days: int = 0
    law: str = ""
    longer: str = ""
    source: str = ""
    checked: str = "memory"
    checked_on: date | None = None

    def __post_init__(self) -> None:
        if sum(1 for each in (self.months, self.days, self.working_days) if each) != 1:
            raise InvalidLaws(f"{self.country}: give one of months, days or working_days.")
        if self.checked not in CHECKED:
            raise InvalidLaws(f"{self.country}: checked is one of {', '.join(sorted(CHECKED))}.")
        if self.checked != "memory" and not self.source:
            raise InvalidLaws(f"{self.country}: what was checked names where it was read.")

    def due(self, asked: date) -> date:
        """Return the last day on which a request of that day is to be answered.

        A month ends on the day of the same number, or on the last day of a shorter month.
        """
        if self.months:
            return _months_on(asked, self.months)
        if self.days:
            return asked + timedelta(days=self.days)
        return _working_days_on(asked, self.working_days)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _working_days_on(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


@cache
def access_laws() -> dict[str, AccessLaw]:
    """Return the laws by country; under ZZ what the practice holds itself to elsewhere."""
    data = _read("access.yaml", "holdfast/access/1")
    rows = [*data["places"], data["elsewhere"]]
    return {row["country"]: AccessLaw(**row) for row in rows}


def access_law(country: str) -> AccessLaw:
    """Return the law of a country, else what the practice holds itself to."""
    return access_laws().get(country, access_laws()[ELSEWHERE])


def _read(name: str, schema: str) -> dict[str, Any]:
    path = resources.files("holdfast.web.portal") / "data" / name
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if data.get("schema") != schema:
        raise InvalidLaws(f"{name}: schema is {data.get('schema')!r}, should be {schema!r}.")
    return data
