"""holdfast frame: files in, words or JSON out, and every wrong file said plainly."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import holdfast.frame as frame
from holdfast.cli import main

EVENTS = """# schema: holdfast/events/1
what,id,planned,minutes,status,start,end
session,s1,2026-01-06T17:00,50,held,2026-01-06T17:00,2026-01-06T17:51
session,s2,2026-01-13T17:00,50,held,2026-01-13T17:00,2026-01-13T18:02
session,s3,2026-01-20T17:00,50,held,2026-01-20T17:00,2026-01-20T18:04
session,s4,2026-01-27T17:00,50,held,,
session,s5,2026-02-03T17:00,50,held,2026-02-03T17:00,2026-02-03T18:01
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run `holdfast frame …` in a folder that holds an agreement and events."""
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["frame", "new", "cbt", "--in-force", "2026-01-05"])
    Path("agreement.yaml").write_text(made.output, encoding="utf-8")
    Path("events.csv").write_text(EVENTS, encoding="utf-8")

    def run(*arguments):
        return CliRunner().invoke(main, ["frame", *arguments])

    return run


def test_it_works(run):
    result = run("check", "agreement.yaml", "events.csv")

    assert result.exit_code == 0
    assert result.output.startswith(
        "Sessions run longer than agreed\n"
        "  Agreed: 50 minutes.\n"
        "  3 of the last 3 timed sessions ran over, usually by 12 minutes. 1 more was not timed.\n"
        "  Since 2026-01-13.\n"
    )
    assert "Events: s2, s3, s5." in result.output


def test_json_says_its_schema_and_reads_back(run):
    result = run("check", "agreement.yaml", "events.csv", "--json")
    data = json.loads(result.output)

    assert data["schema"] == "holdfast/frame-findings/1"
    assert data["as_of"] == "2026-02-03T23:59:59+00:00"
    (drift,) = data["drifts"]
    assert drift.pop("headline") == "Sessions run longer than agreed"
    assert frame.read_drift(drift).key == "length_long:s2"
    assert {"kind": "fee_late", "participant": "", "why": "nothing was agreed about it"} in (
        data["silences"]
    )


def test_an_earlier_day_sees_less(run):
    result = run("check", "agreement.yaml", "events.csv", "--as-of", "2026-01-25")

    assert result.output.startswith("Nothing is worth a look")


def test_the_schemas_are_printed_without_files(run):
    for command in ("check", "show"):
        both = json.loads(run(command, "--schema").output)

        assert both["agreement"] == frame.agreement_schema()
        assert both["events"] == frame.events_schema()


@pytest.mark.parametrize("template", [one.id for one in frame.templates()])
def test_a_new_agreement_can_be_shown(run, template):
    Path("new.yaml").write_text(run("new", template).output, encoding="utf-8")
    result = run("show", "new.yaml")

    assert result.exit_code == 0
    assert "What we do" in result.output
    assert "Still missing:\n" in result.output
    assert "the fee and when it is paid (fee.amount): BACP contract list, APA 6.04(a)" in (
        result.output
    )
    assert "Reading age about" in result.output


def test_what_changed_is_shown(run):
    first = Path("agreement.yaml").read_text(encoding="utf-8")
    second = first.replace("version: 1", "version: 2").replace("2026-01-05", "2026-03-02")
    second = second.replace("minutes: 50", "minutes: 60")
    Path("agreement.yaml").write_text(f"{first}---\n{second}", encoding="utf-8")
    result = run("show", "agreement.yaml")

    assert "Version 2, in force from 2026-03-02." in result.output
    assert (
        "Changed: How long a session is\n"
        "  before: A session lasts 50 minutes.\n"
        "  now: A session lasts 60 minutes.\n"
    ) in result.output
    shown = json.loads(run("show", "agreement.yaml", "--json").output)
    assert [one["term"] for one in shown["changes"]] == ["length"]
    assert shown["missing"][0]["clauses"][0]["code"] == "BACP"


def test_a_minor_needs_more(run):
    assert "guardian" not in run("show", "agreement.yaml").output
    assert "what a guardian may know (guardian.told)" in (
        run("show", "agreement.yaml", "--minor").output
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe\x00", "is not UTF-8 (byte 0); save it as UTF-8"),
        (b"schema: holdfast/agreement/1\nin_force: soon\nterms: {fee: {amount: abc}}",
         "in_force: “soon” does not fit; write 2026-03-31."),
        (b"schema: holdfast/agreement/1\nin_force: soon\nterms: {fee: {amount: abc}}",
         "terms.fee.amount: “abc” is not an amount; write for example 60.00 EUR."),
        (b"[" * 1500, "cannot be read"),
    ],
)  # fmt: skip
def test_a_bad_agreement(run, content, said):
    Path("agreement.yaml").write_bytes(content)
    result = run("check", "agreement.yaml", "events.csv")

    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the first line must be “# schema: holdfast/events/1”"),
        (b"PK\x03\x04\xff", "is not UTF-8"),
        (EVENTS.replace("2026-01-20T18:04", "soon").encode(), "line 5, end: “soon” does not fit"),
    ],
)
def test_bad_events(run, content, said):
    Path("events.csv").write_bytes(content)
    result = run("check", "agreement.yaml", "events.csv")

    assert result.exit_code == 1
    assert said in result.output


def test_a_file_that_is_too_large_is_not_read(run):
    with Path("events.csv").open("wb") as file:
        file.truncate(200_000_000)
    result = run("check", "agreement.yaml", "events.csv")

    assert result.exit_code == 1
    assert "larger than 20 MB" in result.output


def test_a_missing_file_and_an_unknown_template(run):
    assert "does not exist" in run("check", "no.yaml", "events.csv").output
    assert "psychodynamic" in run("new", "frog").output
