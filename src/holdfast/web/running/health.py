"""What `holdfast doctor` looks at, and what the health page answers."""

import os
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from holdfast.web.audit.immutable import immutable_models
from holdfast.web.jobs.models import Job
from holdfast.web.running import backups, guard, outside
from holdfast.web.sealing import keyring

PROTECTS = (
    "Sealing protects names, contact points and texts in a stolen database or backup, as long as "
    "the key file was not stolen with it.",
    "It does not protect from somebody who controls the running server: they could change the "
    "program to read what is opened from then on. Vaults that stay shut remain closed to them.",
    "Times, amounts and kinds of events are not sealed: they show that somebody had therapy, not "
    "who.",
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, in words that say what to do if it is not fine."""

    fine: bool
    words: str


def examine() -> list[Finding]:
    """Look at everything; the database must be reachable."""
    return list(_findings())


def _findings() -> Iterator[Finding]:
    yield from _keys()
    yield _files()
    yield from _database()
    yield from _outside()
    yield from _serving()
    yield from _work()


def _keys() -> Iterator[Finding]:
    path = Path(settings.KEY_FILE)
    try:
        keyring.ring()
        guard.check_world()
    except (keyring.NoKeys, guard.Refused) as error:
        yield Finding(False, str(error))
        return
    loose = stat.S_IMODE(path.stat().st_mode) & 0o077
    yield Finding(
        not loose,
        f"The key file {path} "
        + ("can be read by others: chmod 600." if loose else "is readable by its owner only."),
    )
    database = str(connection.settings_dict["NAME"])
    beside = (
        connection.vendor == "sqlite" and path.resolve().parent == Path(database).resolve().parent
    )
    beside = beside and not settings.DEMONSTRATION
    yield Finding(
        not beside,
        "The key file lies in the same folder as the database; whoever copies the folder has both. "
        "Set HOLDFAST_KEYS." if beside else "The key file lies apart from the database.",
    )  # fmt: skip


def _files() -> Finding:
    """Look whether folder and database are for their owner only."""
    places = [Path(settings.DATA), Path(settings.OUTSIDE), *_database_files()]
    loose = [str(place) for place in places if _is_open(place)]
    if not loose:
        return Finding(True, "Folder and database can be read by their owner only.")
    return Finding(
        False,
        f"Others on this machine may read {', '.join(loose)}. Run `chmod go= {shlex.join(loose)}`.",
    )


def _database_files() -> list[Path]:
    if connection.vendor != "sqlite":
        return []
    database = Path(str(connection.settings_dict["NAME"]))
    return sorted(database.parent.glob(f"{database.name}*"))


def _is_open(place: Path) -> bool:
    try:
        return bool(stat.S_IMODE(place.stat().st_mode) & 0o077)
    except OSError:  # not there, or not even this account may look
        return False


def _database() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding(
        not waiting,
        "Migrations are waiting: run `holdfast upgrade`."
        if waiting
        else "The database is migrated.",
    )
    missing = [m._meta.db_table for m in immutable_models() if not _has_trigger(m._meta.db_table)]
    yield Finding(
        not missing,
        f"Tables without their guard against change: {', '.join(missing)}. Run `holdfast upgrade`."
        if missing else "Signed tables are guarded by the database.",
    )  # fmt: skip


def _has_trigger(table: str) -> bool:
    name = f"{table}_no_update" if connection.vendor == "sqlite" else f"{table}_immutable"
    query = (
        "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s"
        if connection.vendor == "sqlite"
        else "SELECT 1 FROM pg_trigger WHERE tgname = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [name])
        return cursor.fetchone() is not None


def _outside() -> Iterator[Finding]:
    broken = outside.verify_audit()
    yield Finding(
        not broken,
        f"The audit does not verify at row {broken[0].number}."
        if broken
        else "The audit verifies.",
    )
    inside = Path(settings.OUTSIDE).resolve().is_relative_to(Path(settings.DATA).resolve())
    inside = inside and not settings.DEMONSTRATION
    yield Finding(
        not inside,
        "Audit heads and the erasure list lie beside the database. Set HOLDFAST_OUTSIDE to a "
        "folder on another disk or machine."
        if inside else "Audit heads and erasures are kept outside.",
    )  # fmt: skip
    if settings.DEMONSTRATION:
        return
    try:
        count = len(backups.recipients())
        yield Finding(True, f"Backups are written for {count} recipients.")
    except backups.CannotBackUp as error:
        yield Finding(False, str(error))


def _serving() -> Iterator[Finding]:
    if settings.DEMONSTRATION:
        yield Finding(True, "This is a demonstration; it listens on this machine only.")
        return
    yield Finding(
        settings.TLS,
        "TLS stands before it." if settings.TLS else
        "Nothing says that TLS stands before it: set HOLDFAST_TLS=yes once a web server does.",
    )  # fmt: skip
    mail = "HOLDFAST_MAIL_HOST" in os.environ
    yield Finding(mail, "A mail server is set." if mail else "Set HOLDFAST_MAIL_HOST for letters.")


def _work() -> Iterator[Finding]:
    failed = Job.objects.filter(state__in=[Job.State.FAILED, Job.State.UNKNOWN]).count()
    yield Finding(
        not failed,
        f"{failed} pieces of work were given up on, or nobody knows whether they were done."
        if failed else "No work was given up on.",
    )  # fmt: skip
