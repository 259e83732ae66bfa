"""Reliable change, against the numbers of the paper that proposed it."""

import pytest

from holdfast.alliance import (
    Group,
    change,
    cut_off_a,
    cut_off_b,
    cut_off_c,
    instrument,
    reliable_change_index,
    reliable_points,
    standard_error,
    words,
)


def test_the_example_of_jacobson_and_truax():
    # 1991, p. 14-16: SD 7.5, retest reliability .80, from 32.5 to 47.5.
    assert standard_error(7.5, 0.80) == pytest.approx(3.354, abs=5e-4)
    assert standard_error(7.5, 0.80) * 2**0.5 == pytest.approx(4.743, abs=5e-4)
    assert reliable_change_index(32.5, 47.5, 7.5, 0.80) == pytest.approx(3.162, abs=5e-4)
    assert reliable_points(7.5, 0.80) == pytest.approx(1.96 * 4.743, abs=2e-3)


def test_cut_offs_of_the_example():
    # The same paper: clinical mean 40, general mean 60, both SD 7.5.
    clinical, usual = Group(40, 7.5), Group(60, 7.5)

    assert cut_off_a(clinical, "high") == 55
    assert cut_off_b(usual, "high") == 45
    assert cut_off_c(clinical, usual) == 50


def test_cut_offs_turn_round_where_low_is_better():
    clinical, usual = Group(18, 5), Group(4, 3)

    assert cut_off_a(clinical, "low") == 8
    assert cut_off_b(usual, "low") == 10
    assert cut_off_c(clinical, usual) == pytest.approx((3 * 18 + 5 * 4) / 8)


@pytest.mark.parametrize(
    ("id", "before", "after", "kind", "crossed"),
    [
        ("phq-9", 15, 9, "reliably_better", "into_usual"),
        ("phq-9", 15, 10, "not_reliable", None),
        ("phq-9", 10, 9, "not_reliable", "into_usual"),
        ("phq-9", 9, 15, "reliably_worse", "out_of_usual"),
        ("gad-7", 12, 8, "reliably_better", None),
        ("gad-7", 11, 7, "reliably_better", "into_usual"),
        ("ors", 18, 25, "reliably_better", "into_usual"),
        ("ors", 26, 20, "reliably_worse", "out_of_usual"),
    ],
)
def test_change(id: str, before: float, after: float, kind: str, crossed: str | None):
    found = change(instrument(id), before, after)

    assert (found.kind, found.crossed) == (kind, crossed)


def test_no_constants_no_verdict():
    assert change(instrument("srs"), 30, 40) is None


def test_words_name_the_source_and_what_is_from_memory():
    checked = words.change_words(change(instrument("phq-9"), 15, 9))
    unchecked = words.change_words(change(instrument("ors"), 18, 25))

    assert "6 points (NHS Talking Therapies (IAPT) manual)" in checked
    assert "From memory" not in checked
    assert "From memory" in unchecked


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.8), (7.5, 1.2), (7.5, -0.1)])
def test_impossible_constants(sd: float, reliability: float):
    with pytest.raises(ValueError, match="not"):
        standard_error(sd, reliability)
