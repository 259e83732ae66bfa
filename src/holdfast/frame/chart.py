"""Seeing a change early in a row of small facts: cumulative sums.

Each fact is a departure from what was agreed or not. A sum goes up with a departure and down
without one, by how much more likely the fact is in a drifting frame than in a kept one, and never
falls below zero. When it reaches a limit, the facts since it last stood at zero are worth a look.

Page ES (1954) Continuous inspection schemes. Biometrika 41:100-115. For yes/no facts: Reynolds MR,
Stoumbos ZG (1999) A CUSUM chart for monitoring a proportion when inspecting continuously. Journal
of Quality Technology 31:87-108. For events in time: Lucas JM (1985) Counted data CUSUM's.
Technometrics 27:129-144.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, log


@dataclass(frozen=True, slots=True)
class Point:
    """One fact: when, which event, and whether it departs; None: not measured.

    `size` is how far (minutes, say). `epoch` changes when the term behind it was agreed anew.
    """

    at: datetime
    id: str
    departs: bool | None
    size: int = 0
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """Facts that come one by one: the share that departs when kept and when drifting."""

    usual: float
    drifting: float
    limit: float

    @property
    def up(self) -> float:
        """What a departure adds."""
        return log(self.drifting / self.usual)

    @property
    def down(self) -> float:
        """What a fact without departure takes away."""
        return log((1 - self.usual) / (1 - self.drifting))

    @property
    def needed(self) -> int:
        """How many departures it takes at least."""
        return ceil(self.limit / self.up)


@dataclass(frozen=True, slots=True)
class Rate:
    """Events in time: how many a week when kept and when drifting."""

    usual: float
    drifting: float
    limit: float

    @property
    def up(self) -> float:
        """What an event adds."""
        return log(self.drifting / self.usual)

    @property
    def down(self) -> float:
        """What a week takes away."""
        return self.drifting - self.usual

    @property
    def needed(self) -> int:
        """How many events it takes at least."""
        return ceil(self.limit / self.up)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The facts since the sum last stood at zero, once they had reached the limit."""

    points: tuple[Point, ...]

    @property
    def departures(self) -> tuple[Point, ...]:
        """The facts that depart."""
        return tuple(point for point in self.points if point.departs)

    @property
    def measured(self) -> int:
        """How many facts were measured at all."""
        return sum(point.departs is not None for point in self.points)


# A stretch is over when its sum has fallen to this share of the limit: a signal that the frame is
# kept again need not wait until everything is forgotten.
OVER = 0.5


class Sum:
    """A cumulative sum that remembers where it last left zero."""

    def __init__(self, up: float, limit: float) -> None:
        """Start at zero. The sum is held just above the limit, so that recovery is seen soon."""
        self.up, self.limit, self.cap = up, limit, limit + up / 2
        self.restart()

    def restart(self) -> None:
        """Forget everything."""
        self.value, self.onset, self.is_open = 0.0, -1, False

    def rise(self, place: int) -> None:
        """Add one departure, which stands at `place`."""
        if self.onset < 0:
            self.onset = place
        self.value = min(self.value + self.up, self.cap)
        self.is_open = self.is_open or self.value >= self.limit - 1e-9

    def fall(self, by: float) -> None:
        """Take `by` away."""
        self.value -= by
        if self.value <= 0:
            self.restart()
        elif self.value < self.limit * OVER:
            self.is_open = False


def share_stretch(points: Sequence[Point], tuning: Share, epoch: int) -> Stretch | None:
    """Return the stretch that is open after the last point; None if the frame looks kept.

    A fact that was not measured takes away half of what a kept one does: saying "as agreed"
    is no measurement, but it is not nothing either, or three timed sessions among forty that were
    not would look like three in a row. A new agreement of the term (`epoch`, the one in force now)
    starts the sum anew.
    """
    total = Sum(tuning.up, tuning.limit)
    down = tuning.down
    current = points[0].epoch if points else epoch
    for place, point in enumerate(points):
        if point.epoch != current:
            total.restart()
            current = point.epoch
        if point.departs:
            total.rise(place)
        else:
            total.fall(down if point.departs is False else down / 2)
    return Stretch(tuple(points[total.onset :])) if total.is_open and current == epoch else None


def rate_stretch(
    points: Sequence[Point],
    tuning: Rate,
    epoch: int,
    now: datetime,
    weeks: Callable[[datetime, datetime], float],
) -> Stretch | None:
    """Return the stretch that is open at `now`; None if the frame looks kept.

    `points` all depart. `weeks` measures the time between two instants without the breaks.
    """
    total = Sum(tuning.up, tuning.limit)
    current = points[0].epoch if points else epoch
    for place, point in enumerate(points):
        if place:
            total.fall(tuning.down * weeks(points[place - 1].at, point.at))
        if point.epoch != current:
            total.restart()
            current = point.epoch
        total.rise(place)
    if points:
        total.fall(tuning.down * weeks(points[-1].at, now))
    return Stretch(tuple(points[total.onset :])) if total.is_open and current == epoch else None


def middle(sizes: Iterable[int]) -> int:
    """Return the median, the lower of two."""
    ordered = sorted(sizes)
    return ordered[(len(ordered) - 1) // 2] if ordered else 0
