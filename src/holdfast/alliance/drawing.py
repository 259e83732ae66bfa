"""The alliance lane as an SVG picture: text in the file, no script, readable without colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _
from html import escape

from holdfast.alliance.chart import Lane, LanePoint, Mark

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 220, 56, 16, 34, 34
_BAND, _LINE, _SIGNAL, _GREY = "#E4F0ED", "#1B5650", "#9C4526", "#4F5C59"


@dataclass(frozen=True)
class Panel:
    """One client's lane with a heading that says what it shows."""

    title: str
    lane: Lane


def draw_lanes(panels: Sequence[Panel], heading: str) -> str:
    """Return an SVG document with the panels below each other."""
    tall = _HEIGHT * len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {tall}" role="img" '
        f'aria-labelledby="heading" font-family="system-ui, sans-serif" font-size="12">',
        f'<title id="heading">{escape(heading)}</title>',
        f'<rect width="{_WIDTH}" height="{tall}" fill="#FFFFFF"/>',
    ]
    for place, panel in enumerate(panels):
        parts.append(f'<g transform="translate(0 {place * _HEIGHT})">')
        parts += _panel(panel)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>\n"])


class _Axes:
    """Where a session and a score lie on the page."""

    def __init__(self, lane: Lane) -> None:
        sessions = [point.session for point in lane.points]
        self.first, self.last = min(sessions), max(sessions)
        self.lowest, self.highest = lane.lowest, lane.highest

    def x(self, session: int) -> float:
        share = (session - self.first) / max(self.last - self.first, 1)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, score: float) -> float:
        share = (score - self.lowest) / (self.highest - self.lowest)
        return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)


def _panel(panel: Panel) -> list[str]:
    axes = _Axes(panel.lane)
    parts = [f'<text x="{_LEFT}" y="20" font-size="14">{escape(panel.title)}</text>']
    for score in (panel.lane.lowest, panel.lane.highest):
        parts.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{axes.y(score)}" '
            f'y2="{axes.y(score)}" stroke="#E2DACB"/>'
        )
        parts.append(_text(_LEFT - 8, axes.y(score) + 4, f"{score:g}", "end"))
    parts += [_band(band, axes) for band in panel.lane.bands]
    parts += [_run(run, axes) for run in panel.lane.runs]
    parts += [_dot(point, axes) for point in panel.lane.points if point.score is not None]
    parts += [mark for each in panel.lane.marks for mark in _mark(each, axes)]
    for session in sorted({axes.first, axes.last}):
        parts.append(_text(axes.x(session), _HEIGHT - 12, str(session), "middle"))
    return parts


def _band(band: Sequence[LanePoint], axes: _Axes) -> str:
    above = [f"{axes.x(p.session)},{axes.y(p.high)}" for p in band if p.high is not None]
    below = [f"{axes.x(p.session)},{axes.y(p.low)}" for p in band if p.low is not None]
    points = " ".join([*above, *reversed(below)])
    return f'<polygon points="{points}" fill="{_BAND}" stroke="{_LINE}" stroke-width="0.5"/>'


def _run(run: Sequence[LanePoint], axes: _Axes) -> str:
    points = " ".join(
        f"{axes.x(point.session)},{axes.y(point.score)}" for point in run if point.score is not None
    )
    return f'<polyline points="{points}" fill="none" stroke="{_LINE}" stroke-width="2"/>'


def _dot(point: LanePoint, axes: _Axes) -> str:
    assert point.score is not None
    told = _("Session {session}: {score:g}").format(session=point.session, score=point.score)
    return (
        f'<circle cx="{axes.x(point.session)}" cy="{axes.y(point.score)}" r="3.5" '
        f'fill="{_LINE}"><title>{escape(told)}</title></circle>'
    )


def _mark(mark: Mark, axes: _Axes) -> list[str]:
    """Return a mark as shape and word, so that it does not hang on colour."""
    x = axes.x(mark.session)
    if mark.kind == "signal":
        y = axes.y(mark.score) + 6 if mark.score is not None else _HEIGHT - _BOTTOM
        shape = f'<path d="M{x - 7} {y}h14l-7 11z" fill="{_SIGNAL}"/>'
        return [shape, _text(x, y + 24, _("worth a look"), "middle", _SIGNAL)]
    if mark.kind in ("back", "mended") and mark.score is not None:
        y = axes.y(mark.score)
        shape = (
            f'<circle cx="{x}" cy="{y}" r="6" fill="#FFFFFF" stroke="{_LINE}" stroke-width="2"/>'
        )
        word = _("mended") if mark.kind == "mended" else _("score back")
        return [shape, _text(x, y - 10, word, "middle", _LINE)]
    return []


def _text(x: float, y: float, words: str, anchor: str, fill: str = _GREY) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{fill}">{escape(words)}</text>'
