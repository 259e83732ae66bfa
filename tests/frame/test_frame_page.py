"""The page about the frame is true: its files, commands, code and figures are run."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from holdfast.cli import main
from holdfast.frame.chance import _measured
from holdfast.frame.event_files import COLUMNS, ROWS
from holdfast.frame.templates import TEMPLATE_IDS
from holdfast.frame.words import kind_words

PAGE = (Path(__file__).parents[2] / "docs" / "frame.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("agreement.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    Path("events.csv").write_text(blocks("csv")[0], encoding="utf-8")
    return tmp_path


def test_the_first_example_prints_what_the_page_shows(folder):
    command, _, shown = blocks("console")[0].partition("\n")
    result = CliRunner().invoke(main, command.removeprefix("$ holdfast ").split())

    assert result.output == shown


def test_the_commands_run(folder):
    for line in blocks("console")[1].splitlines():
        command, _, target = line.split("#")[0].removeprefix("$ holdfast ").partition(">")
        result = CliRunner().invoke(main, command.split())

        assert result.exit_code == 0, result.output
        if target.strip() == "agreement.yaml":
            assert result.output.startswith("schema: holdfast/agreement/1")


def test_the_python_example_runs():
    for code in blocks("python"):
        exec(compile(code, "docs/frame.md", "exec"), {})


def test_the_columns_are_all_there():
    named = dict(re.findall(r"^\| `(\w+)` \| ([a-z_ ]+) \|", PAGE, re.MULTILINE))

    assert set(ROWS) <= set(named)
    assert {c for what in ROWS for c in named[what].split()} | {"what"} == set(COLUMNS)


def test_every_kind_is_described_once():
    described = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", PAGE, re.MULTILINE)

    assert [kind for kind in described if kind in kind_words()] == list(kind_words())


def test_the_figures_are_those_that_the_package_carries():
    measured = _measured()
    years = measured["therapy_years"]
    for kind, counts in measured["signals"].items():
        rate = sum(count for _, count in counts) / years
        (shown,) = re.findall(rf"^\| {kind} \| ([\d.]+) \|", PAGE, re.MULTILINE)

        assert float(shown) == pytest.approx(rate, abs=0.0006)
    assert f"{years} simulated years" in PAGE


def test_the_templates_are_named():
    assert len(TEMPLATE_IDS) == 7
    for name in ("psychodynamic", "CBT", "DBT", "couple", "family", "group", "young people"):
        assert name in PAGE
