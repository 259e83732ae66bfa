"""A backup restores to what was there, erased stays erased, and the audit says what happened.

Each step is a process of its own, as it would be; there are few of them, since each has to start.
"""

import re
from pathlib import Path

import pytest

from .conftest import Place

BACK_UP = """
from datetime import UTC, datetime
from django.core.management import call_command
from holdfast.web.accounts.models import User
for name in ("Dana Whitfield", "Sam Okoro"):
    User.objects.invite(f"{name.split()[0]}@example.org", name, ["therapist"], datetime.now(UTC))
call_command("backup", "--recipients", "Anna", "Ben")
call_command("backup", "--to", "BACKUPS")
"""
THEN = """
from datetime import UTC, datetime
from django.core.management import call_command
from holdfast.web.accounts.models import User
from holdfast.web.running.outside import erase_key
sam = next(u for u in User.objects.all() if u.text("name") == "Sam Okoro")
erase_key(sam.key, datetime.now(UTC))
User.objects.exclude(pk=sam.pk).delete()
call_command("audit", "sign")
"""
READ = """
from django.core.management import call_command
from holdfast.web.accounts.models import User
from holdfast.web.sealing.primitives import SealBroken
for user in User.objects.all():
    try:
        print(user.text("name"))
    except SealBroken as error:
        print(error)
call_command("audit", "verify")
"""


def backed_up(place: Place) -> tuple[Path, Path]:
    """Make two accounts and a backup; returns it and the file with Ben's key."""
    folder = place.folder / "backups"
    printed = place.script(BACK_UP.replace("BACKUPS", str(folder)))
    key = place.folder / "ben"
    key.write_text(re.search(r"Ben: (\S+)", printed).group(1))  # type: ignore[union-attr]
    return next(folder.glob("*.backup")), key


def test_it_works(place: Place) -> None:
    backup, key = backed_up(place)
    place.script(THEN)

    said = place.run("restore", str(backup), "--key-file", str(key)).stdout
    read = place.script(READ)

    assert "Dana Whitfield" in read, "what was deleted by mistake is back"
    assert "Sam Okoro" not in read, "what was erased stays erased"
    assert "What was kept here was erased." in read
    assert "as they were written" in read
    assert "Erasures repeated: 1. Everybody is signed out." in said
    assert re.search(r"Audit, ordinary chain, row \d+: cut", said), "names what came later"
    assert b"Dana" not in backup.read_bytes()


@pytest.mark.slow
def test_it_needs_two_recipients_and_a_key_of_one_of_them(place: Place) -> None:
    without = place.run("backup", check=False)
    backup, key = backed_up(place)
    key.write_text("holdfast-" + "a" * 51 + "q")
    with_another = place.run("restore", str(backup), "--key-file", str(key), check=False)

    assert "at least two people" in without.stderr
    assert "not one of those" in with_another.stderr
