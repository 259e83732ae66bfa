"""What a detector hands on: the facts about one term, in order, with what was agreed.

The tuning of all detectors stands here in one table, so that it can be read and questioned in one
place. `benchmarks/drift.py` measures what it does to kept and to drifting frames.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .chart import Point, Rate, Share, Stretch

Kind = Literal[
    "length_long",
    "length_short",
    "late_start",
    "sessions_fewer",
    "sessions_more",
    "cancelled_by_client",
    "cancelled_by_therapist",
    "place_changed",
    "fee_late",
    "fee_less",
    "fee_more",
    "contact_hours",
    "contact_purpose",
    "contact_by_therapist",
    "contact_rising",
    "contact_often",
    "contact_long",
    "crossings_many",
    "crossings_unspoken",
]
Unit = Literal["sessions", "weeks", "fees", "contacts", "crossings"]
Facts = tuple[tuple[str, int | str], ...]

# Share(usual, drifting, limit): of facts that come one by one.
# Rate(usual, drifting, limit): of events in a week.
TUNING: dict[str, Share | Rate] = {
    "length_long": Share(0.10, 0.65, 4.4),
    "length_short": Share(0.08, 0.60, 4.9),
    "late_start": Share(0.10, 0.60, 4.5),
    "sessions_fewer": Share(0.05, 0.50, 4.7),
    "sessions_more": Share(0.05, 0.50, 4.7),
    "cancelled_by_client": Share(0.15, 0.60, 4.8),
    "cancelled_by_therapist": Share(0.06, 0.45, 4.6),
    "place_changed": Share(0.05, 0.55, 5.5),
    "fee_late": Share(0.08, 0.60, 4.9),
    "fee_less": Share(0.05, 0.50, 4.7),
    "fee_more": Share(0.02, 0.60, 4.5),
    "contact_hours": Rate(0.06, 0.70, 5.3),
    "contact_purpose": Rate(0.06, 0.70, 5.3),
    "contact_by_therapist": Rate(0.05, 0.60, 5.2),
    "contact_often": Share(0.05, 0.60, 5.0),
    "contact_long": Share(0.10, 0.60, 4.5),
}


def no_facts(points: tuple[Point, ...]) -> Facts:
    """Return nothing to add."""
    return ()


@dataclass(frozen=True)
class Series:
    """The facts about one term, for one kind of drift.

    `agreed` is what was agreed, None where nothing was. `stretch` is set by a detector that looks
    by itself; otherwise the sums of `chart` look at the points, as TUNING says.
    """

    kind: Kind
    term: str
    unit: Unit
    points: tuple[Point, ...]
    agreed: Facts | None
    participant: str = ""
    happened: Callable[[tuple[Point, ...]], Facts] = no_facts
    looks_itself: bool = False
    stretch: Stretch | None = None
    needed: int = 3
