"""Names set directly beside marks, so that nobody has to look anything up in a legend."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language

from holdfast.web.practice.seam import Lane, Point

from .measures import LETTER, LINE_HEIGHT, Across, Down, Shelf

Placed = tuple[Point, float, float]


def long_day(day: date) -> str:
    """A day in full: 3 February 2026. The lanes of two drawings name the same days many times."""
    return _long_day(day, get_language())


@lru_cache(maxsize=4096)
def _long_day(day: date, language: str | None) -> str:
    return date_format(day, "j F Y")


def height_of(lane: Lane, point: Point, place: Down) -> float:
    """Where the middle of a mark stands."""
    if lane.shape == "bars" and point.value is None:
        return place.y(floor_of(lane, place))
    if lane.shape == "line" and point.mark == "gap":
        return place.bottom
    return place.y(point.value) if lane.shape != "marks" or lane.scale else place.middle


def floor_of(lane: Lane, place: Down) -> float:
    """The value that bars stand on."""
    return place.lowest if lane.baseline is None else lane.baseline


def placed_labels(
    lane: Lane, points: tuple[Point, ...], place: Down, axis: Across, shelf: Shelf
) -> Iterator[Placed]:
    """Find room for labels; yields each point with where the middle of its label goes.

    Newer ones come first, since they matter more where room is short.
    """
    under = Shelf(shelf.left, shelf.right)
    for point in reversed(points):
        falls = lane.shape == "line" and point.mark == "down"
        chosen = under if falls else shelf
        if not point.label or not (found := chosen.put(axis.x(point.at), point.label)):
            continue
        x, row = found
        if lane.shape == "marks":
            yield point, x, place.bottom + (row + 1) * LINE_HEIGHT - 3
        else:
            near = _near(lane, points, place, axis, x, point)
            above = 5 if lane.shape == "bars" else 10
            yield point, x, max(near) + 22 if falls else min(near) - above


def _near(
    lane: Lane, points: tuple[Point, ...], place: Down, axis: Across, x: float, point: Point
) -> list[float]:
    """The heights of the marks that a label at `x` stands over, its own among them."""
    half = len(point.label) * LETTER / 2 + 3
    others = [p for p in points if p.mark != "gap" and abs(axis.x(p.at) - x) <= half]
    return [height_of(lane, p, place) for p in (point, *others)]
