"""Drawing a chart as SVG: classes from the style sheet, links for what can be opened.

The drawing needs no script and no inline style. It is a group of links with a title and a
description; whoever does not see it reads the table that `tell` makes of the same values.
"""

from collections.abc import Callable, Iterable, Iterator

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from holdfast.web.practice.seam import Lane, Point

from .labels import floor_of, height_of, long_day, placed_labels
from .marks import SHAPES, bar, number, square
from .measures import (
    LINE_HEIGHT,
    Across,
    Down,
    Measures,
    Shelf,
    across,
    lane_height,
    months,
    span_of_values,
    ticks,
)
from .values import Chart, Span, Turn

EMPTY = SafeString("")


def draw(chart: Chart, measures: Measures, name: str) -> SafeString:
    """Draw the chart; `name` keeps the ids of two drawings on one page apart."""
    return Drawing(chart, measures, name).svg()


class Drawing:
    """One drawing in the making: it walks down the lanes and remembers how far it came."""

    def __init__(self, chart: Chart, measures: Measures, name: str) -> None:
        self.chart, self.measures, self.name = chart, measures, name
        self.axis = across(chart, measures)
        self.depth = 0.0
        self.linked: set[str] = set()

    def svg(self) -> SafeString:
        """The whole drawing."""
        turns = self._turn_labels()
        top = self.depth
        lanes = _joined(self._lane(lane) for lane in self.chart.lanes)
        return format_html(
            '<svg class="chart" viewBox="0 0 {w} {h}" role="group" '
            'aria-labelledby="{n}-title" aria-describedby="{n}-desc">'
            '<title id="{n}-title">{title}</title><desc id="{n}-desc">{desc}</desc>'
            '<defs><pattern id="{n}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path class="hatch" d="M0 0v6"/></pattern></defs>'
            "{behind}{turns}{lanes}{months}</svg>",
            w=number(self.measures.width),
            h=number(self.depth + 24),
            n=self.name,
            title=self.chart.title,
            desc=self.chart.finding,
            behind=self._behind(top),
            turns=turns,
            lanes=lanes,
            months=self._months(),
        )

    # Behind the lanes: months, breaks, and from when other terms hold.

    def _turn_labels(self) -> SafeString:
        """Label turns and breaks above the lanes and leave room for as many rows as it takes."""
        shelf = Shelf(self.axis.left, self.axis.right, rows=3)
        labels = [
            _label(place[0], label, tone, (place[1] + 1) * LINE_HEIGHT - 3)
            for x, label, tone in sorted(self._labelled_behind())
            if (place := shelf.put(x, label))
        ]
        self.depth = shelf.used * LINE_HEIGHT + 8
        return _joined(labels)

    def _labelled_behind(self) -> Iterator[tuple[float, str, str]]:
        for turn in self._turns():
            yield self.axis.x(turn.at), turn.label, "spruce"
        for span in self._spans():
            start, end = self._ends(span)
            yield (start + end) / 2, span.label, "plain"

    def _turns(self) -> Iterable[Turn]:
        return (t for t in self.chart.turns if self.chart.holds(t.at))

    def _spans(self) -> Iterable[Span]:
        start, end = self.chart.start, self.chart.end
        return (s for s in self.chart.spans if s.start <= end and s.end >= start)

    def _ends(self, span: Span) -> tuple[float, float]:
        start, end = max(span.start, self.chart.start), min(span.end, self.chart.end)
        return self.axis.x(start), max(self.axis.x(end), self.axis.x(start) + 3)

    def _behind(self, top: float) -> SafeString:
        bottom = number(self.depth + 4)
        spans = format_html_join(
            "",
            '<rect class="span" fill="url(#{}-hatch)" x="{}" y="{}" width="{}" height="{}"/>',
            (
                (self.name, number(a), number(top), number(b - a), number(self.depth + 4 - top))
                for a, b in map(self._ends, self._spans())
            ),
        )
        grid = format_html_join(
            "",
            '<path class="month" d="M{} {}V{}"/>',
            ((number(x), number(top), bottom) for x, _ in months(self.chart, self.axis)),
        )
        turns = format_html_join(
            "",
            '<path class="turn" d="M{} {}V{}"/>',
            ((number(self.axis.x(t.at)), number(top - 4), bottom) for t in self._turns()),
        )
        return SafeString(spans + grid + turns)

    def _months(self) -> SafeString:
        shelf = Shelf(self.axis.left - 16, self.measures.width)
        return _joined(
            _label(place[0], words, "axis", self.depth + 19)
            for x, words in months(self.chart, self.axis)
            if (place := shelf.put(x, words))
        )

    # The lanes.

    def _lane(self, lane: Lane) -> SafeString:
        points = tuple(p for p in lane.points if self.chart.holds(p.at))
        above = LINE_HEIGHT + 6 if self.measures.names_above else 0
        above += LINE_HEIGHT if lane.shape == "bars" and any(p.label for p in points) else 0
        low, high = span_of_values(lane)
        place = Down(self.depth + above, lane_height(lane, self.measures), low, high)
        shelf = Shelf(self.axis.left, self.measures.width, rows=2 if lane.shape == "marks" else 1)
        width = min(max(self.axis.room(len(points)) * 0.6, 2.5), 13)
        drawn = _joined(self._point(lane, p, place, width) for p in points)
        labels = _joined(
            _label(x, point.label, point.tone, y)
            for point, x, y in placed_labels(lane, points, place, self.axis, shelf)
        )
        below = shelf.used * LINE_HEIGHT if lane.shape != "bars" else 0
        head = self._head(lane, self.depth + (4 if above else 0), place)
        self.depth = place.bottom + below + self.measures.gap
        body = _scale(lane, place, self.axis) + _band(points, place, self.axis)
        line = _line(points, place, self.axis) if lane.shape == "line" else EMPTY
        return format_html('<g class="lane">{}{}{}{}{}</g>', head, body, line, drawn, labels)

    def _head(self, lane: Lane, top: float, place: Down) -> SafeString:
        if self.measures.names_above:
            template = (
                '<text class="name" x="0" y="{}">{} <tspan class="note" dx="4">{}</tspan></text>'
            )
            return format_html(template, number(top + 10), lane.name, lane.note)
        start = place.top + 9 if lane.shape == "line" else place.middle - 2
        first = format_html('<text class="name" x="0" y="{}">{}</text>', number(start), lane.name)
        note = '<text class="note" x="0" y="{}">{}</text>'
        return SafeString(first + format_html(note, number(start + 15), lane.note))

    def _point(self, lane: Lane, point: Point, place: Down, width: float) -> SafeString:
        x, y = self.axis.x(point.at), height_of(lane, point, place)
        if lane.shape == "bars" and point.mark == "bar":
            shape = bar(x, y, place.y(floor_of(lane, place)), width)
        elif point.mark == "square":
            shape = square(x, y, min(width, 8))
        else:
            shape = SHAPES[point.mark](x, y)
        words = escape(f"{long_day(point.at.astimezone(self.chart.zone).date())}: {point.words}")
        inside = f"<title>{words}</title>"
        if not point.url:
            return SafeString(f'<g class="pt t-{point.tone}">{inside}{shape}</g>')
        where = f'x="{number(x - 8)}" y="{number(place.top - 4)}" width="16"'
        inside += f'<rect class="hit" {where} height="{number(place.height + 8)}"/>{shape}'
        head = f'class="pt t-{point.tone}" href="{escape(point.url)}" aria-label="{words}"'
        return SafeString(f"<a {head}{self._tab(point.url)}>{inside}</a>")

    def _tab(self, url: str) -> str:
        """Stop at each page once: the same session in three lanes is one stop for the keyboard."""
        if url in self.linked:
            return ' tabindex="-1"'
        self.linked.add(url)
        return ""


def _scale(lane: Lane, place: Down, axis: Across) -> SafeString:
    """What a lane is measured against: round values, a baseline, or the line its marks stand on."""
    ends = number(axis.left - 6), number(axis.right + 6)
    if lane.shape != "line":
        y = number(place.y(floor_of(lane, place)) if lane.shape == "bars" else place.middle)
        return format_html('<path class="base" d="M{} {}H{}"/>', ends[0], y, ends[1])
    lines = _joined(_grid_line(value, place, axis) for value in ticks(place.lowest, place.highest))
    if lane.baseline is None:
        return lines
    y = number(place.y(lane.baseline))
    return SafeString(lines + format_html('<path class="cut" d="M{} {}H{}"/>', ends[0], y, ends[1]))


def _grid_line(value: float, place: Down, axis: Across) -> SafeString:
    return format_html(
        '<path class="grid-line" d="M{} {}H{}"/><text class="axis end" x="{}" y="{}">{}</text>',
        number(axis.left - 6), number(place.y(value)), number(axis.right + 6),
        number(axis.left - 12), number(place.y(value) + 4), f"{value:g}",
    )  # fmt: skip


def _band(points: tuple[Point, ...], place: Down, axis: Across) -> SafeString:
    """Where the values were expected to fall; it breaks where nothing was expected."""
    return _joined(
        format_html('<polygon class="band" points="{}"/>', _corners(run, place, axis))
        for run in _runs(points, lambda p: p.low is not None and p.high is not None)
        if len(run) > 1
    )


def _corners(run: list[Point], place: Down, axis: Across) -> str:
    upper = [(axis.x(p.at), place.y(p.high)) for p in run]
    lower = [(axis.x(p.at), place.y(p.low)) for p in reversed(run)]
    return " ".join(f"{number(x)},{number(y)}" for x, y in upper + lower)


def _line(points: tuple[Point, ...], place: Down, axis: Across) -> SafeString:
    """Join the values; a session without one leaves a gap."""
    return format_html_join(
        "",
        '<polyline class="run" points="{}"/>',
        (
            (" ".join(f"{number(axis.x(p.at))},{number(place.y(p.value))}" for p in run),)
            for run in _runs(points, lambda p: p.value is not None and p.mark != "gap")
        ),
    )


def _runs(points: Iterable[Point], kept: Callable[[Point], bool]) -> Iterator[list[Point]]:
    run: list[Point] = []
    for point in points:
        if kept(point):
            run.append(point)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _label(x: float, words: str, tone: str, y: float) -> SafeString:
    template = '<text class="label t-{}" x="{}" y="{}" aria-hidden="true">{}</text>'
    return format_html(template, tone, number(x), number(y), words)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))
