"""Lists of entries that open quickly, whatever their number.

Opening an entry costs some tenths of a millisecond, so that ten thousand would take seconds. What a
list shows is therefore kept in an index of its own: sealed like an entry, readable with the open
vault alone, and brought up to date whenever a list is looked at. It can be thrown away at any time.
"""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from holdfast.web.sealing import primitives
from holdfast.web.vault.actions import Key
from holdfast.web.vault.models import Entry, Index

Describe = Callable[[bytes], Mapping[str, Any]]
AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """One entry in a list; `about` is None where it was changed and does not open."""

    id: uuid.UUID
    series: uuid.UUID
    version: int
    about: Mapping[str, Any] | None


@dataclass(frozen=True)
class Listing:
    """Lines of a list, and how many entries are still to be put into it."""

    lines: list[Line]
    waiting: int


def lines(key: Key, shelf: str, describe: Describe) -> list[Line]:
    """Return the newest version of every entry of a shelf, in no order.

    `describe` says what a list shows of an opened entry; its answer is kept as JSON.
    """
    return listing(key, shelf, describe).lines


def listing(key: Key, shelf: str, describe: Describe, *, most: int | None = None) -> Listing:
    """The same, opening at most so many entries that no list has shown yet, the latest first."""
    there = Entry.objects.filter(vault=key.vault, shelf=shelf, replaced_at=None)
    rows = list(there.order_by("-written_at").values_list("pk", "series", "version"))
    known, index = _read(key, shelf)
    unseen = [pk for pk, _series, _version in rows if pk.hex not in known]
    missing = unseen if most is None else unseen[:most]
    described = dict(_opened(key, missing, describe))
    broken = {pk for pk, about in described.items() if about is None}
    new = {pk.hex: about for pk, about in described.items() if about is not None}
    there_now = {pk.hex for pk, _series, _version in rows}
    if new or not known.keys() <= there_now:
        known = {pk: about for pk, about in (known | new).items() if pk in there_now}
        _write(index, known)
    shown = [Line(*row, known.get(row[0].hex)) for row in rows if row[0].hex in known]
    shown += [Line(*row, None) for row in rows if row[0] in broken]
    return Listing(shown, len(unseen) - len(missing))


def _read(key: Key, shelf: str) -> tuple[dict[str, Any], Index]:
    index = Index.objects.filter(vault=key.vault, shelf=shelf).first()
    if index is None:
        return {}, Index(vault=key.vault, shelf=shelf)
    index.vault = key.vault
    try:
        return json.loads(index.open(key.private)), index
    except (primitives.SealBroken, ValueError):  # changed: it is made anew from the entries
        return {}, index


def _write(index: Index, known: Mapping[str, Any]) -> None:
    index.seal(json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode())
    try:
        with transaction.atomic():
            index.save()
    except IntegrityError:  # another tab has just made it
        return


def _opened(
    key: Key, ids: list[uuid.UUID], describe: Describe
) -> Iterator[tuple[uuid.UUID, Mapping[str, Any] | None]]:
    for start in range(0, len(ids), AT_ONCE):
        for entry in Entry.objects.filter(pk__in=ids[start : start + AT_ONCE]):
            entry.vault = key.vault
            try:
                yield entry.pk, describe(entry.open(key.private))
            except (primitives.SealBroken, ValueError, KeyError):
                yield entry.pk, None
