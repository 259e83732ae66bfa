"""Where things go: from instants and values to points of the drawing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.formats import date_format

from holdfast.web.practice.seam import Lane

from .values import Chart

LETTER = 6.3  # how wide a letter is on average at the size labels are set in
LINE_HEIGHT = 15.0


@dataclass(frozen=True)
class Measures:
    """The sizes of a drawing in its own units; `names_above` puts a lane's name over it."""

    width: float
    gutter: float
    names_above: bool
    line: float
    bars: float
    marks: float = 26.0
    edge: float = 14.0
    gap: float = 22.0


WIDE = Measures(width=800, gutter=152, names_above=False, line=128, bars=58)
NARROW = Measures(width=360, gutter=26, names_above=True, line=104, bars=50)


@dataclass(frozen=True)
class Across:
    """The time axis."""

    start: datetime
    end: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        """Where an instant stands."""
        share = (at - self.start) / (self.end - self.start)
        return self.left + share * (self.right - self.left)

    def room(self, marks: int) -> float:
        """How far apart so many marks stand on average."""
        return (self.right - self.left) / max(marks, 1)


@dataclass(frozen=True)
class Down:
    """One lane's place, and where its values stand in it."""

    top: float
    height: float
    lowest: float
    highest: float

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """Where marks without a value stand."""
        return self.top + self.height / 2

    def y(self, value: float | None) -> float:
        """Where a value stands; one beyond the scale stands at its edge."""
        if value is None:
            return self.middle
        kept = min(max(value, self.lowest), self.highest)
        return self.top + (self.highest - kept) / (self.highest - self.lowest) * self.height


def across(chart: Chart, measures: Measures) -> Across:
    """Lay out the time axis; a chart of one instant still has a day."""
    end = max(chart.end, chart.start + timedelta(days=1))
    return Across(chart.start, end, measures.gutter + 8, measures.width - measures.edge)


def lane_height(lane: Lane, measures: Measures) -> float:
    """How high a lane is drawn, without its labels."""
    return {"line": measures.line, "bars": measures.bars, "marks": measures.marks}[lane.shape]


def span_of_values(lane: Lane) -> tuple[float, float]:
    """The lane's own scale, or the one that just holds its values and its baseline."""
    if lane.scale is not None:
        return lane.scale
    values = [p.value for p in lane.points if p.value is not None]
    values += [lane.baseline] if lane.baseline is not None else []
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    return (low, high) if high > low else (low - 1, high + 1)


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round values between the ends of a scale, at most `most` of them."""
    step = next(s for s in _round_steps() if (high - low) / s <= most - 1)
    first = -(-low // step) * step
    return tuple(first + i * step for i in range(int((high - first) / step + 1e-9) + 1))


def _round_steps() -> Iterator[float]:
    size = 0.1
    while True:
        yield from (size, size * 2, size * 5)
        size *= 10


@dataclass
class Shelf:
    """Rows for labels: each label goes into the first row where it touches no other.

    A label that fits nowhere is left out; it still stands in the table.
    """

    left: float
    right: float
    rows: int = 1
    taken: list[list[tuple[float, float]]] = field(default_factory=list)

    def put(self, x: float, label: str) -> tuple[float, int] | None:
        """Return where the middle of the label goes and in which row, or None."""
        half = len(label) * LETTER / 2
        middle = min(max(x, self.left + half), max(self.right - half, self.left + half))
        for row in range(self.rows):
            if self._is_free(row, middle - half - 4, middle + half + 4):
                self.taken[row].append((middle - half - 4, middle + half + 4))
                return middle, row
        return None

    def _is_free(self, row: int, start: float, end: float) -> bool:
        while len(self.taken) <= row:
            self.taken.append([])
        return all(end <= a or start >= b for a, b in self.taken[row])

    @property
    def used(self) -> int:
        """How many rows hold a label."""
        return sum(1 for row in self.taken if row)


def months(chart: Chart, axis: Across) -> Sequence[tuple[float, str]]:
    """Month starts with their words, as many as there is room for; weeks in a short chart."""
    if (chart.end - chart.start).days < 56:
        days = tuple(_days(chart))
        step = max(1, -(-len(days) * 48 // int(axis.right - axis.left)))
        return tuple((axis.x(d), date_format(d, "j M")) for d in days[::step])
    starts = tuple(_month_starts(chart))
    step = next(s for s in (1, 2, 3, 4, 6, 12, 24, 60) if axis.room(len(starts)) * s >= 44)
    return tuple((axis.x(m), _month_words(m)) for m in starts if (m.month - 1) % step == 0)


def _month_words(start: datetime) -> str:
    return date_format(start, "M Y" if start.month == 1 else "M")


def _month_starts(chart: Chart) -> Iterable[datetime]:
    first = chart.start.astimezone(chart.zone)
    month = first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while month <= chart.end:
        if month >= chart.start:
            yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _days(chart: Chart) -> Iterable[datetime]:
    first = chart.start.astimezone(chart.zone)
    day = first.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while day <= chart.end:
        yield day
        day += timedelta(days=7)
