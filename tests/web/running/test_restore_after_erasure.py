"""A person who was erased comes back with an older backup, and is erased again by the restore."""

import re

import pytest

from holdfast.web.running import erasing, guard

from .conftest import Place

BEGIN = """
from datetime import UTC, date, datetime
from django.core.management import call_command
from holdfast.web.accounts.models import User
from holdfast.web.practice.actions import people, staff, therapies
from holdfast.web.practice.models import Practice
from holdfast.web.endings.actions import plans
now = datetime(2026, 2, 17, 12, tzinfo=UTC)
alice = User.objects.invite("alice@example.org", "Alice Ames", ["therapist"], now)
lead = User.objects.invite("lena@example.org", "Lena Lund", ["lead"], now)
User.objects.update(is_active=True)
anna = staff.add_therapist(alice, by=alice, now=now, since=date(2020, 1, 1), codes=["bacp-2018"],
                           languages=["en"])
for name in ("Nora Quill", "Sam Okoro"):
    row = therapies.open_therapy(kind="individual", therapist=anna, by=alice, now=now,
                                 since=date(2022, 1, 4))
    card = people.new_card("therapy", now=now, name=name, birth="1988-05-09")
    people.add_participant(row, card, by=alice, now=now, since=date(2022, 1, 4))
    plans.close(row, how="planned", on=date(2025, 2, 14), by=alice, now=now)
call_command("backup", "--recipients", "Anna", "Ben")
call_command("backup", "--to", "BACKUPS")
"""
ERASE = """
from datetime import UTC, datetime
from holdfast.web.accounts.models import User
from holdfast.web.endings.actions import erasing
from holdfast.web.practice.models import Participant
from holdfast.web.running import erasing as running
now = datetime.now(UTC)
users = {u.text("name"): u for u in User.objects.all()}
places = {p.card.shown_name: p for p in Participant.objects.with_cards()}
asked = erasing.ask(places["Nora Quill"], "asked", by=users["Lena Lund"], now=now)
(waits,) = erasing.waiting(users["Alice Ames"])
erasing.agree(waits, by=users["Alice Ames"], now=now)
running.carry_out(asked, now)
"""
READ = """
from django.core.management import call_command
from holdfast.web.endings.models import Certificate, Marker
from holdfast.web.practice.models import Participant, Therapy
from holdfast.web.sealing.models import DataKey
print("people", [p.card.shown_name for p in Participant.objects.with_cards()])
print("therapies", Therapy.objects.count())
for c in Certificate.objects.all():
    print("certificate", c.repeated, c.content["whole"], "asked", c.why)
print("destroyed", DataKey.objects.exclude(destroyed_at=None).count())
print("markers", Marker.objects.count())
call_command("audit", "verify")
"""


OLDER = """
call_command("migrate", "alliance", "zero", verbosity=0)
call_command("backup", "--recipients", "Anna", "Ben")
call_command("backup", "--to", "BACKUPS")
call_command("migrate", verbosity=0)
"""
CHECKS = """
from holdfast.web.alliance.models import Check
print("checks", Check.objects.count())
"""


@pytest.mark.slow  # five processes, each of which has to start
def test_a_restore_erases_again_whoever_was_erased_since(place: Place) -> None:
    folder = place.folder / "backups"
    printed = place.script(BEGIN.replace("BACKUPS", str(folder)))
    key = place.folder / "ben"
    key.write_text(re.search(r"Ben: (\S+)", printed).group(1))  # type: ignore[union-attr]
    place.script(ERASE)
    first = place.script(READ)
    backup = next(folder.glob("*.backup"))

    said = place.run("restore", str(backup), "--key-file", str(key)).stdout
    again = place.script(READ)

    for read in (first, again):
        assert "people ['Sam Okoro']" in read
        assert "therapies 1" in read
        assert "destroyed 2" in read, "the keys of her card and of her therapy"
        assert "as they were written" in read
    assert "certificate False True" in first
    assert "certificate True True" in again, "the restore wrote that it was done again"
    assert "markers 1" in again, "what her therapist's code asks about her is still known"
    assert "Erasures repeated:" in said


@pytest.mark.slow
def test_a_backup_of_an_older_version_is_brought_up_to_date_first(place: Place) -> None:
    """As if the alliance had come later: an erasure looks through tables the backup lacks."""
    folder = place.folder / "backups"
    people, _backups = BEGIN.split('call_command("backup", "--recipients"')
    printed = place.script(people + OLDER.replace("BACKUPS", str(folder)))
    key = place.folder / "ben"
    key.write_text(re.search(r"Ben: (\S+)", printed).group(1))  # type: ignore[union-attr]
    place.script(ERASE)
    backup = next(folder.glob("*.backup"))

    said = place.run("restore", str(backup), "--key-file", str(key)).stdout
    read = place.script(READ + CHECKS)

    assert "people ['Sam Okoro']" in read
    assert "certificate True True" in read
    assert "destroyed 2" in read
    assert "as they were written" in read
    assert "checks 0" in read, "the tables that came later are there"
    assert "Erasures repeated:" in said
    assert not (place.folder / "data" / guard.UNFINISHED).exists()


@pytest.mark.slow
def test_after_a_restore_that_stopped_half_way_nothing_is_served(place: Place) -> None:
    folder = place.folder / "backups"
    printed = place.script(BEGIN.replace("BACKUPS", str(folder)))
    key = place.folder / "ben"
    key.write_text(re.search(r"Ben: (\S+)", printed).group(1))  # type: ignore[union-attr]
    place.script(ERASE)
    listed = place.folder / "data" / "outside" / erasing.FILE
    sound = listed.read_text()
    listed.write_text(sound + "cut")
    again = ("restore", str(next(folder.glob("*.backup"))), "--key-file", str(key))

    stopped = place.run(*again, check=False)
    refused = [place.run(*command, check=False) for command in (("serve",), ("worker", "--once"))]
    listed.write_text(sound)
    place.run(*again)

    assert stopped.returncode
    for one in refused:
        assert one.returncode
        assert "A restore did not come to its end" in one.stderr
    assert place.run("worker", "--once").returncode == 0
    assert "people ['Sam Okoro']" in place.script(READ)
