"""A client on a phone without JavaScript: reads the agreement, disagrees, takes a copy."""

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from conftest import axe_finds, browser_sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
sys.path.insert(0, str(Path(__file__).parent.parent / "frame"))


@pytest.fixture
def phone(chromium, live_server) -> Iterator[Any]:
    """A page of 375 pixels' width on which no script runs."""
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, accept_downloads=True,
        viewport={"width": 375, "height": 740},
    )  # fmt: skip
    yield context.new_page()
    context.close()


@pytest.fixture
def framed(alice, dana):
    """Dana's work with Alice: agreed and signed, the last sessions long."""
    import world as made

    therapy = made.a_therapy(made.works_here(alice), "Dana Whitfield", user=dana)
    made.agreed(therapy)
    made.hold_sessions(therapy, over=20, weeks=6, long=2)
    return therapy


def test_reads_says_not_so_and_takes_everything(phone, framed, dana) -> None:
    browser_sign_in(phone, dana)
    phone.goto("/overview/")
    phone.get_by_role("main").get_by_role("link", name="My agreement").click()
    expect(phone.get_by_role("heading", name="How to reach your therapist")).to_be_visible()
    phone.goto("/overview/")
    phone.locator("main a[href='/our-frame/']").click()
    expect(phone.get_by_text("It was 70 minutes long.").first).to_be_visible()
    phone.get_by_role("link", name="This is not how it was").first.click()
    phone.get_by_label("How was it?").fill("We agreed to go on that day.")
    phone.get_by_role("button", name="Send it to my therapist").click()
    expect(phone.get_by_text("It is kept.")).to_be_visible()

    phone.goto("/your-records/")
    with phone.expect_download() as caught:  # the password was given a moment ago
        phone.get_by_role("link", name="Download everything").click()
    with zipfile.ZipFile(io.BytesIO(Path(caught.value.path()).read_bytes())) as packed:
        page = packed.read("my-record.html").decode()
    assert "We agreed to go on that day." in page


def test_what_is_seldom_read_is_folded_on_a_phone(phone, framed, dana) -> None:
    browser_sign_in(phone, dana)
    phone.goto("/your-records/")
    expect(phone.get_by_role("link", name="Who opened it")).to_be_visible()
    kept = phone.get_by_text("A concern you raised")
    expect(kept).to_be_hidden()
    foot = phone.get_by_role("contentinfo").bounding_box()
    assert foot is not None
    assert foot["y"] < 2.2 * 740, "two screens, and not four and a half"

    phone.get_by_role("heading", name="What is kept, and for how long").click()
    expect(kept).to_be_visible()


def test_a_visitor_finds_it_open(phone, transactional_db) -> None:
    phone.goto("/your-records/")
    expect(phone.get_by_text("A concern that a client raised")).to_be_visible()
    expect(phone.get_by_text("reads the record of the work.")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 375, 320])
def test_axe_finds_nothing(page, framed, dana, width: int) -> None:
    place = framed.participants.get()
    browser_sign_in(page, dana)
    page.set_viewport_size({"width": width, "height": 800})
    for address in (
        "/overview/", "/your-records/", "/your-records/opened/", "/our-frame/", "/my-sessions/",
        "/your-records/words/", f"/your-records/ask/{place.pk}/",
        f"/your-records/words/{place.pk}/", "/my-agreements/",
    ):  # fmt: skip
        page.goto(address)
        assert axe_finds(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
