"""What the documentation shows is what happens."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from holdfast.cli import main

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)


def test_the_python_shown_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks("codes.md", "python")

    exec(compile(code, "docs/codes.md", "exec"), {})

    assert capsys.readouterr().out.startswith("permitted_with_safeguards exploits\n")


def test_the_commands_shown_run(tmp_path: Path) -> None:
    (shown,) = blocks("codes.md", "console")
    situation = shown.split("$ cat wedding.yaml\n")[1].split("$ ")[0]
    (tmp_path / "wedding.yaml").write_text(situation)
    commands = re.findall(r"^\$ holdfast (.*?)(?:\s+#.*)?$", shown, re.MULTILINE)

    quick = [c for c in commands if "--ask" not in c and "check" not in c]
    assert len(quick) == 3
    for command in quick:
        arguments = command.replace("wedding.yaml", str(tmp_path / "wedding.yaml")).split()
        assert CliRunner().invoke(main, arguments).exit_code == 0, command


def test_every_block_of_the_format_is_yaml() -> None:
    found = [yaml.safe_load(block) for block in blocks("codes-format.md", "yaml")]

    assert len(found) >= 8
    assert all(found)
