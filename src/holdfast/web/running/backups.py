"""Backup while the practice runs, and restore.

A backup is a tar file (manifest, database) encrypted for at least two recipients whose private
halves were printed at set-up and never lie on the server. It leaves out sessions, links, drafts and
what is open; the key file is never in it.
"""

import base64
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from holdfast.web.audit import models as audit
from holdfast.web.running import guard, outside, pieces
from holdfast.web.sealing import primitives

SCHEMA = "holdfast/backup/1"
DATABASES = ("holdfast.sqlite3", "holdfast.pgdump")
KEPT = timedelta(days=90)
# Tables whose rows open something now and must not come back with a restore.
LEFT_OUT = (
    "django_session",
    "accounts_link",
    "accounts_once",
    "accounts_answer",
    "accounts_draft",
    "accounts_signedin",
    "vault_openvault",
)


class CannotBackUp(Exception):
    """A backup is not possible as things are; the words say what to do."""


@dataclass(frozen=True)
class Restored:
    """What a restore found: when the backup was made, erasures repeated, breaks in the audit."""

    made_at: str
    erasures: int
    breaks: tuple[audit.Break, ...]


def recipients_file() -> Path:
    """Where the public halves of the recipients are kept."""
    return Path(settings.DATA) / "backup-recipients.json"


def new_recipients(names: Sequence[str]) -> dict[str, str]:
    """Make a key pair for each name, keep the public halves, return the private ones to print."""
    pairs = {name: primitives.box_pair() for name in names}
    public = {name: base64.b64encode(pair[1]).decode() for name, pair in pairs.items()}
    guard.make_folder()
    path = recipients_file()
    path.write_text(json.dumps({"schema": "holdfast/recipients/1", "keys": public}, indent=2))
    return {name: print_private(pair[0]) for name, pair in pairs.items()}


def print_private(private: bytes) -> str:
    """Write a private half as text that can be typed in again."""
    return "holdfast-" + base64.b32encode(private).decode().rstrip("=").lower()


def read_private(text: str) -> bytes:
    """Read a printed private half; raises ValueError."""
    plain = "".join(text.split()).removeprefix("holdfast-").upper()
    private = base64.b32decode(plain + "=" * (-len(plain) % 8))
    if len(private) != primitives.KEY_BYTES:
        raise ValueError("This is not a recipient's key: it should have 52 letters and digits.")
    return private


def recipients() -> list[bytes]:
    """Return the public halves; raises CannotBackUp unless there are two or more."""
    try:
        data = json.loads(recipients_file().read_text())
        keys = [base64.b64decode(text) for text in data["keys"].values()]
    except (OSError, ValueError, KeyError):
        keys = []
    if len(keys) < 2:
        raise CannotBackUp(
            "A backup is written for at least two people. Name them once with "
            "`holdfast backup --recipients ANNA BEN` and keep what it prints."
        )
    return keys


def back_up(folder: Path, now: datetime) -> Path:
    """Write an encrypted backup into `folder` and remove those that are too old."""
    public = recipients()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"holdfast-{now:%Y%m%dT%H%M%S}.backup"
    with tempfile.TemporaryDirectory(prefix="holdfast-backup-") as work:
        database = _copy_database(Path(work))
        manifest = _manifest(database, now)
        packed = _pack(Path(work), database, manifest)
        part = target.with_suffix(".part")
        with open(packed, "rb") as source, open(part, "wb") as out:
            pieces.seal_file(source, out, public)
        part.replace(target)
    audit.record("backup made", now=now)
    expire(folder, now)
    return target


def expire(folder: Path, now: datetime) -> list[Path]:
    """Remove backups older than 90 days."""
    old = [
        p for p in folder.glob("holdfast-*.backup") if _made(p) < (now - KEPT).strftime("%Y%m%d")
    ]
    for path in old:
        path.unlink()
    return old


def last_backup_gone(folder: Path, now: datetime) -> datetime:
    """Return the day on which the last backup that exists now will be gone."""
    made = [_made(p) for p in folder.glob("holdfast-*.backup")]
    newest = max(made, default=now.strftime("%Y%m%d"))
    return datetime.strptime(newest, "%Y%m%d").replace(tzinfo=now.tzinfo) + KEPT + timedelta(days=1)


def _made(path: Path) -> str:
    return path.name.removeprefix("holdfast-")[:8]


def _manifest(database: Path, now: datetime) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": version("holdfast"),
        "made_at": now.isoformat(),
        "database": database.name,
        "sha256": _digest(database),
        "heads": outside.keep_heads(now),
    }


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(work: Path, database: Path, manifest: dict[str, Any]) -> Path:
    (work / "manifest.json").write_text(json.dumps(manifest, indent=2))
    packed = work / "backup.tar"
    with tarfile.open(packed, "w") as tar:
        tar.add(work / "manifest.json", "manifest.json")
        tar.add(database, database.name)
    return packed


def _copy_database(work: Path) -> Path:
    return _copy_sqlite(work) if connection.vendor == "sqlite" else _dump_postgresql(work)


def _copy_sqlite(work: Path) -> Path:
    copy = work / "holdfast.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    with closing(sqlite3.connect(copy)) as database:
        database.execute("PRAGMA secure_delete=ON")
        there = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
        for table in LEFT_OUT:
            if table in there:
                database.execute(f'DELETE FROM "{table}"')  # noqa: S608
        database.commit()
        database.execute("VACUUM")
    return copy


def _dump_postgresql(work: Path) -> Path:
    dump = work / "holdfast.pgdump"
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={dump}"]
    command += [f"--exclude-table-data={table}" for table in LEFT_OUT]
    _postgresql(command)
    return dump


def _postgresql(command: list[str]) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, not the command."""
    given = connection.get_connection_params()
    environment = {**os.environ, "PGPASSWORD": str(given.get("password") or "")}
    place = ["-h", str(given.get("host") or ""), "-p", str(given.get("port") or 5432)]
    place += ["-U", str(given.get("user") or ""), "-d", str(given["dbname"])]
    subprocess.run([*command, *place], check=True, env=environment)  # noqa: S603


def unpack(path: Path, private: bytes, work: Path) -> dict[str, Any]:
    """Decrypt a backup into a folder and check it whole; raises Damaged. Returns its manifest."""
    with open(path, "rb") as source, open(work / "backup.tar", "wb") as out:
        for piece in pieces.open_file(source, private):
            out.write(piece)
    manifest: dict[str, Any] = {}
    with tarfile.open(work / "backup.tar") as tar:
        manifest = json.loads(_member(tar, "manifest.json").read())
        if manifest["database"] not in DATABASES:
            raise pieces.Damaged(f"The backup names a database {manifest['database']!r}.")
        with open(work / manifest["database"], "wb") as out:
            shutil.copyfileobj(_member(tar, manifest["database"]), out)
    if _digest(work / manifest["database"]) != manifest["sha256"]:
        raise pieces.Damaged("The database in the backup is not the one that was put in.")
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """Read one member by name, never to a path that the archive chooses."""
    file = tar.extractfile(name)
    if file is None:
        raise pieces.Damaged(f"The backup lacks {name}.")
    return file


def restore(path: Path, private: bytes, now: datetime) -> Restored:
    """Put a backup in place of the database, repeat erasures, and say so in the audit.

    Everybody is signed out by it, since no backup holds sessions. Until it has come to its end
    nothing is served: a restore that stopped half way may show somebody who was erased.
    """
    with tempfile.TemporaryDirectory(prefix="holdfast-restore-") as folder:
        work = Path(folder)
        manifest = unpack(path, private, work)
        with guard.unfinished():
            _replace_database(work / manifest["database"])
            return _brought_up_to_date(manifest, now)


def _brought_up_to_date(manifest: dict[str, Any], now: datetime) -> Restored:
    """Do to what a backup brought back what was done since it was made."""
    # Tables first: every capability is asked to erase, and a backup may be older than some.
    call_command("migrate", verbosity=0)
    # Rows before keys: what a marker needs is read from what the restore brought back.
    from holdfast.web.running import erasing  # which asks here when the last backup is gone

    people = erasing.repeat(now)
    erasures = max(outside.repeat_erasures(now), people)
    breaks = tuple(outside.verify_audit())
    outside.note_restore()
    audit.record("backup restored", now=now)
    outside.keep_heads(now)
    return Restored(manifest["made_at"], erasures, breaks)


EMPTY = """DO $$ DECLARE one record; BEGIN
FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', one.tablename); END LOOP; END $$"""


def _replace_database(database: Path) -> None:
    if connection.vendor == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        connection.close()
        for leftover in (f"{target}-wal", f"{target}-shm"):
            Path(leftover).unlink(missing_ok=True)
        shutil.copyfile(database, f"{target}.part")
        Path(f"{target}.part").replace(target)
    else:
        connection.close()
        _replace_postgresql(database)


def _replace_postgresql(database: Path) -> None:
    """Replace all tables at once, also those that the program had no name for at the time."""
    script = database.with_suffix(".sql")
    command = ["pg_restore", "--clean", "--if-exists", "--no-owner", f"--file={script}"]
    subprocess.run([*command, str(database)], check=True)  # noqa: S603
    command = ["psql", "--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
    _postgresql([*command, "--single-transaction", f"--command={EMPTY}", f"--file={script}"])
