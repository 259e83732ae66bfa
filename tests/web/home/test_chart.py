"""The chart is a pure function of frozen lanes: no database, no clock."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.web.home.chart import NARROW, WIDE, Chart, Span, Turn, draw, tell
from holdfast.web.home.chart.measures import Shelf, ticks
from holdfast.web.practice.seam import Lane, Point

START = datetime(2025, 11, 18, 14, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def _weeks(count: int, **more: object) -> tuple[Point, ...]:
    return tuple(
        Point(START + timedelta(weeks=n), f"{4 + n % 3} of 7", 4 + n % 3, url=f"/s/{n}/", **more)
        for n in range(count)
    )


def _chart(*lanes: Lane, **more: object) -> Chart:
    end = START + timedelta(weeks=20)
    start = START - timedelta(days=4)
    return Chart("The relationship", "Nothing stands out.", lanes, start, end, UTC, **more)


ALLIANCE = Lane("Alliance", "session check", _weeks(12), "line", (1, 7))
LENGTH = Lane(
    "Session length",
    "minutes past 50",
    tuple(replace(p, value=float(n), mark="bar") for n, p in enumerate(_weeks(12))),
    "bars",
    baseline=0.0,
)


def _parsed(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def _of(drawn: str, tag: str, kind: str) -> list[ElementTree.Element]:
    return [e for e in _parsed(drawn).iter(SVG + tag) if kind in e.get("class", "").split()]


def test_it_works() -> None:
    drawn = draw(_chart(ALLIANCE, LENGTH), WIDE, "wide")

    svg = _parsed(drawn)
    assert svg.get("role") == "group"
    assert svg.find(SVG + "title").text == "The relationship"
    assert svg.find(SVG + "desc").text == "Nothing stands out."
    assert len(_of(drawn, "a", "pt")) == 24


@pytest.mark.parametrize("measures", [WIDE, NARROW])
def test_it_holds_no_inline_style_or_script(measures) -> None:
    drawn = draw(_chart(ALLIANCE, LENGTH), measures, "c")

    assert " style=" not in drawn
    assert "<script" not in drawn
    assert " on" not in re.sub(r">[^<]*<", "><", drawn)


def test_what_people_wrote_is_escaped() -> None:
    point = Point(START, '"<script>"', label="<b>", url='/x?"a"=<b>')
    lane = Lane("<i>", "&", (point,))

    drawn = draw(_chart(lane, turns=(Turn(START, "<u>"),)), WIDE, "c")

    for raw in ("<script>", "<b>", "<i>", "<u>"):
        assert raw not in drawn
    _parsed(drawn)


def test_ids_of_two_drawings_differ() -> None:
    chart = _chart(ALLIANCE)

    ids = re.findall(r' id="([^"]+)"', draw(chart, WIDE, "wide") + draw(chart, NARROW, "narrow"))

    assert len(ids) == len(set(ids))


def test_the_same_page_is_one_stop_for_the_keyboard() -> None:
    drawn = draw(_chart(ALLIANCE, LENGTH), WIDE, "c")

    stops = [a for a in _of(drawn, "a", "pt") if a.get("tabindex") != "-1"]
    assert len(stops) == 12
    assert len({a.get("href") for a in stops}) == 12


def test_every_mark_says_its_day_and_words() -> None:
    first = _of(draw(_chart(ALLIANCE), WIDE, "c"), "a", "pt")[0]

    assert first.get("aria-label") == "18 November 2025: 4 of 7"


def test_a_gap_breaks_the_line() -> None:
    points = list(_weeks(9))
    points[4] = replace(points[4], value=None, mark="gap", words="not answered")
    lane = replace(ALLIANCE, points=tuple(points))

    drawn = draw(_chart(lane), WIDE, "c")

    runs = [r.get("points").split() for r in _of(drawn, "polyline", "run")]
    assert [len(run) for run in runs] == [4, 4]
    assert len(_of(drawn, "path", "cross")) == 1


def test_the_expected_band_ends_where_nothing_was_expected() -> None:
    points = [replace(p, low=3.0, high=6.0) for p in _weeks(9)]
    points[3] = replace(points[3], low=None, high=None)

    drawn = draw(_chart(replace(ALLIANCE, points=tuple(points))), WIDE, "c")

    assert len(_of(drawn, "polygon", "band")) == 2


def test_marks_differ_in_shape_not_only_in_colour() -> None:
    shapes = set()
    for mark in ("dot", "ring", "square", "diamond", "down", "gap", "bar"):
        drawn = draw(_chart(Lane("x", "", (Point(START, "w", mark=mark),))), WIDE, "c")
        shape = list(_of(drawn, "g", "pt")[0])[-1]
        where = ("x", "y", "cx", "cy")
        shapes.add((shape.tag, *(v for k, v in sorted(shape.attrib.items()) if k not in where)))

    assert len(shapes) == 7


def test_bars_stand_on_their_baseline() -> None:
    values = (-10.0, 0.0, 10.0)
    points = tuple(
        Point(START + timedelta(weeks=n), "", value, "bar") for n, value in enumerate(values)
    )
    drawn = draw(_chart(Lane("x", "", points, "bars", (-10, 10), 0.0)), WIDE, "c")

    below, _level, above = _of(drawn, "rect", "full")
    base = float(above.get("y")) + float(above.get("height"))
    assert float(below.get("y")) == pytest.approx(base, abs=0.1)


def test_what_lies_outside_is_not_drawn() -> None:
    lane = replace(ALLIANCE, points=_weeks(60))

    assert len(_of(draw(_chart(lane), WIDE, "c"), "a", "pt")) == 21


def test_breaks_and_turns_stand_behind_every_lane() -> None:
    chart = _chart(
        ALLIANCE,
        spans=(Span(START + timedelta(weeks=5), START + timedelta(weeks=7), "Break"),),
        turns=(Turn(START + timedelta(weeks=9), "Agreement v2"),),
    )
    drawn = draw(chart, WIDE, "c")

    assert len(_of(drawn, "rect", "span")) == 1
    assert len(_of(drawn, "path", "turn")) == 1
    words = {label.text for label in _of(drawn, "text", "label")}
    assert {"Break", "Agreement v2"} <= words


def test_the_table_says_the_same() -> None:
    chart = _chart(ALLIANCE, LENGTH, turns=(Turn(START, "Agreement v1"),))
    table = tell(chart)

    assert table.columns == ("Alliance", "Session length")
    assert len(table.rows) == 12
    oldest = table.rows[-1]
    assert oldest.day == START.date()
    assert [p.words for cell in oldest.cells for p in cell.points] == ["4 of 7", "4 of 7"]
    assert oldest.beside == ("Agreement v1",)


def test_the_table_counts_days_in_its_own_zone() -> None:
    from zoneinfo import ZoneInfo

    late = Point(datetime(2026, 1, 5, 23, 30, tzinfo=UTC), "late")
    chart = replace(_chart(Lane("x", "", (late,))), zone=ZoneInfo("Asia/Tokyo"))

    assert tell(chart).rows[0].day.isoformat() == "2026-01-06"


def test_labels_never_overlap() -> None:
    shelf = Shelf(0, 300, rows=2)
    placed = [p for n in range(12) if (p := shelf.put(n * 20.0, "Agreement"))]

    for row in (0, 1):
        ends = sorted(middle for middle, where in placed if where == row)
        gaps = [b - a for a, b in pairwise(ends)]
        assert all(gap >= 9 * 6.3 for gap in gaps)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (4, 7, (4, 5, 6, 7)),
        (0, 40, (0, 10, 20, 30, 40)),
        (1, 5, (1, 2, 3, 4, 5)),
        (0, 1, (0, 0.5, 1)),
        (-12, 30, (0, 20)),
    ],
)
def test_ticks(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert ticks(low, high) == pytest.approx(expected)


values = st.none() | st.floats(-1e6, 1e6)
points = st.builds(
    Point,
    at=st.datetimes(datetime(2025, 10, 1), datetime(2026, 5, 1), timezones=st.just(UTC)),
    words=st.text(max_size=20),
    value=values,
    mark=st.sampled_from(["dot", "ring", "bar", "square", "diamond", "down", "gap"]),
    tone=st.sampled_from(["spruce", "amber", "plain"]),
    label=st.text("abc +−12<&", max_size=12),
    url=st.sampled_from(["", "/a/", "/b/"]),
    low=values,
    high=values,
)
lanes = st.builds(
    Lane,
    name=st.text("abc ", max_size=12),
    note=st.text("abc ", max_size=12),
    points=st.lists(points, max_size=8).map(tuple),
    shape=st.sampled_from(["line", "bars", "marks"]),
    scale=st.none() | st.sampled_from([(0.0, 7.0), (-1.0, 1.0), (0.0, 1e-3)]),
    baseline=st.none() | st.floats(-100, 100),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(lanes, max_size=4))
def test_any_lanes_can_be_drawn_and_told(some: list[Lane]) -> None:
    safe = [replace(x, points=tuple(_plain(p) for p in x.points)) for x in some]
    chart = _chart(*safe)

    for measures in (WIDE, NARROW):
        drawn = draw(chart, measures, "c")
        svg = _parsed(drawn)
        height = float(svg.get("viewBox").split()[3])
        for element in svg.iter():
            for side in ("x", "cx"):
                assert -20 <= float(element.get(side, 0)) <= measures.width + 20
            for side in ("y", "cy"):
                assert -20 <= float(element.get(side, 0)) <= height + 20
    tell(chart)


def _plain(point: Point) -> Point:
    """XML cannot hold control characters, nor can a database text."""
    return replace(point, words="".join(c for c in point.words if c.isprintable()))
