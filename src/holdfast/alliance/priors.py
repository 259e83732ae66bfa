"""What is believed about a scale before a client has answered: defaults, or learned from data."""

from dataclasses import replace
from functools import cache
from importlib.resources import files
from math import exp, sqrt
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import stdtr

from holdfast.alliance.expectation import Expectation, Prior, expect, log_t
from holdfast.alliance.scale import Floats, Scale

_ORIGIN = "default, not learned from any data"

# Fewer clients than this, with at least three answers each, say too little about a scale.
FEWEST_CLIENTS = 20
_FEWEST_ANSWERS = 3
# More clients than this add time and hardly anything else.
_MOST_CLIENTS = 300

# What is learned, and how far (in logs; `mean` as it is) one would believe it to lie from a rough
# estimate or the default. What a rupture looks like is not learned: it hides too well.
_LEARNED = {
    "mean": 0.1,
    "between": 0.5,
    "noise": 0.5,
    "wander": 1.5,
    "headroom": 1.5,
}
# A level that follows closely foretells best, and follows a slow withdrawal too. A quarter of the
# learned wander sees more ruptures at the same rate of false signals (docs/alliance.md).
_SLOWER = 0.25
# Roughly the share of sessions in a rupture.
_IN_RUPTURE = 0.10


@cache
def _defaults() -> dict[str, Any]:
    text = (files("holdfast.alliance") / "data" / "priors.yaml").read_text(encoding="utf-8")
    parsed: dict[str, Any] = yaml.safe_load(text)
    return parsed


def default_prior(id: str = "") -> Prior:
    """Return the default for instrument `id`, or the general one where it has none of its own.

    A default is an assumption; `Prior.clients` is 0 and `Prior.origin` says so.
    """
    known = _defaults()
    values = known.get(id) or known["default"]
    return Prior(**values, origin=_ORIGIN)


def learn(scores: Floats, scale: Scale, default: Prior | None = None) -> Prior:
    """Return what the ratings of many clients show about a scale (empirical Bayes).

    scores: one row per client, one column per session, NaN where nothing was answered. The values
    are those under which each answer was most expected given the client's earlier ones (see
    `log_predictive`); the default pulls weakly. Depth of ruptures keeps the default's ratio to the
    noise. Raises ValueError with fewer than 20 clients who answered three times.
    """
    enough = (~np.isnan(scores)).sum(axis=1) >= _FEWEST_ANSWERS
    if enough.sum() < FEWEST_CLIENTS:
        raise ValueError(
            f"Clients with at least {_FEWEST_ANSWERS} answers: {enough.sum()}; learning needs "
            f"{FEWEST_CLIENTS}. Use the defaults until there are more."
        )
    rows = np.flatnonzero(enough)
    chosen = scores[rows[np.linspace(0, len(rows) - 1, min(len(rows), _MOST_CLIENTS)).astype(int)]]
    begin = _roughly(chosen, scale, default or default_prior())
    found = minimize(
        _loss,
        np.zeros(len(_LEARNED)),
        args=(chosen, scale, begin),
        method="Nelder-Mead",
        options={"maxfev": 200, "xatol": 0.02, "fatol": 0.2, "initial_simplex": _simplex()},
    )
    moved = _moved(begin, found.x)
    slower = replace(moved, wander=moved.wander * _SLOWER)
    learned = _calibrated(slower, chosen, scale)
    return replace(learned, origin=f"learned from {len(chosen)} clients", clients=len(chosen))


def log_predictive(scores: Floats, scale: Scale, prior: Prior) -> float:
    """Return the summed log density (per point of the scale) of each answer, given the earlier.

    An answer is ordinary, or it is lowered by a rupture. At the very best it counts as "at least
    that".
    """
    found = expect(scores, scale, prior)
    inside = scale.inside(scores, prior.headroom)
    z = (inside - found.centre) / found.width
    density = log_t(z, found.degrees) - np.log(found.width)
    density += np.log(scale.steepness(scores, prior.headroom))
    at_best = np.log(np.maximum(_beyond(found, scale, prior), 1e-12) / scale.step)
    ordinary = np.where(scores == scale.best, at_best, density)
    lowered = np.log(1 - _IN_RUPTURE + _IN_RUPTURE * np.exp(found.evidence))
    return float(np.nansum(ordinary + np.where(found.earlier > 0, lowered, 0)))


def _beyond(found: Expectation, scale: Scale, prior: Prior) -> Floats:
    """Return the probability of an answer at the very best."""
    ceiling = scale.inside(np.array([scale.ceiling]), prior.headroom)
    return np.asarray(1 - stdtr(found.degrees, (ceiling - found.centre) / found.width))


def _calibrated(prior: Prior, scores: Floats, scale: Scale) -> Prior:
    """Return `prior` with the noise at which the better half of the answers is spread as foretold.

    Ruptures only lower answers, so the better half shows ordinary noise whatever they do: of the
    answers above the expected middle, four in five should lie below the ninetieth percentile.
    """
    factors = np.exp(np.linspace(-0.7, 0.7, 15))
    shares = [_share_near(_noisier(prior, factor), scores, scale) for factor in factors]
    # More noise, more of the answers near the middle; the first factor that has enough of them.
    return _noisier(prior, float(np.interp(0.8, np.maximum.accumulate(shares), factors)))


def _share_near(prior: Prior, scores: Floats, scale: Scale) -> float:
    found = expect(scores, scale, prior)
    inside = scale.inside(scores, prior.headroom)
    above = stdtr(found.degrees, (inside - found.centre) / found.width)
    # An answer at the very best may stand for anything from there up: spread it evenly.
    lowest = np.where(scores == scale.best, 1 - _beyond(found, scale, prior), above)
    top = np.where(scores == scale.best, 1.0, above + 1e-9)
    own = (found.earlier > 0) & ~np.isnan(scores)
    better = (np.clip(top, 0.5, 1) - np.clip(lowest, 0.5, 1)) / (top - lowest)
    near = (np.clip(top, 0.5, 0.9) - np.clip(lowest, 0.5, 0.9)) / (top - lowest)
    return float(near[own].sum() / max(better[own].sum(), 1e-9))


def _noisier(prior: Prior, factor: float) -> Prior:
    """Return `prior` with noise, and what hangs on it, multiplied by `factor`."""
    return replace(
        prior,
        noise=prior.noise * factor,
        fall=prior.fall * factor,
        fall_spread=prior.fall_spread * factor,
    )


def _roughly(scores: Floats, scale: Scale, begin: Prior) -> Prior:
    """Return `begin` with middle, spread and noise taken from medians and quartiles."""
    inside = scale.inside(scores, begin.headroom)
    levels = np.nanmedian(inside, axis=1)
    steps = np.diff(inside, axis=1)
    lower, upper = np.nanpercentile(steps, [25, 75])
    # 1.349: quartiles of the normal; the difference of two sessions has twice the variance.
    noise = max(float(upper - lower) / 1.349 / sqrt(2), 0.01)
    middle, spread = float(np.median(levels)), max(float(np.std(levels)), 0.01)
    return _noisier(replace(begin, mean=middle, between=spread), noise / begin.noise)


def _loss(moves: NDArray[np.float64], scores: Floats, scale: Scale, begin: Prior) -> float:
    return float(np.sum(moves**2) / 2 - log_predictive(scores, scale, _moved(begin, moves)))


def _moved(begin: Prior, moves: NDArray[np.float64]) -> Prior:
    by = {
        name: far * float(move) for (name, far), move in zip(_LEARNED.items(), moves, strict=True)
    }
    moved = replace(
        begin,
        mean=begin.mean + by["mean"],
        between=begin.between * exp(by["between"]),
        wander=begin.wander * exp(by["wander"]),
        headroom=begin.headroom * exp(by["headroom"]),
    )
    return _noisier(moved, exp(by["noise"]))


def _simplex() -> NDArray[np.float64]:
    return np.vstack([np.zeros(len(_LEARNED)), np.eye(len(_LEARNED))])
