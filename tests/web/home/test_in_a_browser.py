"""The pages as people meet them: small and large, light and dark, by keyboard, without script."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from conftest import axe_finds
from holdfast.web.practice.actions import betweens, sessions, signals
from holdfast.web.practice.seam import Found

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


@pytest.fixture
def open_page(chromium, live_server, knock) -> Iterator[Open]:
    """Open a page as somebody; whatever the browser complains about fails the test."""
    contexts, said = [], []

    def opened(user, address: str, width: int = 1280, scheme: str = "light", **more: object):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, **more
        )
        contexts.append(context)
        cookie = knock(user).cookies[settings.SESSION_COOKIE_NAME].value
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in said if not line.startswith("Clear-Site-Data")] == []


@pytest.fixture
def busy(with_dana, alice, anna, dana, now, spoken):
    """Dana's therapy with something of everything."""
    who = with_dana.participants.get()
    who.user = dana
    who.save()
    betweens.note_contact(
        who, by=alice, now=now, channel="text", direction="in", purpose="crisis",
        at=now.replace(day=3), minutes=5,
    )  # fmt: skip
    betweens.promise(with_dana, "look for the letter", by=alice, now=now, due_on=date(2026, 2, 3))
    betweens.announce_break(
        since=date(2026, 3, 2), until=date(2026, 3, 9), by=alice, now=now, therapist=anna
    )
    found = Found(with_dana.pk, "spoken", "long", "k", now.date(), {})
    signals.keep_found(with_dana, [found], now)
    return with_dana


def _addresses(therapy) -> list[tuple[str, str]]:
    return [
        ("alice", "/today/"),
        ("alice", "/today/2026-02-17/briefs/"),
        ("alice", "/clients/?state=all"),
        ("alice", f"/therapies/{therapy.pk}/"),
        ("alice", f"/therapies/{therapy.pk}/brief/"),
        ("lead", "/overview/"),
        ("supervisor", "/overview/"),
        ("dana", "/overview/"),
    ]


@pytest.mark.slow
def test_axe_finds_nothing(open_page: Open, busy, request) -> None:
    wrong = []
    for number, (who, address) in enumerate(_addresses(busy)):
        width, scheme = ((1280, "light"), (1280, "dark"), (375, "light"))[number % 3]
        page = open_page(request.getfixturevalue(who), address, width, scheme)
        wrong += [f"{address}: {said}" for said in axe_finds(page)]

    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [375, 320])
def test_what_can_be_noted_stays_on_a_phone(open_page, alice, busy, width: int) -> None:
    page = open_page(alice, f"/therapies/{busy.pk}/", width)
    page.locator(".pick > summary").click()
    boxes = [one.bounding_box() for one in page.locator(".pick > ul, .pick a").all()]

    assert len(boxes) > 3
    assert min(box["x"] for box in boxes) >= 0
    assert max(box["x"] + box["width"] for box in boxes) <= width
    assert boxes[0]["y"] >= page.locator(".pick > summary").bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (375, "light")])
def test_axe_finds_nothing_on_the_relationship_page(
    open_page: Open, busy, alice, width: int, scheme: str
) -> None:
    page = open_page(alice, f"/therapies/{busy.pk}/", width, scheme)
    page.get_by_text("As a table").click()

    assert axe_finds(page) == []


@pytest.mark.slow
def test_nothing_is_wider_than_a_small_phone(open_page: Open, busy, request) -> None:
    widths = {}
    for who, address in _addresses(busy):
        page = open_page(request.getfixturevalue(who), address, 320)
        widths[address] = page.evaluate("document.documentElement.scrollWidth")

    assert set(widths.values()) == {320}


def test_the_menu_opens_on_a_phone_without_script(open_page: Open, busy, alice) -> None:
    page = open_page(alice, "/today/", 375, java_script_enabled=False)

    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Clients").click()

    expect(page.get_by_role("heading", name="Clients")).to_be_visible()


def test_the_first_stop_leads_past_the_menu(open_page: Open, busy, alice) -> None:
    page = open_page(alice, "/today/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_kinds_are_filtered_in_place(open_page: Open, busy, alice) -> None:
    page = open_page(alice, f"/therapies/{busy.pk}/")

    page.get_by_role("link", name="Contacts", exact=True).click()
    page.wait_for_url("**kind=contact**")

    assert page.locator("#story .timeline li").count() == 1
    assert page.evaluate("document.activeElement.id") == "kind-contact"


@pytest.mark.parametrize("script", [True, False])
def test_a_phone_shows_what_matters_and_folds_the_rest(
    open_page: Open, busy, alice, script: bool
) -> None:
    page = open_page(alice, f"/therapies/{busy.pk}/", 375, java_script_enabled=script)
    recent = page.locator("details", has_text="Recent sessions")
    session = recent.get_by_role("link").first

    expect(page.get_by_role("heading", name="Worth your attention")).to_be_visible()
    expect(page.locator("#story .timeline > li:visible")).to_have_count(6)
    expect(session).to_be_hidden()
    recent.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(session).to_be_visible()


def test_a_wide_screen_unfolds_by_itself(open_page: Open, busy, alice) -> None:
    page = open_page(alice, f"/therapies/{busy.pk}/", 1280)

    expect(page.locator("details[data-wide-open]:not([open])")).to_have_count(0)


def test_paper_holds_what_a_phone_folds(open_page: Open, busy, alice) -> None:
    page = open_page(alice, f"/therapies/{busy.pk}/", 375)
    folded = page.locator("details[data-wide-open] li a, details[data-wide-open] li b")
    seen = (
        "(all) => all.filter((each) => each.checkVisibility({contentVisibilityAuto: true})).length"
    )
    count = folded.count()

    assert folded.evaluate_all(seen) == 0
    page.emulate_media(media="print")
    assert folded.evaluate_all(seen) == count > 10


def test_all_kinds_again_keeps_the_time_line_open(open_page: Open, busy, alice) -> None:
    page = open_page(alice, f"/therapies/{busy.pk}/?kind=contact", 375)

    page.get_by_role("link", name="All", exact=True).click()
    page.wait_for_url("**kind=all**")

    expect(page.locator("#story .timeline > li:visible").nth(8)).to_be_visible()


def test_a_search_leaves_no_name_in_the_address(open_page: Open, busy, alice) -> None:
    page = open_page(alice, "/clients/")

    page.get_by_role("searchbox").fill("dana")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Dana Whitfield").wait_for()

    assert "dana" not in page.url


def test_the_chart_becomes_a_table(open_page: Open, busy, alice) -> None:
    page = open_page(alice, f"/therapies/{busy.pk}/", java_script_enabled=False)

    page.get_by_text("As a table").click()

    expect(page.get_by_role("columnheader", name="Session length")).to_be_visible()
    expect(page.get_by_role("cell", name="65 minutes, 50 planned").first).to_be_visible()


def test_the_idle_warning_comes_and_can_be_answered(open_page: Open, busy, alice, knock) -> None:
    page = open_page(alice, "/today/")
    dialog = page.locator("#idle")
    page.evaluate("localStorage.setItem('holdfast.last', String(Date.now() - 1150 * 1000))")
    dialog.wait_for(state="visible")

    page.get_by_role("button", name="Stay signed in").click()

    dialog.wait_for(state="hidden")


def test_leaving_quickly_leaves_no_way_back(open_page: Open, busy, dana) -> None:
    page = open_page(dana, "/overview/")
    page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="elsewhere"))
    before, home = page.evaluate("history.length"), page.evaluate("location.origin")

    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url("https://www.wikipedia.org/**")

    assert page.evaluate("history.length") == before
    page.goto(f"{home}/overview/")
    assert "/sign-in/" in page.url


def test_enter_saves_what_was_filled_in(open_page, busy, alice, now) -> None:
    """And does not press "As agreed", the first button that is seen."""
    yesterday = [datetime(2026, 2, 16, 14)]
    (session,) = sessions.plan_sessions(busy, yesterday, minutes=50, by=alice, now=now)
    page = open_page(alice, f"/sessions/{session.pk}/record/")
    page.get_by_label("Ended at").fill("15:20")

    page.get_by_label("Ended at").press("Enter")

    expect(page.get_by_text("Recorded.")).to_be_visible()
    session.refresh_from_db()
    assert not session.as_agreed
    assert session.lasted == 80


@pytest.mark.parametrize("width", [375, 320])
def test_recording_asks_for_little_at_first_on_a_phone(
    open_page, busy, alice, now, width: int
) -> None:
    yesterday = [datetime(2026, 2, 16, 14)]
    (session,) = sessions.plan_sessions(busy, yesterday, minutes=50, by=alice, now=now)
    page = open_page(alice, f"/sessions/{session.pk}/record/", width)
    as_agreed = page.get_by_role("button", name="As agreed").bounding_box()
    fee = ("due_0", "money_0")

    assert as_agreed["y"] + as_agreed["height"] < 800
    assert _asked(page) == ["what", "started", "ended", *fee, "promise"]
    page.get_by_label("The client called it off").check()
    assert _asked(page) == ["what", "called_off", *fee, "promise"]
    page.get_by_text("Where, and who came").click()
    assert "came_0" in _asked(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_one_calls_off_oneself_asks_for_no_fee_and_cancel_forgets_it(
    open_page, busy, alice, now
) -> None:
    yesterday = [datetime(2026, 2, 16, 14)]
    (session,) = sessions.plan_sessions(busy, yesterday, minutes=50, by=alice, now=now)
    address = f"/sessions/{session.pk}/record/?from=today"
    page = open_page(alice, address, 375)
    with page.expect_response("**/draft/"):
        page.get_by_label("I called it off").check()
    assert _asked(page) == ["what", "called_off", "promise"]

    here = page.url
    page.reload()
    expect(page.get_by_text("is back in the form")).to_be_visible()
    expect(page.get_by_label("I called it off")).to_be_checked()
    page.get_by_role("button", name="Cancel").click()

    page.wait_for_url("**/today/2026-02-16/")
    page.goto(here)
    expect(page.get_by_label("I called it off")).not_to_be_checked()
    expect(page.get_by_text("is back in the form")).to_have_count(0)


def _asked(page: Any) -> list[str]:
    """The names of what is filled in, as far as it is seen."""
    seen = page.locator("form.entry :is(input:not([type=hidden]), select, textarea)").evaluate_all(
        "them => them.filter((one) => one.checkVisibility()).map((one) => one.name)"
    )
    return list(dict.fromkeys(seen))
