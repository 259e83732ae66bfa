"""Dates of birth, whole or partial, as eight digits: `yyyymmdd` with zeros for what is missing."""

import re
from datetime import date
from typing import Literal

Order = Literal["dmy", "mdy"]
NOT_KNOWN = "00000000"
# Systems write these when nobody knew: the first day that they can hold, or the last.
PLACEHOLDERS = frozenset({"19000101", "18991230", "18991231", "01010101", "00010101", "11111111"})

_YEAR = re.compile(r"(?:c|ca|circa|about|abt|around|approx|~|born|b)?[. ]*(\d{4})\??$")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})$")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})$")
_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[t ][\d:.z+-]*)?$")
_LOCAL = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$")
_DIGITS = re.compile(r"\d{8}$")
_DAY_MONTH = re.compile(r"--(\d{1,2})-?(\d{1,2})$")  # ISO 8601:2000 and vCard: no year
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_NAMED = re.compile(r"(?:(\d{1,2})[. -]*)?([a-z]{3})[a-z]*[., -]+(?:(\d{1,2}),? )?(\d{4})$")


def _digits(year: str | int, month: str | int = 0, day: str | int = 0) -> str:
    return f"{int(year):04d}{int(month):02d}{int(day):02d}"


def parse_birth(text: str, order: Order = "dmy") -> str:
    """Return `text` as `yyyymmdd` with zeros for missing parts; "" if nothing can be read.

    `order` decides dates such as 03/04/1980; one that it cannot be (13th month) is turned
    round. Years of two digits are not guessed. Impossible digits are kept as typed, because a
    mistyped date still says something; placeholders such as 1900-01-01 are not.

    >>> parse_birth("1980-04-03"), parse_birth("3/4/1980"), parse_birth("April 1980")
    ('19800403', '19800403', '19800400')
    """
    text = text.strip().lower()
    if not text or not any(c.isdigit() for c in text):
        return ""
    found = _read(text, order)
    return "" if found in PLACEHOLDERS or found == NOT_KNOWN or found[:4] > "2200" else found


def _read(text: str, order: Order) -> str:
    if _DIGITS.match(text):
        return text
    if match := _ISO.match(text):
        return _digits(*match.groups())
    if match := _LOCAL.match(text):
        return _local(int(match[1]), int(match[2]), match[3], order)
    if match := _YEAR_MONTH.match(text) or _YEAR.match(text):
        return _digits(*match.groups())
    if match := _MONTH_YEAR.match(text):
        return _digits(match[2], match[1])
    if match := _DAY_MONTH.match(text):
        return _digits(0, *match.groups())
    match = _NAMED.match(text)
    if match and match[2] in _MONTHS:
        return _digits(match[4], _MONTHS[match[2]], match[1] or match[3] or 0)
    return NOT_KNOWN


def _local(first: int, second: int, year: str, order: Order) -> str:
    day, month = (first, second) if order == "dmy" else (second, first)
    if month > 12 >= day:
        day, month = month, day
    return _digits(year, month, day)


def birth_from_age(age: int, on: date) -> str:
    """Return the likeliest year of birth of somebody who is `age` years old `on` a day.

    Only a year is claimed; the comparison allows for one more or less.
    """
    if not 0 <= age <= 130:
        raise ValueError(f"an age of {age} years; it must be between 0 and 130")
    return _digits((on.year if on.month > 6 else on.year - 1) - age)


def may_be(birth: str, today: date) -> bool:
    """Whether somebody can have been born then: on a day there is, and not after `today`."""
    if birth[:4] > f"{today.year:04d}":
        return False
    if not is_whole(birth):
        return birth[4:6] <= "12"
    try:
        return date(int(birth[:4]), int(birth[4:6]), int(birth[6:])) <= today
    except ValueError:
        return False


def is_whole(birth: str) -> bool:
    """Whether year, month and day are all there."""
    return bool(birth) and birth[:4] != "0000" and birth[4:6] != "00" and birth[6:] != "00"
