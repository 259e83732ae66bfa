"""How well a rule sees ruptures: what is counted, and at which rate of false signals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from alliance_series import Floats, Series
from holdfast.alliance import Prior, Scale, expect

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Result:
    """Shares between 0 and 1.

    false    signals per ordinary answered session
    seen     share of ruptures with a signal at the onset, by the next session, by the one after;
             only sessions within the rupture count
    right    share of signals that fall in a rupture (positive predictive value)
    """

    false: float
    seen: tuple[float, float, float]
    right: float


def ordinary(series: Series) -> Flags:
    """Return the answered sessions outside ruptures."""
    answered: Flags = series.held & ~series.rupture & ~np.isnan(series.scores)
    return answered


def unties(statistic: Floats, seed: int = 99) -> Floats:
    """Return a statistic with ties broken at random, so that every rate can be set exactly."""
    rng = np.random.default_rng(seed)
    shaken: Floats = statistic + rng.uniform(0, 1e-7, statistic.shape)
    return shaken


def threshold(statistic: Floats, series: Series, rate: float) -> float:
    """Return the value below which a share `rate` of ordinary sessions lie; no opinion: above."""
    values = np.sort(np.nan_to_num(statistic[ordinary(series)], nan=np.inf))
    return float(values[int(rate * len(values))])


def measure(statistic: Floats, series: Series, below: float) -> Result:
    """Return how a rule does that signals where `statistic` is below a threshold."""
    with np.errstate(invalid="ignore"):
        signal: Flags = (statistic < below) & ~np.isnan(series.scores) & series.held
    false = float(signal[ordinary(series)].mean())
    right = float((signal & series.rupture).sum() / max(signal.sum(), 1))
    client, session = np.nonzero(series.onset)
    going, seen = np.ones(len(client), dtype=bool), np.zeros(len(client), dtype=bool)
    shares = []
    for later in range(3):
        at = np.minimum(session + later, series.scores.shape[1] - 1)
        if later:
            going &= (
                (session + later == at) & series.rupture[client, at] & ~series.onset[client, at]
            )
        seen |= going & signal[client, at]
        shares.append(float(seen.mean()))
    return Result(false, (shares[0], shares[1], shares[2]), right)


@dataclass(frozen=True)
class Calibration:
    """How far what is foreseen holds in ordinary sessions: shares within bands, and of p."""

    cover_80: float
    cover_95: float
    p_below_02: float
    p_below_05: float
    histogram: tuple[float, ...]


def calibration(series: Series, scale: Scale, prior: Prior, sessions: slice) -> Calibration:
    """Return how answers of ordinary sessions lie in what was foreseen for them.

    Answers are rounded, so each stands for a stretch of the prediction; where in it is drawn at
    random (randomised PIT).
    """
    found = expect(series.scores, scale, prior)
    near = np.clip(series.scores - scale.step / 2, scale.lowest, scale.highest)
    far = np.clip(series.scores + scale.step / 2, scale.lowest, scale.highest)
    edges = []
    for edge, end, beyond in ((near, scale.lowest, 0.0), (far, scale.highest, 1.0)):
        at = scale.inside(edge, prior.headroom)
        share = stdtr(found.degrees, (at - found.centre) / found.width)
        edges.append(np.where(series.scores == end, beyond, share))
    rng = np.random.default_rng(4)
    place = edges[0] + rng.random(edges[0].shape) * (edges[1] - edges[0])
    counted = ordinary(series) & (found.earlier > 0)
    place = place[:, sessions][counted[:, sessions]]
    p = found.p[:, sessions][counted[:, sessions]]
    return Calibration(
        float((np.abs(place - 0.5) < 0.40).mean()),
        float((np.abs(place - 0.5) < 0.475).mean()),
        float((p < 0.02).mean()),
        float((p < 0.05).mean()),
        tuple(np.histogram(place, bins=10, range=(0, 1))[0] / max(len(place), 1)),
    )
