"""What is kept outside the database and outside its backups: audit heads and the erasure list.

Both are files of one JSON object a line, only ever added to. They belong on another disk or
machine (HOLDFAST_OUTSIDE), or whoever can cut the database can cut them too.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from holdfast.web.audit import models as audit
from holdfast.web.sealing.models import DataKey


def add(name: str, row: dict[str, Any]) -> None:
    """Add a line to a file outside, and see it onto the disk."""
    folder = Path(settings.OUTSIDE)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "a", encoding="utf-8") as file:
        file.write(json.dumps(row, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Read the lines of a file outside; none if there is no such file."""
    path = Path(settings.OUTSIDE) / name
    if path.exists():
        with open(path, encoding="utf-8") as file:
            yield from (json.loads(line) for line in file if line.strip())


def head_row(head: audit.Head) -> dict[str, Any]:
    """Return a head as plain values."""
    at = head.at.astimezone(UTC).isoformat()
    return {
        "schema": "holdfast/audit-head/1",
        "chain": head.chain,
        "count": head.count,
        "mac": head.mac,
        "at": at,
        "signature": head.signature,
    }


def read_head(row: dict[str, Any]) -> audit.Head:
    """Return plain values as a head."""
    return audit.Head(
        chain=row["chain"],
        count=row["count"],
        mac=row["mac"],
        at=datetime.fromisoformat(row["at"]),
        signature=row["signature"],
    )


@transaction.atomic
def keep_heads(now: datetime) -> list[dict[str, Any]]:
    """Sign the ends of both chains, store them and write them outside."""
    kept = []
    for chain in (audit.ORDINARY, audit.RESERVED):
        head = audit.sign_head(chain, now)
        head.save(force_insert=True)
        add("audit-heads.jsonl", head_row(head))
        kept.append(head_row(head))
    return kept


def verify_audit() -> list[audit.Break]:
    """Walk both chains and hold them against every head kept outside."""
    found = [b for chain in (audit.ORDINARY, audit.RESERVED) if (b := audit.broken(chain))]
    for row in _standing_heads():
        if wrong := audit.head_holds(read_head(row)):
            found.append(wrong)
            break
    return found


def note_restore() -> None:
    """Write outside that the chains go on from here; what came later in the old ones is gone."""
    for chain in (audit.ORDINARY, audit.RESERVED):
        count = audit.Entry.objects.filter(chain=chain).count()
        add("audit-heads.jsonl", {"schema": "holdfast/restored/1", "chain": chain, "count": count})


def _standing_heads() -> list[dict[str, Any]]:
    """The heads that must hold: a restore does away with those beyond the backup it came from."""
    heads: list[dict[str, Any]] = []
    for row in rows("audit-heads.jsonl"):
        if row["schema"] == "holdfast/restored/1":
            beyond = (row["chain"], row["count"])
            heads = [h for h in heads if h["chain"] != beyond[0] or h["count"] <= beyond[1]]
        else:
            heads.append(row)
    return heads


def erase_key(key: DataKey, now: datetime) -> None:
    """Destroy a data key, and remember outside that it must be destroyed after every restore."""
    add(
        "erasures.jsonl",
        {"schema": "holdfast/erasure/1", "key": str(key.pk), "at": now.isoformat()},
    )
    key.destroy(now)
    checkpoint()


def repeat_erasures(now: datetime) -> int:
    """Destroy again every key that was destroyed before; returns how many had come back."""
    ids = {row["key"] for row in rows("erasures.jsonl")}
    back = list(DataKey.objects.filter(pk__in=ids, destroyed_at=None))
    for key in back:
        key.destroy(now)
    if back:
        checkpoint()
    return len(back)


def checkpoint() -> None:
    """Empty SQLite's write-ahead log, where an erased key could linger."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
