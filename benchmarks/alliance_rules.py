"""Rules for seeing a rupture in a series of ratings, each as a number per session: lower is worse.

Every number uses the session and those before it, never a later one. NaN: the rule has no opinion
yet. Published rules are named after their source where its parameters are known, else by family.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from alliance_series import Floats, Series, World
from holdfast.alliance import Prior, Scale, expect
from holdfast.alliance.signals import FOR_TWO


@dataclass(frozen=True)
class Reference:
    """What rules that need a reference sample take from one: an independent draw."""

    mean: float
    sd: float
    sd_of_differences: float


def reference_of(series: Series) -> Reference:
    """Return the moments of a sample of ratings, ruptures and all, as a study would print them."""
    scores = series.scores
    return Reference(
        float(np.nanmean(scores)),
        float(np.nanstd(scores)),
        float(np.nanstd(scores - last_answer(scores))),
    )


def last_answer(scores: Floats) -> Floats:
    """Return, for each session, the answer before it; NaN where there is none."""
    filled = scores.copy()
    for session in range(1, scores.shape[1]):
        blank = np.isnan(filled[:, session])
        filled[blank, session] = filled[blank, session - 1]
    return np.concatenate([np.full((len(scores), 1), np.nan), filled[:, :-1]], axis=1)


def earlier(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return number, mean and standard deviation (n - 1) of all values before each session."""
    known = ~np.isnan(values)
    zero = np.nan_to_num(values)

    def before(summed: Floats) -> Floats:
        return np.concatenate([np.zeros((len(values), 1)), np.cumsum(summed, axis=1)[:, :-1]], 1)

    n, total, squares = before(known * 1.0), before(zero), before(zero**2)
    with np.errstate(all="ignore"):
        mean = np.where(n > 0, total / n, np.nan)
        sd = np.where(n > 1, np.sqrt(np.maximum(squares - n * mean**2, 0) / (n - 1)), np.nan)
    return n, mean, sd


def level(scores: Floats, _: Reference) -> Floats:
    """The score itself (SRS: below 36)."""
    return scores


def drop(scores: Floats, _: Reference) -> Floats:
    """Change since the last answer (OpenFIT: a point or more; V-shapes, in SDs of differences)."""
    return scores - last_answer(scores)


def either_alert(scores: Floats, sample: Reference) -> Floats:
    """The lower of both, each in its own spread (OpenFIT: below 36, or a point lower)."""
    return np.fmin(
        (scores - sample.mean) / sample.sd,
        np.where(np.isnan(last_answer(scores)), np.inf, drop(scores, sample))
        / sample.sd_of_differences,
    )


def strict_drop(scores: Floats, sample: Reference) -> Floats:
    """Change in the larger of the client's own and the sample's SD of differences (Gumz 2012)."""
    change = drop(scores, sample)
    _, _, own = earlier(change)
    return change / np.fmax(np.where(np.isnan(own), 0, own), sample.sd_of_differences)


def own_mean(scores: Floats, _: Reference) -> Floats:
    """Deviation from the mean of the client's own earlier scores."""
    return scores - earlier(scores)[1]


def own_mean_in_sds(scores: Floats, _: Reference) -> Floats:
    """The same in the client's own SD, from the fifth answer on."""
    n, mean, sd = earlier(scores)
    return np.where(n >= 4, (scores - mean) / np.maximum(sd, 1e-3), np.nan)


def own_recent_mean(scores: Floats, _: Reference) -> Floats:
    """Deviation from an exponentially weighted mean of the client's own earlier scores (0.3)."""
    mean = np.full(len(scores), np.nan)
    found = np.full(scores.shape, np.nan)
    for session in range(scores.shape[1]):
        score = scores[:, session]
        found[:, session] = score - mean
        moved = np.where(np.isnan(mean), score, 0.7 * mean + 0.3 * score)
        mean = np.where(np.isnan(score), mean, moved)
    return found


def control_chart(scores: Floats, sample: Reference) -> Floats:
    """Individuals chart: deviation in mean moving ranges, from the sixth answer on."""
    n, mean, _ = earlier(scores)
    _, moving_range, _ = earlier(np.abs(drop(scores, sample)))
    return np.where(n >= 5, (scores - mean) / np.maximum(moving_range, 1e-3), np.nan)


def ewma(scores: Floats, sample: Reference) -> Floats:
    """EWMA (0.3) of scores standardised by the sample, in its own standard error."""
    z = (scores - sample.mean) / sample.sd
    smooth, weight = np.zeros(len(z)), np.zeros(len(z))
    found = np.full(z.shape, np.nan)
    for session in range(z.shape[1]):
        here = ~np.isnan(z[:, session])
        smooth = np.where(here, 0.3 * np.nan_to_num(z[:, session]) + 0.7 * smooth, smooth)
        weight = np.where(here, 0.3**2 + 0.7**2 * weight, weight)
        found[here, session] = (smooth / np.sqrt(np.maximum(weight, 1e-9)))[here]
    return found


def cusum(scores: Floats, sample: Reference) -> Floats:
    """Lower CUSUM (k = 0.5) of scores standardised by the sample."""
    z = (scores - sample.mean) / sample.sd
    fallen = np.zeros(len(z))
    found = np.full(z.shape, np.nan)
    for session in range(z.shape[1]):
        here = ~np.isnan(z[:, session])
        fallen = np.where(here, np.maximum(0, fallen - np.nan_to_num(z[:, session]) - 0.5), fallen)
        found[here, session] = -fallen[here]
    return found


BASELINES: Mapping[str, Callable[[Floats, Reference], Floats]] = {
    "level": level,
    "drop since last": drop,
    "either alert": either_alert,
    "drop, stricter SD": strict_drop,
    "own mean": own_mean,
    "own mean in SDs": own_mean_in_sds,
    "own recent mean": own_recent_mean,
    "control chart": control_chart,
    "EWMA": ewma,
    "CUSUM": cusum,
}


def published(sample: Reference) -> Mapping[str, tuple[str, float]]:
    """Return the rules at the thresholds they are used with: name to (baseline, threshold)."""
    return {
        "SRS below 36": ("level", 36.0),
        "SRS a point lower": ("drop since last", -1.0 + 1e-9),
        "lenient V (1 SD of differences)": ("drop since last", -sample.sd_of_differences),
        "strict V (2 SD of differences)": ("drop since last", -2 * sample.sd_of_differences),
        "strict V, stricter SD (Gumz)": ("drop, stricter SD", -2.0),
        "own mean - 1 SD": ("own mean in SDs", -1.0),
        "control chart, 2 sigma": ("control chart", -1.77),
        "control chart, 3 sigma": ("control chart", -2.66),
    }


def filter_statistic(
    scores: Floats, scale: Scale, prior: Prior, for_two: float = FOR_TWO
) -> Floats:
    """Return the rate at which the filter's signal would just be raised: its two rules in one."""
    found = expect(scores, scale, prior)
    p = np.where(found.earlier > 0, found.p, np.nan)
    if not for_two:
        return p
    return np.fmin(p / (1 - for_two), np.fmax(p, last_answer(p)) ** 2 / for_two * _both(p))


def _both(p: Floats) -> Floats:
    """Return 1 where this and the last answer have a p, infinity elsewhere."""
    return np.where(np.isnan(p) | np.isnan(last_answer(p)), np.inf, 1.0)


def evidence_statistic(scores: Floats, scale: Scale, prior: Prior) -> Floats:
    """Return the filter's log likelihood ratio for a rupture, turned so that lower is worse."""
    found = expect(scores, scale, prior)
    return np.where(found.earlier > 0, -found.evidence, np.nan)


# Each world makes one assumption of the base wrong, or leaves its family.
WORLDS: Mapping[str, World] = {
    "base": World(),
    "noise x 0.7": World(noise=0.7 * 1.25),
    "noise x 1.5": World(noise=1.5 * 1.25),
    "noise x 2": World(noise=2 * 1.25),
    "clients rate lower (-0.7 SD)": World(mean=37.8 - 0.7 * 2.6),
    "clients rate higher (+0.7 SD)": World(mean=37.8 + 0.7 * 2.6),
    "level drifts": World(wander=0.6),
    "heavy tails (t, 3 df)": World(tail=3.0, noise=0.75),
    "30% at the ceiling": World(mean=39.0),
    "answers missing in ruptures": World(missing_in_rupture=0.40),
    "a fifth always tick the highest": World(pleasers=0.20),
    "all ruptures gradual": World(gradual=1.0),
    "shallow ruptures (x 0.7)": World(depth=0.7 * 4.6, depth_spread=0.7 * 1.5),
    "short therapies": World(median_length=5, longest=8),
    "long ruptures (stay .80)": World(stay=0.80),
    "rare ruptures (.02)": World(hazard=0.02),
    "common ruptures (.10)": World(hazard=0.10),
    "scale 1 to 5 (WAI-SR)": World(
        lowest=1,
        highest=5,
        step=1 / 12,
        mean=4.0,
        between=0.55,
        noise=0.28,
        depth=0.9,
        depth_spread=0.32,
    ),
    "bounded": World(family="bounded", mean=36.0),
    "bounded, near the ceiling": World(family="bounded", mean=38.0),
    "bounded, all gradual": World(family="bounded", mean=36.0, gradual=1.0),
    "bounded, session check": World(family="bounded", lowest=1, highest=5, step=1 / 6, mean=4.2),
}
