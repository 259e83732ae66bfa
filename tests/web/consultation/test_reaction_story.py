"""One story in Chromium: from what a session stirred to a colleague's answer, and back.

A session is recorded; three taps note a reaction while the vault is shut; it is found among the
reactions, taken to a colleague, answered from a copy that tells nothing on record, and read.
"""

import re
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from conftest import axe_finds
from holdfast.web.practice.actions import sessions
from holdfast.web.vault import actions as vaults
from holdfast.web.vault.models import Entry

from . import consulting as made
from .test_in_a_browser import Open, open_page  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OWN = "kelp rock tide lantern harbour quiet"
ADVICE = "Say what you notice, and wait."
TAPS = "window.taps = 0; addEventListener('pointerdown', () => { window.taps += 1 })"


@pytest.fixture
def held_today(marked, now):
    """A session of the therapy that ended a quarter of an hour ago and waits to be recorded."""
    start = datetime(2026, 2, 17, 11, 0)
    return sessions.plan_sessions(marked, [start], minutes=50, by=_therapist(marked), now=now)[0]


def _therapist(therapy):
    return therapy.assignments.get().therapist.user


def test_what_a_session_stirred_comes_back_as_a_colleague_s_answer(
    open_page: Open, alice, bob, ben, marked, held_today, now  # noqa: F811
) -> None:  # fmt: skip
    vaults.make_vault(alice, OWN, now=now)
    page = open_page(alice, "/today/")
    record_it(page)
    in_three_taps(page)
    assert Entry.objects.get().shelf == "reactions"
    among_the_reactions(page)
    to_a_colleague(page, made.everything_marked(marked), bob)

    read = answered_by(open_page(bob, "/consultation/"))
    assert [w for w in made.pieces() if re.search(rf"(?<!\w){w}(?!\w)", read.lower())] == []
    assert "bored" in read

    back_again(page, marked)


def record_it(page: Any) -> None:
    """Record the session that has just ended, and go on to the relationship page."""
    page.get_by_role("link", name="Record", exact=True).first.click()
    page.get_by_role("button", name="As agreed").click()
    page.wait_for_url("**/today/")
    expect(page.get_by_text("Recorded.")).to_be_visible()
    page.locator(".meeting h3 a").first.click()
    page.wait_for_url("**/therapies/**")


def in_three_taps(page: Any) -> None:
    """Note a reaction with the vault shut: a feeling, a pull, and keep."""
    page.get_by_role("link", name="Note a reaction").click()
    page.wait_for_url("**/reactions/new/")
    expect(page.locator("#id_about option:checked")).to_contain_text("11:00")
    page.evaluate(TAPS)
    page.get_by_label("bored, sleepy", exact=True).click()
    page.get_by_label("to withdraw", exact=True).click()
    assert page.evaluate("taps") == 2
    page.get_by_role("button", name="Keep").first.click()
    page.wait_for_url("**/notes/kept/")


def among_the_reactions(page: Any) -> None:
    """Open the vault, and find there what was kept."""
    page.get_by_role("link", name="Open my vault").click()
    page.get_by_label("Passphrase").fill(OWN)
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/notes/")
    page.get_by_role("link", name="Reactions", exact=True).first.click()
    page.get_by_role("link", name=re.compile("bored, sleepy")).click()
    expect(page.get_by_text("to withdraw")).to_be_visible()
    expect(page.locator("main")).to_contain_text(made.MARKED["name"])
    assert axe_finds(page) == []


def to_a_colleague(page: Any, written: str, colleague: Any) -> None:
    """Ask with a question in which everything on record stands, and look at what goes."""
    page.get_by_role("link", name="Take to consultation").click()
    page.get_by_label("Your question").fill(f"Why does it come at 13:50? {written}")
    page.get_by_label("How the colleague can tell").fill("somebody who works with wood")
    page.locator("#id_to").select_option(str(colleague.pk))
    page.get_by_role("button", name="See what they will read").click()
    expect(page.locator("main")).to_contain_text("Why does it come at 13:50?")
    page.get_by_label("I have looked at what is left").check()
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url("**/consultation/asked/**")
    expect(page.get_by_text("No answer yet.")).to_be_visible()


def answered_by(page: Any) -> str:
    """Answer as the colleague; returns everything that was there to read on the way."""
    page.get_by_role("link", name=re.compile("question", re.IGNORECASE)).first.click()
    page.wait_for_url("**/consultation/questions/**")
    first = page.locator("main").inner_text()
    page.get_by_label("No, hardly").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Your answer")).to_be_visible()
    whole = page.locator("main").inner_text()
    page.get_by_label("Your answer").fill(ADVICE)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", name="Your answer")).to_be_visible()
    return f"{first} {whole}"


def back_again(page: Any, therapy: Any) -> None:
    """Find the answer from the relationship page, read it, and come back there."""
    page.goto(f"/therapies/{therapy.pk}/")
    page.get_by_role("link", name=re.compile("^Why does it come")).first.click()
    expect(page.get_by_role("heading", name="The answer")).to_be_visible()
    expect(page.get_by_text(ADVICE)).to_be_visible()
    page.locator("main .crumbs a").last.click()
    page.wait_for_url(f"**/therapies/{therapy.pk}/")
    expect(page.get_by_role("link", name=re.compile("^Why does it come")).first).to_be_visible()
