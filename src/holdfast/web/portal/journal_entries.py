"""Entries of a client's journal: how one is written into the vault and read out of it.

What an entry holds stands inside its seal; beside it there is only that it is on the shelf.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from holdfast.web.accounts.models import User
from holdfast.web.sealing.primitives import SealBroken
from holdfast.web.vault.models import Entry

SHELF = "journal"
FEELINGS = (
    ("liking", _("I like them")),
    ("anger", _("Anger")),
    ("fear", _("Fear")),
    ("shame", _("Shame")),
    ("missing", _("I miss them")),
    ("love", _("Love")),
    ("friends", _("I wish we were friends")),
    ("nothing", _("Nothing at all")),
)
LABELS = dict(FEELINGS)


@dataclass(frozen=True)
class Page:
    """What an entry says: the words, the feelings ticked, and the shared rows made of it."""

    words: str
    feelings: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    def as_bytes(self) -> bytes:
        """Write it for the vault."""
        return json.dumps(asdict(self)).encode()

    @property
    def felt(self) -> list[str]:
        """The feelings in words."""
        return [str(LABELS[one]) for one in self.feelings if one in LABELS]

    @property
    def first_words(self) -> str:
        """How it begins, for a list."""
        line = self.words.strip().split("\n", 1)[0]
        return line if len(line) <= 90 else f"{line[:88].rstrip()} …"


@dataclass(frozen=True)
class Opened:
    """An entry beside what it says."""

    entry: Entry
    page: Page


def read(entry: Entry, private: bytes) -> Page:
    """Open an entry; raises SealBroken if it was changed."""
    said = json.loads(entry.open(private))
    return Page(said["words"], tuple(said["feelings"]), tuple(said["shared"]))


def newest_of(user: User) -> "Iterable[Entry]":
    """Return the newest versions of somebody's entries, the latest first."""
    rows = Entry.objects.of(user).filter(shelf=SHELF).select_related("vault")
    return rows.order_by("-written_at", "pk")


def opened(entries: Iterable[Entry], private: bytes) -> list[Opened]:
    """Open each; one that does not open is left out, and the page says how many."""
    found = []
    for entry in entries:
        try:
            found.append(Opened(entry, read(entry, private)))
        except SealBroken:
            continue
    return found


def versions(user: User, series: uuid.UUID) -> "list[Entry]":
    """Return every version of one entry, the newest first."""
    rows = Entry.objects.filter(vault__user=user, shelf=SHELF, series=series)
    return list(rows.select_related("vault").order_by("-version"))


def began_at(rows: list[Entry]) -> datetime:
    """When an entry was first written."""
    return rows[-1].written_at
