"""An ending planned and signed, a coffee three years later, and the way back, in a real browser."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from conftest import axe_finds
from holdfast.web.codes.models import Weighing
from holdfast.web.endings.models import ComingBack, EndingPlan
from holdfast.web.practice.models import Therapy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}
PLAIN = {**PHONE, "java_script_enabled": False}


@pytest.fixture
def open_page(chromium, live_server, knock):
    """Open a page as somebody; wide with script unless told otherwise."""
    contexts = []

    def opened(user, address: str, **more: object):
        context = chromium.new_context(base_url=live_server.url, **more)
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


def test_an_ending_is_planned_and_signed(open_page, alice, dana, with_dana) -> None:
    page = open_page(alice, reverse("endings:ending", args=[with_dana.pk]))
    page.get_by_role("link", name="Plan the ending").click()
    page.get_by_label("We both brought it up.").check()
    page.get_by_label("The last session").fill("2026-03-24")
    page.get_by_label("Why we end").fill("What I came for is done.")
    page.get_by_label("If we meet by chance").fill("You choose whether we greet.")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("You choose whether we greet.").wait_for()
    page.get_by_role("button", name="Fix the text").click()
    page.get_by_role("link", name="Sign as therapist").click()
    page.get_by_label("I sign this plan.").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("waits for 1 signature").wait_for()

    hers = open_page(dana, reverse("endings:mine"), **PLAIN)
    hers.get_by_role("link", name="Read it", exact=True).tap()
    hers.get_by_label("I have read this and I agree.").check()
    hers.get_by_role("button", name="Sign", exact=True).tap()
    hers.get_by_text("Everybody has signed.").wait_for()

    assert EndingPlan.objects.signed_by_all().get().last_on == date(2026, 3, 24)


def test_three_years_later_a_coffee_is_weighed(open_page, alice, sams) -> None:
    page = open_page(alice, reverse("endings:ending", args=[sams.pk]))
    page.get_by_role("link", name="Something was asked").click()
    assert page.get_by_label("The last contact that was part").input_value() == "2023-02-14"
    page.get_by_label("meeting for coffee").check()
    page.get_by_label("it came by chance").check()
    page.get_by_role("group", name="Did it end").get_by_label("no", exact=True).check()
    page.get_by_role("button", name="Weigh it").click()
    page.wait_for_url("**/weighings/**")

    weighing = Weighing.objects.select_related("therapy__key").get()
    known = {fact: given.value for fact, given in weighing.weighed().answers.items()}
    assert known["ended_on"] == date(2023, 2, 14)
    assert "14 February 2023" in page.content() or "2023-02-14" in page.content()


def test_a_former_client_comes_back(open_page, alice, sam, sams) -> None:
    page = open_page(sam, reverse("endings:mine"), **PLAIN)
    page.get_by_role("link", name="Ask to come back").tap()
    page.get_by_label("Is there anything").fill("It is back.")
    page.get_by_role("button", name="Send").tap()
    page.get_by_text("has not answered yet").wait_for()
    theirs = open_page(alice, reverse("endings:coming_back"))
    theirs.get_by_role("link", name="Answer").click()
    theirs.get_by_label("I have room").check()
    theirs.get_by_role("button", name="Send the answer").click()
    theirs.wait_for_url("**/coming-back/")
    page.reload()
    page.get_by_role("link", name="Say yes").tap()
    page.get_by_role("button", name="Yes, begin again").tap()
    page.get_by_text("You both said yes.").wait_for()

    assert ComingBack.objects.get().new_therapy == Therapy.objects.exclude(pk=sams.pk).get()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, alice, lead, dana, sam, sams, offered, scheme: str) -> None:
    going_on = offered.plan.therapy
    place = sams.participants.get()
    seen = {
        alice: [
            reverse("endings:ending", args=[going_on.pk]),
            reverse("endings:plan", args=[sams.pk]),
            reverse("endings:version", args=[offered.plan.pk]),
            reverse("endings:close", args=[going_on.pk]),
            reverse("endings:letter", args=[going_on.pk]),
            reverse("endings:asked", args=[sams.pk]),
            reverse("endings:my_will"),
            reverse("endings:erase", args=[place.pk]),
        ],
        lead: [reverse("endings:keeping")],
        dana: [
            reverse("endings:mine"),
            reverse("endings:my_ending", args=[offered.client.pk]),
        ],
        sam: [reverse("endings:mine"), reverse("endings:ask_back", args=[place.pk])],
    }
    for user, addresses in seen.items():
        page = open_page(user, addresses[0], **PHONE, color_scheme=scheme)
        for address in addresses:
            page.goto(address)
            assert axe_finds(page) == [], address


@pytest.mark.slow
def test_nothing_is_wider_than_a_small_phone(open_page, alice, dana, sam, sams, offered) -> None:
    small = {**PHONE, "viewport": {"width": 320, "height": 640}}
    for user, address in (
        (alice, reverse("endings:ending", args=[sams.pk])),
        (alice, reverse("endings:plan", args=[sams.pk])),
        (alice, reverse("endings:keeping")),
        (dana, reverse("endings:my_ending", args=[offered.client.pk])),
        (sam, reverse("endings:mine")),
    ):
        page = open_page(user, address, **small)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address
