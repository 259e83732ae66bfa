"""Which days are taken from outside: an address, a form, a list.

Beyond them a day cannot be moved by a week or told in another zone: the calendar of the program
ends in the years 1 and 9999.
"""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2200


def is_near(day: date) -> bool:
    """Whether a day lies where one can still reckon with it."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def read_day(text: str) -> date:
    """Read a day written as 2026-02-17; raises ValueError for none, and for one too far away."""
    day = date.fromisoformat(text)
    if not is_near(day):
        raise ValueError(f"{text!r} is too far away; a day is from {FIRST_YEAR} to {LAST_YEAR}.")
    return day
