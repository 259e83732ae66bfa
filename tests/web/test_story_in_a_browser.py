"""One story in Chromium, from a new client to a frame that was agreed anew.

A new client; an agreement drafted and signed by both, the client on a phone; eight sessions
recorded; sessions begin to run long; the drift is named; both agree on a longer session as
version 2.
The clock is moved on between the sessions, and everybody signs in again each time.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 375, "height": 740}
FIRST = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)  # a Tuesday


class Clock:
    """The time of the story, which every request is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
        self.at = at
        outer = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz=None):  # type: ignore[no-untyped-def, override]
                return outer.at.astimezone(tz)

        monkeypatch.setattr("holdfast.web.practice.clock.datetime", Moved)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the story: the day before the first session."""
    return Clock(monkeypatch, FIRST - timedelta(days=1))


@pytest.fixture
def now(clock: Clock) -> datetime:
    """When people were brought in: some months before."""
    return clock.at - timedelta(days=120)


def sign_in(page: "Page", user, clock: Clock) -> None:  # type: ignore[no-untyped-def]
    """Sign in at the time of the story, second factor included."""
    from holdfast.web.accounts import totp

    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(user.text("address"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in/"))
    if page.url.endswith("/sign-in/second/"):
        secret = user.factors.get(kind="app").text("secret")
        page.get_by_label("Code").fill(totp.code_at(secret, totp.step_of(clock.at)))
        page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def test_the_whole_story(
    page: "Page", chromium: "Browser", live_server: "LiveServer", alice, clock: Clock
) -> None:
    from holdfast.web.home.refresh import refresh_stale
    from holdfast.web.practice.actions.staff import add_therapist
    from holdfast.web.practice.models import Therapy

    long_ago = clock.at - timedelta(days=100)
    add_therapist(alice, by=alice, now=long_ago, since=long_ago.date(), codes=[], languages=["en"])
    sign_in(page, alice, clock)
    phone = chromium.new_context(base_url=live_server.url, viewport=PHONE).new_page()
    begin_with_a_new_client(page, phone)
    therapy = Therapy.objects.get()

    agree(page, "Begin the agreement", with_template=True)
    client_signs(phone)
    page.goto(f"/therapies/{therapy.pk}/")
    page.get_by_role("link", name="Agreement v1, signed by everybody").click()
    page.get_by_role("link", name="Plan sessions").click()
    page.get_by_role("link", name="26 weeks").click()
    page.get_by_role("button", name="Plan it").click()

    for week in range(8):
        record(page, alice, clock, week)
    for week in range(8, 14):
        record(page, alice, clock, week, over=18)
    refresh_stale(clock.at)

    page.goto(f"/therapies/{therapy.pk}/")
    expect(page.get_by_text("Sessions run longer than agreed").first).to_be_visible()
    page.get_by_role("link", name="See the evidence").first.click()
    page.get_by_label("We agree anew").check()
    page.get_by_role("button", name="Save").click()
    lengthen(page, therapy.pk)
    agree(page, "", with_template=False)
    sign_in(phone, therapy.participants.get().user, clock)
    client_signs(phone)

    page.goto(f"/therapies/{therapy.pk}/")
    expect(page.get_by_text("Agreement v2, signed by everybody")).to_be_visible()
    expect(page.get_by_text("65 minutes").first).to_be_visible()


def begin_with_a_new_client(page: "Page", phone: "Page") -> None:
    """Open the therapy, and let the client make an account by a link handed over in the room."""
    page.goto("/therapies/new/")
    page.get_by_label("Who comes").fill("Dana Whitfield")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Dana Whitfield").first.click()
    page.get_by_role("link", name="Invite to sign in").click()
    page.get_by_label("E-mail address to sign in with").fill("dana@example.org")
    page.get_by_role("button", name="Invite").click()
    phone.goto(page.locator("code").inner_text())
    phone.get_by_label("E-mail address").fill("dana@example.org")
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Go on").click()
    phone.wait_for_url(lambda url: "/invitation/" not in url)


def agree(page: "Page", begin: str, *, with_template: bool) -> None:
    """Draft (from a template), fix the text and sign as therapist."""
    if with_template:
        page.goto("/clients/")
        page.get_by_role("link", name="Dana Whitfield").click()
        page.get_by_role("link", name="Draft the agreement").click()
        page.get_by_role("link", name=begin).click()
        page.get_by_label("Cognitive behavioural therapy").check()
        page.get_by_role("button", name="Begin the draft").click()
        page.get_by_role("link", name="How often we meet").click()
        page.locator("select[name=slots-0-day]").select_option("tue")
        page.get_by_label("Starts at").first.fill("14:00")
        page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Ready to sign").click()
    page.get_by_label("I know what is still missing").check()
    page.get_by_role("button", name="Fix the text").click()
    page.get_by_role("link", name="Sign as therapist").click()
    page.get_by_label("I sign this agreement.").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url("**/agreements/**")


def client_signs(phone: "Page") -> None:
    """Read and sign on a screen 375 wide."""
    phone.goto("/my-agreements/")
    phone.get_by_role("link", name="Read and sign").click()
    phone.get_by_label("I have read this and I agree.").check()
    phone.get_by_role("button", name="Sign", exact=True).click()
    expect(phone.get_by_text("Everybody has signed.")).to_be_visible()


def record(page: "Page", alice, clock: Clock, week: int, over: int = 0) -> None:  # type: ignore[no-untyped-def]
    """Record one week's session after it: in one tap, or with the time it really ended."""
    clock.at = FIRST + timedelta(weeks=week, hours=2)
    sign_in(page, alice, clock)
    page.goto("/today/")
    page.get_by_role("link", name="Record", exact=True).first.click()
    if over:
        end = page.get_by_label("Ended at")
        hour, minute = (int(part) for part in end.input_value()[:5].split(":"))
        late = timedelta(hours=hour, minutes=minute + over)
        end.fill(f"{late.seconds // 3600:02d}:{late.seconds // 60 % 60:02d}")
        page.get_by_role("button", name="Save what was different").click()
    else:
        page.get_by_role("button", name="As agreed").click()
    page.wait_for_url("**/today/")
    expect(page.get_by_text("Recorded.")).to_be_visible()


def lengthen(page: "Page", therapy_id: object) -> None:
    """Change the length in the draft that agreeing anew began."""
    page.goto(f"/therapies/{therapy_id}/agreement/draft/length/")
    page.get_by_label("Minutes").first.fill("65")
    page.get_by_role("button", name="Save", exact=True).click()
