"""What a browser keeps on its disk after signing out: a marked word is not in it.

A profile of its own, as on a shared computer. A therapist writes the word into forms, gets an
error, leaves one half written, saves others, reads them, and signs out; then every file of the
profile is searched, also what is compressed or spelled with two bytes a letter.
"""

import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from frame.world import a_therapy, works_here
from playwright.sync_api import expect

from conftest import browser_sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "Zyxwortel"
UNMARKED = "Plainwort"  # typed into the one page that keeps what is typed, to see the search works


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Where the browser keeps what it keeps."""
    return tmp_path / "profile"


@pytest.fixture
def context(
    chromium: "Browser", live_server: "LiveServer", profile: Path
) -> Iterator["BrowserContext"]:
    """A browser with a profile on the disk, that is closed before the profile is searched."""
    opened = chromium.browser_type.launch_persistent_context(
        profile,
        executable_path="/usr/bin/chromium",
        args=["--no-sandbox"],
        base_url=live_server.url,
        reduced_motion="reduce",
    )
    yield opened
    opened.close()


def test_nothing_of_it_stays_in_the_profile(
    context: "BrowserContext", profile: Path, alice, now
) -> None:
    therapy = a_therapy(works_here(alice), "Dana Whitfield")
    page = context.pages[0]
    browser_sign_in(page, alice)
    _write(page, therapy)
    page.goto("/clients/")
    page.get_by_role("searchbox").fill(WORD)
    page.get_by_role("searchbox").press("Enter")
    page.goto(f"/therapies/{therapy.pk}/")

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    page.evaluate(f"localStorage.setItem('kept', '{UNMARKED}')")
    context.close()

    assert list(_holding(profile, UNMARKED)), "the search finds what is kept"
    assert list(_holding(profile, WORD)) == []


def _write(page: "Page", therapy) -> None:  # type: ignore[no-untyped-def]
    """Write the word with an error, half, and whole."""
    crossing = f"/therapies/{therapy.pk}/crossings/add/"
    page.goto(crossing)
    page.locator("textarea").first.fill(f"{WORD} and an error")
    page.locator("input[type=date]").first.fill("2099-01-01")
    page.locator("main form button.primary").last.click()
    expect(page.locator("textarea").first).to_have_value(f"{WORD} and an error")
    page.goto(f"/people/{therapy.participants.get().pk}/change/")
    page.locator("input[name=name]").fill(f"Dana {WORD}")
    page.locator("main form button.primary").last.click()
    page.wait_for_url(lambda url: not url.endswith("/change/"))
    expect(page.get_by_text(WORD).first).to_be_visible()
    page.goto(crossing)
    page.locator("textarea").first.press_sequentially(f"{WORD}, half written")
    page.wait_for_timeout(1500)


def _holding(folder: Path, word: str) -> Iterator[str]:
    """Yield the files that hold a word, plain, with two bytes a letter, or deflated."""
    wanted = [word.encode(), word.encode("utf-16-le")]
    for file in folder.rglob("*"):
        if file.is_file() and any(w in data for data in _readings(file) for w in wanted):
            yield str(file.relative_to(folder))


def _readings(file: Path) -> Iterator[bytes]:
    content = file.read_bytes()
    yield content
    at = content.find(b"\x1f\x8b")
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content[at:])
        at = content.find(b"\x1f\x8b", at + 1)
