"""A therapist builds and fixes an agreement, a client signs it on a phone, and axe looks on."""

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from conftest import axe_finds, browser_sign_in
from holdfast.web.frame.models import Agreement

from .world import a_drift, a_therapy, agreed, works_here

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def now() -> datetime:
    """The real clock: browsers sign in by it."""
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def _at_now() -> None:
    """Let the clock run."""


@pytest.fixture
def therapy(alice, dana):
    """Alice's therapy with Dana, nothing agreed yet."""
    return a_therapy(works_here(alice), "Dana Whitfield", user=dana)


def _fits(page: "Page") -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def _look(page: "Page", therapist: bool = True) -> None:
    """Nothing for axe to find, and nothing that sticks out on a phone."""
    assert axe_finds(page) == []
    page.set_viewport_size(PHONE)
    assert _fits(page), page.url
    page.set_viewport_size(DESK if therapist else PHONE)


def test_from_nothing_to_a_signed_agreement(
    page: "Page", chromium, live_server, alice, therapy
) -> None:
    browser_sign_in(page, alice)
    base = f"/therapies/{therapy.pk}/agreement/"
    page.goto(base)
    _look(page)
    page.get_by_role("link", name="Begin the agreement").click()
    page.get_by_label("Cognitive behavioural therapy").check()
    _look(page)
    page.get_by_role("button", name="Begin the draft").click()
    _look(page)

    _fill_in(page)
    page.get_by_role("link", name="Ready to sign").click()
    page.get_by_label("I know what is still missing").check()
    _look(page)
    page.get_by_role("button", name="Fix the text").click()
    page.get_by_role("link", name="Sign as therapist").click()
    page.get_by_label("I sign this agreement.").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/agreements/**")
    _look(page)

    _client_signs(chromium, live_server, therapy)

    page.reload()
    expect(page.get_by_text("Everybody has signed.")).to_be_visible()
    expect(page.get_by_text("You will tell my doctor if I am in danger.")).to_be_visible()
    with page.expect_download() as got:
        page.get_by_role("link", name="PDF for your file").click()
    reader = PdfReader(io.BytesIO(got.value.path().read_bytes()))
    assert Agreement.objects.get().digest in reader.pages[-1].extract_text()


def _fill_in(page: "Page") -> None:
    """Two terms, by keyboard alone; a wrong fee on the way."""
    page.get_by_role("link", name="How often we meet").click()
    page.locator("select[name=slots-0-day]").select_option("tue")
    page.get_by_label("Starts at").first.fill("14:00")
    page.get_by_role("button", name="Save, next term").press("Enter")
    page.wait_for_url("**/draft/length/")
    _look(page)
    page.get_by_role("link", name="All terms").click()
    page.get_by_role("link", name="What it costs").click()
    page.get_by_label("Fee for one session").fill("abc")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.get_by_role("link", name="is not an amount").click()
    _look(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    page.wait_for_url("**/draft/#fee")
    expect(page.get_by_text("A session costs £60.")).to_be_visible()
    page.get_by_role("link", name="Between sessions").click()
    _look(page)
    page.get_by_role("link", name="All terms").click()


def _client_signs(chromium, live_server, therapy) -> None:
    """On a screen 375 wide, without JavaScript."""
    from holdfast.web.accounts.models import User

    dana = User.objects.select_related("key").get(participations__therapy=therapy)
    context = chromium.new_context(
        base_url=live_server.url, viewport=PHONE, java_script_enabled=False
    )
    phone = context.new_page()
    browser_sign_in(phone, dana)
    phone.goto("/my-agreements/")
    phone.get_by_role("link", name="Read and sign").click()
    said = phone.get_by_label("What might your therapist have to tell somebody else?")
    said.fill("You will tell my doctor if I am in danger.")
    phone.get_by_role("button", name="Sign", exact=True).click()
    expect(phone.get_by_text("Tick this if you want to sign.").first).to_be_visible()
    assert said.input_value() == "You will tell my doctor if I am in danger."
    phone.get_by_label("I have read this and I agree.").check()
    phone.get_by_role("button", name="Sign", exact=True).click()
    expect(phone.get_by_text("Everybody has signed.")).to_be_visible()
    context.close()


def test_the_client_s_pages_are_accessible(page: "Page", dana, therapy) -> None:
    version = agreed(therapy)
    browser_sign_in(page, dana)
    party = version.parties.get(participant__user=dana)
    page.set_viewport_size(PHONE)
    for address in ("", f"{party.pk}/", f"{party.pk}/talk/"):
        page.goto(f"/my-agreements/{address}")
        _look(page, therapist=False)


def test_drift_and_planning_are_accessible(page: "Page", alice, therapy, now) -> None:
    agreed(therapy)
    drift = a_drift(therapy)
    browser_sign_in(page, alice)
    for address in (
        f"/drifts/{drift.pk}/",
        f"/therapies/{therapy.pk}/agreement/",
        f"/therapies/{therapy.pk}/agreement/plan/",
        f"/therapies/{therapy.pk}/agreement/exception/",
    ):
        page.goto(address)
        _look(page)


def test_templates_are_accessible(page: "Page", lead) -> None:
    browser_sign_in(page, lead)
    page.goto("/frame-templates/new/")
    _look(page)
    page.get_by_label("Name").fill("Our CBT")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url(lambda url: "/new/" not in url)
    _look(page)
