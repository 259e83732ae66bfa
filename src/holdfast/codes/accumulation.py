"""What is already on record with a client, as facts, so that the tenth small exception is not
judged like the first.

How far back is looked, and from which number on our own rules speak, is a choice of this product.
It follows what tribunals say of small departures that nobody talked over and that add up; no code
gives a number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from holdfast.codes.facts import Value

MONTHS_BACK = 6


@dataclass(frozen=True)
class Crossing:
    """One departure from the usual frame: its day and kind, whether talked over, whether hidden."""

    on: date
    kind: str
    talked_over: bool = False
    secret: bool = False


def record_facts(crossings: Iterable[Crossing], on: date) -> Mapping[str, Value]:
    """Return the facts that the crossings of the last six months give on a day.

    `crossings_unreviewed`: how many nobody talked over; `crossing_kinds`: of how many kinds;
    `crossing_secret`: whether one was kept secret.
    """
    recent = [c for c in crossings if months_before(on, MONTHS_BACK) <= c.on <= on]
    waiting = [c for c in recent if not c.talked_over]
    return {
        "crossings_unreviewed": len(waiting),
        "crossing_kinds": len({c.kind for c in waiting}),
        "crossing_secret": any(c.secret for c in recent),
    }


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last day of that month.

    >>> months_before(date(2026, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    month = day.year * 12 + day.month - 1 - months
    for last in (day.day, 30, 29, 28):
        try:
            return date(month // 12, month % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")
