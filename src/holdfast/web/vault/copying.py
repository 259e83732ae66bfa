"""A copy of everything in one's own vault, for its owner, in the clear."""

import base64
import json
from datetime import datetime
from typing import Any

from holdfast.web.audit import models as audit
from holdfast.web.sealing import primitives
from holdfast.web.vault.actions import Key
from holdfast.web.vault.models import Entry

SCHEMA = "holdfast/vault-copy/1"


def copied(key: Key, *, now: datetime) -> dict[str, Any]:
    """Return every version of every entry; what does not open is named and left out."""
    rows = Entry.objects.filter(vault=key.vault).order_by("shelf", "series", "version")
    entries = []
    for row in rows.iterator():
        row.vault = key.vault
        entries.append(_entry(row, key))
    audit.record("copy of a vault taken", now=now, actor=key.vault.user_id, subject=key.vault)
    return {"schema": SCHEMA, "taken_at": now.isoformat(), "entries": entries}


def _entry(row: Entry, key: Key) -> dict[str, Any]:
    head = {
        "shelf": row.shelf,
        "series": str(row.series),
        "version": row.version,
        "written_on": row.written_at.date().isoformat(),
    }
    try:
        return head | {"content": _content(row.open(key.private))}
    except primitives.SealBroken:
        return head | {"does_not_open": True}


def _content(plain: bytes) -> Any:
    try:
        return json.loads(plain)
    except ValueError:
        return {"base64": base64.b64encode(plain).decode()}
