"""Which answers raise a signal, and which do not."""

import pytest

from holdfast.alliance import Rating, Scale, check_rate, default_prior, follow, instrument, scale_of
from holdfast.alliance.expectation import Prior
from holdfast.alliance.repair import Course
from holdfast.alliance.signals import limit_for_one, limit_for_two

CHECK = scale_of(instrument("check"))
SRS = Scale(0, 40, 0.1)
STEADY = [4.2, 4.3, 4.5, 4.3, 4.5, 4.3]


def course(*scores: float | None, rate: float = 0.02) -> Course:
    ratings = [Rating(number, score) for number, score in enumerate(scores, start=1)]
    return follow(ratings, CHECK, default_prior("check"), rate=rate)


def raised(found: Course) -> list[tuple[str, int]]:
    return [(each.signal.kind, each.signal.session) for each in found.episodes]


def test_a_falling_series_raises_one_signal():
    assert raised(course(*STEADY, 3.2, 3.0)) == [("lower", 7)]


def test_a_steady_series_raises_none():
    assert raised(course(*STEADY, 4.2, 4.4, 4.3)) == []


def test_a_rising_series_raises_none():
    assert raised(course(3.0, 3.2, 3.5, 3.8, 4.2, 4.5, 4.8, 5.0)) == []


def test_the_first_answer_is_compared_with_nothing():
    found = course(1.0, 1.2)

    assert raised(found) == []
    assert found.points[0].expected is None
    assert found.points[0].p is None


def test_one_session_only():
    assert raised(course(4.2)) == []
    assert len(course(4.2).points) == 1
    assert course().points == ()


def test_a_small_wobble_of_a_steady_client_is_no_signal():
    assert raised(course(*[4.5] * 8, 4.3)) == []


def test_a_routine_swing_of_a_volatile_client_is_no_signal():
    found = course(4.0, 3.5, 4.2, 3.3, 4.1, 3.4, 4.2, 3.3, 4.0, 3.2)

    assert raised(found) == []


def test_two_lowish_sessions_in_a_row():
    found = course(*STEADY, 4.3, 4.5, 4.3, 3.85, 3.75, rate=0.02)

    limits = limit_for_one(0.02), limit_for_two(0.02)
    ps = [point.p for point in found.points[-2:]]
    assert all(limits[0] <= p < limits[1] for p in ps), ps
    assert raised(found) == [("two_low", 11)]
    assert [point.session for point in found.episodes[0].signal.points] == [10, 11]


def test_what_the_limits_add_up_to():
    # One below the first, or two below the second, independent of each other.
    assert limit_for_one(0.02) + limit_for_two(0.02) ** 2 == pytest.approx(0.02)


def test_what_the_client_says_always_counts():
    ratings = [Rating(1, 4.5, felt_off=True), Rating(2, 4.8), Rating(3, None, felt_off=True)]

    found = follow(ratings, CHECK, default_prior("check"))

    assert raised(found) == [("reported", 1), ("reported", 3)]
    assert all(each.signal.strong for each in found.episodes)


def test_a_report_counts_while_another_signal_is_open():
    ratings = [Rating(n, s) for n, s in enumerate(STEADY, start=1)]
    ratings += [Rating(7, 3.0), Rating(8, 3.1, felt_off=True)]

    found = follow(ratings, CHECK, default_prior("check"))

    assert raised(found) == [("lower", 7), ("reported", 8)]


def test_a_check_no_longer_filled():
    assert raised(course(4.2, 4.3, None)) == []
    assert raised(course(4.2, 4.3, None, None)) == [("not_filled", 4)]
    assert raised(course(4.2, 4.3, None, None, None, None)) == [("not_filled", 4)]
    assert raised(course(None, None, None)) == []


def test_a_pause_the_client_chose_is_never_a_signal():
    ratings = [Rating(1, 4.2), *(Rating(n, None, asked=False) for n in range(2, 8))]

    assert raised(follow(ratings, CHECK, default_prior("check"))) == []


def test_sessions_not_asked_do_not_break_the_row():
    ratings = [
        Rating(1, 4.2),
        Rating(2, None, asked=False),
        Rating(3, None),
        Rating(4, None, asked=False),
        Rating(5, None),
    ]

    assert raised(follow(ratings, CHECK, default_prior("check"))) == [("not_filled", 5)]


def test_low_from_the_start_needs_a_reference():
    ratings = [Rating(1, 24.0), Rating(2, 24.5), Rating(3, 24.2)]
    learned = Prior(0.86, 0.05, 0.03, clients=80, origin="learned from 80 clients")

    assert raised(follow(ratings, SRS, default_prior("srs"))) == []
    assert raised(follow(ratings, SRS, learned)) == [("low_start", 2)]


def test_always_the_best_is_said():
    assert course(5, 5, 5).blind_from is None
    assert course(5, 5, None, 5, 5, 5).blind_from == 5
    assert course(5, 5, 5, 5, 4.8).blind_from is None
    assert raised(course(*[5] * 12)) == []


def test_a_later_answer_never_changes_an_earlier_signal():
    whole = course(*STEADY, 3.2, 3.0, 4.3, 4.4, 3.0)

    for length in range(1, 12):
        part = course(*[*STEADY, 3.2, 3.0, 4.3, 4.4, 3.0][:length])
        assert raised(part) == [each for each in raised(whole) if each[1] <= length]


@pytest.mark.parametrize("rate", [0, -0.01, 0.051, 1])
def test_rates_a_therapist_may_not_choose(rate: float):
    with pytest.raises(ValueError, match=r"such as 0\.02"):
        check_rate(rate)


def test_a_higher_rate_raises_more():
    scores = [*STEADY, 3.85]

    assert raised(course(*scores, rate=0.001)) == []
    assert raised(course(*scores, rate=0.05)) == [("lower", 7)]


def test_two_ratings_of_one_session():
    with pytest.raises(ValueError, match="Session 2 has two ratings"):
        follow([Rating(2, 4), Rating(2, 5)], CHECK, default_prior("check"))


def test_a_score_outside_the_scale():
    with pytest.raises(ValueError, match="Session 1 scores 41; the scale goes from 0 to 40"):
        follow([Rating(1, 41)], SRS, default_prior("srs"))


def test_gaps_in_the_numbers_are_fine():
    ratings = [Rating(3, 4.2), Rating(1, 4.3), Rating(9, 4.1)]

    found = follow(ratings, CHECK, default_prior("check"))

    assert [point.session for point in found.points] == [1, 3, 9]
