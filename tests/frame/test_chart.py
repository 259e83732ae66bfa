"""Cumulative sums, reckoned by hand."""

from datetime import timedelta
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.frame.chart import OVER, Point, Rate, Share, Sum, middle, rate_stretch, share_stretch
from holdfast.frame.series import TUNING

from .made import FIRST

# One departure adds ln 6, a kept fact takes ln 2.25 away: with 0.1 and 0.6 by hand.
TENTH = Share(usual=0.1, drifting=0.6, limit=4.4)
WEEKLY = Rate(usual=0.1, drifting=0.8, limit=4.0)


def points(marks: str) -> list[Point]:
    """Return a point a week: x departs, . is kept, ? was not measured."""
    value = {"x": True, ".": False, "?": None}
    return [Point(FIRST + timedelta(weeks=n), f"e{n}", value[m]) for n, m in enumerate(marks)]


def test_the_steps_are_likelihood_ratios():
    assert TENTH.up == pytest.approx(log(6))
    assert TENTH.down == pytest.approx(log(2.25))
    assert TENTH.needed == 3
    assert WEEKLY.up == pytest.approx(log(8))
    assert WEEKLY.down == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("marks", "seen"),
    [
        ("", None),
        ("xx", None),
        ("xxx", "xxx"),
        # 1.79 + 1.79 - 0.81 + 1.79 = 4.56, over 4.4.
        ("xx.x", "xx.x"),
        # 1.79 + 1.79 - 2 * 0.81 + 1.79 = 3.75, not.
        ("xx..x", None),
        ("xx..xx", "xx..xx"),
        # What came before the sum last stood at zero does not count.
        ("x..........xxx", "xxx"),
        (".x.x.x", None),
        # Every other one: 4 * 1.79 - 3 * 0.81 = 4.73.
        (".x.x.x.x", "x.x.x.x"),
        # Not measured takes away half of 0.81: 5.37 - 2 * 0.405 = 4.56; with three 4.16.
        ("xx??x", "xx??x"),
        ("xx???x", None),
        # Three timed sessions among many that were as agreed are not three in a row.
        ("x??????x??????x", None),
        # The sum is held at 5.3; four kept sessions bring it to 2.05, under half of the limit.
        ("xxxxxxxx...", "xxxxxxxx..."),
        ("xxxxxxxx....", None),
    ],
)
def test_when_a_stretch_is_open(marks, seen):
    stretch = share_stretch(points(marks), TENTH, 0)

    shown = {True: "x", False: ".", None: "?"}
    assert seen == (stretch and "".join(shown[p.departs] for p in stretch.points))


def test_a_new_agreement_starts_anew():
    old = [Point(p.at, p.id, p.departs, 0, 0) for p in points("xxx")]
    new = [Point(p.at + timedelta(weeks=3), f"n{p.id}", True, 0, 1) for p in points("xx")]

    assert share_stretch(old, TENTH, 0)
    assert share_stretch(old, TENTH, 1) is None
    assert share_stretch(old + new, TENTH, 1) is None


def weeks(first, last):
    return (last - first) / timedelta(weeks=1)


@pytest.mark.parametrize(
    ("at", "until", "count"),
    [
        # 3 * 2.08 - 2 * 0.7 = 4.84 over 4.0.
        ([0, 1, 2], 2, 3),
        # Two alone: 4.16 at once, 4.16 - 0.7 = 3.46 after a week between them.
        ([0, 1], 1, None),
        ([0, 0.1], 0.1, 2),
        # Nothing more for four weeks: 4.84 - 2.8 = 2.04, still over half; after five weeks not.
        ([0, 1, 2], 6, 3),
        ([0, 1, 2], 7, None),
        ([0, 10, 20, 21, 22], 22, 3),
    ],
)
def test_events_in_time(at, until, count):
    made = [Point(FIRST + timedelta(weeks=n), f"e{n}", True) for n in at]
    stretch = rate_stretch(made, WEEKLY, 0, FIRST + timedelta(weeks=until), weeks)

    assert count == (len(stretch.points) if stretch else None)


@given(st.text("x.?", max_size=60))
@settings(deadline=None)
def test_a_sum_never_falls_below_zero_nor_rises_over_its_cap(marks):
    total = Sum(TENTH.up, TENTH.limit)
    for place, mark in enumerate(marks):
        total.rise(place) if mark == "x" else total.fall(TENTH.down)

        assert 0 <= total.value <= total.cap
        assert not total.is_open or total.value >= TENTH.limit * OVER


@given(st.text("x.", min_size=1, max_size=60), st.text("x.", max_size=10))
@settings(deadline=None)
def test_the_onset_stays_while_a_stretch_stays_open(marks, more):
    stretch = share_stretch(points(marks), TENTH, 0)
    for end in range(1, len(more) + 1):
        later = share_stretch(points(marks + more[:end]), TENTH, 0)
        if stretch is None or later is None:
            break

        assert later.points[0].id == stretch.points[0].id


@pytest.mark.parametrize("kind", TUNING)
def test_one_departure_is_never_a_drift(kind):
    assert TUNING[kind].needed >= 2


def test_the_middle_is_the_lower_of_two():
    assert middle([5, 1, 9]) == 5
    assert middle([1, 9]) == 1
    assert middle([]) == 0
