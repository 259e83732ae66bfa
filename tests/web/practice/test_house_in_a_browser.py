"""The practice's pages in Chromium: axe finds nothing, and nothing sticks out on a small phone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from conftest import axe_finds
from holdfast.web.jobs.models import Job
from holdfast.web.practice.actions import emergency, joining, people, staff, therapies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_page(chromium, live_server, knock, now) -> Iterator[Callable[..., Any]]:
    """Open a page as somebody, with a fresh proof of who they are."""
    from holdfast.web.accounts.doors import PROVED

    context = chromium.new_context(viewport={"width": 1280, "height": 800})

    def opened(user, address: str):
        client = knock(user)
        session = client.session
        session[PROVED] = now.isoformat()
        session.save()
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    yield opened
    context.close()


@pytest.fixture
def addresses(therapy, dana, alice, anna, ben, cover, lead, now) -> list[tuple[Any, str]]:
    """A practice with something of everything, and who looks at what."""
    who = {"by": alice, "now": now}
    for title, days in (("One", -3), ("Two", 30), ("Three", 300)):
        staff.add_credential(
            anna, **who, title=title, body="A body", number="1",
            expires_on=now.date() + timedelta(days=days),
        )  # fmt: skip
    staff.name_cover(anna, cover, **who, since=now.date())
    people.add_emergency_contact(
        dana.card, **who, about=therapy, name="Ruth", relation="sister", phone="020 7946 0018"
    )
    opening = emergency.open_emergency(dana, by=cover, now=now, reason="Her sister called.")
    joining.ask_to_join(therapy, ben, **who)
    therapies.record_opening(therapy, **who, role="therapist")
    Job.objects.create(kind="accounts.mail", state="unknown", due_at=now, error="OSError at x.y:1")
    own = f"/practice/therapists/{anna.pk}/"
    return [
        *((lead, f"/practice/{path}") for path in (
            "", "change/", "audit/", "work/", "therapists/", "credentials/", "supervision/",
            "supervision/new/", "join/",
        )),
        (lead, "/waiting/"), (lead, own), (alice, own), (alice, f"{own}change/"),
        (alice, "/cover/"), (alice, "/my-supervision/"), (alice, "/notices/"),
        (alice, f"/people/{dana.pk}/safety/"), (alice, f"/therapies/{therapy.pk}/opened/"),
        (cover, "/emergency/"),
        (cover, f"/emergency/opened/{opening.pk}/"),
    ]  # fmt: skip


@pytest.mark.slow
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, addresses) -> None:
    wrong = []
    for user, address in addresses:
        page = open_page(user, address)
        expect(page.locator("h1")).to_be_visible()
        wrong += [f"{address}: {said}" for said in axe_finds(page)]
        page.set_viewport_size({"width": 320, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{address}: {wide} px wide"] if wide > 320 else []
        wrong += [f"{address} at 320: {said}" for said in axe_finds(page)]
        page.close()

    assert wrong == []
