"""What an installation writes is for its owner only, and the doctor says so where it is not."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.management import call_command
from django.db import connection

from holdfast.web.running import health

from .conftest import Place

CLI = "import sys; from holdfast.cli import main; sys.argv[0] = 'holdfast'; main()"


@pytest.fixture(autouse=True)
def _usual_mask() -> Iterator[None]:
    """Begin as most machines do: whatever is written everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def _loose(folder: Path) -> dict[str, str]:
    """What others may read below a folder, itself included."""
    modes = {p: stat.S_IMODE(p.stat().st_mode) for p in (folder, *folder.rglob("*"))}
    return {p.name: oct(mode) for p, mode in modes.items() if mode & 0o077}


def test_it_works(place: Place) -> None:
    place.folder.chmod(0o700)
    place.folder = place.folder / "new" / "data"  # a folder that is still to be made
    place.environment |= {
        "HOLDFAST_DATA": str(place.folder), "HOLDFAST_KEYS": str(place.folder / "keys.json"),
    }  # fmt: skip
    place.run("keys", "new")
    place.run("migrate", "--verbosity=0")
    printed = place.run("backup", "--recipients", "Anna", "Ben").stdout.splitlines()[0]
    (place.folder / "anna").write_text(printed.partition(": ")[2])
    (place.folder / "anna").chmod(0o600)
    place.run("backup", "--to", str(place.folder / "backups"))
    (made,) = (place.folder / "backups").glob("*.backup")
    place.run("restore", str(made), "--key-file", str(place.folder / "anna"))

    assert len(list(place.folder.rglob("*"))) >= 5
    assert _loose(place.folder) == {}


def test_the_command_of_the_installation_is_as_careful(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    here = Place(data, {"HOLDFAST_DATA": str(data), "HOLDFAST_KEYS": str(data / "keys.json")})
    here._python("-W", "ignore", "-c", CLI, "keys", "new")

    assert [p.name for p in data.iterdir()] == ["keys.json"]
    assert _loose(data) == {}


@pytest.mark.parametrize(
    ("command", "mask"), [("serve", 0o077), ("worker", 0o077), ("upgrade", 0o077), ("pages", 0o022)]
)
def test_only_public_pages_are_for_everybody(monkeypatch, command: str, mask: int) -> None:
    from holdfast.web import __main__ as ours

    monkeypatch.setattr(ours, "execute_from_command_line", lambda arguments: None)
    monkeypatch.setattr("sys.argv", ["holdfast.web", command])
    ours.main()

    assert os.umask(0o022) == mask


@pytest.mark.parametrize(("command", "mask"), [("serve", 0o077), ("demo", 0o077), ("pages", 0o022)])
def test_and_so_by_the_command_of_the_installation(monkeypatch, command: str, mask: int) -> None:
    from holdfast.cli import main

    monkeypatch.setattr("os.environ", dict(os.environ))
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda arguments: None)
    CliRunner().invoke(main, [command])

    assert os.umask(0o022) == mask


def test_the_folder_is_closed_whatever_the_mask(settings, tmp_path: Path) -> None:
    from holdfast.web.running import guard

    settings.DATA = tmp_path / "data"
    guard.make_folder()
    guard.make_folder()

    assert stat.S_IMODE(settings.DATA.stat().st_mode) == 0o700


@pytest.fixture
def database(settings, monkeypatch, tmp_path: Path) -> Path:
    """A database in a folder, both open to others."""
    settings.DATA = tmp_path / "my data"
    settings.OUTSIDE = tmp_path / "outside"
    settings.DATA.mkdir()
    file = settings.DATA / "holdfast.sqlite3"
    for path in (file, Path(f"{file}-wal")):
        path.touch()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    monkeypatch.setattr(connection, "vendor", "sqlite")
    return file


def test_the_doctor_names_what_others_may_read_and_the_line_to_run(database: Path) -> None:
    found = health._files()

    assert not found.fine
    for path in (database.parent, database, Path(f"{database}-wal")):
        assert str(path) in found.words
    subprocess.run(found.words.split("`")[1], shell=True, check=True)
    assert health._files().fine
    assert _loose(database.parent) == {}


def test_the_doctor_looks_at_it(database: Path, monkeypatch) -> None:
    for other in ("_keys", "_database", "_outside", "_serving", "_work"):
        monkeypatch.setattr(health, other, list)

    assert [f.fine for f in health.examine()] == [False]


def test_the_demonstration_has_a_closed_folder(settings, monkeypatch, tmp_path: Path) -> None:
    settings.DATA, settings.DEMONSTRATION = tmp_path / "var" / "demonstration", True
    monkeypatch.setattr("holdfast.web.running.management.commands.demo.Command.prepare", print)
    call_command("demo", build_only=True)

    assert stat.S_IMODE(settings.DATA.stat().st_mode) == 0o700
