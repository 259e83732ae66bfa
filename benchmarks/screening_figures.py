"""How a figure is measured and printed: what it is, what was aimed at, what limits a missed one."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the report; `aim` is a bound, `least` says from which side."""

    what: str
    value: float
    unit: str = ""
    aim: float | None = None
    least: bool = True
    limit: str = ""

    @property
    def met(self) -> bool | None:
        if self.aim is None:
            return None
        return self.value >= self.aim if self.least else self.value <= self.aim

    def line(self) -> str:
        side = "" if self.aim is None else f"{'>=' if self.least else '<='} {self.aim:g}"
        said = {None: "", True: "met", False: f"MISSED: {self.limit or 'see docs/screening.md'}"}
        return f"{self.what:<66} {self.value:>10.4g} {self.unit:<4} {side:>10}  {said[self.met]}"


def recall_at(precision: float, pairs: Iterable[tuple[float, bool]], total: int) -> float:
    """Return the highest recall at which moving one threshold keeps the precision.

    `pairs` are all pairs answered with their weight and whether they are true; `total` counts the
    true pairs that could have been found.
    """
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    right = best = 0
    for place, (weight, true) in enumerate(ordered, start=1):
        right += true
        last = place == len(ordered) or ordered[place][0] < weight
        if last and right / place >= precision:
            best = right
    return best / total


@dataclass(frozen=True)
class Times:
    """Seconds each of many calls took: on the clock, and of processor time."""

    wall: Sequence[float]
    cpu: Sequence[float]

    def percentile(self, p: int, *, cpu: bool = False) -> float:
        """Return the p-th percentile in milliseconds."""
        return 1000 * statistics.quantiles(self.cpu if cpu else self.wall, n=100)[p - 1]


def timed(
    calls: Iterable[Callable[[], Any]], worked: Callable[[], float] = time.process_time
) -> tuple[list[Any], Times]:
    """Call each; return the answers and the times. `worked` tells the seconds of processor time."""
    answers, wall, cpu = [], [], []
    for call in calls:
        started, used = time.perf_counter(), worked()
        answers.append(call())
        wall.append(time.perf_counter() - started)
        cpu.append(worked() - used)
    return answers, Times(wall, cpu)
