"""A real installation in a folder of its own, driven by the commands a person would type."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dj_database_url
import psycopg
import pytest

from conftest import person
from holdfast.web.running import backups

NAME = "=cmd|' /C calc'!A0"


@dataclass
class Place:
    """An installation: its folder and its environment."""

    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run a management command of this installation."""
        return self._python("-W", "ignore", "-m", "holdfast.web", *arguments, check=check)

    def script(self, text: str) -> str:
        """Run Python inside this installation; returns what it printed."""
        begin = "import django; django.setup()\n"
        return self._python("-W", "ignore", "-c", begin + text).stdout.strip()

    def _python(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, *arguments],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(done.stderr[-3000:])
        return done


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A new practice: key file, migrated database. On PostgreSQL a database of its own."""
    environment = {
        "HOLDFAST_DATA": str(tmp_path / "data"),
        "HOLDFAST_KEYS": str(tmp_path / "keys.json"),
    }
    environment["DJANGO_SETTINGS_MODULE"] = "holdfast.web.settings"
    url = os.environ.get("DATABASE_URL", "")
    name = f"place_{uuid.uuid4().hex[:8]}"
    if url:
        _admin(url, f'CREATE DATABASE "{name}"')
        environment["DATABASE_URL"] = f"{url.rsplit('/', 1)[0]}/{name}"
    (tmp_path / "data").mkdir()
    made = Place(tmp_path, environment)
    made.script(
        """
from django.core.management import call_command
from holdfast.web.running import guard
from holdfast.web.practice.clock import practice_now
call_command("keys", "new", verbosity=0)
call_command("migrate", verbosity=0)
guard.mark(practice_now())
"""
    )
    yield made
    if url:
        _admin(url, f'DROP DATABASE "{name}" WITH (FORCE)')


def _admin(url: str, statement: str) -> None:
    given = dj_database_url.parse(url)
    with psycopg.connect(
        host=given["HOST"],
        port=given["PORT"],
        user=given["USER"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture
def keys(settings, tmp_path: Path) -> dict[str, str]:
    """A folder of its own, with two recipients."""
    settings.DATA = tmp_path
    return backups.new_recipients(["Anna", "Ben"])


@pytest.fixture
def therapy(alice, dana, now):
    """A therapy with a client whose name a spreadsheet would run."""
    from holdfast.web.practice.actions import people, staff, therapies

    anna = staff.add_therapist(
        alice, by=alice, now=now, since=now.date(), codes=[], languages=["en"]
    )
    row = therapies.open_therapy(
        kind="individual", therapist=anna, by=alice, now=now, since=now.date()
    )
    card = people.new_card("therapy", now=now, name=NAME)
    people.add_participant(row, card, by=alice, now=now, since=now.date(), user=dana)
    return row


@pytest.fixture
def second(db, now):
    """Another practice lead."""
    return person("Otto Other", "lead", now=now)
