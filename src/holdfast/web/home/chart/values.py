"""What a chart is made of, beside the lanes that the capabilities offer."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from holdfast.web.practice.seam import Lane


@dataclass(frozen=True)
class Span:
    """A stretch of time that stands behind every lane: a break that was announced."""

    start: datetime
    end: datetime
    label: str


@dataclass(frozen=True)
class Turn:
    """A moment from which other terms hold: a new version of the agreement."""

    at: datetime
    label: str
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """Lanes between two instants, with what stands behind them.

    `finding` says in a sentence what the picture shows; `zone` is where its days begin.
    """

    title: str
    finding: str
    lanes: tuple[Lane, ...]
    start: datetime
    end: datetime
    zone: tzinfo
    spans: tuple[Span, ...] = ()
    turns: tuple[Turn, ...] = ()

    def holds(self, at: datetime) -> bool:
        """Say whether an instant falls into the chart."""
        return self.start <= at <= self.end
