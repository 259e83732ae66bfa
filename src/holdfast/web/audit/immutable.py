"""Rows that can be added and never changed, kept so by the database itself.

Every model that inherits `Immutable` gets triggers that refuse an update and a deletion. They are
put back after each migration, because SQLite drops them when Django rebuilds a table. Deletion is
possible only while an erasure is open (`erasing`), which writes a row that is itself kept. Rows
that inherit `KeptUntil` refuse even that before their own day, whoever opens the erasure.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.db import connections, models, transaction


class Immutable(models.Model):
    """A row that is only ever added."""

    refuses_until: ClassVar[str] = ""

    class Meta:
        abstract = True


class KeptUntil(Immutable):
    """A row that no erasure begun before `keep_until` can delete."""

    refuses_until: ClassVar[str] = "keep_until"

    keep_until = models.DateTimeField()

    class Meta:
        abstract = True


class Erasure(models.Model):
    """A recorded act of erasure; while it is open, rows of immutable tables may be deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"erasure {self.id}"


@contextmanager
def erasing(reason: str, now: datetime) -> Iterator[Erasure]:
    """Open a recorded erasure for the length of the block, in one transaction."""
    with transaction.atomic():
        erasure = Erasure.objects.create(opened_at=now, reason=reason)
        yield erasure
        erasure.closed_at = now
        erasure.save(update_fields=["closed_at"])


def immutable_models() -> list[type[Immutable]]:
    """Name the models whose tables are kept by triggers."""
    return [m for m in apps.get_models() if issubclass(m, Immutable)]


def put_triggers(using: str = "default", **kwargs: Any) -> None:
    """Put the triggers on every immutable table that exists. Called after each migration."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if Erasure._meta.db_table not in tables:
        return
    statements = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for model in immutable_models():
            if model._meta.db_table in tables:
                for statement in statements(model._meta.db_table, model.refuses_until):
                    cursor.execute(statement)


OPEN = "SELECT 1 FROM audit_erasure WHERE closed_at IS NULL"


def _sqlite(table: str, until: str) -> list[str]:
    said = f"rows of {table} are only ever added"
    # Both instants are kept as text in UTC, which sorts as they do.
    opened = f'{OPEN} AND opened_at >= OLD."{until}"' if until else OPEN
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_update",
        f"DROP TRIGGER IF EXISTS {table}_no_delete",
        f'CREATE TRIGGER {table}_no_update BEFORE UPDATE ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{said}'); END",
        f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON "{table}" '
        f"WHEN NOT EXISTS ({opened}) BEGIN SELECT RAISE(ABORT, '{said}'); END",
    ]


def _postgresql(table: str, until: str) -> list[str]:
    opened = (
        f"{OPEN} AND (TG_NARGS = 0 OR opened_at >= (to_jsonb(OLD) ->> TG_ARGV[0])::timestamptz)"
    )
    given = f"'{until}'" if until else ""
    return [
        "CREATE OR REPLACE FUNCTION holdfast_immutable() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF TG_OP = 'DELETE' AND EXISTS ({opened}) THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$",
        f'DROP TRIGGER IF EXISTS {table}_immutable ON "{table}"',
        f'CREATE TRIGGER {table}_immutable BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION holdfast_immutable({given})",
    ]
