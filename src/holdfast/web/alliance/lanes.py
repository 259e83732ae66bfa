"""The rows of the relationship chart: each client's own answers with where they were expected."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast import alliance
from holdfast.alliance import words
from holdfast.web.alliance.outcomes import outcome_lanes
from holdfast.web.alliance.series import Series, series_of
from holdfast.web.alliance.shown import title_of
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.seam import Lane, Point


def lanes(therapy: Therapy, start: datetime, end: datetime) -> Sequence[Lane]:
    """Draw each series from `start` to `end`; a lane names whose it is where there are several."""
    several = therapy.kind != Therapy.Kind.INDIVIDUAL
    answered = [_lane(series, several, start, end) for series in series_of([therapy], end)]
    return [*answered, *outcome_lanes(therapy, start, end)]


def _lane(series: Series, several: bool, start: datetime, end: datetime) -> Lane:
    drawn = series.lane
    name = _("Alliance")
    if several:
        name = _("Alliance, {who}").format(who=series.participant.card.shown_name)
    title = (
        _("client's session check") if series.scale == alliance.CHECK else title_of(series.scale)
    )
    marks = {mark.session: mark.kind for mark in drawn.marks if mark.kind in _LABELS}
    first = min(series.checks)  # before the first answer nobody was asked
    asked = [point for point in drawn.points if point.session >= first]
    points = [_point(series, point, marks.get(point.session, "")) for point in asked]
    return Lane(
        name,
        title,
        tuple(point for point in points if start <= point.at <= end),
        "line",
        scale=(drawn.lowest, drawn.highest),
        weight=10,
    )


_LABELS = {
    "signal": lambda: _("signal"),
    "named": lambda: _("named"),
    "mended": lambda: _("mended"),
    "back": lambda: _("back"),
}


def _point(series: Series, point: alliance.chart.LanePoint, kind: str) -> Point:
    at = series.sessions[point.session].starts_at
    url = reverse("alliance:series", args=[series.participant.pk, series.scale])
    label = _LABELS[kind]() if kind else ""
    if point.score is None:
        return Point(at, _("not answered"), mark="gap", tone="plain", url=url)
    said = f"{point.score:.1f}"
    if point.low is not None and point.high is not None:
        said = _("{score}, expected {low} to {high}").format(
            score=said, low=f"{point.low:.1f}", high=f"{point.high:.1f}"
        )
    return Point(
        at,
        f"{said}, {label}" if label else said,
        point.score,
        {"signal": "down", "mended": "ring", "back": "ring"}.get(kind, "dot"),  # type: ignore[arg-type]
        "clay" if kind == "signal" else "spruce",
        label,
        url,
        point.low,
        point.high,
    )


def states(series: Series) -> list[tuple[alliance.Episode, words.SignalWords, str, str]]:
    """Return each signal of a series with its words and where it stands, the newest first."""
    return [
        (
            episode,
            words.signal_words(episode.signal),
            words.repair_label(episode.repair, episode.signal),
            words.repair_words(episode.repair),
        )
        for episode in reversed(series.course.episodes)
    ]
