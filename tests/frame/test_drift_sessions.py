"""Drift of sessions: length, late start, how often, cancellations, place."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

import holdfast.frame as frame

from .made import LONDON, agreement, found, session, sessions, week


def events(*made, **others):
    return frame.Events(sessions=tuple(made), **others)


def test_it_works():
    drift = found(events(*sessions([50, 52, 62, 64, 50, 61, 63])))["length_long"]

    assert drift.term == "length"
    assert drift.key == "length_long:s2"
    assert (drift.seen, drift.of, drift.unit) == (4, 5, "sessions")
    assert drift.since == week(2)
    assert drift.evidence == ("s2", "s3", "s5", "s6")
    assert dict(drift.agreed) == {"minutes": 50, "grace": 5}
    assert dict(drift.happened) == {"middle": 12}
    assert drift.options == ("talk", "reagree", "note", "set_aside")


@pytest.mark.parametrize(
    ("lengths", "seen"),
    [
        ([50] * 20, False),
        ([55] * 20, False),  # within what nobody minds
        ([56] * 20, True),
        ([80] + [50] * 10 + [80] + [50] * 10, False),  # now and then
        ([65, 65], False),  # too few
        ([65, 65, 65], True),
        ([65, None, 65, None, 65], True),
        ([65] + [None] * 8 + [65] + [None] * 8 + [65], False),  # "as agreed" is not nothing
        ([None] * 30, False),
    ],
)
def test_length(lengths, seen):
    assert ("length_long" in found(events(*sessions(lengths)))) is seen


def test_as_agreed_is_said_as_not_timed():
    drift = found(events(*sessions([65, None, 65, None, 65])))["length_long"]

    assert (drift.seen, drift.of, drift.untimed) == (3, 3, 2)


def test_a_late_start_with_the_full_length_is_late_but_not_long():
    made = [session(n, 50, late=12, late_by="client") for n in range(5)]
    kinds = found(events(*made))

    assert "length_long" not in kinds
    assert dict(kinds["late_start"].happened) == {"middle": 12, "client": 5}


def test_a_late_client_whose_session_ends_on_time_has_no_short_session():
    made = [session(n, 38, late=12) for n in range(5)]

    assert set(found(events(*made))) == {"late_start"}


def test_ending_early():
    assert found(events(*sessions([38] * 5)))["length_short"].seen == 5


def test_the_end_of_a_session_across_the_clock_change():
    """On 29 March the clocks jump at 01:00; a night session still lasts its real minutes."""
    planned = datetime(2026, 3, 29, 0, 30, tzinfo=LONDON)
    made = [
        frame.Session(
            id=f"n{n}",
            planned=planned + timedelta(minutes=n),
            minutes=50,
            start=planned.astimezone(UTC),
            end=datetime(2026, 3, 29, 2, 20, tzinfo=LONDON),
        )
        for n in range(5)
    ]

    # 00:30 to 02:20 by the clock is 50 minutes.
    assert "length_long" not in found(events(*made))


# Re-agreed, excepted, too early ------------------------------------------------------------------


def test_a_new_version_of_the_term_starts_anew():
    made = events(*sessions([64] * 8))
    new = agreement(2, week(6).date(), length=frame.Length(minutes=60, grace=5))

    assert "length_long" in found(made)
    assert found(made, versions=[agreement(), new]) == {}


def test_a_new_version_agreed_today_closes_it_at_once():
    made = events(*sessions([64] * 8))
    new = agreement(2, week(7).date() + timedelta(1), length=frame.Length(minutes=65))
    now = week(7) + timedelta(days=2)

    assert found(made, now, [agreement(), new]) == {}


def test_a_new_version_of_another_term_changes_nothing():
    made = events(*sessions([64] * 8))
    new = agreement(2, week(6).date(), touch=frame.Touch(allowed="none"))

    assert found(made, versions=[agreement(), new])["length_long"].key == "length_long:s0"


def test_an_agreed_exception_is_respected():
    exception = frame.AgreedException(
        terms=("length",), first=week(1).date(), last=week(4).date(), note="moving house"
    )
    made = events(*sessions([50, 80, 80, 80, 80, 50]), exceptions=(exception,))

    assert found(made) == {}
    assert "length_long" in found(replace(made, exceptions=(replace(exception, terms=("fee",)),)))


def test_nothing_is_held_against_the_time_before_the_agreement():
    made = events(*sessions([65] * 8))

    assert found(made, versions=[agreement(on=week(6).date())]) == {}
    assert frame.find_drift([], made, week(9)) == frame.Findings()


def test_what_is_not_yet_is_not_looked_at():
    made = events(*sessions([50, 50, 65, 65, 65]))

    assert found(made, week(3)) == {}
    assert "length_long" in found(made, week(5))


# How often ---------------------------------------------------------------------------------------


def test_weeks_without_a_session():
    made = [session(n) for n in (0, 1, 2, 4, 6, 8, 10)]
    drift = found(events(*made), week(11))["sessions_fewer"]

    assert drift.unit == "weeks"
    assert drift.seen == 4
    assert drift.evidence[0] == "week:2026-01-26"
    assert dict(drift.agreed) == {"sessions": 1, "weeks": 1, "days": "tue"}


def test_a_break_is_no_gap():
    made = [session(n) for n in (0, 1, 2, 6, 7, 8)]
    away = frame.Break(first=week(3).date(), last=week(5).date())

    assert "sessions_fewer" in found(events(*made[:3]), week(7))
    assert found(events(*made, breaks=(away,)), week(9)) == {}


def test_a_cancelled_week_is_no_gap():
    gone = {"status": "cancelled", "by": "client", "start": None, "end": None}
    made = [session(n, **(gone if n % 3 == 1 else {})) for n in range(12)]

    assert found(events(*made), week(12)) == {}


def test_a_week_that_is_not_entered_yet_says_nothing():
    made = [session(n) for n in range(4)] + [
        session(n, None, status="planned") for n in range(4, 9)
    ]

    assert found(events(*made), week(9)) == {}


def test_extra_sessions():
    extra = [
        replace(session(n), id=f"x{n}", planned=week(n) + timedelta(days=2)) for n in (3, 4, 5)
    ]
    made = [session(n) for n in range(7)]
    drift = found(events(*made, *extra), week(7))["sessions_more"]

    assert (drift.seen, drift.evidence) == (3, ("x3", "x4", "x5"))


def test_a_moved_session_is_no_extra_session():
    moved = [session(n, None, status="moved") for n in (3, 4, 5)]
    instead = [
        replace(session(n, None), id=f"m{n}", planned=week(n) + timedelta(days=6))
        for n in (3, 4, 5)
    ]
    made = [session(n) for n in (0, 1, 2, 6, 7)]

    assert found(events(*made, *moved, *instead), week(8)) == {}


def test_every_other_week_and_irregular_are_held_to_their_own_rhythm():
    fortnight = frame.Frequency(
        slots=(frame.Slot(day="tue", start=week(0).time()),), every_weeks=2, first=week(0).date()
    )
    loose = frame.Frequency(pattern="irregular", sessions=3, weeks=9)
    made = events(*(session(n) for n in range(0, 24, 2)))

    assert found(made, week(24), [agreement(frequency=fortnight)]) == {}
    assert "sessions_fewer" in found(made, week(24))
    rare = events(*(session(n) for n in range(0, 40, 3)))
    assert found(rare, week(40), [agreement(frequency=loose)]) == {}
    assert "sessions_more" in found(
        events(*(session(n) for n in range(40))), week(40), [agreement(frequency=loose)]
    )


def test_as_needed_is_silent():
    needed = frame.Frequency(pattern="as_needed")
    findings = frame.find_drift([agreement(frequency=needed)], events(session(0)), week(30))

    silent = {one.kind: one.why for one in findings.silences}
    assert silent["sessions_fewer"] == silent["sessions_more"] == "not_agreed"


# Cancelled, elsewhere ----------------------------------------------------------------------------


def cancelled(number, by, hours_before=48):
    gone = week(number) - timedelta(hours=hours_before)
    return session(number, None, status="cancelled", by=by, cancelled=gone)


def test_the_client_cancels_often():
    made = [
        cancelled(n, "client", hours_before=5 if n == 4 else 48)
        if n in (2, 4, 5, 7)
        else session(n)
        for n in range(8)
    ]
    missed = replace(made[3], status="missed", start=None, end=None)
    drift = found(events(*made[:3], missed, *made[4:]))["cancelled_by_client"]

    assert (drift.seen, drift.of) == (5, 6)
    assert dict(drift.happened) == {"late": 2}  # one late, one missed
    assert "cancelled_by_therapist" not in found(events(*made))


def test_the_therapist_cancels_often():
    made = [cancelled(n, "therapist") if n in (2, 4, 5) else session(n) for n in range(6)]

    assert set(found(events(*made))) == {"cancelled_by_therapist"}


def test_answering_cancellations_with_a_new_rhythm_closes_them():
    made = events(*(cancelled(n, "client") if n % 2 else session(n) for n in range(16)))
    fortnight = frame.Frequency(
        slots=(frame.Slot(day="tue", start=week(0).time()),), every_weeks=2, first=week(0).date()
    )

    assert "cancelled_by_client" in found(made)
    assert (
        found(made, versions=[agreement(), agreement(2, week(15).date(), frequency=fortnight)])
        == {}
    )


def test_one_member_of_a_group_is_absent_often():
    made = [session(n, absent=("p2",) if n in (3, 4, 5, 6) else ()) for n in range(7)]
    drift = found(events(*made))["cancelled_by_client"]

    assert (drift.participant, drift.key) == ("p2", "cancelled_by_client:p2:s3")


def test_another_place():
    made = [session(n, place="remote" if n > 2 else None) for n in range(6)]
    drift = found(events(*made))["place_changed"]

    assert (drift.seen, dict(drift.happened)) == (3, {"where": "remote"})


def test_another_room():
    made = [session(n, room="Room 9" if n > 2 else "room 3, mill lane ") for n in range(6)]

    assert dict(found(events(*made))["place_changed"].happened) == {"where": "Room 9"}


@pytest.mark.parametrize(
    ("include", "place"),
    [("exposure_outside", "outside"), ("home_visits", "home"), ("school_visits", "school")],
)
def test_what_the_method_includes_is_no_drift(include, place):
    made = events(*(session(n, place=place) for n in range(8)))
    work = frame.Work(includes=(include,))

    assert "place_changed" in found(made)
    assert found(made, versions=[agreement(work=work)]) == {}


# Silence -----------------------------------------------------------------------------------------


def test_few_data_are_silent_and_it_is_said():
    findings = frame.find_drift([agreement()], events(*sessions([65, None])), week(2))
    silent = {one.kind: (one.why, one.seen, one.needed) for one in findings.silences}

    assert findings.drifts == ()
    assert silent["length_long"] == ("too_few", 1, 3)
    assert silent["fee_late"] == ("nothing_yet", 0, 3)
    not_timed = frame.find_drift([agreement()], events(*sessions([None] * 9)), week(9))
    assert {one.kind: one.why for one in not_timed.silences}["length_long"] == "not_timed"


def test_what_was_not_agreed_is_said():
    bare = frame.Agreement(version=1, in_force=date(2026, 1, 1), terms=frame.Terms())
    findings = frame.find_drift([bare], events(*sessions([90] * 20)), week(20))

    assert findings.drifts == ()
    assert {one.why for one in findings.silences} == {"not_agreed"}


def test_enough_data_that_are_kept_are_not_silence():
    findings = frame.find_drift([agreement()], events(*sessions([50] * 20)), week(20))

    assert "length_long" not in {one.kind for one in findings.silences}


def test_now_needs_a_zone():
    with pytest.raises(ValueError, match="now has no zone"):
        frame.find_drift([agreement()], events(), datetime(2026, 1, 1))
