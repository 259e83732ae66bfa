"""What is believed beforehand: defaults that say so, or learned from ratings."""

import numpy as np
import pytest

from holdfast.alliance import Prior, Scale, default_prior, expect, learn

SRS = Scale(0, 40, 0.1)


def ratings(clients: int, noise: float, seed: int = 3, with_ruptures: bool = True) -> np.ndarray:
    rng = np.random.default_rng(seed)
    level = rng.normal(30, 3, (clients, 1))
    spread = noise * np.exp(rng.normal(0, 0.35, (clients, 1)))
    scores = level + spread * rng.standard_normal((clients, 10))
    # One answer in ten is lowered a good deal, as by a rupture.
    lowered = (rng.random(scores.shape) < 0.1) & with_ruptures
    return np.where(lowered, scores - 4 * noise, scores).clip(0, 40).round(1)


def test_a_default_says_so():
    for id in ("srs", "check", "wai-sr", ""):
        prior = default_prior(id)
        assert prior.clients == 0
        assert prior.origin == "default, not learned from any data"


def test_too_few_clients():
    with pytest.raises(ValueError, match="answers: 19; learning needs 20"):
        learn(ratings(19, 1.0), SRS)


@pytest.mark.parametrize("noise", [0.6, 1.2, 2.4])
def test_noise_is_learned_in_spite_of_ruptures(noise: float):
    scores = ratings(120, noise)

    prior = learn(scores, SRS, default_prior("srs"))

    assert prior.clients == 120
    assert "120 clients" in prior.origin
    band = expect(np.full((1, 2), 30.0), SRS, prior, band=0.8)
    # Half of the middle 80% of a normal, with the level known from one answer only.
    expected = 1.2816 * noise * np.sqrt(2)
    assert (band.high - band.low)[0, 1] / 2 == pytest.approx(expected, rel=0.25)


def test_learned_values_make_p_honest():
    prior = learn(ratings(150, 1.5), SRS, default_prior("srs"))
    calm = ratings(2000, 1.5, seed=9, with_ruptures=False)

    p = expect(calm, SRS, prior).p[:, 1:]

    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.015)


def test_defaults_are_plausible_everywhere():
    for prior in (default_prior("srs"), default_prior("check"), default_prior()):
        assert isinstance(prior, Prior)
        assert 0 < prior.mean < 1
        assert prior.noise < prior.between
        assert prior.degrees > 2
