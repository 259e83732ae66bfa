"""From "invited to the wedding" to a signed decision with its PDF, in a real browser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from conftest import axe_finds
from holdfast.web.codes.models import Decision
from holdfast.web.vault import actions as vaults

from .deciding import PLAN, QUIET, THOUGHTS, a_decision, a_weighing, thought_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
OWN = "kelp rock tide lantern harbour quiet"
LABELS = {"yes": "Yes", "no": "No"}


@pytest.fixture
def open_page(chromium, live_server, knock) -> Iterator[Open]:
    """Open a page as somebody; whatever the browser complains about fails the test."""
    contexts, said = [], []

    def opened(user, address: str, width: int = 1280, scheme: str = "light", **more: object):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            base_url=live_server.url,
            **more,
        )
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        cookie = knock(user).cookies[name].value
        context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def _answer(page) -> None:
    """Answer the question on the page, quietly."""
    from holdfast.codes import shipped

    by_question = {fact.question: fact for fact in shipped().facts.values()}
    fact = by_question[page.locator("h1").inner_text()]
    value = QUIET[fact.id]
    label = LABELS.get(value) or fact.values[value].capitalize()
    page.get_by_role("radio", name=label, exact=True).check()
    if fact.open_textured:
        page.get_by_label("Why you think so").fill("We spoke about it at length.")
    page.get_by_role("button", name="Go on").click()


def _think(page) -> None:
    labels = {
        "do_best": "Doing it, at best",
        "do_worst": "Doing it, at worst",
        "not_best": "Not doing it, at best",
        "not_worst": "Not doing it, at worst",
        "need": "Whose need",
    }
    for name, label in labels.items():
        page.get_by_label(label, exact=name != "need").fill(THOUGHTS[name])
    page.get_by_role("button", name="Go on").click()


def _plan(page) -> None:
    page.get_by_role("radio", name="Do it", exact=True).check()
    page.get_by_label("What the client is told").fill(PLAN["told"])
    page.get_by_label("Look at it again on").fill("2026-04-01")
    page.get_by_role("button", name="Check your answers").click()


def test_invited_to_the_wedding(open_page: Open, alice, with_dana) -> None:
    page = open_page(alice, f"/therapies/{with_dana.pk}/")
    page.get_by_role("link", name="Weigh a boundary").click()
    page.get_by_label("In a few words").fill("invited to the wedding")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="I am invited to my client's wedding").first.click()
    while "/questions/" in page.url:
        _answer(page)
    _think(page)
    _plan(page)
    expect(page.get_by_role("heading", name="Permitted with safeguards")).to_be_visible()

    page.get_by_role("button", name="Sign the decision").click()
    assert "/decisions/" in page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "decision-2026-02-17.pdf"
    assert Decision.objects.count() == 1


def test_attracted_from_a_shut_vault_to_a_signature(open_page: Open, alice, with_dana, now) -> None:
    """Begun while the vault is shut, signed while it is open, read in both states."""
    vaults.make_vault(alice, OWN, now=now)
    page = open_page(alice, f"/therapies/{with_dana.pk}/boundary/", 320)
    page.get_by_label("In a few words").fill("attracted")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="I am attracted to my client").first.click()
    page.get_by_label("Passphrase").fill(OWN)
    page.get_by_role("button", name="Open it").click()
    page.get_by_role("radio", name="Some, noticed and workable").check()
    page.get_by_label("Why you think so").fill("I choose my shirt for Tuesdays.")
    wrong = _wrong(page)
    page.get_by_role("button", name="Go on").click()
    while "/questions/" in page.url:
        page.get_by_role("radio", name="I don't know").check()
        page.get_by_role("button", name="Go on").click()
    _think(page)
    page.get_by_label("Whom you asked").fill("Tom Reyes")
    page.get_by_label("What the record is to hold").fill("I go on, with supervision.")
    wrong += _wrong(page)
    _plan(page)
    expect(page.get_by_text("All else stays in your vault")).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    wrong += _wrong(page)
    page.get_by_role("button", name="Sign the decision").click()
    expect(page.get_by_role("heading", name="I am attracted to my client")).to_be_visible()
    expect(page.get_by_text("I choose my shirt for Tuesdays.")).to_be_visible()
    wrong += _wrong(page)

    address = page.url
    page.goto("/vault/")
    page.get_by_role("button", name="Shut it now").click()
    page.goto(address)
    expect(page.get_by_role("heading", name="Weighed in private")).to_be_visible()
    expect(page.get_by_text("I go on, with supervision.")).to_be_visible()
    expect(page.get_by_text("Tom Reyes")).to_be_visible()
    expect(page.get_by_text("I choose my shirt")).to_have_count(0)
    wrong += _wrong(page)
    assert wrong == []


def _wrong(page) -> list[str]:
    """What axe finds on a page, and whether anything runs out of it."""
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [f"{page.url} {found}" for found in (*axe_finds(page), *(["runs out"] if wide else []))]


def test_by_keyboard_alone(open_page: Open, alice, with_dana) -> None:
    page = open_page(alice, f"/therapies/{with_dana.pk}/boundary/")
    page.locator("#sought").focus()
    page.keyboard.type("hug")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found")
    _tab_to(page, "pick-one")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/1/")

    _tab_to(page, "radio")
    page.keyboard.press("Space")
    while page.evaluate("document.activeElement.value") != "unknown":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/2/")


def _tab_to(page, kind: str) -> None:
    """Press Tab until something of a class or type has the focus."""
    here = "[document.activeElement.className, document.activeElement.type].join(' ')"
    for _ in range(40):
        page.keyboard.press("Tab")
        if kind in page.evaluate(here):
            return
    raise AssertionError(f"the keyboard never reaches {kind}")


@pytest.mark.slow
def test_axe_finds_nothing(open_page: Open, alice, with_dana, now) -> None:
    fresh = a_weighing(with_dana)
    weighing = thought_through(a_weighing(with_dana), QUIET, now)
    decision = a_decision(with_dana, now)
    wrong = []
    for number, address in enumerate((
        f"/therapies/{with_dana.pk}/boundary/",
        f"/weighings/{fresh.pk}/questions/1/",
        f"/weighings/{weighing.pk}/thoughts/",
        f"/weighings/{weighing.pk}/plan/",
        f"/weighings/{weighing.pk}/check/",
        f"/weighings/{weighing.pk}/steps/1/",
        f"/decisions/{decision.pk}/",
        f"/decisions/{decision.pk}/add/",
        f"/decisions/{decision.pk}/repair/",
        "/decisions/",
        f"/therapies/{with_dana.pk}/",
    )):  # fmt: skip
        width, scheme = ((1280, "light"), (1280, "dark"), (375, "light"))[number % 3]
        page = open_page(alice, address, width, scheme)
        wrong += [f"{address} {found}" for found in axe_finds(page)]
        page.context.close()

    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_runs_out_of_the_page(open_page: Open, alice, with_dana, now, width: int) -> None:
    weighing = thought_through(a_weighing(with_dana), QUIET, now)
    decision = a_decision(with_dana, now)
    for address in (
        f"/therapies/{with_dana.pk}/boundary/",
        f"/weighings/{weighing.pk}/questions/1/",
        f"/weighings/{weighing.pk}/check/",
        f"/decisions/{decision.pk}/",
        "/decisions/",
    ):
        page = open_page(alice, address, width)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.context.close()
        assert wide <= width, address
