"""Where a signal stands: open, mended, back but not talked about, not repaired."""

import pytest

from holdfast.alliance import CHECK, Naming, Rating, default_prior, follow, instrument, scale_of
from holdfast.alliance.repair import Repair
from holdfast.alliance.series import RepairAnswer

SCALE = scale_of(instrument(CHECK))
STEADY = [4.2, 4.3, 4.5, 4.3, 4.5, 4.3]
LOW = 3.0
GOOD = 4.3


def repair(
    *after: float | None,
    named: int | None = None,
    answers: dict[int, RepairAnswer] | None = None,
) -> Repair:
    """Return where the signal of session 7 stands after the scores `after`."""
    scores = [*STEADY, LOW, *after]
    said = answers or {}
    ratings = [Rating(n, score, all_right=said.get(n)) for n, score in enumerate(scores, start=1)]
    namings = [Naming(named, "withdrawal", "I had felt hurried.")] if named else []
    course = follow(ratings, SCALE, default_prior(CHECK), namings=namings)
    assert (course.episodes[0].signal.kind, course.episodes[0].signal.session) == ("lower", 7)
    return course.episodes[0].repair


@pytest.mark.parametrize(
    ("after", "state"),
    [
        ((), "open"),
        ((LOW,), "open"),
        ((LOW, LOW), "open"),
        ((GOOD,), "back"),
        ((LOW, LOW, GOOD), "back"),
        ((LOW, LOW, LOW), "unrepaired"),
        ((LOW, LOW, LOW, GOOD), "unrepaired"),
        # Only answered sessions count towards the three.
        ((None, LOW, None, LOW, GOOD), "back"),
    ],
)
def test_left_alone(after: tuple[float | None, ...], state: str):
    assert repair(*after).state == state


def test_mended_takes_a_name_and_a_yes():
    assert repair(GOOD, GOOD, named=8, answers={9: "yes"}) == Repair("mended", 8, 9, 8)
    assert repair(GOOD, GOOD, named=8).state == "back"
    assert repair(GOOD, GOOD, named=8, answers={9: "partly"}).state == "back"
    assert repair(GOOD, GOOD, named=8, answers={9: "no"}).state == "back"
    assert repair(GOOD, GOOD, answers={9: "yes"}).state == "back"


def test_a_yes_before_it_was_named_does_not_count():
    assert repair(GOOD, GOOD, GOOD, named=9, answers={8: "yes"}).state == "back"
    assert repair(GOOD, GOOD, GOOD, named=9, answers={9: "yes"}).state == "mended"


def test_a_name_from_before_the_signal_belongs_to_something_else():
    assert repair(GOOD, named=5, answers={8: "yes"}).named_at is None


def test_a_late_return_is_seen_but_not_called_repaired():
    found = repair(LOW, LOW, LOW, LOW, GOOD)

    assert (found.state, found.back_at) == ("unrepaired", 12)


def test_late_words_still_mend():
    assert repair(LOW, LOW, LOW, named=10, answers={10: "yes"}).state == "mended"


def test_half_way_back_is_not_back():
    assert repair(3.8).state == "open"


def test_the_question_is_asked_from_the_naming_until_the_yes():
    def asks(named: int | None, *answers: RepairAnswer | None) -> bool:
        scores = [*STEADY, LOW, *[GOOD] * len(answers)]
        said = [None] * 7 + list(answers)
        ratings = [Rating(n + 1, s, all_right=said[n]) for n, s in enumerate(scores)]
        namings = [Naming(named, "confrontation")] if named else []
        course = follow(ratings, SCALE, default_prior(CHECK), namings=namings)
        assert course.episodes[0].closed
        return course.asks_whether_all_right

    assert not asks(None, None)
    assert asks(8, None)
    assert asks(8, "partly")
    assert not asks(8, "partly", "yes")


def test_once_back_a_new_fall_is_a_new_signal():
    scores = [*STEADY, LOW, GOOD, GOOD, 4.4, LOW]
    ratings = [Rating(n, score) for n, score in enumerate(scores, start=1)]

    course = follow(ratings, SCALE, default_prior(CHECK))

    assert [each.signal.session for each in course.episodes] == [7, 11]
    assert [each.repair.state for each in course.episodes] == ["back", "open"]


def test_a_report_is_back_when_a_later_check_is_calm():
    ratings = [Rating(n, 4.4) for n in range(1, 4)]
    ratings += [Rating(4, 4.3, felt_off=True), Rating(5, 4.4, felt_off=True), Rating(6, 4.4)]

    course = follow(ratings, SCALE, default_prior(CHECK))

    assert [each.repair.back_at for each in course.episodes] == [6, 6]


def test_a_check_filled_again():
    ratings = [Rating(1, 4.4), Rating(2, None), Rating(3, None), Rating(4, 4.2)]

    course = follow(ratings, SCALE, default_prior(CHECK))

    assert course.episodes[0].signal.kind == "not_filled"
    assert course.episodes[0].repair == Repair("back", back_at=4)
