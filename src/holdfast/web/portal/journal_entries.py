"""Entries of a client's journal: how one is written into the vault and read out of it.

What an entry holds stands inside its seal; beside it there is only that it is on the shelf.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise

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


def said_otherwise(versions: Sequence[Opened]) -> list[Opened]:
    """Return earlier versions, the newest first, each only if it differs from the one after it.

    Sharing writes a version too, which says the same as before and notes what was shared.
    """
    return [before for later, before in pairwise(versions) if _says(later) != _says(before)]


def is_as_shared(versions: Sequence[Opened]) -> bool:
    """Whether an entry was shared and says the same since."""
    if not versions:
        return False
    says = _says(versions[0])
    before = next((one.page.shared for one in versions if _says(one) != says), ())
    return set(versions[0].page.shared) > set(before)


def _says(one: Opened) -> tuple[str, tuple[str, ...]]:
    return one.page.words, one.page.feelings


def began_at(rows: list[Entry]) -> datetime:
    """When an entry was first written."""
    return rows[-1].written_at
