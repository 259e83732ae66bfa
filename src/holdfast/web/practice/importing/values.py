"""Dates, times, amounts and words as people and other software write them.

Each function returns a plain value or raises `Wrong` with a sentence that says what was wrong and
what would be right.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from holdfast.web.accounts.days import is_near
from holdfast.web.practice.importing.fields import plain

Order = Literal["day", "month", ""]
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar", "feb february februar", "mar march märz mär", "apr april",
            "may mai", "jun june juni", "jul july juli", "aug august", "sep sept september",
            "oct october okt oktober", "nov november", "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
NAMED = re.compile(
    r"(?:(\d{1,2})\.?[\s-]([^\W\d]{3,9})\.?|([^\W\d]{3,9})\.?\s(\d{1,2})),?[\s-](\d{4}|\d{2})"
)
WEEKDAY = re.compile(r"^[^\W\d]{2,9}\.?,?\s+(?=\d|[^\W\d]{3})")
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:[.,]\d+)?)?\s*([ap])?\.?m?\.?", re.I)
SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")


class Wrong(Exception):
    """A cell that cannot be read; its message says what would be right."""


@dataclass(frozen=True)
class Reading:
    """How cells are to be read: whether day or month comes first, and in which zone clocks are."""

    order: Order
    zone: str
    today: date
    currency: str


def orders_in(cells: Iterable[str]) -> set[Order]:
    """Return which orders of day and month the cells allow: both, one, or none.

    {"day", "month"}: nothing tells the two apart. A cell without numbers such as 03/04/2026 says
    nothing.
    """
    day = month = True
    for cell in cells:
        if found := NUMBERS.match(cell.strip()):
            day &= int(found[2]) <= 12
            month &= int(found[1]) <= 12
    allowed: set[Order] = set()
    if day:
        allowed.add("day")
    if month:
        allowed.add("month")
    return allowed


def has_numbers(cells: Iterable[str]) -> bool:
    """Whether any cell is a date in numbers that has an order of day and month."""
    return any(NUMBERS.match(cell.strip()) for cell in cells)


def read_day(cell: str, how: Reading, *, birth: bool = False) -> date:
    """Return the day a cell begins with. A year of two digits is of this century, or of a birth."""
    return _split_day(cell, how, birth)[0]


def read_birth(cell: str, how: Reading) -> str:
    """Return a date of birth as it is kept, which may be a year or a month alone."""
    if re.fullmatch(r"\d{4}(-\d{2})?", cell.strip()):
        year = int(cell.strip()[:4])
        if how.today.year - 120 <= year <= how.today.year:
            return cell.strip()
    born = read_day(cell, how, birth=True)
    if born > how.today:
        raise Wrong(_("“%(cell)s” as a date of birth is still to come.") % {"cell": cell[:30]})
    if how.today.year - born.year > 120:
        raise Wrong(_("“%(cell)s” would be more than 120 years ago.") % {"cell": cell[:30]})
    return born.isoformat()


def read_moment(day: str, clock: str, how: Reading) -> datetime:
    """Return a local time without zone, from a cell with the day and one with the time.

    The first may hold both. One with an offset (2026-02-03T14:00Z) is turned into the zone's time.
    """
    if aware := _aware(day):
        return aware.astimezone(ZoneInfo(how.zone)).replace(tzinfo=None)
    on, rest = _split_day(day, how, False)
    text = clock.strip() or rest
    if clock.strip() and ISO.match(clock.strip()):
        text = _split_day(clock, how, False)[1]
    if not text:
        raise Wrong(_("There is no time with “%(cell)s”, only a day.") % {"cell": day[:30]})
    return datetime.combine(on, read_clock(text))


def _aware(cell: str) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$", cell.strip()):
        return None
    try:
        found = datetime.fromisoformat(cell.strip())
    except ValueError:
        raise Wrong(_no_day(cell)) from None
    _check_near(found, cell)
    return found


def _split_day(cell: str, how: Reading, birth: bool) -> tuple[date, str]:
    """Return the day at the beginning of a cell, and what follows it."""
    text = cell.strip()
    if not NAMED.match(text):
        text = WEEKDAY.sub("", text)
    year = month = day = 0
    if found := ISO.match(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := NUMBERS.match(text):
        first, second = int(found[1]), int(found[2])
        if not how.order:
            raise Wrong(_("Say whether the day or the month comes first in “%s”.") % cell[:30])
        day, month = (first, second) if how.order == "day" else (second, first)
        year = _year(found[3], how, birth)
    elif found := NAMED.match(text):
        day, name = int(found[1] or found[4]), (found[2] or found[3]).casefold()
        month, year = MONTHS.get(name, 0), _year(found[5], how, birth)
    elif SERIAL.fullmatch(text):
        raise Wrong(_serial(text))
    else:
        raise Wrong(_no_day(cell))
    try:
        on = date(year, month, day)
    except ValueError:
        raise Wrong(
            _("“%(cell)s” is not in the calendar. Is the order of day and month right?")
            % {"cell": cell[:30]}
        ) from None
    if not birth:  # of a birth it is said better that it was too long ago
        _check_near(on, cell)
    return on, text[found.end() :].strip(" ,T\t")


def _check_near(day: date, cell: str) -> None:
    if not is_near(day):
        raise Wrong(_("“%(cell)s” is too far away. Is the year right?") % {"cell": cell[:30]})


def _year(text: str, how: Reading, birth: bool) -> int:
    if len(text) == 4:
        return int(text)
    year = how.today.year // 100 * 100 + int(text)
    return year - 100 if birth and year > how.today.year else year


def _no_day(cell: str) -> str:
    return _("“%(cell)s” is not a day. Write for example 2026-02-03.") % {"cell": cell[:30]}


def _serial(text: str) -> str:
    stands = date(1899, 12, 30) + timedelta(days=int(float(text)))
    return _(
        "“%(cell)s” is the number by which Excel counts days (%(day)s). "
        "Give the column the format of a date in Excel and save again."
    ) % {"cell": text, "day": stands.isoformat()}


def read_clock(cell: str) -> time:
    """Return the time that a cell begins with: 14:00, 2 PM, 14.30, 14:00 - 14:50."""
    found = CLOCK.match(cell.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if found and found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0) if hour <= 12 else 99
    if not found or hour > 23 or minute > 59 or (found[2] is None and found[3] is None):
        raise Wrong(_("“%(cell)s” is not a time. Write for example 14:30.") % {"cell": cell[:30]})
    return time(hour, minute)


def read_minutes(cell: str) -> int:
    """Return a length in minutes: 50, 50 min, 0:50, 1:30, 1 h 30, 1.5 hours."""
    text = plain(cell.replace(",", ".")) if not re.search(r"[:.]", cell) else cell.strip().lower()
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", text):
        return _sensible(int(found[1]) * 60 + int(found[2]), cell)
    if found := re.fullmatch(r"(\d{1,2}(?:\.\d+)?)\s*h(?:rs?|ours?)?\s*(?:(\d{1,2})\s*\D*)?", text):
        return _sensible(round(float(found[1]) * 60) + int(found[2] or 0), cell)
    if found := re.fullmatch(r"(\d{1,3})(?:\.0+)?\s*(?:m|min|mins|minutes?|minuten)?\.?", text):
        return _sensible(int(found[1]), cell)
    return _sensible(0, cell)


def _sensible(minutes: int, cell: str) -> int:
    if not 1 <= minutes <= 720:
        raise Wrong(
            _("“%(cell)s” is not a length. A session lasts from 1 minute to 12 hours: write 50.")
            % {"cell": cell[:20]}
        )
    return minutes


def instant(local: datetime, zone: str) -> datetime:
    """Return the instant (UTC) of a local time; one that happens twice is its first."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


# Words. Each table is (what is kept, what may stand in the file), looked through in order.

STATES: tuple[tuple[str, str], ...] = (
    ("missed", "no show|noshow|missed|did not attend|dna|absent|failed to attend|nicht erschienen"),
    ("cancelled", "cancel|called off|abgesagt|late cancel"),
    ("planned", "scheduled|booked|confirmed|upcoming|planned|pending|unconfirmed|tentative"),
    ("held", "attended|complete|show|present|arrived|kept|done|billed|locked|seen|held|paid"),
)
BY: tuple[tuple[str, str], ...] = (
    ("therapist", "therapist|clinician|provider|practitioner|counsel|staff|practice|us|by me"),
    ("client", "client|patient|customer|parent|family"),
)
PLACES: tuple[tuple[str, str], ...] = (
    ("remote", "remote|video|online|tele|zoom|phone|virtual"),
    ("home", "home"),
    ("ward", "ward|hospital"),
    ("school", "school"),
    ("outside", "outside|outdoor|walk"),
    ("room", "room|office|person|clinic|face"),
)
CHANNELS: tuple[tuple[str, str], ...] = (
    ("email", "e mail|email|mail out"),
    ("social_media", "social|facebook|instagram"),
    ("app", "app|whatsapp|signal|portal|secure message|messag"),
    ("text", "sms|text"),
    ("video", "video|zoom"),
    ("phone", "phone|call|tel|voicemail"),
    ("letter", "letter|post|card|fax"),
    ("in_person", "person|face"),
)
DIRECTIONS: tuple[tuple[str, str], ...] = (
    ("out", "out|sent|therapist|clinician|practitioner|provider|to client"),
    ("in", "in|received|client|patient|from client"),
)
PURPOSES: tuple[tuple[str, str], ...] = (
    ("crisis", "crisis|emergency|risk"),
    ("scheduling", "schedul|appointment|booking|resched|cancel"),
    ("billing", "bill|invoice|fee|payment|insurance"),
    ("homework", "homework|task|exercise"),
    ("coaching", "coach"),
    ("support", "support|check in|wellbeing"),
    ("social", "social|chat|greeting"),
    ("practical", "form|letter|practical|admin|document|report|referral"),
)
THERAPY_KINDS: tuple[tuple[str, str], ...] = (
    ("couple", "couple|marriage|marital|paar"),
    ("family", "famil"),
    ("group", "group|grupp"),
    ("individual", "individual|adult|minor|child|single|einzel"),
)
THERAPY_STATES: tuple[tuple[str, str], ...] = (
    ("ended", "inactive|archiv|closed|discharg|ended|former|completed|no"),
    ("paused", "hold|paus"),
    ("planned", "prospect|enquiry|inquiry|lead|waiting|waitlist|pending|new"),
    ("active", "active|current|open|yes"),
)


def word(cell: str, table: tuple[tuple[str, str], ...]) -> str:
    """Return what the first word of a table that stands in the cell means; "" if none does.

    A short word (up to three letters) must stand alone.
    """
    text = plain(cell)
    words = text.split()
    for meaning, _known in table:
        if text == meaning.replace("_", " "):
            return meaning
    for meaning, known in table:
        if any(k in words if len(k) <= 3 else k in text for k in known.split("|")):
            return meaning
    return ""


def yes(cell: str) -> bool | None:
    """Return whether a cell says yes or no; None if neither."""
    text = plain(cell)
    if text in {"yes", "y", "true", "paid", "paid in full", "1", "x", "ja", "full"}:
        return True
    if text in {"no", "n", "false", "unpaid", "open", "0", "due", "outstanding", "nein", "not paid",
                "not paid yet"}:  # fmt: skip
        return False
    return None
