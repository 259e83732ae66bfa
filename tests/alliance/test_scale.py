"""The map of a bounded scale, there and back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.alliance import Scale

SRS = Scale(0, 40, 0.1)
PHQ = Scale(0, 27, 1, "low")


@settings(deadline=None)
@given(
    score=st.floats(0, 27),
    headroom=st.floats(0, 50),
    better=st.sampled_from(["high", "low"]),
)
def test_there_and_back(score: float, headroom: float, better: str):
    scale = Scale(0, 27, 1, better)

    back = scale.outside(scale.inside(np.array([score]), headroom), headroom)

    assert back[0] == pytest.approx(score, abs=1e-6)


@pytest.mark.parametrize("headroom", [0, 0.15, 3])
def test_ends(headroom: float):
    assert SRS.inside(np.array([0.0, 40.0]), headroom).tolist() == pytest.approx([0, 1])
    assert PHQ.inside(np.array([0.0, 27.0]), headroom).tolist() == pytest.approx([1, 0])


def test_without_headroom_it_is_the_arcsine_square_root():
    share = np.array([0.1, 0.5, 0.9])

    expected = np.arcsin(np.sqrt(share)) / (np.pi / 2)
    assert SRS.inside(40 * share, 0) == pytest.approx(expected)


def test_with_much_headroom_it_is_a_straight_line():
    assert SRS.inside(np.array([10.0]), 1000)[0] == pytest.approx(0.25, abs=1e-3)


def test_ceiling_is_the_edge_below_the_best():
    assert SRS.ceiling == pytest.approx(39.95)
    assert PHQ.ceiling == 0.5


def test_what_lies_beyond_becomes_the_end():
    assert SRS.outside(np.array([-0.5, 1.5]), 0.15).tolist() == pytest.approx([0, 40])


def test_blank_stays_blank():
    assert np.isnan(SRS.inside(np.array([np.nan]), 0.15)[0])
