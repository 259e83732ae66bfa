"""Reactions and notes in a real browser: a lost connection, the keyboard alone, every page."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from consultation.conftest import _at_now, knock  # noqa: F401
from consultation.test_in_a_browser import open_page  # noqa: F401
from playwright.sync_api import expect

from conftest import axe_finds
from holdfast.transference import Episode, Reaction
from holdfast.web.transference import actions
from holdfast.web.transference.kept import KeptEpisode, KeptReaction, Note
from holdfast.web.vault.models import VaultDraft

from .writing import OWN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Any]
PICTURES = Path(__file__).parents[3] / "docs" / "pictures"


def open_vault(page, to: str) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"/vault/open/?next={to}")
    page.get_by_label("Passphrase").fill(OWN)
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url(f"**{to}")


@pytest.mark.slow
def test_what_is_written_without_a_connection_stays_and_is_kept_once_it_is_back(
    open_page: Open, alice, vault, therapy  # noqa: F811
) -> None:  # fmt: skip
    page = open_page(alice, "/notes/new/")
    page.context.set_offline(True)
    page.get_by_label("Note", exact=True).type("Half a thought")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("No connection now")).to_be_visible()
    page.wait_for_timeout(3500)
    assert page.get_by_label("Note", exact=True).input_value() == "Half a thought"
    assert not VaultDraft.objects.exists()

    with page.expect_response("**/draft/"):
        page.context.set_offline(False)
    expect(page.get_by_text("No connection now")).to_be_hidden()
    assert VaultDraft.objects.count() == 1
    open_vault(page, "/notes/new/")
    assert page.get_by_label("Note", exact=True).input_value() == "Half a thought"


@pytest.mark.slow
def test_what_belongs_in_the_record_is_pointed_out_while_writing(
    open_page: Open, alice, vault, therapy  # noqa: F811
) -> None:  # fmt: skip
    page = open_page(alice, "/notes/new/")
    page.get_by_label("Note", exact=True).type("She takes sertraline 50 mg.")

    page.locator("#look").get_by_text("medication").first.wait_for()


@pytest.mark.slow
def test_by_keyboard_alone(open_page: Open, alice, vault, therapy) -> None:  # noqa: F811
    page = open_page(alice, "/reactions/new/")
    _tab_to(page, "feeling")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "pull")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/notes/kept/")


@pytest.mark.slow
def test_a_wrong_tap_is_taken_back_by_the_keyboard_too(
    open_page: Open, alice, vault, therapy  # noqa: F811
) -> None:  # fmt: skip
    page = open_page(alice, "/reactions/new/")
    chosen = "[...document.querySelectorAll('[name=feeling]:checked')].map(one => one.value)"
    page.locator("label:has([name=feeling])").first.click()
    assert page.evaluate(chosen) != [""]

    page.keyboard.press("ArrowUp")
    assert page.evaluate(chosen) == [""]
    page.locator("label:has([name=feeling])").nth(1).click()
    page.locator("label:has([name=feeling])").last.click()
    assert page.evaluate(chosen) == [""]


def _tab_to(page, name: str) -> None:  # type: ignore[no-untyped-def]
    here = "document.activeElement.name || document.activeElement.localName"
    page.evaluate("document.querySelector('main').tabIndex = -1")
    if page.evaluate("document.activeElement === document.body"):
        page.evaluate("document.querySelector('main').focus()")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(here) == name:
            return
    raise AssertionError(f"the keyboard never reaches {name}")


@pytest.fixture
def written(vault, therapy, now) -> dict[str, str]:
    """Some of each kind; returns where one of each is read."""
    about, found = str(therapy.pk), {}
    for n in range(6):
        at = now - timedelta(days=7 * n)
        did = "I was eight minutes late." if n == 5 else ""
        told = Episode(
            f"e{n}", "me" if did else "mother", bool(did),
            frozenset({"wish.close", "other.leaves"}), words={"other": "She turned away."},
            on=at.date(), actually_did=did,
        )  # fmt: skip
        reaction = Reaction(f"r{n}", feeling="feeling.dread", own_words="cold hands")
        for kind, one in (
            ("notes", Note(at, about, "", "I dreaded Tuesday, and looked at the clock.")),
            ("reactions", KeptReaction(at, about, reaction)),
            ("episodes", KeptEpisode(at, about, told)),
        ):
            found[kind] = f"/{kind}/{actions.keep(vault, one, now=at).series}/"
    return found


@pytest.mark.slow
def test_axe_finds_nothing_and_nothing_runs_out(
    open_page: Open, alice, written, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    page = open_page(alice, "/")
    open_vault(page, "/adds-up/")
    mark = page.locator("main a[href^='/adds-up/']:not([href='/adds-up/'])").first
    addresses = [
        "/notes/", "/notes/new/", "/notes/law/", "/notes/after/", "/notes/left/", "/reactions/",
        "/reactions/new/", "/episodes/", "/episodes/new/", "/episodes/new/me/", "/adds-up/",
        mark.get_attribute("href"), "/vault/", "/vault/discard/", *written.values(),
        *(f"{address}remove/" for address in written.values()),
    ]  # fmt: skip
    wrong = []
    for number, address in enumerate(addresses):
        page.goto(address)
        for width in (1300, 375, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{address} runs out at {width}")
            page.screenshot(path=tmp_path / f"{number:02}-{width}.png", full_page=True)
        wrong += [f"{address} {found}" for found in axe_finds(page)]
    assert not wrong, "\n".join(wrong)

    page.set_viewport_size({"width": 1280, "height": 980})
    page.goto("/reactions/new/")
    folder = PICTURES if os.environ.get("HOLDFAST_PICTURES") else tmp_path
    page.screenshot(path=folder / "reaction.png")
