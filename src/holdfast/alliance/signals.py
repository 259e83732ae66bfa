"""Signals: something in a client's answers that is worth a look, with the points behind it.

A signal never says that there was a rupture. It says what was answered, what was to be expected,
and how seldom an ordinary session looks like that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from holdfast.alliance.series import Point, Rating

Kind = Literal["reported", "lower", "two_low", "low_start", "not_filled"]

# Signals per ordinary session that the filter is set to; see `check_rate`.
USUAL_RATE = 0.02
HIGHEST_RATE = 0.05
# Share of that rate that is kept for two lowish sessions in a row.
FOR_TWO = 0.05
# A check is left unanswered now and then; twice in a row is worth a look.
_UNANSWERED = 2
# A start among the lowest tenth of the reference, twice.
_LOW_START = 0.10
_BLIND_FROM = 4


@dataclass(frozen=True)
class Signal:
    """Something worth a look.

    kind    reported    the client said that something felt off
            lower       lower than expected for this client
            two_low     two lowish sessions in a row
            low_start   low from the start, so it cannot fall
            not_filled  a check that used to be answered no longer is
    session the session after which it stands; `points` the points behind it, oldest first
    rate    the setting: signals from scores per ordinary session
    strong  as good as never in an ordinary session (p below a fifth of the rate), or said outright
    """

    kind: Kind
    session: int
    points: tuple[Point, ...]
    rate: float
    strong: bool


def check_rate(rate: float) -> float:
    """Return `rate` if a therapist may choose it; raise ValueError otherwise."""
    if not 0 < rate <= HIGHEST_RATE:
        raise ValueError(
            f"The rate of signals is {rate:g}; choose between 0.001 and {HIGHEST_RATE:g}, "
            f"such as {USUAL_RATE:g}."
        )
    return rate


def limit_for_one(rate: float) -> float:
    """Return the p below which a single score is a signal."""
    return (1 - FOR_TWO) * rate


def limit_for_two(rate: float) -> float:
    """Return the p below which two answered sessions in a row are a signal.

    Ordinary sessions are independent once what was expected is taken away, so both below this
    happens with its square.
    """
    return sqrt(FOR_TWO * rate)


def signals_at(
    points: Sequence[Point],
    ratings: Sequence[Rating],
    place: int,
    rate: float,
    start: Sequence[float] = (),
) -> tuple[Signal, ...]:
    """Return the signals that stand after the session at `place`, not looking beyond it.

    `points` and `ratings` belong together, in order of the sessions. `start` holds, for the
    answered sessions in order, the share of people in a reference who start as low or lower;
    empty when there is no reference.
    """
    found = [
        _reported(points, ratings, place, rate),
        _lower(points, place, rate) or _two_low(points, place, rate),
        _low_start(points, place, rate, start),
        _not_filled(points, ratings, place, rate),
    ]
    return tuple(signal for signal in found if signal)


def blind_from(points: Sequence[Point], best: float) -> int | None:
    """Return the session from which every answer so far is the very best; None if not all are.

    At least four answers are needed. Such a series cannot show a small strain.
    """
    answered = [point for point in points if point.score is not None]
    if len(answered) < _BLIND_FROM or any(point.score != best for point in answered):
        return None
    return answered[_BLIND_FROM - 1].session


def _reported(
    points: Sequence[Point], ratings: Sequence[Rating], place: int, rate: float
) -> Signal | None:
    if not ratings[place].felt_off:
        return None
    return Signal("reported", points[place].session, (points[place],), rate, strong=True)


def _lower(points: Sequence[Point], place: int, rate: float) -> Signal | None:
    point = points[place]
    if point.p is None or point.p >= limit_for_one(rate):
        return None
    return Signal("lower", point.session, (point,), rate, strong=point.p < rate / 5)


def _two_low(points: Sequence[Point], place: int, rate: float) -> Signal | None:
    lowish = [point for point in points[: place + 1] if point.score is not None][-2:]
    if points[place].score is None or len(lowish) < 2:
        return None
    if any(point.p is None or point.p >= limit_for_two(rate) for point in lowish):
        return None
    return Signal("two_low", points[place].session, tuple(lowish), rate, strong=False)


def _low_start(
    points: Sequence[Point], place: int, rate: float, start: Sequence[float]
) -> Signal | None:
    answered = [point for point in points[: place + 1] if point.score is not None]
    if points[place].score is None or len(answered) != 2 or len(start) < 2:
        return None
    if any(share > _LOW_START for share in start[:2]):
        return None
    return Signal("low_start", points[place].session, tuple(answered), rate, strong=False)


def _not_filled(
    points: Sequence[Point], ratings: Sequence[Rating], place: int, rate: float
) -> Signal | None:
    asked = [at for at in range(place + 1) if ratings[at].asked or points[at].score is not None]
    last = asked[-_UNANSWERED - 1 :]
    if len(last) <= _UNANSWERED or last[-1] != place:
        return None
    blank = [points[at].score is None and not ratings[at].felt_off for at in last]
    if blank != [False] + [True] * _UNANSWERED:
        return None
    behind = tuple(points[at] for at in last)
    return Signal("not_filled", points[place].session, behind, rate, strong=False)
