"""Signing in by passkey, the idle warning, drafts, and axe, in real Chromium."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from frame.world import a_therapy, works_here
from playwright.sync_api import expect

from conftest import axe_finds, browser_sign_in, person
from holdfast.web.accounts.actions import people
from holdfast.web.accounts.models import Draft, Factor, HouseRules, User
from holdfast.web.audit.models import Entry

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def authenticator(page: "Page") -> Iterator[Any]:
    """A device that makes and uses passkeys, simulated by the browser itself."""
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    tool.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield tool
    tool.detach()


def _add_passkey(page: "Page") -> None:
    page.goto("/my-sign-in/passkey/")
    page.get_by_label("What do you call this device?").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/my-sign-in/recovery-codes/")


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_is_added_and_signs_in(page: "Page", dana: User) -> None:
    browser_sign_in(page, dana)
    _add_passkey(page)
    assert dana.factors.get(kind=Factor.Kind.PASSKEY).text("name") == "My phone"

    page.goto("/my-sign-in/")
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.wait_for_url("**/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)

    page.goto("/my-sign-in/")
    expect(page.get_by_role("link", name="Remove My phone")).to_be_visible()
    assert Entry.objects.filter(kind="signed in", purpose="passkey", actor=dana.pk).exists()


@pytest.mark.usefixtures("authenticator")
def test_a_lock_out_never_shuts_out_a_passkey(page: "Page", dana: User) -> None:
    browser_sign_in(page, dana)
    _add_passkey(page)
    page.context.clear_cookies()
    page.goto("/sign-in/")
    for _ in range(6):
        page.get_by_label("E-mail address").fill("dana@example.org")
        page.get_by_label("Password").fill("not this one at all")
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("quarter of an hour").first).to_be_visible()

    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/my-sign-in/")
    expect(page.get_by_role("link", name="Remove My phone")).to_be_visible()


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_proves_it_again(page: "Page", dana: User) -> None:
    browser_sign_in(page, dana)
    _add_passkey(page)
    page.goto("/prove/?next=/my-sign-in/password/")
    page.get_by_role("button", name="Use a passkey").click()

    page.wait_for_url("**/my-sign-in/password/")


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_of_nobody_is_refused(page: "Page", dana: User) -> None:
    browser_sign_in(page, dana)
    _add_passkey(page)
    dana.factors.all().delete()
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()

    page.get_by_text("This passkey is not known here.").wait_for()


def test_what_is_written_comes_back(page: "Page", lead: User) -> None:
    browser_sign_in(page, lead)
    page.goto("/roles/invite/")
    page.get_by_label("Name").fill("Nia half wri")
    page.goto("/my-sign-in/")
    _until_kept(page)
    page.goto("/roles/invite/")

    assert page.get_by_label("Name").input_value() == "Nia half wri"
    assert b"Nia" not in bytes(Draft.objects.get().fields)
    page.get_by_role("button", name="Throw away what I had begun").click()
    page.wait_for_url("**/roles/invite/")
    assert page.get_by_label("Name").input_value() == ""


def _until_kept(page: "Page", tries: int = 50) -> None:
    """What a page sends while it is left may come after the next one was asked for."""
    while tries and not Draft.objects.exists():
        page.wait_for_timeout(100)
        tries -= 1


def test_going_back_finds_what_was_searched_for(page: "Page", alice: User) -> None:
    therapy = a_therapy(works_here(alice), "Dana Whitfield")
    browser_sign_in(page, alice)
    page.goto("/clients/")
    page.get_by_role("searchbox").fill("dana")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Dana Whitfield").first.click()
    page.wait_for_url(f"**/therapies/{therapy.pk}/")

    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("dana")
    expect(page.get_by_role("link", name="Dana Whitfield").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("dana")
    assert "dana" not in page.url


def test_idle_is_warned_of_and_extended(page: "Page", dana: User) -> None:
    HouseRules.objects.create(idle_minutes=5)
    page.clock.install()
    browser_sign_in(page, dana)
    page.goto("/my-sign-in/")
    page.clock.run_for("04:05")
    warning = page.get_by_role("dialog", name="Are you still there?")
    expect(warning).to_be_visible()

    warning.get_by_role("button", name="Stay signed in").click()
    warning.wait_for(state="hidden")


PAGES = (
    "/my-sign-in/", "/my-sign-in/second-factor/", "/my-sign-in/app/", "/my-sign-in/passkey/",
    "/my-sign-in/recovery-codes/", "/my-sign-in/password/", "/my-sign-in/address/", "/prove/",
    "/roles/", "/roles/invite/", "/roles/waiting/", "/roles/house-rules/",
)  # fmt: skip


@pytest.mark.slow
def test_axe_finds_nothing(page: "Page", lead: User, alice: User, now: datetime) -> None:
    people.grant(user=alice, role="supervisor", now=now, actor=lead)
    found: dict[str, list[str]] = {}
    for path in ("/sign-in/", "/recover/"):
        page.goto(path)
        found[path] = axe_finds(page)
    browser_sign_in(page, lead)
    for path in (*PAGES, f"/roles/{alice.pk}/", f"/roles/{alice.pk}/code/"):
        page.goto(path)
        found[path] = axe_finds(page)

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_no_page_is_wider_than_a_small_phone(page: "Page", lead: User, now: datetime) -> None:
    person("Bartholomew Featherstonehaugh-Cholmondeley", "therapist", "supervisor", now=now)
    page.set_viewport_size({"width": 320, "height": 640})
    browser_sign_in(page, lead)
    for path in PAGES:
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{path} is {width} px wide"


def test_the_keyboard_is_enough(page: "Page", dana: User) -> None:
    page.goto("/sign-in/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("dana@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("four plain words here")
    page.keyboard.press("Enter")

    page.wait_for_url(lambda url: "/sign-in/" not in url)
    assert dana.sessions.filter(seen_at__gt=now_minus_a_minute()).exists()


def now_minus_a_minute() -> datetime:
    from datetime import UTC

    return datetime.now(UTC) - timedelta(minutes=1)
