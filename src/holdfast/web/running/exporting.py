"""Everything the practice holds, in documented formats, locked to the recipients of its backups.

One table is one file of JSON lines with its schema, and the same as CSV. Sealed texts are opened on
the way; what only a vault opens stays ciphertext. The file on the disk is encrypted like a backup,
so whoever fetches it needs a printed key to read it, and nothing of it is ever plain on the server
but in a temporary folder that is gone afterwards.
"""

import base64
import csv
import io
import json
import re
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models

from holdfast.web.running import pieces
from holdfast.web.running.backups import recipients
from holdfast.web.running.left_out import (
    LEFT_FIELDS,
    LEFT_OF,
    LEFT_OUT,
    ROWS_LEFT_OUT,
    rows_of,
    tables,
)
from holdfast.web.sealing.models import Sealed, SealedField
from holdfast.web.sealing.primitives import SealBroken

SCHEMA = "holdfast/practice-export/1"
SAFE_NAME = re.compile(r"(?:(?:tables|csv|schemas)/)?[A-Za-z_-][A-Za-z_.-]*")
DANGEROUS = "=+-@\t\r\n"


def write(target: Path, now: datetime) -> int:
    """Write the whole practice into one encrypted file; returns how many rows it holds.

    Raises CannotBackUp unless two recipients are named.
    """
    public = recipients()
    with tempfile.TemporaryDirectory(prefix="holdfast-export-") as folder:
        packed = Path(folder) / "export.tar"
        rows = _pack(packed, now)
        part = target.with_suffix(".part")
        with open(packed, "rb") as source, open(part, "wb") as out:
            pieces.seal_file(source, out, public)
        part.replace(target)
    return rows


def unpack(path: Path, private: bytes, folder: Path) -> list[str]:
    """Decrypt an export into a folder with one recipient's key; returns the names of its files.

    Raises pieces.Damaged for a file that is cut, changed or not for this key.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="holdfast-export-") as work:
        tar_path = Path(work) / "export.tar"
        with open(path, "rb") as source, open(tar_path, "wb") as out:
            for piece in pieces.open_file(source, private):
                out.write(piece)
        try:
            with tarfile.open(tar_path) as tar:
                return [_take_out(tar, member, folder) for member in tar]
        except (tarfile.TarError, OSError):
            raise pieces.Damaged("This is not an export of a practice.") from None


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    """Write one member to the place its name says, never to one outside the folder."""
    content = tar.extractfile(member) if SAFE_NAME.fullmatch(member.name) else None
    if content is None:
        raise pieces.Damaged("The export holds a file of a name that it should not have.")
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.read())
    return member.name


def _pack(packed: Path, now: datetime) -> int:
    total, listed = 0, []
    with tarfile.open(packed, "w") as tar:
        for model in tables():
            rows = [row_of(row) for row in _rows(model)]
            name = model._meta.label_lower
            _add(tar, f"tables/{name}.jsonl", "".join(_line(row) for row in rows))
            _add(tar, f"csv/{name}.csv", as_csv(model, rows))
            _add(tar, f"schemas/{name}.schema.json", json.dumps(schema_of(model), indent=2))
            listed.append({"table": name, "rows": len(rows)})
            total += len(rows)
        _add(tar, "manifest.json", json.dumps(_manifest(listed, now), indent=2))
        _add(tar, "READ-ME.txt", READ_ME)
    return total


def _manifest(listed: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": version("holdfast"),
        "made_at": now.isoformat(),
        "tables": listed,
        "left_out": [
            {"what": what.rstrip("."), "why": why}
            for what, why in (LEFT_OUT | ROWS_LEFT_OUT).items()
        ],
    }


def _add(tar: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _rows(model: type[models.Model]) -> Iterator[models.Model]:
    """Yield the rows of a table that go along, with the keys that open them."""
    rows = rows_of(model).order_by("pk")
    along = _ways_to_keys(model) if issubclass(model, Sealed) else []
    yield from rows.select_related(*along).iterator() if along else rows.iterator()


def _ways_to_keys(model: type[models.Model]) -> list[str]:
    """Name the relations by which a row's data key is found: its own, or one relation further."""
    found = []
    for field in model._meta.concrete_fields:
        related = field.related_model
        if _is_key(field):
            found.append(field.name)
        elif isinstance(related, type) and issubclass(related, models.Model):
            keys = [one.name for one in related._meta.concrete_fields if _is_key(one)]
            found += [f"{field.name}__{name}" for name in keys]
    return found


def row_of(row: models.Model) -> dict[str, Any]:
    """Return a row as plain values; a text whose key was destroyed is null, as if never written."""
    return {field.name: _value(row, field) for field in _fields(type(row))}


def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    left = LEFT_FIELDS | LEFT_OF.get(model._meta.label_lower, frozenset())
    return [f for f in fields if f.name not in left and not _is_key(f)]


def _is_key(field: "models.Field[Any, Any]") -> bool:
    """Data keys stay behind: what they seal is opened here, or is nobody's to open."""
    related = field.related_model
    return isinstance(related, type) and related._meta.label_lower == "sealing.datakey"


def _value(row: models.Model, field: "models.Field[Any, Any]") -> Any:
    if isinstance(field, SealedField):
        return _opened(row, field.name)
    if field.many_to_many:
        rows = getattr(row, field.name).values_list("pk", flat=True)
        return sorted(str(pk) for pk in rows)
    value = getattr(row, field.attname)
    if isinstance(field, models.BinaryField):
        return base64.b64encode(bytes(value or b"")).decode()
    return _plain(value)


def _opened(row: models.Model, name: str) -> str | None:
    assert isinstance(row, Sealed)
    try:
        return row.text(name)
    except SealBroken:
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


# Schemas and CSV ------------------------------------------------------------------------------

TYPES: "tuple[tuple[type[models.Field[Any, Any]], dict[str, Any]], ...]" = (
    (SealedField, {"type": ["string", "null"], "description": "null: erased"}),
    (models.BinaryField, {"type": "string", "contentEncoding": "base64"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.TimeField, {"type": "string", "format": "time"}),
    (models.BooleanField, {"type": "boolean"}),
    (models.FloatField, {"type": "number"}),
    (models.IntegerField, {"type": "integer"}),
    (models.JSONField, {}),
)


def schema_of(model: type[models.Model]) -> dict[str, Any]:
    """Return the JSON Schema of one line of a table."""
    fields = _fields(model)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{SCHEMA}/{model._meta.label_lower}",
        "title": model._meta.label_lower,
        "description": (model.__doc__ or "").strip().split("\n")[0],
        "type": "object",
        "required": [f.name for f in fields],
        "additionalProperties": False,
        "properties": {f.name: _schema_of(f) for f in fields},
    }


def _schema_of(field: "models.Field[Any, Any]") -> dict[str, Any]:
    if field.many_to_many:
        return {"type": "array", "items": {"type": "string"}}
    if field.is_relation:
        target = field.related_model
        label = target._meta.label_lower if isinstance(target, type) else ""
        shape: dict[str, Any] = {"type": "string", "description": f"id of a row of {label}"}
    else:
        shape = next((dict(s) for kind, s in TYPES if isinstance(field, kind)), {"type": "string"})
    if choices := getattr(field, "flatchoices", None):
        shape["enum"] = [value for value, _label in choices] + ([""] if field.blank else [])
    return _or_null(shape) if field.null and shape else shape


def _or_null(shape: dict[str, Any]) -> dict[str, Any]:
    kind = shape["type"]
    shape["type"] = kind if isinstance(kind, list) else [kind, "null"]
    if "enum" in shape:
        shape["enum"] = [*shape["enum"], None]
    return shape


def as_csv(model: type[models.Model], rows: list[dict[str, Any]]) -> str:
    """Return rows as CSV; a cell that a spreadsheet would run gets an apostrophe before it."""
    out = io.StringIO()
    names = [field.name for field in _fields(model)]
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)
    risky = isinstance(value, str) and text.lstrip(" ").startswith(tuple(DANGEROUS))
    return f"'{text}" if risky else text


READ_ME = """Everything a practice held in Holdfast.

manifest.json      when it was made, how many rows each table has, what is left out and why
tables/*.jsonl     one row a line, as JSON; texts are opened, ids are UUIDs
schemas/           the JSON Schema of a line of each table
csv/               the same rows for a spreadsheet; an apostrophe stands before a cell that
                   a spreadsheet would otherwise run as a formula

Vaults (private notes, journals) are ciphertext: only their owner's passphrase or recovery key opens
them. A text that is null was erased, or its key is not here. An id may name a row that is left out.
Keep this apart from other files, and delete it when it has served its purpose.
"""
