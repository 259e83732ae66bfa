"""What one taps on a phone is large enough: 24 pixels (WCAG 2.5.8), 44 for what matters most."""

from typing import Any

import pytest

from conftest import browser_sign_in, too_small

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = ["/", "/what-is-usual/", "/what-is-usual/friends/", "/what-is-usual/coming-back/",
          "/help/", "/is-this-ok/", "/is-this-ok/all/", "/choose-a-therapist/",
          "/choose-a-therapist/questions/", "/sign-in/", "/enquire/"]  # fmt: skip
OF_A_CLIENT = ["/overview/", "/my-agreements/", "/our-frame/", "/my-sessions/", "/my-goals/",
               "/my-checks/", "/my-endings/", "/journal/", "/your-records/", "/concern/",
               "/what-is-usual/", "/is-this-ok/", "/help/", "/my-sign-in/"]  # fmt: skip
MAIN = ".btn.primary, .dial > .number, .call .number, .topic, .menu-button, .help a"


@pytest.fixture
def phone(page: Any) -> Any:
    """A page as wide as a phone."""
    page.set_viewport_size({"width": 375, "height": 740})
    return page


def _wrong_on(page: Any, address: str) -> list[str]:
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    low = [*too_small(page), *(f"main: {said}" for said in too_small(page, 44, MAIN))]
    return [f"{address} {said}" for said in low]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_visitor_can_tap_it(phone: Any, address: str) -> None:
    assert _wrong_on(phone, address) == []


def test_a_client_can_tap_it(phone: Any, with_dana: Any, dana: Any) -> None:
    browser_sign_in(phone, dana)

    assert [said for address in OF_A_CLIENT for said in _wrong_on(phone, address)] == []


@pytest.mark.parametrize("topic", ["hug", "review_online", "sexual_touch", "met_outside"])
def test_the_answer_stands_in_the_first_screen(phone: Any, topic: str) -> None:
    phone.goto("/is-this-ok/")
    phone.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    phone.locator(f"button[value={topic}]").first.click()
    phone.locator(".short").wait_for()

    box = phone.locator(".short").bounding_box()
    assert box["y"] + box["height"] < 740
    assert too_small(phone) == []
