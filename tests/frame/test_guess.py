"""A working frame guessed from sessions: rhythm, weekday and time, length, place, fee."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import holdfast.frame as frame
from holdfast.frame.schedule import instant

BERLIN = ZoneInfo("Europe/Berlin")


def session(number: int, day: date, clock: time, minutes: int = 50, **more) -> frame.Session:
    planned = instant(day, clock, BERLIN)
    return frame.Session(id=str(number), planned=planned, minutes=minutes, **more)


def weekly(count: int, apart: int = 1, start: date = date(2026, 2, 24)) -> list[frame.Session]:
    days = [start + timedelta(weeks=apart * n) for n in range(count)]
    return [session(n, day, time(17)) for n, day in enumerate(days)]


def guessed(sessions, **more) -> frame.Terms:
    return frame.guess_terms(sessions, "Europe/Berlin", **more)


def test_it_works_over_the_change_of_clocks():
    found = guessed(weekly(8))  # 29 March 2026 lies in between

    assert found.frequency == frame.Frequency(slots=(frame.Slot(day="tue", start=time(17)),))
    assert found.length == frame.Length(minutes=50)
    assert found.fee is None


def test_every_other_week():
    found = guessed(weekly(5, apart=2)).frequency

    assert found.every_weeks == 2
    assert found.first == date(2026, 4, 21)


def test_twice_a_week():
    tuesdays = weekly(6)
    fridays = [session(9 + n, date(2026, 2, 27) + timedelta(7 * n), time(8)) for n in range(6)]
    found = guessed(tuesdays + fridays).frequency

    assert [(slot.day, slot.start) for slot in found.slots] == [
        ("tue", time(17)),
        ("fri", time(8)),
    ]


def test_one_session_moved_to_another_day_changes_nothing():
    sessions = weekly(8)
    sessions[3] = session(3, date(2026, 3, 18), time(9))

    assert guessed(sessions).frequency == guessed(weekly(8)).frequency


def test_a_cancelled_session_was_planned_all_the_same():
    sessions = weekly(4)
    sessions[1] = session(1, date(2026, 3, 3), time(17), status="cancelled", by="client")

    assert guessed(sessions).frequency.slots


def test_what_was_usual_long_ago_is_so_no_more():
    old = [session(n, date(2025, 1, 6) + timedelta(7 * n), time(9), 60) for n in range(20)]
    found = guessed(old + weekly(12))

    assert [slot.day for slot in found.frequency.slots] == ["tue"]
    assert found.length.minutes == 50


def test_times_all_over_are_so_many_in_so_many_weeks():
    days = [date(2026, 1, 5), date(2026, 1, 21), date(2026, 2, 13), date(2026, 3, 3)]
    sessions = [session(n, day, time(9 + n)) for n, day in enumerate(days)]
    found = guessed(sessions).frequency

    assert (found.pattern, found.sessions, found.weeks) == ("irregular", 4, 8)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_sessions_suggest_no_rhythm(count):
    assert guessed(weekly(count)).frequency is None


def test_the_usual_fee_and_place():
    asked = [6000, 6000, 9000]
    fees = [
        frame.FeeDue(id=str(n), due=date(2026, 3, n + 1), amount=frame.Money(minor, "EUR"))
        for n, minor in enumerate(asked)
    ]
    late = frame.FeeDue(id="x", due=date(2026, 4, 1), amount=frame.Money(1, "EUR"), reason="missed")
    sessions = [session(n, date(2026, 3, 3), time(17), place="remote") for n in range(2)]
    found = guessed(sessions, fees=[*fees, late], kind="couple")

    assert found.fee.amount == frame.Money(6000, "EUR")
    assert found.place.kinds == ("remote",)
    assert found.kind == "couple"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)), st.integers(1, 720)),
        max_size=20,
    )
)
def test_whatever_happened_the_guess_can_be_written_and_read(drawn):
    sessions = [
        frame.Session(id=str(n), planned=at.replace(tzinfo=UTC), minutes=minutes)
        for n, (at, minutes) in enumerate(drawn)
    ]
    terms = guessed(sessions)

    assert frame.read_terms(frame.write_terms(terms)) == terms


@settings(max_examples=40, deadline=None)
@given(
    day=st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
    clock=st.times(time(7), time(21)).map(lambda t: t.replace(second=0, microsecond=0)),
    weeks=st.integers(1, 4),
    minutes=st.integers(30, 120),
)
def test_what_a_rhythm_plans_is_guessed_back(day, clock, weeks, minutes):
    agreed = frame.Frequency(
        slots=(frame.Slot(day=day, start=clock),), every_weeks=weeks, first=date(2026, 1, 7)
    )
    planned = frame.plan(
        agreed, minutes=minutes, zone=BERLIN, start=date(2026, 1, 5), end=date(2026, 9, 30)
    )
    sessions = [
        frame.Session(id=str(n), planned=one.start, minutes=minutes)
        for n, one in enumerate(planned)
    ]
    found = guessed(sessions)

    assert found.frequency.slots == agreed.slots
    assert found.frequency.every_weeks == weeks
    assert found.length.minutes == minutes
    again = frame.plan(
        found.frequency, minutes=minutes, zone=BERLIN, start=date(2026, 1, 5), end=date(2026, 9, 30)
    )
    assert again == planned
