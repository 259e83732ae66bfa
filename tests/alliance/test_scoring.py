"""Scores, against sums done by hand and rules printed elsewhere."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.alliance import AnswersError, instrument, score, shipped_instruments

ALL = sorted(shipped_instruments())


def numbered(*values: float | None) -> dict[int, float | None]:
    return dict(enumerate(values, start=1))


@pytest.mark.parametrize(
    ("id", "answers", "expected"),
    [
        ("phq-9", (1, 2, 0, 3, 1, 0, 2, 1, 0), 10),
        ("phq-9", (3,) * 9, 27),
        # NHS Data Dictionary: one or two missing become the mean of the others; three do not.
        ("phq-9", (None, 2, 0, 3, 1, 0, 2, 1, 0), 9 * 9 / 8),
        ("phq-9", (None, None, 0, 3, 1, 0, 2, 1, 0), 7 * 9 / 7),
        ("phq-9", (None, None, None, 3, 1, 0, 2, 1, 0), None),
        ("gad-7", (1, 1, 1, 1, 1, 1, 2), 8),
        ("gad-7", (None, None, 1, 1, 1, 1, 1), 7),
        ("gad-7", (None, None, None, 1, 1, 1, 1), None),
        # CORE System Trust: clinical score, ten times the mean, one may be missing; 2, 3 turned.
        ("core-10", (0, 4, 4, 0, 0, 0, 0, 0, 0, 0), 0),
        ("core-10", (4, 0, 0, 4, 4, 4, 4, 4, 4, 4), 40),
        ("core-10", (1, 3, 3, 1, 1, None, 1, 1, 1, 1), 10),
        ("core-10", (1, 3, 3, 1, 1, None, None, 1, 1, 1), None),
        ("srs", (9.1, 8.4, 10, 7.3), 34.8),
        ("srs", (9.1, 8.4, 10, None), None),
        ("ors", (5, 5, 5, 5), 20),
        # The check: the third left out; four of the other six are needed.
        ("check", (5, 4, 1, 4, 3, 5, 3), 4),
        ("check", (5, None, 1, 4, None, 5, 2), 4),
        ("check", (5, None, 1, 4, None, 5, None), None),
        ("check", (5, None, None, 4, None, 5, 2), 4),
        ("arm-5", (7, 7, 1, 7, 7), 7),
        ("arm-5", (7, 7, 1, 7, None), None),
        ("sparq", (4, 0, 0, 0, 0, 4, 4, 4), 4),
        ("risq", (0, 1, 0, 0), 1),
        ("wai-sr", (1, 2, 3, 4, 5, 4, 3, 2, 1, 2, 3, 4), 34 / 12),
    ],
)
def test_scores(id: str, answers: tuple[float | None, ...], expected: float | None):
    found = score(instrument(id), numbered(*answers))

    assert found.value == (None if expected is None else pytest.approx(expected))


def test_subscales_of_the_wai_sr():
    # Goal 4 6 8 11, task 1 2 10 12, bond 3 5 7 9.
    answers = {4: 1, 6: 1, 8: 1, 11: 1, 1: 3, 2: 3, 10: 3, 12: 3, 3: 5, 5: 5, 7: 5, 9: 5}

    found = score(instrument("wai-sr"), answers)

    assert found.subscales == {"goal": 1, "task": 3, "bond": 5}
    assert found.value == 3


def test_subscales_of_the_sparq_are_as_answered():
    found = score(instrument("sparq"), numbered(4, 1, 1, 1, 1, 4, 4, 4))

    assert found.subscales == {"positive affect": 4, "negative affect": 1}


def test_a_subscale_may_be_missing_while_the_score_is_there():
    found = score(instrument("wai-sr"), {n: 4 for n in range(1, 13) if n not in (4, 6)})

    assert found.value == 4
    assert found.subscales == {"goal": None, "task": 4, "bond": 4}
    assert found.skipped == (4, 6)
    assert found.reason == "filled"


def test_scatter():
    # Standard deviation of 1, 5, 1, 5, 1, 5 with n - 1.
    assert score(instrument("check"), numbered(1, 5, 3, 1, 5, 1, 5)).scatter == pytest.approx(
        math.sqrt(4.8)
    )
    assert score(instrument("check"), {1: 3}).scatter is None


def test_everything_wrong_is_said_at_once():
    with pytest.raises(AnswersError) as error:
        score(instrument("phq-9"), {1: 4, 2: 1.5, 10: 0, 3: math.nan})

    assert len(error.value.problems) == 4
    assert "Item 1 is 4; phq-9 takes 0 to 3 in steps of 1." in error.value.problems


@settings(deadline=None)
@given(data=st.data(), id=st.sampled_from(ALL))
def test_a_score_lies_within_its_range(data: st.DataObject, id: str):
    which = instrument(id)
    steps = round((which.highest - which.lowest) / which.step)
    answer = st.none() | st.integers(0, steps).map(
        lambda step: round(which.lowest + step * which.step, 6)
    )
    answers = {item: data.draw(answer) for item in range(1, which.items + 1)}

    found = score(which, answers)

    assert found.answered == sum(answers[item] is not None for item in which.key.items)
    assert (found.value is None) == (found.answered < found.needed)
    if found.value is not None:
        assert which.lowest_score <= found.value <= which.highest_score
