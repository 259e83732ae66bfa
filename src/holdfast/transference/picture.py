"""Where persons stand by affiliation and control, with the spread of their episodes.

Values for a picture and for the table beneath it. `holdfast.transference.drawing` draws them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import atan2, degrees

import numpy as np

from holdfast.transference.episode import Episode, PartName, Point

SPREAD_FROM = 3
"""Episodes below which a spread would only repeat the points."""


@dataclass(frozen=True)
class Spread:
    """How far the episodes lie apart: one standard deviation, in slider steps.

    `affiliation` and `control` along the sliders (n - 1 in the denominator); `long` and `short`
    are the half axes of the ellipse, `angle` the degrees from the affiliation axis to the long
    one, counter-clockwise, above -90 up to 90.
    """

    affiliation: float
    control: float
    long: float
    short: float
    angle: float


@dataclass(frozen=True)
class Place:
    """The mean place of a person over `n` episodes in which both sliders were set.

    `left_out` counts their episodes without sliders. `spread` is None below three episodes.
    """

    person: str
    is_therapist: bool
    n: int
    left_out: int
    affiliation: float
    control: float
    spread: Spread | None
    points: tuple[Point, ...]


def places(episodes: Iterable[Episode], part: PartName = "other") -> tuple[Place, ...]:
    """Place each person by what they did (`other`), or by the client's wish or response to them.

    The therapist comes first, then by number of episodes and name. A person without any slider
    set has no place.
    """
    told: dict[tuple[str, bool], list[Point | None]] = {}
    for episode in episodes:
        about = told.setdefault((episode.person, episode.is_therapist), [])
        about.append(episode.points.get(part))
    placed = [_place(person, mine, points) for (person, mine), points in told.items()]
    found = [place for place in placed if place.n]
    return tuple(sorted(found, key=lambda p: (not p.is_therapist, -p.n, p.person)))


def _place(person: str, is_therapist: bool, told: list[Point | None]) -> Place:
    points = tuple(point for point in told if point)
    n = len(points)
    return Place(
        person,
        is_therapist,
        n,
        len(told) - n,
        sum(p.affiliation for p in points) / max(n, 1),
        sum(p.control for p in points) / max(n, 1),
        _spread(points) if n >= SPREAD_FROM else None,
        points,
    )


def _spread(points: tuple[Point, ...]) -> Spread:
    both = np.array([[p.affiliation, p.control] for p in points], dtype=float)
    covariance = np.cov(both.T)
    sizes, axes = np.linalg.eigh(covariance)
    short, long = np.sqrt(np.maximum(sizes, 0))
    angle = degrees(atan2(axes[1, 1], axes[0, 1]))
    upright = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
    across, up = np.sqrt(np.diag(covariance))
    return Spread(float(across), float(up), float(long), float(short), upright)
