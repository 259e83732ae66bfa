"""What the alliance lane of the relationship chart shows, as values to be drawn."""

from dataclasses import dataclass
from typing import Literal

from holdfast.alliance.attendance import Absence
from holdfast.alliance.repair import Course, Episode, Naming
from holdfast.alliance.scale import Scale

MarkKind = Literal["signal", "named", "mended", "back", "late", "cancelled", "missed"]


@dataclass(frozen=True)
class LanePoint:
    """One session: the answer and the band it was expected in. None where there is nothing."""

    session: int
    score: float | None
    expected: float | None
    low: float | None
    high: float | None
    scatter: float | None


@dataclass(frozen=True)
class Mark:
    """Something to draw at a session; `score` is the height it belongs to, if any."""

    session: int
    kind: MarkKind
    score: float | None = None


@dataclass(frozen=True)
class Lane:
    """The whole lane. The vertical axis goes from `lowest` to `highest`, never less.

    `runs` are the stretches of consecutive answered points to be joined by a line: a session
    without an answer leaves a gap. `bands` are the stretches that have a band.
    """

    lowest: float
    highest: float
    points: tuple[LanePoint, ...]
    runs: tuple[tuple[LanePoint, ...], ...]
    bands: tuple[tuple[LanePoint, ...], ...]
    marks: tuple[Mark, ...]


def lane(
    course: Course,
    scale: Scale,
    namings: tuple[Naming, ...] = (),
    absences: tuple[Absence, ...] = (),
) -> Lane:
    """Return what to draw for a course, in order of the sessions."""
    shown = tuple(
        LanePoint(each.session, each.score, each.expected, each.low, each.high, each.scatter)
        for each in course.points
    )
    scores = {point.session: point.score for point in shown}
    marks = [Mark(each.session, each.kind) for each in absences]
    marks += [Mark(each.session, "named", scores.get(each.session)) for each in namings]
    marks += [mark for episode in course.episodes for mark in _marks(episode, scores)]
    return Lane(
        scale.lowest,
        scale.highest,
        shown,
        _stretches(shown, [point.score is not None for point in shown]),
        _stretches(shown, [point.low is not None for point in shown]),
        tuple(sorted(marks, key=lambda mark: (mark.session, mark.kind))),
    )


def _marks(episode: Episode, scores: dict[int, float | None]) -> list[Mark]:
    session, repair = episode.signal.session, episode.repair
    marks = [Mark(session, "signal", scores[session])]
    if repair.state == "mended" and repair.confirmed_at is not None:
        marks.append(Mark(repair.confirmed_at, "mended", scores[repair.confirmed_at]))
    elif repair.state == "back" and repair.back_at is not None:
        marks.append(Mark(repair.back_at, "back", scores[repair.back_at]))
    return marks


def _stretches(
    points: tuple[LanePoint, ...], there: list[bool]
) -> tuple[tuple[LanePoint, ...], ...]:
    found: list[list[LanePoint]] = []
    going = False
    for point, is_there in zip(points, there, strict=True):
        if is_there and going:
            found[-1].append(point)
        elif is_there:
            found.append([point])
        going = is_there
    return tuple(tuple(stretch) for stretch in found)
