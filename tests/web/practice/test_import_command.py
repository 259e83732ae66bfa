"""`holdfast import`, on the examples of the documentation."""

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.management import CommandError, call_command

from holdfast.cli import COMMANDS, main
from holdfast.web.practice.importing import child
from holdfast.web.practice.importing.fields import FIELDS, guess_columns
from holdfast.web.practice.models import Contact, Import, ImportedRow, Session, Therapy

pytestmark = pytest.mark.django_db

PAGE = (Path(__file__).parents[3] / "docs" / "importing.md").read_text("utf-8")
SHOWN = re.findall(r"```csv\n(.*?)```", PAGE, re.S)
EXAMPLES = dict(zip(("clients", "sessions", "contacts"), SHOWN, strict=True))


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch) -> None:
    monkeypatch.setattr(
        "holdfast.web.practice.importing.reading._ask",
        lambda content, name, today, seconds: child.answer(content, name, today),
    )


@pytest.fixture
def run(tmp_path, anna):
    def command(text: str, kind: str, *more: str, name: str = "list.csv") -> str:
        (tmp_path / name).write_text(text, "utf-8")
        said = io.StringIO()
        given = [str(tmp_path / name), "--kind", kind, "--therapist", "alice@example.org", *more]
        call_command("import", *given, stdout=said)
        return said.getvalue()

    return command


def test_it_works(run) -> None:
    """The examples of the documentation, one after the other."""
    assert "3 rows taken over, 0 left" in run(EXAMPLES["clients"], "clients")
    assert "3 rows taken over, 0 left" in run(EXAMPLES["sessions"], "sessions")
    assert "1 rows taken over, 0 left" in run(EXAMPLES["contacts"], "contacts")

    assert Therapy.objects.count() == 3
    states = list(Session.objects.order_by("starts_at").values_list("state", "planned_at"))
    assert [state for state, _at in states] == ["held", "cancelled", "missed"]
    assert {str(at) for _state, at in states} == {"17:00:00"}
    assert Contact.objects.get().participant.card.shown_name == "Dana Whitfield"

    assert "0 rows taken over, 3 left as they are." in run(EXAMPLES["sessions"], "sessions")
    assert Session.objects.count() == 3


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_every_column_of_the_examples_is_guessed(kind) -> None:
    names = EXAMPLES[kind].splitlines()[0].split(",")

    assert len(guess_columns(names, kind)) == len(names)


@pytest.mark.parametrize("name", ["Start", "Start Date", "Therapy start", "Started on", "Intake"])
def test_when_a_therapy_began_is_known_by_many_names(name: str) -> None:
    columns = ["Client ID", "Name", "Date Added", name, "End"]

    assert guess_columns(columns, "clients") == {0: "id", 1: "client", 3: "since", 4: "ended"}


def test_a_start_column_says_when_the_therapy_began(run) -> None:
    run("Name,Start\nDana Whitfield,2025-10-14\n", "clients")

    assert str(Therapy.objects.get().started_on) == "2025-10-14"


def test_a_dry_run_leaves_no_trace(run) -> None:
    said = run(EXAMPLES["clients"], "clients", "--dry-run")

    assert "3 rows would be taken over; nothing was changed" in said
    assert not Therapy.objects.exists()
    assert not Import.objects.exists()
    assert not ImportedRow.objects.exists()


@pytest.mark.parametrize(
    ("text", "kind", "more", "says"),
    [
        ("Name,Born\nKit,03/04/1984\n", "clients", ["--map", "Born=birth"], "--day-first"),
        ("Foo\nKit\n", "clients", [], "client’s name"),
        ("Foo\nKit\n", "clients", ["--map", "Bar=client"], "a column of Foo"),
        ("Foo\nKit\n", "clients", ["--map", "Foo=hat"], "a field of id, client"),
        ("Name\nKit\n", "calendar", [], "not a calendar file"),
        ("Name\nKit\n", "clients", ["--who", "Kit=ABCDEF"], "write NAME=new"),
        ("", "clients", [], "This file is empty"),
    ],
)
def test_mistakes_are_said_and_leave_no_trace(run, text, kind, more, says) -> None:
    with pytest.raises(CommandError) as wrong:
        run(text, kind, *more)

    assert says in str(wrong.value)
    assert not Import.objects.exists()


def test_a_stranger_has_no_caseload(run, tmp_path) -> None:
    with pytest.raises(CommandError) as wrong:
        run("Name\nKit\n", "clients", "--therapist", "nobody@example.org")

    assert "No therapist signs in with nobody@example.org." in str(wrong.value)


def test_columns_can_be_said(run) -> None:
    run("Ref,Who\n1,Kit\n", "clients", "--map", "Ref=id", "--map", "Who=client")

    assert Therapy.objects.get().shown_title == "Kit"


def test_somebody_there_is_left_out_until_it_is_said_who(run, therapy) -> None:
    said = run("Name\nDana Whitfield\n", "clients")
    assert "ask" in said
    assert Therapy.objects.count() == 1

    run("Name\nDana Whitfield\n", "clients", "--who", "Dana Whitfield=new")
    assert Therapy.objects.count() == 2


def test_the_schema_names_every_field(capsys) -> None:
    call_command("import", "--schema")
    said = capsys.readouterr().out

    assert '"schema": "holdfast/import-columns/1"' in said
    assert all(f'"{field.name}"' in said for kind in EXAMPLES for field in FIELDS[kind])


def test_the_command_line_knows_it() -> None:
    assert "import" in COMMANDS
    assert main.get_command(None, "import").name == "import"
    assert "import" in CliRunner().invoke(main, ["--help"]).output
