"""The health page answers whether it works, to anybody, and nothing more."""

from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    answer = Client().get("/health/")

    assert answer.json() == {"fine": True}


def test_it_says_when_the_key_file_is_gone(settings, tmp_path: Path) -> None:
    settings.KEY_FILE = tmp_path / "none.json"

    answer = Client().get("/health/")

    assert (answer.status_code, answer.json()) == (503, {"fine": False})
