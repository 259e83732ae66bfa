"""A signal of the alliance as the plain values it is kept as, and back again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from holdfast import alliance
from holdfast.web.alliance.series import Series

DANGER = "danger"


def write(series: Series, episode: alliance.Episode) -> dict[str, Any]:
    """Return what a signal rests on, as values that can be written as JSON."""
    signal = episode.signal
    return {
        "scale": series.scale,
        "kind": signal.kind,
        "session": signal.session,
        "rate": signal.rate,
        "strong": signal.strong,
        "points": [asdict(point) for point in signal.points],
        "repair": asdict(episode.repair),
    }


def read(reason: Mapping[str, Any]) -> alliance.Episode:
    """Return the signal and where it stands."""
    points = tuple(alliance.Point(**point) for point in reason["points"])
    signal = alliance.Signal(
        reason["kind"], reason["session"], points, reason["rate"], reason["strong"]
    )
    return alliance.Episode(signal, alliance.Repair(**reason["repair"]))
