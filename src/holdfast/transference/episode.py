"""A relationship episode: what a client told about one exchange with one person.

The unit and its three parts (wish, response of other, response of self) follow the core
conflictual relationship theme method (Luborsky and Crits-Christoph, Understanding Transference,
2nd ed. 1998). The category lists of that method are copyright and are not used here: `codes` may
hold our own small vocabulary (`holdfast.transference.vocabulary`) or any list the reader brings.

The two sliders are the axes of the interpersonal circle, affiliation and control (Leary 1957;
Kiesler 1983, Psychological Review 90:185-214).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

SLIDER_LIMIT = 5
"""Sliders run from -5 to +5 in whole steps, so that arrow keys alone can set them."""

PartName = Literal["wish", "other", "self"]
PARTS: tuple[PartName, ...] = ("wish", "other", "self")

TimeOfEpisode = Literal["past", "current", "unknown"]
Teller = Literal["client", "therapist", "unknown"]


@dataclass(frozen=True)
class Point:
    """Where one part of an episode stands on the two sliders, each -5..5.

    `affiliation` runs from cold (-5) to warm (+5), `control` from giving way (-5) to taking
    charge (+5).
    """

    affiliation: int
    control: int

    def __post_init__(self) -> None:
        """Raise ValueError when a slider is off its scale."""
        for name in ("affiliation", "control"):
            value = getattr(self, name)
            if not -SLIDER_LIMIT <= value <= SLIDER_LIMIT:
                raise ValueError(f"{name} is {value}; it runs from -5 to 5, for example 2")


@dataclass(frozen=True)
class Episode:
    """One told interaction with one person; the therapist counts as a person.

    `person` is a pseudonym, never a name on record. `words` and `points` are keyed by part.
    `told_by` says whether the codes rest on the client's words or on the therapist's inference.
    """

    id: str
    person: str
    is_therapist: bool
    codes: frozenset[str]
    session: str = ""
    on: date | None = None
    role: str = ""
    time: TimeOfEpisode = "unknown"
    told_by: Teller = "unknown"
    coded_by: str = ""
    words: Mapping[PartName, str] = field(default_factory=dict)
    points: Mapping[PartName, Point] = field(default_factory=dict)
    actually_did: str = ""
    """For an episode about the therapist: what the therapist did, asked before anything else."""

    def __post_init__(self) -> None:
        """Raise ValueError for an episode about nobody."""
        if not self.person.strip():
            raise ValueError("an episode needs a person, for example 'mother' or 'P1'")
