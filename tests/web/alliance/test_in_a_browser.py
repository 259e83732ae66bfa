"""The check on a phone, and the screen that is handed over, in a real browser."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from conftest import axe_finds
from holdfast.web.alliance.models import Check

from . import made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def open_page(chromium, live_server, knock):
    """Open a page as somebody, on a phone unless told otherwise."""
    contexts = []

    def opened(user, address: str, **more: object):
        context = chromium.new_context(base_url=live_server.url, **{**PHONE, **more})
        contexts.append(context)
        cookie = knock(user).cookies[settings.SESSION_COOKIE_NAME].value
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_the_check_is_answered_by_touch_without_script(open_page, dana, place) -> None:
    page = open_page(
        dana, reverse("alliance:answer", args=[place.pk, "check"]), java_script_enabled=False
    )
    actions = 0
    for question in range(1, 8):
        page.locator(f"label:has(input[name=item_{question}][value='4'])").tap()
        actions += 1
    page.locator("label:has(input[name=felt_off][value=no])").tap()
    page.get_by_role("button", name="Send").tap()
    page.wait_for_url("**/my-checks/given/**")

    assert actions + 2 < 10
    assert Check.objects.get().given().score.value == 4
    expect(page.get_by_text("Mostly").first).to_be_visible()


def test_nothing_is_wider_than_a_small_phone(open_page, dana, place) -> None:
    small = {"viewport": {"width": 320, "height": 640}}
    page = open_page(dana, reverse("alliance:answer", args=[place.pk, "check"]), **small)

    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("width", [320, 375])
def test_the_answers_to_a_statement_stand_in_one_row(open_page, dana, place, width: int) -> None:
    phone = {"viewport": {"width": width, "height": 740}}
    page = open_page(dana, reverse("alliance:answer", args=[place.pk, "check"]), **phone)
    sizes = page.evaluate(
        """[...document.querySelectorAll('.scale.row label')].map(it =>
           [it.offsetTop, it.offsetWidth, it.offsetHeight, it.scrollWidth - it.clientWidth])"""
    )

    assert len(sizes) == 35
    assert len({top for top, *_rest in sizes[:5]}) == 1
    assert all(min(wide, high) >= 44 and hidden <= 0 for _top, wide, high, hidden in sizes)
    assert page.evaluate("document.documentElement.scrollHeight") < 2300


def test_letters_twice_as_large_put_the_answers_below_each_other(open_page, dana, place) -> None:
    narrow = {"viewport": {"width": 280, "height": 740}}
    page = open_page(dana, reverse("alliance:answer", args=[place.pk, "check"]), **narrow)
    tops = page.evaluate(
        "[...document.querySelectorAll('.scale.row label')].slice(0, 5).map(it => it.offsetTop)"
    )

    assert len(set(tops)) == 5
    assert page.evaluate("document.documentElement.scrollWidth") == 280


def test_the_check_is_answered_with_the_keys(open_page, dana, place) -> None:
    page = open_page(dana, reverse("alliance:answer", args=[place.pk, "check"]))
    page.locator("input[name=item_1]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    assert page.locator("input[name=item_1]:checked").input_value() == "2"
    assert page.locator("input[name=item_2]:checked").input_value() == "1"
    assert page.get_by_role("radio", name="A little").first.is_checked()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, dana, alice, place, scheme: str) -> None:
    sessions = made.falling(place.therapy)
    signal = made.look_for_signals(place.therapy)[0]
    made.answered(place, sessions[10], made.USUAL, note="Hm.")
    check = place.checks.first()
    seen = {
        dana: [
            reverse("alliance:mine"),
            reverse("alliance:answer", args=[place.pk, "check"]),
            reverse("alliance:given", args=[check.pk]),
            reverse("alliance:my_goals"),
            reverse("alliance:my_new_goal", args=[place.pk]),
        ],
        alice: [
            reverse("alliance:checks", args=[place.therapy_id]),
            reverse("alliance:strain", args=[signal.pk]),
            reverse("alliance:series", args=[place.pk, "check"]),
            reverse("alliance:check", args=[check.pk]),
            reverse("alliance:goals", args=[place.therapy_id]),
            reverse("alliance:paper", args=[place.pk, "check"]),
            reverse("alliance:hand_over", args=[place.pk, "check"]),
        ],
    }
    wrong = []
    for user, addresses in seen.items():
        page = open_page(user, addresses[0], color_scheme=scheme)
        for address in addresses:
            page.goto(address)
            wrong += [f"{address}: {said}" for said in axe_finds(page)]

    assert wrong == []


def test_after_handing_over_only_the_form_is_left(open_page, alice, place) -> None:
    page = open_page(alice, "/today/", viewport={"width": 1024, "height": 768}, is_mobile=False)
    record = reverse("home:relationship", args=[place.therapy_id])
    other = page.context.new_page()
    other.goto(record)
    expect(other.get_by_text("Dana Whitfield").first).to_be_visible()
    page.goto(record)
    page.goto(reverse("alliance:hand_over", args=[place.pk, "check"]))
    page.get_by_role("button", name="Sign me out and show the form").click()
    page.wait_for_url("**/handed-over/")

    def shows_only_the_form(tab) -> None:
        tab.get_by_role("heading", name="How was it between us the last time?").wait_for()
        assert "Dana" not in tab.content()
        assert "Alice" not in tab.content()

    shows_only_the_form(page)
    shows_only_the_form(other)  # a tab opened before
    page.reload()
    shows_only_the_form(page)
    page.go_back()
    shows_only_the_form(page)
    page.go_back()
    shows_only_the_form(page)
    for typed in ("/", record, "/today/", "/recover/", "/nowhere/"):
        page.goto(typed)
        shows_only_the_form(page)
    assert axe_finds(page) == []
    page.locator("label:has(input[name=item_1][value='2'])").click()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Please hand the screen back").wait_for()
    page.go_back()
    assert "Dana" not in page.content()
    assert Check.objects.get().how == "hand_over"


def test_from_a_fall_to_its_mending(open_page, dana, alice, place) -> None:
    """One signal with its reason; raised; two good checks and the client's yes mend it."""
    sessions = made.falling(place.therapy)
    (signal,) = made.look_for_signals(place.therapy)
    wide = {"viewport": {"width": 1200, "height": 900}, "is_mobile": False}
    page = open_page(alice, reverse("alliance:strain", args=[signal.pk]), **wide)
    expect(page.get_by_role("heading", name="What it rests on")).to_be_visible()
    page.get_by_label("We talked about it").check()
    page.get_by_label("In which session").select_option(str(sessions[10].pk))
    page.get_by_label("moving away").check()
    page.get_by_label("What was said, or why it is set aside").fill("I went too fast for her.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Noted").first.wait_for()

    for session, all_right in ((sessions[10], None), (sessions[11], "yes")):
        made.answered(place, session, made.USUAL, all_right_now=all_right)
    made.look_for_signals(place.therapy)
    page.goto(reverse("alliance:series", args=[place.pk, "check"]))

    expect(page.get_by_text("Mended").first).to_be_visible()
    page.goto(reverse("home:relationship", args=[place.therapy_id]))
    expect(page.locator("svg text", has_text="mended").first).to_be_visible()
    table = page.locator("table", has_text="mended").first
    assert "expected" in table.text_content()
