"""The public pages as files: whole, leading to each other, and asking nothing of a server."""

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from holdfast.codes import shipped
from holdfast.web.portal.usual import pages as usual
from holdfast.web.running import pages

pytestmark = pytest.mark.django_db
BASE = "https://practice.example"


@pytest.fixture
def site(tmp_path: Path, now: datetime) -> Path:
    """The pages, written."""
    pages.write(tmp_path / "site", BASE, now)
    return tmp_path / "site"


def test_all_are_there(site: Path) -> None:
    found = {str(path.parent.relative_to(site)) for path in site.rglob("index.html")}

    wanted = {".", "what-is-usual", "help", "is-this-ok", "choose-a-therapist/questions"}
    assert found == wanted | {f"what-is-usual/{slug}" for slug in usual()}


def test_each_link_leads_to_a_file_or_to_the_installation(site: Path) -> None:
    for page in site.rglob("index.html"):
        for link in re.findall(r'(?:href|src)="([^"]+)"', page.read_text("utf-8")):
            if urlsplit(link).scheme or link.startswith("#"):
                assert link.startswith(("http", "tel:", "sms:", "#"))
                continue
            assert not link.startswith("/"), f"{page}: {link}"
            assert (page.parent / link).resolve().is_file(), f"{page}: {link}"


def test_nothing_is_sent_from_a_file(site: Path) -> None:
    for page in site.rglob("index.html"):
        text = page.read_text("utf-8")
        assert "<form" not in text
        assert "csrf" not in text


def test_is_this_ok_holds_every_topic_and_names_none_in_an_address(site: Path) -> None:
    text = (site / "is-this-ok" / "index.html").read_text("utf-8")

    for topic in shipped().topics.values():
        assert topic.title.replace("'", "&#x27;") in text
        assert f"#{topic.id}" not in text
    assert f'href="{BASE}/choose-a-therapist/"' in text


def test_the_command_wants_an_empty_folder(tmp_path: Path, capsys) -> None:
    call_command("pages", str(tmp_path / "new"), url=BASE)
    assert "Open" in capsys.readouterr().out

    with pytest.raises(CommandError, match="is not empty"):
        call_command("pages", str(tmp_path / "new"), url=BASE)
