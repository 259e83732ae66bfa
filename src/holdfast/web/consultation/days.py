"""Exact days in a text, told as how long ago they were. Values in, values out."""

import re
from datetime import date
from functools import cache

from django.utils import dates
from django.utils.translation import get_language
from django.utils.translation import gettext as _

ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WEEKDAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


def without_days(text: str, on: date) -> str:
    """Return a text whose exact days are told as how long ago they were, seen from `on`."""
    pattern, months = _pattern(get_language() or "en")

    def told(match: re.Match[str]) -> str:
        return ago_words(_day(match, months, on), on)

    return pattern.sub(told, text)


def ago_words(day: date | None, on: date) -> str:
    """Say roughly how long ago a day was, or how far ahead it is."""
    if day is None:
        return _("at some time")
    past, days = day <= on, abs((on - day).days)
    if days <= 10:
        return _("some days ago") if past else _("in some days")
    if days <= 60:
        return _("some weeks ago") if past else _("in some weeks")
    if days <= 700:
        return _("some months ago") if past else _("in some months")
    return _("some years ago") if past else _("in some years")


def weekdays() -> tuple[str, ...]:
    """Name the days of the week in English and in the language in use."""
    here = [str(dates.WEEKDAYS[n]).casefold() for n in range(7)]
    return tuple(dict.fromkeys([*WEEKDAYS, *here]))


@cache
def _pattern(language: str) -> tuple[re.Pattern[str], dict[str, int]]:
    months: dict[str, int] = {}
    for number in range(1, 13):
        whole, short = str(dates.MONTHS[number]).casefold(), str(dates.MONTHS_3[number]).casefold()
        for name in (ENGLISH[number - 1], ENGLISH[number - 1][:3], whole, short.rstrip(".")):
            months.setdefault(name, number)
    months.setdefault("sept", 9)
    names = sorted(map(re.escape, months), key=len, reverse=True)
    cut = "|".join(name for name in names if len(name) < 5 and name not in ("may", "june", "july"))
    # Only a month cut short takes a full stop along; any other one ends a sentence.
    month = rf"(?:(?:{'|'.join(names)})\b(?!\.)|(?:{cut})\b\.|(?:{'|'.join(names)})\b)"
    days = "|".join(sorted((re.escape(d) for d in weekdays()), key=len, reverse=True))
    short_days = "mon|tues?|wed|thur?s?|fri|sat|sun"
    clock = r"(?:,?\s+(?:at\s+)?\d{1,2}:\d{2})?"
    nth = r"\d{1,2}(?:st|nd|rd|th|\.)?"
    forms = (
        rf"(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}}){clock}",
        rf"(?P<slashed>\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})){clock}",
        rf"(?P<d>{nth})\s+(?:of\s+)?(?P<m>{month})(?:,?\s+(?P<y>\d{{4}}))?{clock}",
        rf"(?P<m2>{month})\s+(?P<d2>{nth})(?!\d)(?:,?\s+(?P<y2>\d{{4}}))?{clock}",
        rf"(?P<m3>{month})\s+(?P<y3>\d{{4}})",
    )
    whole = rf"(?<!\w)(?:on\s+(?:the\s+)?)?(?:(?:{days}|{short_days}),?\s+(?:the\s+)?)?"
    return re.compile(f"{whole}(?:{'|'.join(forms)})(?!\\w)", re.IGNORECASE), months


def _day(match: re.Match[str], months: dict[str, int], on: date) -> date | None:
    """Return the day meant, the nearest one where the year is left out; None for no real day."""
    try:
        if iso := match["iso"]:
            return date(*map(int, iso.split("-")))
        if slashed := match["slashed"]:
            first, second, year = (int(part) for part in re.split(r"[./-]", slashed))
            day, month = (first, second) if second <= 12 else (second, first)
            return date(year + 2000 if year < 100 else year, month, day)
        name = (match["m"] or match["m2"] or match["m3"]).casefold().rstrip(".")
        number = int(re.sub(r"\D", "", match["d"] or match["d2"] or "1"))
        year_said = match["y"] or match["y2"] or match["y3"]
        if year_said:
            return date(int(year_said), months[name], number)
        near = [date(on.year + shift, months[name], number) for shift in (-1, 0, 1)]
        return min(near, key=lambda day: abs((day - on).days))
    except ValueError:
        return None
