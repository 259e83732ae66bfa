"""How numbers with a meaning are written: the caller brings the practice's locale."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from holdfast.frame.language import gettext as _

from .meeting import Weekday
from .money import Money


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _moment(at: datetime) -> str:
    return at.date().isoformat()


@dataclass(frozen=True)
class Formats:
    """Functions that write money, days, clock times and the day of an instant."""

    money: Callable[[Money], str] = str
    day: Callable[[date], str] = date.isoformat
    clock: Callable[[time], str] = _clock
    moment: Callable[[datetime], str] = _moment


PLAIN = Formats()


def weekday(day: Weekday) -> str:
    """Return the name of a day of the week."""
    return {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    }[day]


def listed(words: list[str], last: str = "") -> str:
    """Return the words as a list in a sentence; `last` joins the last two ("and" by default)."""
    if len(words) < 2:
        return "".join(words)
    joined = last or _("and")
    return f"{', '.join(words[:-1])} {joined} {words[-1]}"
