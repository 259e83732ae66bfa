"""One client's ratings on one scale, session by session, beside what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from holdfast.alliance.expectation import Expectation, Prior, expect
from holdfast.alliance.scale import Scale

RepairAnswer = Literal["yes", "partly", "no"]


@dataclass(frozen=True)
class Rating:
    """What came back after one session.

    session     number of the session, from 1; may leave gaps
    score       in points of the scale; None: not answered, or too few items
    scatter     spread across items, in steps of an answer; None: not known
    felt_off    the client said that something felt off (or said yes to an item of the RISQ)
    all_right   answer to "is that all right between us now?"; None: not asked or skipped
    asked       False: no check was due, among others because the client paused it
    """

    session: int
    score: float | None
    scatter: float | None = None
    felt_off: bool = False
    all_right: RepairAnswer | None = None
    asked: bool = True


@dataclass(frozen=True)
class Point:
    """A rating beside what was expected before it was known.

    expected, low, high, p are None in the first answered session: there is nothing of the client's
    own to compare with yet. p is the share of this client's ordinary sessions that score this low
    or lower, also None where nothing was answered. `back_from` is the score from which a fall in
    this session counts as made good. `earlier`: how many answers came before.
    """

    session: int
    score: float | None
    scatter: float | None
    expected: float | None
    low: float | None
    high: float | None
    p: float | None
    back_from: float | None
    earlier: int


def in_order(ratings: Sequence[Rating]) -> tuple[Rating, ...]:
    """Return the ratings by session. Raises ValueError when a session has two of them."""
    ordered = tuple(sorted(ratings, key=lambda rating: rating.session))
    for one, next_one in pairwise(ordered):
        if one.session == next_one.session:
            raise ValueError(
                f"Session {one.session} has two ratings; keep one, or give the second another "
                "session number."
            )
    return ordered


def points(
    ratings: Sequence[Rating], scale: Scale, prior: Prior, band: float = 0.95
) -> tuple[Point, ...]:
    """Return the ratings by session, each beside what the earlier ones let expect.

    Raises ValueError for two ratings of one session and for scores outside the scale.
    """
    ordered = in_order(ratings)
    if not ordered:
        return ()
    for rating in ordered:
        if rating.score is not None and not scale.lowest <= rating.score <= scale.highest:
            raise ValueError(
                f"Session {rating.session} scores {rating.score:g}; the scale goes from "
                f"{scale.lowest:g} to {scale.highest:g}."
            )
    scores = [np.nan if rating.score is None else rating.score for rating in ordered]
    expectation = expect(np.array([scores]), scale, prior, band)
    return points_of(ordered, expectation, 0, scale, prior)


def points_of(
    ordered: Sequence[Rating], expectation: Expectation, row: int, scale: Scale, prior: Prior
) -> tuple[Point, ...]:
    """Return the points of the client in `row` of an expectation made for many."""
    back = scale.outside(
        expectation.centre[row] - expectation.width[row] / 2, prior.headroom
    ).tolist()
    columns = (
        expectation.expected[row].tolist(),
        expectation.low[row].tolist(),
        expectation.high[row].tolist(),
        expectation.p[row].tolist(),
        expectation.earlier[row].tolist(),
    )
    found = []
    for place, rating in enumerate(ordered):
        expected, low, high, p, earlier = (column[place] for column in columns)
        if not earlier:
            found.append(_first(rating))
            continue
        likely = None if rating.score is None else p
        found.append(
            Point(
                rating.session,
                rating.score,
                rating.scatter,
                expected,
                low,
                high,
                likely,
                back[place],
                earlier,
            )
        )
    return tuple(found)


def _first(rating: Rating) -> Point:
    return Point(rating.session, rating.score, rating.scatter, None, None, None, None, None, 0)
