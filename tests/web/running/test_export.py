"""Everything the practice holds: only with a second person, locked, documented, harmless."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from json_shape import wrong_with

from holdfast.web.jobs import worker
from holdfast.web.practice.actions.notices import tell
from holdfast.web.practice.models import Notice
from holdfast.web.running import actions, backups, exporting, left_out, pieces

from .conftest import NAME

pytestmark = pytest.mark.django_db


def _open(approval, keys: dict[str, str], folder: Path) -> dict[str, str]:
    private = backups.read_private(keys["Anna"])
    names = exporting.unpack(actions.path_of(approval), private, folder)
    return {name: (folder / name).read_text() for name in names}


def test_it_works(keys, therapy, lead, second, alice, now, tmp_path) -> None:
    row = actions.ask(reason="moving", by=lead, now=now)
    actions.agree(row, by=second, now=now)
    worker.work(now)

    row.refresh_from_db()
    files = _open(row, keys, tmp_path / "opened")
    cards = [json.loads(line) for line in files["tables/practice.card.jsonl"].splitlines()]
    assert [card["name"] for card in cards] == [NAME]
    for model in left_out.tables():
        label = model._meta.label_lower
        shape = json.loads(files[f"schemas/{label}.schema.json"])
        for line in files[f"tables/{label}.jsonl"].splitlines():
            assert wrong_with(json.loads(line), shape) == [], label
    told = Notice.objects.filter(user=alice).values_list("kind", flat=True)
    assert set(told) == {"export_asked", "export_made"}


def test_the_file_on_the_server_is_locked(keys, therapy, lead, second, now, tmp_path) -> None:
    row = actions.ask(reason="moving", by=lead, now=now)
    actions.agree(row, by=second, now=now)
    actions.make(row, now=now)
    content = actions.path_of(row).read_bytes()

    assert b"calc" not in content
    assert b"manifest" not in content
    cut, strange = tmp_path / "cut.export", b"x" * 32
    cut.write_bytes(content[:-20])
    private = backups.read_private(keys["Anna"])
    with pytest.raises(pieces.Damaged):
        exporting.unpack(cut, private, tmp_path / "cut")
    with pytest.raises(pieces.Damaged):
        exporting.unpack(actions.path_of(row), strange, tmp_path / "stranger")


def test_spreadsheets_run_nothing(keys, therapy, lead, second, now, tmp_path) -> None:
    row = actions.ask(reason="moving", by=lead, now=now)
    actions.agree(row, by=second, now=now)
    actions.make(row, now=now)

    files = _open(row, keys, tmp_path / "opened")

    cells = [c for line in csv.reader(io.StringIO(files["csv/practice.card.csv"])) for c in line]
    assert f"'{NAME}" in cells
    assert not [c for name in files if name.startswith("csv/") for line in
                csv.reader(io.StringIO(files[name])) for c in line
                if c.startswith(("=", "+", "@"))]  # fmt: skip


def test_vaults_stay_locked_and_what_is_for_others_stays_out(
    keys, therapy, alice, lead, second, now, tmp_path
) -> None:
    enquiry = uuid4()
    tell([alice], Notice.Kind.FOR_THE_DESK, now=now, subject_id=enquiry)
    row = actions.ask(reason="moving", by=lead, now=now)
    actions.agree(row, by=second, now=now)
    actions.make(row, now=now)

    files = _open(row, keys, tmp_path / "opened")

    assert not [name for name, text in files.items() if str(enquiry) in text]
    assert "tables/vault.entry.jsonl" in files
    for left in ("portal.concern", "portal.writing", "accounts.factor", "accounts.session",
                 "screening.tie", "sealing.datakey", "consultation.draft"):  # fmt: skip
        assert f"tables/{left}.jsonl" not in files
    users = files["tables/accounts.user.jsonl"]
    assert "password" not in users
    assert "sign_in" not in users
    assert '"reserved"' not in files["tables/audit.entry.jsonl"]
    assert all(each["why"] for each in json.loads(files["manifest.json"])["left_out"])


def test_nobody_is_the_second_person_for_themselves(keys, lead, second, now) -> None:
    row = actions.ask(reason="moving", by=lead, now=now)

    with pytest.raises(ValidationError):
        actions.agree(row, by=lead, now=now)
    with pytest.raises(ValidationError):
        actions.make(row, now=now + timedelta(days=30))
    assert actions.make_what_waited(now + timedelta(days=30)) == 0


def test_without_a_second_person_it_waits_72_hours(keys, lead, now) -> None:
    actions.ask(reason="closing", by=lead, now=now)

    assert actions.make_what_waited(now + timedelta(hours=71)) == 0
    assert actions.make_what_waited(now + timedelta(hours=72)) == 1


def test_what_was_refused_is_never_made(keys, lead, second, now) -> None:
    row = actions.ask(reason="closing", by=lead, now=now)
    actions.refuse(row, by=second, now=now)

    assert actions.make_what_waited(now + timedelta(days=9)) == 0
    with pytest.raises(ValidationError):
        actions.agree(row, by=second, now=now)


def test_a_week_later_the_file_is_gone(keys, lead, now) -> None:
    row = actions.ask(reason="closing", by=lead, now=now)
    actions.make_what_waited(now + timedelta(days=4))
    made = actions.path_of(row)
    actions.forget_old(now + timedelta(days=10))
    assert made.exists()

    actions.forget_old(now + timedelta(days=12))

    assert not made.exists()


def test_without_recipients_the_page_says_what_to_do(settings, tmp_path, lead, signed_in) -> None:
    settings.DATA = tmp_path

    page = signed_in(lead).get(reverse("running:export")).content.decode()

    assert "holdfast backup --recipients" in page


def test_the_page_asks_and_another_lead_agrees(keys, lead, second, signed_in) -> None:
    here = reverse("running:export")
    asks, agrees = signed_in(lead), signed_in(second)

    asks.post(here, {"once": uuid4(), "reason": "moving"})
    own = asks.get(here).content.decode()
    asks.post(here, {"once": uuid4(), "answer": "agree"})
    assert actions.waiting().exists()
    agrees.post(here, {"once": uuid4(), "answer": "agree"})

    assert "It waits for another practice lead" in own
    assert not actions.waiting().exists()
    assert Client().get(here).status_code == 302


def test_the_command_makes_what_may_go_ahead_and_prints_schemas(keys, lead, capsys) -> None:
    call_command("export")
    assert "Made 0 export(s)" in capsys.readouterr().out
    call_command("export", "--schema", "practice.session")
    assert json.loads(capsys.readouterr().out)["title"] == "practice.session"
    with pytest.raises(CommandError, match="There is no table"):
        call_command("export", "--schema", "accounts.factor")


def test_a_formula_behind_blanks_or_a_line_is_harmless_too() -> None:
    for text in ("=1+1", " =1+1", "\n=1+1", "\t=1+1", "@x", "-1+1"):
        assert exporting._cell(text).startswith("'"), text
    assert exporting._cell("a=b") == "a=b"
    assert exporting._cell(-3) == "-3"
