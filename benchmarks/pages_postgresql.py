"""Copy a practice that `pages_practice.py` wrote from SQLite into PostgreSQL, row by row as it is.

Run in a process of its own with HOLDFAST_DATA of that practice and DATABASE_URL of an empty
database; both systems then hold the same rows under the same keys.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
A_BATCH = 5000


def main() -> int:
    """Migrate, copy every table, and gather statistics as autovacuum would."""
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    source = sqlite3.connect(Path(os.environ["HOLDFAST_DATA"]) / "holdfast.sqlite3")
    started, rows = time.monotonic(), 0
    with transaction.atomic(), connection.cursor() as cursor:
        # No foreign keys are checked and no triggers run: the rows were checked where they are.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in apps.get_models(include_auto_created=True):
            rows += copy(source, cursor, model)
    connection.cursor().execute("VACUUM ANALYZE")
    took = time.monotonic() - started
    print(f"  {rows:,} rows copied in {took:.0f} s", file=sys.stderr, flush=True)
    return 0


def copy(source: sqlite3.Connection, cursor: Any, model: Any) -> int:
    """Copy one table; returns how many rows it has."""
    fields = model._meta.local_concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    table = f'"{model._meta.db_table}"'
    turns = [turn(field) for field in fields]
    rows = 0
    cursor.execute(f"TRUNCATE {table} CASCADE")
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as out:
        for row in source.execute(f"SELECT {names} FROM {table}"):
            out.write_row(
                [t(v) if v is not None else None for t, v in zip(turns, row, strict=True)]
            )
            rows += 1
    return rows


def turn(field: Any) -> Callable[[Any], Any]:
    """How a value of a field is turned from SQLite's way of keeping it into PostgreSQL's."""
    kind = field.get_internal_type()
    if field.is_relation:
        kind = field.target_field.get_internal_type()
    if kind == "BooleanField":
        return bool
    if kind == "DateTimeField":
        return lambda text: f"{text}+00"
    return json_text if kind == "JSONField" else lambda value: value


def json_text(value: str) -> str:
    """JSON is kept as text in the one and is read from text by the other."""
    return json.dumps(json.loads(value))


if __name__ == "__main__":
    sys.exit(main())
