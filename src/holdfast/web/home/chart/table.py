"""The chart as a table: a row for each day on which something happened, a column for each lane."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.html import escape
from django.utils.safestring import SafeString

from holdfast.web.practice.seam import Point

from .values import Chart


@dataclass(frozen=True)
class Cell:
    """What one lane says of a day; it names the lane, for screens too narrow for a head row."""

    lane: str
    points: tuple[Point, ...]

    @property
    def said(self) -> SafeString:
        """Its points in words, each leading to its page."""
        return SafeString("; ".join(_said(point) for point in self.points))


@dataclass(frozen=True)
class Row:
    """A day, and for each lane what it says of it; `beside` tells of breaks and agreements."""

    day: date
    cells: tuple[Cell, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The whole of a chart in words, newest day first."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    has_beside: bool


def tell(chart: Chart) -> Table:
    """Turn a chart into the table that says the same."""
    cells: dict[date, list[list[Point]]] = defaultdict(lambda: [[] for _ in chart.lanes])
    for column, lane in enumerate(chart.lanes):
        for point in lane.points:
            if chart.holds(point.at):
                cells[_day(chart, point.at)][column].append(point)
    beside: dict[date, list[str]] = defaultdict(list)
    for at, words in _beside(chart):
        beside[_day(chart, at)].append(words)
    days = sorted({*cells, *beside}, reverse=True)
    names = tuple(lane.name for lane in chart.lanes)
    rows = tuple(
        Row(
            day,
            tuple(Cell(name, tuple(said)) for name, said in zip(names, cells[day], strict=True)),
            tuple(beside.get(day, ())),
        )
        for day in days
    )
    return Table(names, rows, bool(beside))


def _said(point: Point) -> str:
    words = escape(point.words)
    return f'<a href="{escape(point.url)}">{words}</a>' if point.url else words


def _beside(chart: Chart) -> Iterable[tuple[datetime, str]]:
    for turn in chart.turns:
        if chart.holds(turn.at):
            yield turn.at, turn.label
    for span in chart.spans:
        if span.start <= chart.end and span.end >= chart.start:
            yield max(span.start, chart.start), span.label


def _day(chart: Chart, at: datetime) -> date:
    return at.astimezone(chart.zone).date()
