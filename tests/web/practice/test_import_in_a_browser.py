"""The steps of an import in Chromium: nothing for axe to find, wide and narrow."""

from pathlib import Path

import pytest

from conftest import axe_finds
from holdfast.web.practice.importing import child
from holdfast.web.practice.models import Therapy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = """Client ID,First Name,Last Name,Date of Birth,Email,Date Added,Status
7,Dana,Whitfield,03/04/1984,dana@example.org,14/10/2025,Active
8,Kit & Mo,Okoro,,,14/11/2025,Active
9,Ruth,Hale,31/02/1990,no address,01/02/2024,Archived
,,,,,01/02/2024,Active
"""


@pytest.mark.parametrize("width", [375, 1280])
def test_a_list_is_brought_in(
    page, live_server, knock, alice, anna, tmp_path, width, monkeypatch
) -> None:
    monkeypatch.setattr(
        "holdfast.web.practice.importing.reading._ask",
        lambda content, name, today, seconds: child.answer(content, name, today),
    )
    (tmp_path / "clients.csv").write_text(TEXT, "utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    session = knock(alice).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        found[name] = axe_finds(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} wide"
        if SHOTS.exists():
            page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)

    page.goto("/import/")
    look("1-file")
    page.set_input_files("input[type=file]", tmp_path / "clients.csv")
    page.get_by_role("button", name="Read the file").click()
    look("2-columns")
    page.get_by_role("button", name="Go on").click()
    look("3-people")
    page.get_by_role("button", name="Go on").click()
    look("4-check")
    page.get_by_role("button", name="Take these rows over").click()
    look("5-done")
    page.get_by_role("link", name="Say from when").click()
    look("6-watch")

    assert found == {name: [] for name in found}
    assert Therapy.objects.count() == 3


SHOTS = Path("/tmp/import-shots")  # looked at by hand when the folder is there
