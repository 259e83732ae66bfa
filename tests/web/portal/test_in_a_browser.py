"""A client finds out about the hug on a phone, without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from conftest import axe_finds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(chromium, live_server) -> Iterator[Any]:
    """A page of 375 pixels' width on which no script runs."""
    context = chromium.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": 375, "height": 740},
    )
    yield context.new_page()
    context.close()


def test_the_hug(phone, live_server) -> None:
    phone.goto("/is-this-ok/")
    phone.get_by_label("What happened?").fill("my therapist hugged me")
    phone.get_by_role("button", name="Look it up").click()
    phone.get_by_role("button", name="My therapist hugged me").first.click()

    expect(phone.get_by_role("heading", name="What is usual")).to_be_visible()
    expect(phone.get_by_role("heading", name="What you could say")).to_be_visible()
    expect(phone.get_by_role("heading", name="Whom to turn to")).to_be_visible()
    assert phone.url == f"{live_server.url}/is-this-ok/"
    assert phone.title() == "Is this OK? · Holdfast"
    assert phone.context.cookies() == []
    expect(phone.get_by_role("link", name="Leave quickly")).to_be_visible()


def test_looking_through_without_typing(phone) -> None:
    phone.goto("/is-this-ok/")
    phone.get_by_text("Not OK, whatever the reason").click()
    phone.get_by_role("button", name="My therapist touched me in a sexual way").click()

    expect(phone.get_by_text("This is not your fault, whoever began it.")).to_be_visible()
    phone.get_by_label("Somewhere else?").select_option("US")
    phone.get_by_role("button", name="Show").click()
    expect(phone.get_by_text("911").first).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (375, "light"), (320, "dark")]
)
@pytest.mark.parametrize("topic", ["", "hug", "sexual_touch"])
def test_axe_finds_nothing(page, width: int, scheme: Any, topic: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto("/is-this-ok/")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    if topic:
        page.locator(f"button[value={topic}]").first.click()
        page.wait_for_load_state()

    assert axe_finds(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
