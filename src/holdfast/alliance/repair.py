"""From a signal to its mending: a signal is followed until it is talked about.

A client who withdraws often answers politely. So a score that comes back by itself is not called
mended: that takes a strain that was named, and the client saying that it is all right now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtr

from holdfast.alliance.expectation import Prior, start
from holdfast.alliance.scale import Scale
from holdfast.alliance.series import Point, Rating, in_order, points
from holdfast.alliance.signals import USUAL_RATE, Signal, blind_from, check_rate, signals_at

RepairState = Literal["open", "mended", "back", "unrepaired"]
Form = Literal["withdrawal", "confrontation", "both", "unclear"]

# How many answered sessions a score has to come back by itself.
WITHIN = 3


@dataclass(frozen=True)
class Naming:
    """That a strain was talked about: in which session, which form it took, what was said."""

    session: int
    form: Form
    said: str = ""


@dataclass(frozen=True)
class Repair:
    """Where a signal stands.

    state       open        not yet talked through, and there is still time for the score to return
                mended      it was named, and the client says that it is all right now
                back        the score returned within three answered sessions; without the client's
                            yes: "back, not talked about"
                unrepaired  neither; it stays open
    named_at, confirmed_at, back_at  sessions; `confirmed_at` is where the client said yes.
    `back_at` may come later than three sessions; the state then stays unrepaired.
    """

    state: RepairState
    named_at: int | None = None
    confirmed_at: int | None = None
    back_at: int | None = None


@dataclass(frozen=True)
class Episode:
    """A signal, and where it stands."""

    signal: Signal
    repair: Repair

    @property
    def closed(self) -> bool:
        """Whether it is mended, or back by itself; all others stay on the therapist's list."""
        return self.repair.state in ("mended", "back")


@dataclass(frozen=True)
class Course:
    """Everything that can be said about one series.

    `blind_from`: the session from which every answer was the very best (None: not so).
    """

    points: tuple[Point, ...]
    episodes: tuple[Episode, ...]
    blind_from: int | None

    @property
    def asks_whether_all_right(self) -> bool:
        """Whether the next check should ask "is that all right between us now?".

        It does once a strain was named, until the client says yes.
        """
        repairs = (episode.repair for episode in self.episodes)
        return any(each.named_at is not None and each.confirmed_at is None for each in repairs)


def follow(
    ratings: Sequence[Rating],
    scale: Scale,
    prior: Prior,
    *,
    rate: float = USUAL_RATE,
    namings: Sequence[Naming] = (),
    band: float = 0.95,
) -> Course:
    """Return the points of a series, its signals and where each of them stands.

    rate: signals from scores per ordinary session, above 0 up to 0.05. While a signal from a
    score is open, a further low score belongs to it and raises none of its own. What the client
    says outright always does. Raises ValueError for a rate out of range, scores outside the
    scale, and two ratings of one session.
    """
    ordered = in_order(ratings)
    found = points(ordered, scale, prior, band)
    return course(found, ordered, scale, prior, rate=check_rate(rate), namings=namings)


def course(
    found: Sequence[Point],
    ordered: Sequence[Rating],
    scale: Scale,
    prior: Prior,
    *,
    rate: float = USUAL_RATE,
    namings: Sequence[Naming] = (),
) -> Course:
    """Return what `follow` does, for points that are there already."""
    episodes: list[Episode] = []
    shares = _start_shares(found, scale, prior)
    quiet_until = -1
    for place in range(len(found)):
        for signal in signals_at(found, ordered, place, rate, shares):
            falling = signal.kind in ("lower", "two_low")
            if falling and place <= quiet_until:
                continue
            repair = _repair(signal, found, ordered, place, scale, namings)
            episodes.append(Episode(signal, repair))
            if falling:
                quiet_until = _quiet_until(repair, found, place)
    return Course(tuple(found), tuple(episodes), blind_from(found, scale.best))


def _start_shares(found: Sequence[Point], scale: Scale, prior: Prior) -> list[float]:
    """Return how low the first two answers are among people at their start; [] if unknown.

    Only values learned from clients are a reference; defaults are not.
    """
    if not prior.clients:
        return []
    scores = np.array([point.score for point in found if point.score is not None][:2], dtype=float)
    state = start(prior, 1)
    inside = scale.inside(scale.half_a_step_better(scores), prior.headroom)
    return [float(p) for p in stdtr(state.degrees, (inside - state.mean) / state.width)]


def _repair(
    signal: Signal,
    found: Sequence[Point],
    ordered: Sequence[Rating],
    place: int,
    scale: Scale,
    namings: Sequence[Naming],
) -> Repair:
    named = min((each.session for each in namings if each.session >= signal.session), default=None)
    confirmed = _confirmed(ordered, named)
    after = [at for at in range(place + 1, len(found)) if found[at].score is not None]
    good = [at for at in after if _made_good(signal, found, ordered, at, scale)]
    back_at = found[good[0]].session if good else None
    in_time = bool(good) and good[0] in after[:WITHIN]
    state: RepairState = "unrepaired" if len(after) >= WITHIN else "open"
    if confirmed is not None:
        state = "mended"
    elif in_time:
        state = "back"
    elif signal.kind in ("low_start", "not_filled"):
        state = "open"
    return Repair(state, named, confirmed, back_at)


def _confirmed(ordered: Sequence[Rating], named: int | None) -> int | None:
    if named is None:
        return None
    answers = (each for each in ordered if each.session >= named and each.all_right == "yes")
    return next((each.session for each in answers), None)


def _made_good(
    signal: Signal, found: Sequence[Point], ordered: Sequence[Rating], at: int, scale: Scale
) -> bool:
    score = found[at].score
    if score is None or ordered[at].felt_off or signal.kind == "low_start":
        return False
    # Frozen before the first low score: a fall must not lower what counts as back.
    needed = signal.points[0].back_from
    if signal.kind == "not_filled" or needed is None:
        return True
    return score >= needed if scale.better == "high" else score <= needed


def _quiet_until(repair: Repair, found: Sequence[Point], place: int) -> int:
    """Return the place up to which a signal from a score covers further low scores."""
    after = [at for at in range(place + 1, len(found)) if found[at].score is not None]
    ends = [at for at in after if found[at].session in (repair.back_at, repair.confirmed_at)]
    return min([*ends[:1], *after[WITHIN - 1 : WITHIN]], default=len(found))
