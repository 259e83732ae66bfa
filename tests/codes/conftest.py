"""A small library (two codes, a law, a house rule) for tests that must not lean on real data."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from holdfast.codes import Library, load

SMALL = Path(__file__).parent / "small"


@pytest.fixture(scope="session")
def small() -> Library:
    """The small library as it stands."""
    return load(SMALL)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the small library with one text replaced; returns its folder."""

    def change(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "small"
        if not folder.exists():
            copytree(SMALL, folder)
        text = (folder / file).read_text()
        assert text.count(old) >= 1, f"{old!r} is not in {file}"
        (folder / file).write_text(text.replace(old, new, 1))
        return folder

    return change
