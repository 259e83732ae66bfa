"""What score was to be expected from this client in this session, given the sessions before.

One step ahead, for many clients at once. The score (mapped by `Scale.inside`) is taken to be
normal around a level that is the client's own, with a spread that is the client's own; both are
unknown at first and learned session by session (normal-inverse-gamma, so the prediction is
Student's t). The level may wander. A score much lower than expected counts the less towards the
level the more it looks like a rupture, so that one bad session does not become the new normal.
A score at the very best is treated as "at least this". The derivation is in docs/alliance.md.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, stdtr, stdtrit

from holdfast.alliance.scale import Floats, Scale

# Beyond these many spreads above expectation a score counts as this many: a client's one
# delighted answer should not make the next ordinary one look like a fall.
_UPWARD_LIMIT = 2.0
# That limit and the lighter weight of low scores take about a tenth off the squared deviations of
# ordinary sessions; this puts it back, so that the share of ordinary sessions below p stays p.
_CONSISTENCY = 1.1
# The spread is learned from at most about this many sessions, so that it can change.
_MEMORY = 15.0


@dataclass(frozen=True)
class Prior:
    """What is believed about a scale before a client has answered, in units of `Scale.inside`.

    mean, between     middle and spread of the clients' levels
    noise             typical standard deviation of one client's ordinary sessions
    degrees           how alike clients are in their noise (degrees of freedom, above 2)
    wander            how far a level moves per session: variance of the step, in noise variances
    headroom          of the map, see `Scale`
    fall, fall_spread how deep ruptures are
    hazard            how often an ordinary session is followed by one in a rupture
    origin            where these came from, in words that are shown
    clients           how many clients they were learned from; 0: a default
    """

    mean: float
    between: float
    noise: float
    degrees: float = 8.0
    wander: float = 0.02
    headroom: float = 0.1
    fall: float = 0.15
    fall_spread: float = 0.08
    hazard: float = 0.05
    origin: str = "default"
    clients: int = 0


@dataclass(frozen=True)
class State:
    """What is known of each client after some sessions: arrays with one entry per client.

    level ~ Normal(mean, spread² / weight), spread² ~ InverseGamma(shape, rate).
    """

    mean: Floats
    weight: Floats
    shape: Floats
    rate: Floats
    earlier: NDArray[np.int64]

    @property
    def width(self) -> Floats:
        """The scale of the Student t for the next answer."""
        return np.asarray(np.sqrt(self.rate / self.shape * (1 + 1 / self.weight)))

    @property
    def degrees(self) -> Floats:
        """The degrees of freedom of that t."""
        return 2 * self.shape


@dataclass(frozen=True)
class Expectation:
    """What was expected, one row per client, one column per session.

    expected, low, high  in points of the scale; between low and high lies the share `band` of
                         ordinary sessions
    p                    share of this client's ordinary sessions that score this low or lower;
                         NaN where nothing was answered
    evidence             log of how much more likely the answer is in a rupture than in an
                         ordinary session; NaN where nothing was answered
    centre, width        the prediction in units of `Scale.inside`: a Student's t
    degrees              its degrees of freedom
    earlier              how many answers came before
    """

    expected: Floats
    low: Floats
    high: Floats
    p: Floats
    evidence: Floats
    centre: Floats
    width: Floats
    degrees: Floats
    earlier: NDArray[np.int64]
    band: float


def start(prior: Prior, clients: int) -> State:
    """Return the state of `clients` clients who have not answered yet."""
    shape = prior.degrees / 2
    return State(
        mean=np.full(clients, prior.mean),
        weight=np.full(clients, (prior.noise / prior.between) ** 2),
        shape=np.full(clients, shape),
        rate=np.full(clients, (shape - 1) * prior.noise**2),
        earlier=np.zeros(clients, dtype=np.int64),
    )


def wandered(state: State, prior: Prior) -> State:
    """Return the state one session later, before its answer: the level may have moved."""
    return replace(state, weight=1 / (1 / state.weight + prior.wander))


def evidence_of_fall(state: State, prior: Prior, inside: Floats) -> Floats:
    """Return log f(answer | rupture) - log f(answer | ordinary), in nats.

    In a rupture the answer is expected `fall` lower, give or take `fall_spread`. An answer at or
    above expectation is never evidence of a fall.
    """
    z = (inside - state.mean) / state.width
    wider = np.sqrt(1 + (prior.fall_spread / state.width) ** 2)
    fallen = log_t((z + prior.fall / state.width) / wider, state.degrees) - np.log(wider)
    ratio = fallen - log_t(z, state.degrees)
    return np.asarray(np.where(z < 0, ratio, np.minimum(ratio, 0)))


def updated(state: State, prior: Prior, inside: Floats, ceiling: Floats, evidence: Floats) -> State:
    """Return the state after the answers `inside` (NaN: none given).

    `ceiling` is the edge beyond which an answer can say no more: an answer there counts as the
    mean of what lies above. `evidence` is that of `evidence_of_fall`.
    """
    width = state.width
    z = (inside - state.mean) / width
    z = np.where(inside >= ceiling, _mean_above((ceiling - state.mean) / width, state.degrees), z)
    first = state.earlier == 0
    z = np.where(first, z, np.minimum(z, _UPWARD_LIMIT))
    odds = np.log(prior.hazard / (1 - prior.hazard)) + evidence
    # The first answer is the only one there is to go by, however it compares with other people's.
    counts = np.where((z < 0) & ~first, 1 / (1 + np.exp(odds)), 1.0)
    step, share = z * width, counts / (state.weight + counts)
    shape = state.shape + counts / 2
    rate = state.rate + _CONSISTENCY * state.weight * share * step**2 / 2
    shorter = np.minimum(1, _MEMORY / shape)
    there = ~np.isnan(inside)
    return State(
        mean=np.where(there, state.mean + share * step, state.mean),
        weight=np.where(there, state.weight + counts, state.weight),
        shape=np.where(there, shape * shorter, state.shape),
        rate=np.where(there, rate * shorter, state.rate),
        earlier=state.earlier + there,
    )


def expect(scores: Floats, scale: Scale, prior: Prior, band: float = 0.95) -> Expectation:
    """Return what was expected in each session, using only the sessions before it.

    scores: one row per client, one column per session in order, NaN where nothing was answered.
    band: share of ordinary sessions between low and high, 0 to 1.
    """
    scores = np.atleast_2d(np.asarray(scores, dtype=np.float64))
    inside = scale.inside(scores, prior.headroom)
    edge = scale.inside(scale.half_a_step_better(scores), prior.headroom)
    ceiling = scale.inside(np.array([scale.ceiling]), prior.headroom)
    columns: dict[str, list[Floats]] = {name: [] for name in ("c", "w", "d", "p", "e", "n")}
    state = start(prior, len(scores))
    for session in range(scores.shape[1]):
        if session:
            state = wandered(state, prior)
        evidence = evidence_of_fall(state, prior, inside[:, session])
        # The best answer there is never speaks for a fall, however far above it the level lies.
        evidence = np.where(inside[:, session] >= ceiling, np.minimum(evidence, 0), evidence)
        p = stdtr(state.degrees, (edge[:, session] - state.mean) / state.width)
        p = np.where(scores[:, session] == scale.best, 1.0, p)
        row = (state.mean, state.width, state.degrees, p, evidence, state.earlier)
        for name, value in zip(columns, row, strict=True):
            columns[name].append(value)
        state = updated(state, prior, inside[:, session], ceiling, evidence)
    return _expectation(
        {name: np.stack(c, axis=1) for name, c in columns.items()}, scale, prior, band
    )


def _expectation(
    columns: dict[str, Floats], scale: Scale, prior: Prior, band: float
) -> Expectation:
    centre, width = columns["c"], columns["w"]
    reach = width * stdtrit(columns["d"], (1 + band) / 2)
    worse = scale.outside(centre - reach, prior.headroom)
    better = scale.outside(centre + reach, prior.headroom)
    return Expectation(
        expected=scale.outside(centre, prior.headroom),
        low=np.minimum(worse, better),
        high=np.maximum(worse, better),
        p=columns["p"],
        evidence=columns["e"],
        centre=centre,
        width=width,
        degrees=columns["d"],
        earlier=columns["n"].astype(np.int64),
        band=band,
    )


def log_t(z: Floats, degrees: Floats) -> Floats:
    """Return the log density of Student's t at `z`."""
    constant = gammaln((degrees + 1) / 2) - gammaln(degrees / 2) - np.log(degrees * np.pi) / 2
    return np.asarray(constant - (degrees + 1) / 2 * np.log1p(z**2 / degrees))


def _mean_above(z: Floats, degrees: Floats) -> Floats:
    """Return the mean of Student's t above `z` (degrees of freedom above 1)."""
    tail = np.maximum(1 - stdtr(degrees, z), 1e-12)
    return np.asarray((degrees + z**2) / (degrees - 1) * np.exp(log_t(z, degrees)) / tail)
