"""Opening one's own entries: one, its earlier versions, or what a list shows of all."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import Http404

from holdfast.web.sealing import primitives
from holdfast.web.transference.kept import Kept, KeptEpisode, KeptReaction, Note
from holdfast.web.vault.actions import Key
from holdfast.web.vault.listing import Listing, lines, listing
from holdfast.web.vault.models import Entry

K = TypeVar("K", bound=Kept)
W = TypeVar("W")


@dataclass(frozen=True)
class Opened(Generic[K]):
    """An entry that was opened; `what` is None where it was changed and does not open."""

    series: uuid.UUID
    version: int
    what: K | None


def one(key: Key, series: uuid.UUID, kind: type[K]) -> Opened[K]:
    """Return the newest version of an entry of one's own, or a 404."""
    entry = Entry.objects.filter(
        vault=key.vault, shelf=kind.SHELF, series=series, replaced_at=None
    ).first()
    if entry is None:
        raise Http404
    return _opened(key, entry, kind)


def versions(key: Key, series: uuid.UUID, kind: type[K]) -> list[Opened[K]]:
    """Return its earlier versions, the newest first."""
    rows = Entry.objects.filter(vault=key.vault, shelf=kind.SHELF, series=series)
    earlier = rows.filter(replaced_at__isnull=False).order_by("-version")
    return [_opened(key, entry, kind) for entry in earlier]


def latest_first(key: Key, shelf: str) -> list[uuid.UUID]:
    """Return the series of a shelf by the day on which they were last written."""
    rows = Entry.objects.filter(vault=key.vault, shelf=shelf, replaced_at=None)
    return list(rows.order_by("-written_at", "series").values_list("series", flat=True))


def several(
    key: Key, series: list[uuid.UUID], shelf: str, read: Callable[[bytes], W]
) -> list[W | None]:
    """Return the newest versions of several entries in the order in which they are asked for.

    None stands for one that was changed and does not open.
    """
    rows = Entry.objects.filter(vault=key.vault, shelf=shelf, series__in=series, replaced_at=None)
    found = {row.series: _read(key, row, read) for row in rows}
    return [found[one] for one in series if one in found]


def _opened(key: Key, entry: Entry, kind: type[K]) -> Opened[K]:
    what: Any = _read(key, entry, kind.read)
    return Opened(entry.series, entry.version, what)


def _read(key: Key, entry: Entry, read: Callable[[bytes], W]) -> W | None:
    entry.vault = key.vault
    try:
        return read(entry.open(key.private))
    except (primitives.SealBroken, ValueError, KeyError):
        return None


def note_lines(key: Key, *, most: int | None = None) -> Listing:
    """Return what the list shows of every note, opening at most so many new ones."""
    return listing(key, Note.SHELF, _describe_note, most=most)


def _describe_note(plain: bytes) -> dict[str, Any]:
    note = Note.from_data(_data(Note, plain))
    return {"at": note.at.isoformat(), "therapy": note.therapy, "heading": note.heading}


def _data(kind: type[Kept], plain: bytes) -> dict[str, Any]:
    kept = kind.read(plain)
    return {"at": kept.at.isoformat(), "therapy": kept.therapy, **kept.body()}


def reactions(key: Key) -> list[Opened[KeptReaction]]:
    """Return every reaction: small enough that the list of them holds them whole."""
    return _whole(key, KeptReaction)


def episodes(key: Key) -> list[Opened[KeptEpisode]]:
    """Return every episode in the vault."""
    return _whole(key, KeptEpisode)


def _whole(key: Key, kind: type[K]) -> list[Opened[K]]:
    found: list[Opened[K]] = []
    for line in lines(key, kind.SHELF, lambda plain: _data(kind, plain)):
        what: Any = kind.from_data(dict(line.about)) if line.about else None
        found.append(Opened(line.series, line.version, what))
    return sorted(found, key=lambda o: (o.what is None, _minus(o.what)))


def _minus(what: Kept | None) -> float:
    return -what.at.timestamp() if what else 0.0
