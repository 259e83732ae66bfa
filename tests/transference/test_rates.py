"""Shrunken rates of reaction themes, held against published figures."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.transference import Reaction, ThemeSessions, caseload_themes, theme_rates
from holdfast.transference.rates import hyperposterior

# Tarone 1982, Biometrics 38:215-220, as tabulated in Gelman and others 2013, table 5.1: tumours in
# 70 historical groups of rats, and in the current one (4 of 14).
RATS = """
0/20 0/20 0/20 0/20 0/20 0/20 0/20 0/19 0/19 0/19 0/19 0/18 0/18 0/17 1/20 1/20 1/20 1/20 1/19 1/19
1/18 1/18 2/25 2/24 2/23 2/20 2/20 2/20 2/20 2/20 2/20 1/10 5/49 2/19 5/46 3/27 2/17 7/49 7/47 3/20
3/20 2/13 9/48 10/50 4/20 4/20 4/20 4/20 4/20 4/20 4/20 10/48 4/19 4/19 4/19 5/22 11/46 12/49 5/20
5/20 6/23 5/19 6/22 6/20 6/20 6/20 16/52 15/47 15/46 9/24 4/14
"""
GROUPS = [ThemeSessions(*map(int, group.split("/"))) for group in RATS.split()]


def test_the_hyperposterior_agrees_with_the_published_example():
    """Bayesian Data Analysis, section 5.3: E(alpha|y) = 2.4 and E(beta|y) = 14.3."""
    alpha, beta, weight = hyperposterior(GROUPS)

    assert (weight * alpha).sum() == pytest.approx(2.4, abs=0.05)
    assert (weight * beta).sum() == pytest.approx(14.3, abs=0.1)


def test_the_likelihood_peaks_where_it_was_published_to():
    """Maximum likelihood over the 70 historical groups in R: alpha 2.3048, beta 14.0797."""
    alpha, beta, weight = hyperposterior(GROUPS[:70])
    alpha, beta, weight = alpha[weight > 0], beta[weight > 0], weight[weight > 0]
    likelihood = np.log(weight) + 2.5 * np.log(alpha + beta) - np.log(alpha) - np.log(beta)
    best = likelihood.argmax()
    step = 0.15  # of the grid, on the logarithmic scales

    assert np.log(alpha[best] / beta[best]) == pytest.approx(np.log(2.304768 / 14.079707), abs=step)
    assert np.log(alpha[best] + beta[best]) == pytest.approx(np.log(2.304768 + 14.079707), abs=step)


def caseload(here, others, theme="pull.rescue"):
    rest = {f"C{i}": {theme: ThemeSessions(*pair)} for i, pair in enumerate(others)}
    return {"this": {theme: ThemeSessions(*here)}} | rest


USUAL = [(1, 8), (2, 14), (0, 6), (1, 10), (3, 20), (1, 9), (2, 12), (0, 7)]


def test_five_of_nine_where_one_in_eight_is_usual_stands_out():
    (found,) = theme_rates(caseload((5, 9), USUAL), "this")

    assert (found.here, found.elsewhere) == (ThemeSessions(5, 9), ThemeSessions(10, 86))
    assert found.clients == 8
    assert 10 / 86 < found.rate < 5 / 9
    assert found.low < found.rate < found.high
    assert found.stands_out


def test_two_of_three_is_drawn_back_further_than_twenty_of_thirty():
    few = theme_rates(caseload((2, 3), USUAL), "this")[0]
    many = theme_rates(caseload((20, 30), USUAL), "this")[0]

    assert few.rate < many.rate < 2 / 3
    assert many.stands_out
    assert few.high - few.low > many.high - many.low


def test_a_client_like_the_others_does_not_stand_out():
    assert not theme_rates(caseload((1, 8), USUAL), "this")[0].stands_out


@pytest.mark.parametrize("others", [[], [(1, 8), (1, 9)], [(1, 8), (1, 9), (0, 0)]])
def test_without_three_other_clients_nothing_is_said(others):
    assert theme_rates(caseload((5, 9), others), "this") == ()


def test_a_theme_that_never_came_up_with_this_client_is_not_listed():
    assert theme_rates(caseload((0, 9), USUAL), "this") == ()


def test_the_most_unusual_comes_first():
    usual = {f"C{i}": {"a": ThemeSessions(*p), "b": ThemeSessions(*p)} for i, p in enumerate(USUAL)}
    here = {"this": {"a": ThemeSessions(1, 9), "b": ThemeSessions(6, 9)}}

    assert [r.theme for r in theme_rates(here | usual, "this")] == ["b", "a"]


def test_a_theme_counts_once_a_session():
    on = date(2026, 3, 29)
    noted = {
        "a": [
            Reaction("1", feeling="feeling.bored", pull="pull.advise", session="s1"),
            Reaction("2", feeling="feeling.bored", session="s1"),
            Reaction("3", feeling="feeling.bored", on=on),
            Reaction("4", feeling="feeling.bored", on=on),
            Reaction("5", feeling="feeling.bored"),
            Reaction("6", own_words="something else"),
        ],
    }

    assert caseload_themes(noted, {"a": 8, "b": 2}) == {
        "a": {"feeling.bored": ThemeSessions(3, 8), "pull.advise": ThemeSessions(1, 8)},
        "b": {"feeling.bored": ThemeSessions(0, 2), "pull.advise": ThemeSessions(0, 2)},
    }
    # More noted than held, when a session was not entered: never more than all of them.
    assert caseload_themes(noted, {"a": 2})["a"]["feeling.bored"] == ThemeSessions(2, 2)


def test_impossible_numbers_are_refused():
    with pytest.raises(ValueError, match="10 of 9 sessions"):
        ThemeSessions(10, 9)


PAIRS = st.integers(0, 25).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=30, deadline=None)
@given(PAIRS, st.lists(PAIRS, max_size=8))
def test_any_caseload_gives_ordered_probabilities(here, others):
    for found in theme_rates(caseload(here, others), "this"):
        assert 0 <= found.low <= found.rate <= found.high <= 1
        assert 0 <= found.more_than_usual <= 1
        assert 0 < found.usual < 1
