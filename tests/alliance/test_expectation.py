"""The filter, against formulas written down for the whole series at once, and against itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from holdfast.alliance import Prior, Scale, default_prior, expect, instrument, scale_of
from holdfast.alliance.expectation import _CONSISTENCY, _mean_above, evidence_of_fall, start

SRS = Scale(0, 40, 0.1)
# A hazard of next to nothing: every answer counts in full, and the filter is conjugate Bayes.
PLAIN = Prior(0.6, 0.1, 0.04, degrees=8, wander=0.05, headroom=0.15, hazard=1e-300)


def batch(earlier: np.ndarray, sessions: np.ndarray, now: int, prior: Prior) -> tuple[float, ...]:
    """Return centre, width and degrees for session `now` from all earlier answers at once.

    Covariance in units of the noise variance: a shared level, a random walk, and noise.
    """
    kappa = (prior.noise / prior.between) ** 2
    at = np.append(sessions, now)
    cov = 1 / kappa + prior.wander * np.minimum.outer(at, at) + np.eye(len(at))
    old, across, new = cov[:-1, :-1], cov[:-1, -1], cov[-1, -1]
    away = earlier - prior.mean
    a0 = prior.degrees / 2
    a = a0 + len(earlier) / 2
    squares = away @ np.linalg.solve(old, away) if len(earlier) else 0.0
    b = (a0 - 1) * prior.noise**2 + _CONSISTENCY * squares / 2
    pull = np.linalg.solve(old, across) if len(earlier) else np.zeros(0)
    width = np.sqrt(b / a * (new - pull @ across))
    return prior.mean + pull @ away, width, 2 * a


@settings(deadline=None)
@given(
    moves=st.lists(st.none() | st.floats(-0.02, 0.02), min_size=2, max_size=9),
)
def test_step_by_step_equals_all_at_once(moves: list[float | None]):
    inside = np.array([np.nan if move is None else 0.6 + move for move in moves])
    scores = SRS.outside(inside, PLAIN.headroom)

    found = expect(scores, SRS, PLAIN)

    there = np.flatnonzero(~np.isnan(inside))
    for now in range(len(moves)):
        before = there[there < now]
        centre, width, degrees = batch(inside[before], before, now, PLAIN)
        assert found.centre[0, now] == pytest.approx(centre, rel=1e-6)
        assert found.width[0, now] == pytest.approx(width, rel=1e-6)
        assert found.degrees[0, now] == pytest.approx(degrees)


def test_p_and_band_are_those_of_the_t_distribution():
    scores = np.array([[30.0, 31.0, 29.0]])

    found = expect(scores, SRS, PLAIN, band=0.8)

    centre, width, degrees = (x[0, 2] for x in (found.centre, found.width, found.degrees))
    edge = SRS.inside(np.array([29.05]), PLAIN.headroom)[0]
    assert found.p[0, 2] == pytest.approx(student.cdf(edge, degrees, centre, width))
    low = SRS.outside(np.array([student.ppf(0.1, degrees, centre, width)]), PLAIN.headroom)[0]
    high = SRS.outside(np.array([student.ppf(0.9, degrees, centre, width)]), PLAIN.headroom)[0]
    assert (found.low[0, 2], found.high[0, 2]) == pytest.approx((low, high))


@pytest.mark.parametrize("z", [-4.0, -1.3, 0.0, 0.7, 3.0])
@pytest.mark.parametrize("degrees", [4.0, 9.5, 60.0])
def test_mean_above(z: float, degrees: float):
    expected = student.expect(
        lambda x: x, args=(degrees,), lb=z, ub=np.inf, conditional=True, epsabs=1e-10
    )

    assert _mean_above(np.array([z]), np.array([degrees]))[0] == pytest.approx(expected, rel=1e-4)


def test_evidence_is_the_ratio_of_two_t_densities():
    prior = replace(PLAIN, fall=0.12, fall_spread=0.05)
    state = start(prior, 1)
    wide = np.hypot(state.width, prior.fall_spread)
    below = state.mean - 0.1

    expected = student.logpdf(below, state.degrees, state.mean - 0.12, wide)
    expected -= student.logpdf(below, state.degrees, state.mean, state.width)
    assert evidence_of_fall(state, prior, below)[0] == pytest.approx(expected[0])


def test_the_best_answer_never_speaks_for_a_fall():
    # A client whose level lies beyond the best there is to tick.
    beyond = replace(default_prior("srs"), mean=1.3)

    found = expect(np.array([40.0, 40.0, 40.0]), SRS, beyond)

    assert (found.evidence <= 0).all()


def test_nothing_above_expectation_speaks_for_a_fall():
    prior = default_prior("srs")
    state = start(prior, 1)

    assert evidence_of_fall(state, prior, state.mean + 0.01)[0] <= 0


@settings(max_examples=30, deadline=None)
@given(
    data=st.lists(st.none() | st.integers(0, 400), min_size=3, max_size=12),
    cut=st.integers(1, 11),
)
def test_no_look_ahead(data: list[int | None], cut: int):
    scores = np.array([np.nan if value is None else value / 10 for value in data])
    short = scores[: min(cut, len(scores))]

    whole, part = (expect(x, SRS, default_prior("srs")) for x in (scores, short))

    for name in ("expected", "low", "high", "p", "evidence"):
        np.testing.assert_array_equal(
            getattr(whole, name)[:, : len(short)], getattr(part, name), err_msg=name
        )


def test_clients_do_not_touch_each_other():
    rng = np.random.default_rng(5)
    scores = rng.uniform(20, 40, (7, 9)).round(1)

    together = expect(scores, SRS, default_prior("srs"))

    for row in range(7):
        alone = expect(scores[row], SRS, default_prior("srs"))
        np.testing.assert_allclose(together.p[row], alone.p[0], rtol=1e-12)


def test_a_gap_widens_what_is_expected():
    prior = replace(default_prior("srs"), wander=0.3)
    answered = expect(np.array([36.0, 36.0, 36.0]), SRS, prior)
    skipped = expect(np.array([36.0, np.nan, 36.0]), SRS, prior)

    assert skipped.width[0, 2] > answered.width[0, 2]
    assert np.isnan(skipped.p[0, 1])
    assert skipped.earlier[0].tolist() == [0, 1, 1]


def test_one_bad_session_does_not_become_the_new_normal():
    steady = [36.0, 36.5, 35.8, 36.2, 36.1, 36.3]

    before = expect(np.array([*steady, 36.0]), SRS, default_prior("srs"))
    after = expect(np.array([*steady, 24.0, 36.0]), SRS, default_prior("srs"))

    assert after.expected[0, 7] == pytest.approx(before.expected[0, 6], abs=0.3)


def test_a_lasting_change_is_learned():
    scores = np.array([36.0] * 6 + [30.0, 30.5, 29.8] * 8)

    found = expect(scores, SRS, default_prior("srs"))

    assert found.p[0, 6] < 0.01
    assert found.expected[0, -1] < 33


def test_always_at_the_best():
    found = expect(np.full(20, 40.0), SRS, default_prior("srs"))

    assert (found.p == 1).all()
    assert np.isfinite(found.expected).all()
    assert (found.high <= 40).all()


def test_where_low_is_better_it_is_the_mirror_image():
    phq, mirrored = scale_of(instrument("phq-9")), Scale(0, 27, 1)
    scores = np.array([[12.0, 11, 13, 12, 20]])

    down, up = expect(scores, phq, default_prior()), expect(27 - scores, mirrored, default_prior())

    np.testing.assert_allclose(down.p, up.p)
    np.testing.assert_allclose(down.expected, 27 - up.expected)
    np.testing.assert_allclose(down.low, 27 - up.high)


def from_the_model(prior: Prior, scale: Scale, clients: int, sessions: int) -> np.ndarray:
    """Return ratings as the filter believes they come about, without ruptures."""
    rng = np.random.default_rng(20260301)
    shape = prior.degrees / 2
    variance = (shape - 1) * prior.noise**2 / rng.gamma(shape, 1, (clients, 1))
    spread = np.sqrt(variance)
    level = prior.mean + spread * (prior.between / prior.noise) * rng.standard_normal((clients, 1))
    walk = np.cumsum(rng.standard_normal((clients, sessions)), axis=1)
    level = level + spread * np.sqrt(prior.wander) * (walk - walk[:, :1])
    raw = scale.outside(level + spread * rng.standard_normal(level.shape), prior.headroom)
    steps = np.round((raw - scale.lowest) / scale.step)
    return np.clip(scale.lowest + steps * scale.step, scale.lowest, scale.highest)


@pytest.mark.parametrize("mean", [0.6, 0.75])
def test_coverage_when_the_model_holds(mean: float):
    prior = replace(default_prior("srs"), mean=mean)
    scores = from_the_model(prior, SRS, 8000, 15)

    for band in (0.80, 0.95):
        found = expect(scores, SRS, prior, band)
        inside = (scores >= found.low) & (scores <= found.high)
        for sessions in (slice(1, 4), slice(4, 9), slice(9, None)):
            assert inside[:, sessions].mean() == pytest.approx(band, abs=0.02)


def test_p_is_as_seldom_as_it_says_when_the_model_holds():
    prior = replace(default_prior("srs"), mean=0.6)
    scores = from_the_model(prior, SRS, 20000, 15)

    p = expect(scores, SRS, prior).p[:, 1:]

    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.003)
    assert (p < 0.02).mean() == pytest.approx(0.02, abs=0.002)
