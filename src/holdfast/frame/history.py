"""The versions of a frame over time, with its breaks and agreed exceptions: what binds when."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from .events import Events
from .terms import Agreement, Terms, known_zone

T = TypeVar("T")
# Terms that are agreed anew together: whoever answers many cancellations by meeting every other
# week has agreed about the cancellations too.
TOGETHER: dict[str, tuple[str, ...]] = {
    "length": ("length", "frequency"),
    "frequency": ("frequency",),
    "cancellation": ("cancellation", "frequency"),
    "place": ("place", "remote", "work"),
    "fee": ("fee", "cancellation"),
    "contact": ("contact", "emergencies", "work"),
    "outside": ("outside", "gifts", "touch", "self_disclosure", "social_media"),
}


class History:
    """What was in force on each day of one therapy, up to `now`."""

    def __init__(self, agreements: Sequence[Agreement], events: Events, now: datetime) -> None:
        """Take the versions in any order; `now` is an aware time, nothing after it is looked at."""
        if now.tzinfo is None:
            raise ValueError("now has no zone; pass an aware time.")
        self.versions = sorted(agreements, key=lambda one: (one.in_force, one.version))
        self.zone = known_zone(self.versions[-1].terms.zone if self.versions else "UTC")
        self.events = events
        self.now = now
        self.today = self.day(now)
        self._begins = [version.in_force for version in self.versions]
        self._epochs: dict[str, list[int]] = {}
        self._breaks = sorted((one.first, one.last) for one in events.breaks)

    def day(self, at: datetime) -> date:
        """Return the local day of an instant."""
        return at.astimezone(self.zone).date()

    def at(self, day: date) -> int | None:
        """Return the place of the version in force on `day`; None before the first."""
        place = bisect_right(self._begins, day) - 1
        return place if place >= 0 else None

    def terms(self, day: date) -> Terms | None:
        """Return the terms in force on `day`."""
        place = self.at(day)
        return None if place is None else self.versions[place].terms

    def term(self, kind: type[T], name: str, day: date) -> T | None:
        """Return one term in force on `day`, unless it is excepted on that day."""
        terms = self.terms(day)
        value: Any = getattr(terms, name) if terms else None
        return None if value is None or self.excepted(name, day) else value

    def epoch(self, name: str, day: date) -> int:
        """Return a number that changes when a version agrees this term, or one with it, anew."""
        if name not in self._epochs:
            self._epochs[name] = self._count(name)
        place = self.at(day)
        return -1 if place is None else self._epochs[name][place]

    def _count(self, name: str) -> list[int]:
        values = [
            [getattr(version.terms, one) for one in TOGETHER[name]] for version in self.versions
        ]
        epochs = [0] * len(values)
        for place in range(1, len(values)):
            epochs[place] = epochs[place - 1] + (values[place] != values[place - 1])
        return epochs

    def excepted(self, name: str, day: date) -> bool:
        """Return whether both agreed that the term does not bind on `day`."""
        return any(
            name in one.terms and one.first <= day <= one.last for one in self.events.exceptions
        )

    def in_break(self, first: date, last: date) -> bool:
        """Return whether a break touches the days from `first` to `last`."""
        return any(begin <= last and first <= end for begin, end in self._breaks)

    def break_days(self, first: date, last: date) -> int:
        """Return how many days from `first` up to (without) `last` are inside a break."""
        until = last - timedelta(1)
        spans = ((max(begin, first), min(end, until)) for begin, end in self._breaks)
        return sum(max(0, (end - begin).days + 1) for begin, end in spans)

    def weeks(self, first: datetime, last: datetime) -> float:
        """Return the weeks between two instants, without the days of breaks."""
        days = (last - first).total_seconds() / 86400
        if self._breaks:
            days -= self.break_days(self.day(first), self.day(last))
        return max(0.0, days / 7)
