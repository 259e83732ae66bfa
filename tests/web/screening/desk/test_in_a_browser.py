"""A friend found from a vCard: the therapist learns nothing, the desk opens with a reason."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from conftest import axe_finds
from holdfast.web.audit import models as audit
from holdfast.web.screening.actions import checking
from holdfast.web.screening.actions.enquiring import enquire
from holdfast.web.screening.told import ToldOf, Wanted

from .made import a_therapy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CARD = b"""BEGIN:VCARD
VERSION:4.0
FN:Robin Vale
N:Vale;Robin;;;
BDAY:19840509
TEL:+44 20 7946 0111
END:VCARD
"""


@pytest.fixture
def open_page(chromium: Any, live_server: Any, knock: Any) -> Iterator[Callable[..., Any]]:
    """Open a page as somebody; whatever the browser complains about fails the test."""
    contexts, said = [], []

    def opened(user: Any, address: str, width: int = 1280) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, base_url=live_server.url
        )
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        value = knock(user).cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def _clean(page: Any, width: int) -> None:
    assert axe_finds(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_friend_found_from_her_address_book(open_page, anna, ben, alice, desk, now) -> None:
    a_therapy(ben, "Sam Okoro", "Leila Haddad", "Marcus Prys")
    page = open_page(alice, "/circle/", 375)
    _clean(page, 375)
    page.get_by_role("link", name="Pick from an address book").click()
    page.get_by_label("The file").set_input_files(
        {"name": "friends.vcf", "mimeType": "text/vcard", "buffer": CARD}
    )
    page.get_by_role("button", name="Read the file").click()
    _clean(page, 375)
    page.get_by_role("link", name="Take in").click()
    page.get_by_label("What this person is to me", exact=True).select_option("friend")
    _clean(page, 375)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Done, forget the file").click()
    expect(page.get_by_role("link", name="Robin Vale", exact=True)).to_be_visible()

    asker = ToldOf("Robin Vale", born="1984-05-09", phone="020 7946 0111")
    enquiry = enquire(asker, (), Wanted("individual"), now=now - timedelta(minutes=1))
    checking.check(str(enquiry.pk), now=now - timedelta(seconds=50))

    told = open_page(alice, "/circle/", 375)
    assert "enquir" not in told.content().lower()
    desk_page = open_page(desk, "/desk/")
    _clean(desk_page, 1280)
    desk_page.get_by_role("link", name="Who asks").first.click()
    _clean(desk_page, 1280)
    assert not desk_page.get_by_text("Robin").count()
    desk_page.get_by_role("link", name="Open who it is").click()
    desk_page.get_by_role("radio", name="To decide about an enquiry or a late tie").check()
    desk_page.get_by_label("Why it cannot be done by code").fill("They asked whether we know them.")
    _clean(desk_page, 1280)
    desk_page.get_by_role("button", name="Open for half an hour").click()

    expect(desk_page.get_by_role("heading", name="Robin Vale")).to_be_visible()
    entry = audit.Entry.objects.get(kind="identity opened")
    assert (entry.chain, entry.subject_id) == (audit.RESERVED, str(enquiry.card_id))
