"""Planned sessions: the rhythm, the breaks, and the clocks that change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import holdfast.frame as frame
from holdfast.frame.schedule import instant

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAYS = frame.Frequency(slots=(frame.Slot(day="tue", start=time(17)),))


def starts(frequency, start, end, zone=BERLIN, breaks=()):
    planned = frame.plan(frequency, minutes=50, zone=zone, start=start, end=end, breaks=breaks)
    return [one.start.astimezone(zone).strftime("%a %d %b %H:%M") for one in planned]


def test_weekly_sessions_keep_their_time_when_the_clocks_change():
    found = frame.plan(
        TUESDAYS, minutes=50, zone=BERLIN, start=date(2026, 3, 24), end=date(2026, 4, 1)
    )

    # One hour earlier in UTC after 29 March 2026.
    assert [one.start for one in found] == [
        datetime(2026, 3, 24, 16, tzinfo=UTC),
        datetime(2026, 3, 31, 15, tzinfo=UTC),
    ]
    assert {one.end - one.start for one in found} == {timedelta(minutes=50)}


def test_and_when_they_change_back():
    assert starts(TUESDAYS, date(2026, 10, 20), date(2026, 10, 27)) == [
        "Tue 20 Oct 17:00",
        "Tue 27 Oct 17:00",
    ]
    found = frame.plan(
        TUESDAYS, minutes=50, zone=BERLIN, start=date(2026, 10, 20), end=date(2026, 10, 27)
    )
    assert found[1].start - found[0].start == timedelta(days=7, hours=1)


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        # The clocks jump from 02:00 to 03:00: read with the offset before, shown as 03:30.
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # 02:30 comes twice: the first.
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(3, 30), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)
def test_times_that_come_never_or_twice(day, clock, utc):
    assert instant(day, clock, BERLIN) == utc


def test_every_other_week_counts_from_its_first_week():
    frequency = frame.Frequency(
        slots=(frame.Slot(day="mon", start=time(9)),), every_weeks=2, first=date(2026, 1, 7)
    )

    assert starts(frequency, date(2026, 1, 1), date(2026, 2, 9)) == [
        "Mon 05 Jan 09:00",
        "Mon 19 Jan 09:00",
        "Mon 02 Feb 09:00",
    ]


def test_several_slots_come_in_order_and_breaks_are_left_out():
    frequency = frame.Frequency(
        slots=(frame.Slot(day="fri", start=time(8)), frame.Slot(day="mon", start=time(9)))
    )
    found = starts(
        frequency,
        date(2026, 1, 5),
        date(2026, 1, 23),
        breaks=[(date(2026, 1, 12), date(2026, 1, 16))],
    )

    assert found == [
        "Mon 05 Jan 09:00",
        "Fri 09 Jan 08:00",
        "Mon 19 Jan 09:00",
        "Fri 23 Jan 08:00",
    ]


@pytest.mark.parametrize(
    "frequency",
    [
        frame.Frequency(pattern="as_needed"),
        frame.Frequency(pattern="irregular", sessions=3, weeks=9),
        frame.Frequency(),
    ],
)
def test_without_slots_nothing_is_planned(frequency):
    assert starts(frequency, date(2026, 1, 1), date(2026, 12, 31)) == []


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.integers(0, 400),
)
@settings(deadline=None)
def test_a_slot_by_day_is_always_at_its_local_time(name, start, days):
    zone = ZoneInfo(name)
    end = start + timedelta(days)
    found = frame.plan(TUESDAYS, minutes=50, zone=zone, start=start, end=end)

    local = [one.start.astimezone(zone) for one in found]
    assert all((at.weekday(), at.hour, at.minute) == (1, 17, 0) for at in local)
    tuesdays = sum((start + timedelta(n)).weekday() == 1 for n in range(days + 1))
    assert len(found) == tuesdays
