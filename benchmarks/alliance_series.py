"""Series of ratings with known ruptures, for measuring signals of rupture.

Nothing here is clinical data. Two families are drawn:

`bell`     the filter's own kind: a level per client, normal noise whose size differs between
           clients, a real ceiling, ruptures that lower the level for some sessions. Switches make
           each assumption wrong in turn.
`bounded`  outside the filter's kind: skewed answers between two ends whose spread depends on the
           level, a level that wanders and returns, confrontations that strike at once,
           withdrawals that creep in, and repairs that stay partial for a while.

The bell family on a scale of 0 to 40 is set so that the published rules behave as they do on
ratings of sessions that sit close to the ceiling: about a quarter of ordinary sessions below 36,
and about as many a point or more lower than the session before.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """How series come about. Lengths in sessions, levels and spreads in points of the scale."""

    family: str = "bell"
    lowest: float = 0.0
    highest: float = 40.0
    step: float = 0.1
    mean: float = 37.8
    between: float = 2.6
    noise: float = 1.25
    noise_spread: float = 0.35  # standard deviation of log noise between clients
    tail: float = float("inf")  # degrees of freedom of the noise
    wander: float = 0.0  # standard deviation of the step of a wandering level, per session
    hazard: float = 0.05  # chance per ordinary session that a rupture begins at the next
    stay: float = 0.55  # chance that a rupture goes on for another session
    depth: float = 4.6
    depth_spread: float = 1.5
    gradual: float = 0.30  # share of ruptures that build up over three sessions
    missing: float = 0.08
    missing_in_rupture: float = 0.08
    pleasers: float = 0.0  # share of clients who always tick the highest
    median_length: float = 9.0
    shortest: int = 3
    longest: int = 30


@dataclass(frozen=True)
class Series:
    """Ratings and truth, one row per client; beyond a client's last session all is blank.

    `scores` holds NaN where nothing was answered; `held` marks sessions that took place;
    `rupture` marks sessions in a rupture; `onset` its first session.
    """

    scores: Floats
    held: NDArray[np.bool_]
    rupture: NDArray[np.bool_]
    onset: NDArray[np.bool_]


def draw(world: World, clients: int, seed: int) -> Series:
    """Return series of `clients` clients from `world`; the same seed gives the same series."""
    rng = np.random.default_rng(seed)
    lengths = np.exp(rng.normal(np.log(world.median_length), 0.6, clients)).round()
    lengths = lengths.clip(world.shortest, world.longest).astype(int)
    held = np.arange(world.longest) < lengths[:, None]
    onset, share = _ruptures(world, held, rng)
    rupture = (share > 0) & held
    level = _bell(world, share, rng) if world.family == "bell" else _bounded(world, share, rng)
    scores = _on_paper(world, level, rng)
    lost = np.where(rupture, world.missing_in_rupture, world.missing)
    scores[(rng.random(scores.shape) < lost) | ~held] = np.nan
    return Series(scores, held, rupture, onset & held)


def _ruptures(
    world: World, held: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[NDArray[np.bool_], Floats]:
    """Return the onsets, and how much of a rupture's depth each session shows (0 to 1)."""
    clients, sessions = held.shape
    onset = np.zeros(held.shape, dtype=bool)
    share = np.zeros(held.shape)
    inside = np.zeros(clients, dtype=bool)
    slow = np.zeros(clients, dtype=bool)
    age = np.zeros(clients)
    for session in range(1, sessions):
        # A slow one lasts at least until it is fully there.
        forced = inside & slow & (age < 3)
        goes_on = inside & (forced | (rng.random(clients) < world.stay))
        begins = ~inside & (rng.random(clients) < world.hazard)
        slow = np.where(begins, rng.random(clients) < world.gradual, slow)
        age = np.where(begins, 1, age + 1)
        inside = goes_on | begins
        onset[:, session] = begins
        share[:, session] = inside * np.where(slow, np.minimum(age / 3, 1), 1.0)
    return onset, share


def _bell(world: World, share: Floats, rng: np.random.Generator) -> Floats:
    shape = share.shape
    own = rng.normal(world.mean, world.between, (shape[0], 1))
    drift = np.cumsum(rng.normal(0, world.wander, shape), axis=1)
    spread = world.noise * np.exp(rng.normal(0, world.noise_spread, (shape[0], 1)))
    bell = rng.standard_normal(shape)
    noise = bell if np.isinf(world.tail) else rng.standard_t(world.tail, shape)
    depth = rng.normal(world.depth, world.depth_spread, shape).clip(0.5)
    return own + drift + spread * noise - share * _held_through(depth, share)


def _held_through(depth: Floats, share: Floats) -> Floats:
    """Return `depth` with the value of each rupture's first session kept while it lasts."""
    kept = depth.copy()
    for session in range(1, share.shape[1]):
        going_on = (share[:, session] > 0) & (share[:, session - 1] > 0)
        kept[:, session] = np.where(going_on, kept[:, session - 1], kept[:, session])
    return kept


def _bounded(world: World, share: Floats, rng: np.random.Generator) -> Floats:
    clients, sessions = share.shape
    middle = (world.mean - world.lowest) / (world.highest - world.lowest)
    own = np.log(middle / (1 - middle)) + rng.normal(0, 0.9, clients)
    tight = np.exp(rng.normal(np.log(60), 0.5, clients))
    depth = _held_through(rng.normal(1.6, 0.5, share.shape).clip(0.4), share)
    scores = np.empty(share.shape)
    away, scar = np.zeros(clients), np.zeros(clients)
    for session in range(sessions):
        away = 0.6 * away + rng.normal(0, 0.25, clients)
        hurt = share[:, session] * depth[:, session]
        # After the repair 30% of the fall is still there, and half of that each session later.
        scar = np.maximum(0.5 * scar, np.where(share[:, session] > 0, 0.6 * hurt, 0))
        mean = 1 / (1 + np.exp(-(own + away - np.maximum(hurt, scar))))
        scores[:, session] = rng.beta(mean * tight, (1 - mean) * tight)
    return world.lowest + scores * (world.highest - world.lowest)


def _on_paper(world: World, level: Floats, rng: np.random.Generator) -> Floats:
    pleaser = rng.random((level.shape[0], 1)) < world.pleasers
    level = np.where(pleaser, world.highest, level)
    steps = np.round((level - world.lowest) / world.step)
    return np.clip(world.lowest + steps * world.step, world.lowest, world.highest)
