"""What a therapist keeps in their vault, as values: notes, reactions and episodes.

Whom an entry is about, and when to the minute, is inside its seal.
"""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from holdfast.transference import (
    Episode,
    Reaction,
    read_episode,
    read_reaction,
    write_episode,
    write_reaction,
)

NOTES, REACTIONS, EPISODES = "notes", "reactions", "episodes"
FIRST_WORDS = 90


@dataclass(frozen=True)
class Kept:
    """What every entry holds: when it was written and which therapy it is about, if any."""

    at: datetime
    therapy: str = ""

    SHELF: ClassVar[str] = ""
    SCHEMA: ClassVar[str] = ""

    def as_bytes(self) -> bytes:
        """Write it for the vault."""
        head = {"schema": self.SCHEMA, "at": self.at.isoformat(), "therapy": self.therapy}
        return json.dumps(head | self.body(), ensure_ascii=False).encode()

    def body(self) -> dict[str, Any]:
        """Return what this kind of entry adds."""
        raise NotImplementedError

    @classmethod
    def read(cls, plain: bytes) -> "Kept":
        """Read it; raises ValueError for what this version does not know."""
        data: dict[str, Any] = json.loads(plain)
        if data.get("schema") != cls.SCHEMA:
            raise ValueError(f"schema is {data.get('schema')!r}; it should be {cls.SCHEMA!r}")
        return cls.from_data(data)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Kept":
        """Return the entry in `data`."""
        raise NotImplementedError


def _head(data: dict[str, Any]) -> tuple[datetime, str]:
    return datetime.fromisoformat(data["at"]), data["therapy"]


@dataclass(frozen=True)
class Note(Kept):
    """A process note."""

    title: str = ""
    text: str = ""

    SHELF = NOTES
    SCHEMA = "holdfast/note/1"

    def body(self) -> dict[str, Any]:
        """Title and text."""
        return {"title": self.title, "text": self.text}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Note":
        """Return the note in `data`."""
        return cls(*_head(data), data["title"], data["text"])

    @property
    def heading(self) -> str:
        """Its title, or how it begins."""
        if self.title:
            return self.title
        first = " ".join(self.text.split())
        return first if len(first) <= FIRST_WORDS else f"{first[:FIRST_WORDS].rstrip()} …"


@dataclass(frozen=True)
class KeptReaction(Kept):
    """A reaction, and the session after which it was noticed."""

    reaction: Reaction | None = None

    SHELF = REACTIONS
    SCHEMA = "holdfast/kept-reaction/1"

    def body(self) -> dict[str, Any]:
        """The reaction."""
        return {"reaction": write_reaction(self.told)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "KeptReaction":
        """Return the reaction in `data`."""
        return cls(*_head(data), read_reaction(data["reaction"]))

    @property
    def told(self) -> Reaction:
        """The reaction, which is always there once it is kept."""
        if self.reaction is None:
            raise ValueError("a kept reaction needs a reaction")
        return self.reaction


@dataclass(frozen=True)
class KeptEpisode(Kept):
    """An episode; `recalls` is whom it may recall, asked after what was actually done."""

    episode: Episode | None = None
    recalls: str = ""

    SHELF = EPISODES
    SCHEMA = "holdfast/kept-episode/1"

    def body(self) -> dict[str, Any]:
        """The episode and what it may recall."""
        return {"episode": write_episode(self.told), "recalls": self.recalls}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "KeptEpisode":
        """Return the episode in `data`."""
        return cls(*_head(data), read_episode(data["episode"]), data.get("recalls", ""))

    @property
    def told(self) -> Episode:
        """The episode, which is always there once it is kept."""
        if self.episode is None:
            raise ValueError("a kept episode needs an episode")
        return self.episode

    def recalling(self, whom: str) -> "KeptEpisode":
        """The same with another answer to whom it may recall."""
        return replace(self, recalls=whom)


def new_id() -> str:
    """Return an id for a reaction or an episode."""
    return uuid.uuid4().hex
