"""An ex-husband who is another therapist's client leads to the right offers and no trace."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from conftest import axe_finds
from holdfast.web.jobs import worker

from .made import checked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURE = Path(__file__).parents[3] / "docs" / "pictures" / "intake.png"


def test_an_ex_husband_leaves_no_trace(
    house, mike, intake, knock, chromium, live_server, now, clock
):
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 375, "height": 800}, java_script_enabled=True
    )
    page = context.new_page()
    page.goto("/enquire/")
    assert axe_finds(page) == []
    page.get_by_label("Your name").fill("Petra Johansen")
    page.get_by_label("Your phone number").fill("020 7946 0099")
    page.get_by_text("People close to you").click()
    page.get_by_text("Person 1", exact=True).click()
    page.locator("#id_other1_name").fill("Mike Johansen")
    page.locator("#id_other1_relation").select_option("ex_partner")
    page.locator("#id_other1_born").fill("1979")
    assert axe_finds(page) == []
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="It is here").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert axe_finds(page) == []

    worker.work(now)
    clock.at = datetime(2026, 2, 17, 12, 10, 4, tzinfo=UTC)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": knock(intake).cookies[name].value, "url": live_server.url}
    context.add_cookies([cookie])
    page.goto("/intake/")
    assert axe_finds(page) == []
    page.get_by_role("link", name="Petra Johansen").click()
    page.get_by_role("heading", name="May be offered").wait_for()
    said = page.locator("main").inner_text()
    assert "Alice Ames" not in said
    assert "Mike" not in said
    assert sum(name in said for name in ("Bob", "Clara", "David", "Eva", "Frank")) >= 4
    assert axe_finds(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    _picture(page)

    page.locator("input[name=chosen]").first.check()
    page.get_by_role("button", name="Accepted: plan the therapy").click()
    page.get_by_role("heading", name="Became a therapy").wait_for()
    context.close()


def test_after_the_check_nothing_of_the_page_is_old(
    house, intake, knock, chromium, live_server, now, clock
):
    enquiry = checked(now, by=intake)
    context = chromium.new_context(base_url=live_server.url)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": knock(intake).cookies[name].value, "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"/intake/{enquiry.pk}/")
    page.get_by_role("heading", name="Being looked at").wait_for()

    clock.at = now + timedelta(seconds=3)

    page.get_by_role("heading", name="What to say").wait_for()
    assert page.locator(".head .tag").inner_text().lower() == "to be offered"
    assert page.get_by_role("heading", name="May be offered").count() == 1
    assert page.get_by_role("link", name="Nothing comes of it").count() == 1
    assert axe_finds(page) == []
    context.close()


def _picture(page) -> None:
    if os.environ.get("HOLDFAST_PICTURES"):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.screenshot(path=PICTURE, full_page=True)


def test_long_words_make_the_page_neither_wide_nor_high(house, chromium, live_server):
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 375, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/enquire/")
    wishes = page.get_by_label("What else should we know?")
    for written in ("https://example.org/" + "a" * 100, "so many words " * 350):
        wishes.fill(written)
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        assert wishes.bounding_box()["height"] <= 0.6 * 800 + 1
    assert page.get_by_text("There is room for 2,000 letters.").is_visible()
    context.close()
