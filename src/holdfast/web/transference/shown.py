"""Episodes and what they add up to, as pages show them: words already chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from holdfast.transference import PARTS, Episode, Event, PartName, Place
from holdfast.transference.words import (
    code_words,
    event_words,
    part_words,
    teller_words,
    time_words,
)


@dataclass(frozen=True)
class ShownPart:
    """One part of an episode: free words, our words, and where it stands."""

    label: str
    words: str
    codes: tuple[str, ...]
    point: str


@dataclass(frozen=True)
class Shown:
    """An episode in words."""

    person: str
    is_therapist: bool
    on: date | None
    time: str
    told_by: str
    coded_by: str
    actually_did: str
    parts: tuple[ShownPart, ...]


def whole(episode: Episode) -> Shown:
    """Return an episode in words."""
    return Shown(
        episode.person, episode.is_therapist, episode.on, time_words(episode.time),
        teller_words(episode.told_by), episode.coded_by, episode.actually_did,
        tuple(_part(episode, part) for part in PARTS if _said(episode, part)),
    )  # fmt: skip


def _said(episode: Episode, part: PartName) -> bool:
    return bool(episode.words.get(part) or _codes(episode, part) or part in episode.points)


def _codes(episode: Episode, part: str) -> tuple[str, ...]:
    mine = sorted(code for code in episode.codes if code.startswith(f"{part}."))
    return tuple(code_words(code) for code in mine)


def _part(episode: Episode, part: PartName) -> ShownPart:
    point = episode.points.get(part)
    where = f"{point.affiliation:+d} / {point.control:+d}" if point else ""
    return ShownPart(part_words(part), episode.words.get(part, ""), _codes(episode, part), where)


def in_short(episode: Episode) -> str:
    """Return the first words of an episode for a list."""
    words = next((episode.words[p] for p in PARTS if episode.words.get(p)), "")
    text = words or ", ".join(code_words(code) for code in sorted(episode.codes))
    return text if len(text) <= 120 else f"{text[:120].rstrip()} …"


def event(one: Event) -> dict[str, Any]:
    """Return something that stands beside an episode."""
    return {"on": one.on, "words": event_words(one.kind)}


def spread_rows(found: Sequence[Place]) -> list[dict[str, Any]]:
    """Return the table beneath the picture of persons."""
    return [
        {
            "place": place,
            "affiliation": f"{place.affiliation:+.1f}",
            "control": f"{place.control:+.1f}",
            "spread": f"{place.spread.affiliation:.1f} / {place.spread.control:.1f}"
            if place.spread
            else "",
        }
        for place in found
    ]
