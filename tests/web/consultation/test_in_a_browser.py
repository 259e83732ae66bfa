"""From a signal to a colleague's answer back on the relationship page, in a real browser."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from codes.deciding import a_decision
from django.conf import settings
from playwright.sync_api import expect

from conftest import axe_finds
from holdfast.web.consultation.models import Question

from . import consulting as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Any]


@pytest.fixture
def open_page(chromium, live_server, knock) -> Iterator[Open]:
    """Open a page as somebody; whatever the browser complains about fails the test."""
    contexts, said = [], []

    def opened(user, address: str, width: int = 1280, scheme: str = "light"):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme,
            base_url=live_server.url,
        )  # fmt: skip
        contexts.append(context)
        if user is not None:
            name = settings.SESSION_COOKIE_NAME
            cookie = knock(user).cookies[name].value
            context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def test_from_a_signal_to_an_answer_and_back(open_page: Open, alice, bob, ben, marked, now) -> None:
    signal = made.a_signal(marked, now)
    page = open_page(alice, f"/drifts/{signal.pk}/")
    page.get_by_role("link", name="Ask a colleague").first.click()
    written = made.everything_marked(marked)
    page.get_by_label("Your question").fill(written)
    page.get_by_label("How the colleague can tell").fill(written)
    for box in page.get_by_role("group", name="What goes with it").get_by_role("checkbox").all():
        box.check()
    page.locator("#id_to").select_option(str(bob.pk))
    page.get_by_role("button", name="See what they will read").click()
    if page.get_by_label("I have looked at what is left").count():
        page.get_by_label("I have looked at what is left").check()
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url("**/consultation/asked/**")

    other = open_page(bob, "/today/")
    other.locator("main a[href*='/consultation/']").first.click()
    texts = [other.locator("main").inner_text()]
    other.get_by_label("No, hardly").check()
    other.get_by_role("button", name="Go on").click()
    texts.append(other.locator("main").inner_text())
    other.get_by_label("Your answer").fill("Say it in the first five minutes.")
    other.get_by_role("button", name="Send the answer").click()
    whole = " ".join(texts).lower()
    assert [w for w in made.pieces() if re.search(rf"(?<!\w){w}(?!\w)", whole)] == []

    page.goto(f"/therapies/{marked.pk}/")
    page.get_by_role("link", name=re.compile("^About")).first.click()
    expect(page.get_by_text("Say it in the first five minutes.")).to_be_visible()
    assert Question.objects.count() == 1


@pytest.mark.slow
@pytest.mark.long
def test_a_supervision_session_with_what_was_agreed(open_page: Open, sven, alice, anna, now):
    made.supervised(sven, anna, now)
    page = open_page(sven, "/supervision/")
    page.get_by_role("link", name="Note a session").click()
    page.get_by_label("Minutes").fill("75")
    page.get_by_role("button", name="Note it").click()
    page.get_by_label("What it was about").fill("How sessions end.")
    page.get_by_role("button", name="Add it").first.click()
    page.get_by_label("What was agreed to be done").fill("Say the time aloud.")
    page.get_by_role("button", name="Add it").last.click()

    mine = open_page(alice, "/supervision/")
    mine.get_by_role("link", name="Say the time aloud.").click()
    mine.get_by_role("button", name="Done").click()
    expect(mine.get_by_text("done", exact=True)).to_be_visible()
    expect(mine.get_by_text("How sessions end.")).to_be_visible()


@pytest.mark.slow
@pytest.mark.long
def test_by_keyboard_alone(open_page: Open, alice, bob, ben, therapy) -> None:
    page = open_page(alice, f"/consultation/ask/?about={therapy.pk}")
    page.get_by_label("Your question").focus()
    page.keyboard.type("would you raise it?")
    _tab_to(page, "hint")
    page.keyboard.type("somebody who works with wood")
    _tab_to(page, "to")
    page.keyboard.type("Bob")
    _tab_to(page, "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/consultation/drafts/**")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Send it":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/consultation/asked/**")


def _tab_to(page, name: str) -> None:
    here = "document.activeElement.name || document.activeElement.localName"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(here) == name:
            return
    raise AssertionError(f"the keyboard never reaches {name}")


@pytest.mark.slow
def test_axe_finds_nothing_and_nothing_runs_out(
    open_page: Open, alice, bob, ben, sven, anna, lead, therapy, now
) -> None:
    agreement = made.supervised(sven, anna, now, "responsible")
    seat = made.a_seat(agreement, now)
    decision = a_decision(therapy, now, awaits=True)
    draft = made.a_draft(alice, now, therapy, to=str(bob.pk), question="Karim said so at 15:30.")
    question = made.a_question(alice, bob, now, therapy)
    done = made.answered(made.a_question(alice, bob, now, therapy), now)
    wrong = []
    for number, (user, address) in enumerate((
        (alice, f"/consultation/ask/?from=decision&id={decision.pk}"),
        (alice, f"/consultation/drafts/{draft.pk}/"),
        (alice, f"/consultation/asked/{done.pk}/"),
        (bob, f"/consultation/questions/{question.pk}/"),
        (bob, f"/consultation/questions/{done.pk}/"),
        (alice, "/consultation/"),
        (alice, "/supervision/"),
        (sven, f"/supervision/sessions/{seat.pk}/"),
        (sven, f"/supervision/{agreement.pk}/ties/"),
        (alice, "/supervision/sessions/new/"),
        (lead, "/practice/countersigning/"),
        (alice, f"/decisions/{decision.pk}/"),
    )):  # fmt: skip
        width, scheme = ((1280, "light"), (1280, "dark"), (320, "light"))[number % 3]
        page = open_page(user, address, width, scheme)
        wrong += [f"{address} {found}" for found in axe_finds(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address} runs out at {width}")
        page.context.close()

    assert not wrong, "\n".join(wrong)
