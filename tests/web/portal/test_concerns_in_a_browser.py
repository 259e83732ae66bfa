"""A client on a phone, without JavaScript: a journal, one entry shared, a concern, its answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from conftest import axe_finds, browser_sign_in, person

from . import raised as world
from .raised import WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSPHRASE = "kelp rock tide lantern harbour quiet"
PHONE = {"width": 375, "height": 740}


@pytest.fixture
def phone(chromium, live_server) -> Iterator[Any]:
    """A page of 375 pixels' width on which no script runs."""
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport=PHONE
    )
    yield context.new_page()
    context.close()


def open_vault(page) -> None:
    page.get_by_label("passphrase").first.fill(PASSPHRASE)
    page.get_by_role("button", name="Open").first.click()


def fits(page) -> None:
    """Nothing runs over the edge of the phone."""
    assert page.locator("main").bounding_box()["width"] <= 375


@pytest.fixture
def people(transactional_db, now, settings):
    """Dana with a vault and a therapist, and Rita who reads concerns."""
    from holdfast.web.vault.actions import make_vault

    dana = person("Dana Whitfield", "client", now=now)
    alice = person("Alice Ames", "therapist", now=now)
    rita = person("Rita Rossi", "reader", now=now)
    world.a_therapy(world.works_here(alice), "Dana Whitfield", user=dana)
    for user in (dana, rita):
        make_vault(user, PASSPHRASE, now=now)
    return dana, alice, rita


def test_the_story(phone, chromium, live_server, people) -> None:
    dana, _alice, rita = people
    browser_sign_in(phone, dana)

    phone.goto("/journal/")
    phone.get_by_role("link", name="Write", exact=True).click()
    phone.get_by_label("What is on your mind?").fill("I was cross with her all week.")
    phone.get_by_text("How I feel about my therapist").click()
    phone.get_by_label("Anger").check()
    fits(phone)
    phone.get_by_role("button", name="Keep it in my vault").click()
    expect(phone.get_by_text("cross with her")).to_be_hidden()
    phone.get_by_role("link", name="Open my vault to read").click()
    open_vault(phone)
    phone.get_by_role("link", name="I was cross with her all week.").click()
    phone.get_by_role("link", name="Share this with my therapist").click()
    expect(phone.get_by_text("It becomes part of your record.")).to_be_visible()
    fits(phone)
    phone.get_by_role("button", name="Share it").click()
    expect(phone.get_by_text("It is part of your record")).to_be_visible()

    phone.goto("/concern/")
    fits(phone)
    phone.get_by_role("link", name="Begin to write").click()
    phone.get_by_label("In your own words").fill(WORDS)
    phone.get_by_label("Rita Rossi").check()
    fits(phone)
    phone.get_by_role("button", name="Read it once more").click()
    expect(phone.get_by_text("They are not told.")).to_be_visible()
    fits(phone)
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_text("Rita Rossi has not opened it yet.")).to_be_visible()
    here = phone.url

    desk = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 1200, "height": 900}
    ).new_page()
    browser_sign_in(desk, rita)
    desk.goto("/concerns/")
    desk.get_by_role("link", name="Written on").click()
    desk.get_by_role("link", name="Open my vault").click()
    open_vault(desk)
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.get_by_label("Your answer").fill("I have read it. I can talk on Thursday at six.")
    desk.get_by_role("button", name="Send the answer").click()
    desk.context.close()

    phone.goto("/")
    expect(phone.get_by_text("There is something for you to read.")).to_be_visible()
    phone.goto(here)
    expect(phone.get_by_text("I can talk on Thursday at six.")).to_be_visible()
    fits(phone)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark"), (320, "light")])
def test_axe_finds_nothing(page, people, now, width: int, scheme: Any) -> None:
    from holdfast.web.portal.actions.journal import write
    from holdfast.web.portal.journal_entries import Page

    dana, _alice, rita = people
    row = world.a_concern(dana, rita, now)
    entry = write(dana.vault, Page("I slept badly.", ("fear",)), now=now)
    place = world.place_of(dana, now)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    browser_sign_in(page, dana)
    page.goto("/journal/")
    page.get_by_role("link", name="Open my vault to read").click()
    open_vault(page)
    begin = f"/concern/about/{place.participant.pk}/{place.therapist.pk}/"
    for path in (
        "/concern/", begin, f"{begin}outside/", f"/concern/{row.pk}/",
        f"/concern/{row.pk}/take-back/", f"/concern/{row.pk}/tell/", f"/concern/{row.pk}/record/",
        "/journal/", "/journal/write/", f"/journal/{entry.series}/",
        f"/journal/{entry.series}/share/", f"/journal/{entry.series}/delete/",
    ):  # fmt: skip
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert axe_finds(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
