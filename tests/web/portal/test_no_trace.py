"""A therapist cannot tell whether a concern about them was sent to somebody else, nor whether
their client keeps a journal; neither can anybody else whom it is no business of.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from two_worlds import Walk, differences, nothing

from conftest import person
from holdfast.web.portal.actions import concerns as acts
from holdfast.web.portal.actions import journal, requests, statements
from holdfast.web.portal.actions.readers import say_close
from holdfast.web.portal.journal_entries import Page
from holdfast.web.practice.models import Session

from . import raised as world
from .raised import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


@pytest.fixture
def build(now: datetime, at_now) -> Callable[[], SimpleNamespace]:
    """Alice with Dana, with a reader, a lead who is a therapist too, and others."""

    def practice() -> SimpleNamespace:
        here = SimpleNamespace(now=now)
        for name, roles in (
            ("Alice Ames", ("therapist",)), ("Bob Brandt", ("therapist", "supervisor")),
            ("Lena Lund", ("lead", "therapist")), ("Rita Rossi", ("reader",)),
            ("Ines Ito", ("intake",)), ("Dora Diaz", ("desk",)),
            ("Dana Whitfield", ("client",)), ("Sam Okoro", ("client",)),
        ):  # fmt: skip
            setattr(here, name.split()[0].lower(), person(name, *roles, now=now))
        here.anna = world.works_here(here.alice)
        for user in (here.bob, here.lena):
            world.works_here(user)
        here.therapy = world.a_therapy(here.anna, "Dana Whitfield", user=here.dana, kind="couple")
        world.join(here.therapy, "Sam Okoro", here.alice, user=here.sam)
        for user in (here.alice, here.rita):
            world.a_vault(user)
        return here

    return practice


def _concern(here: SimpleNamespace) -> None:
    """All that can happen to a concern sent to Rita, through the pages where they matter."""
    now = here.now
    row = world.a_concern(here.dana, here.rita, now, write_me=True)
    acts.ask_for_record(world.stands(row), by=here.rita, role="reader", now=now)
    acts.answer_about_record(world.stands(row), lets=True, by=here.dana, now=now)
    browser = browser_of(here.rita, now)
    world.open_vault(browser, here.rita, now)
    for name in ("concern_read", "concern_open_record"):
        assert browser.get(reverse(f"portal:{name}", args=[row.pk])).status_code == 200
    acts.answer(world.stands(row), "I have read it.", by=here.rita, role="reader", now=now)
    acts.write_again(world.stands(row), "Thank you.", by=here.dana, now=now)
    acts.tell_who_waits(now + timedelta(days=15))
    acts.withdraw(world.stands(row), by=here.dana, now=now)
    say_close([], by=here.rita, now=now)


def _journal(here: SimpleNamespace) -> None:
    """Dana makes a vault, writes, changes and deletes, and begins a concern."""
    vault = world.a_vault(here.dana)
    browser = browser_of(here.dana, here.now)
    world.open_vault(browser, here.dana, here.now)
    one = journal.write(vault, Page("I was angry.", ("anger",)), now=here.now)
    journal.write(vault, Page("And sad."), now=here.now, series=one.series)
    other = journal.write(vault, Page("Gone soon."), now=here.now)
    journal.delete(here.dana, other.series)
    assert browser.get("/journal/").status_code == 200
    place = world.place_of(here.dana, here.now)
    begun = reverse("portal:concern_write", args=[place.participant.pk, place.therapist.pk])
    assert browser.post(begun, {"words": "It began when", "do": "keep"}).status_code == 302


def _both(here: SimpleNamespace) -> None:
    _concern(here)
    _journal(here)


def _walk(*people: str, send: bool = True) -> Callable[[SimpleNamespace, Walk], object]:
    def walk(here: SimpleNamespace, told: Walk) -> None:
        for who in people:
            told.everywhere(browser_of(getattr(here, who), here.now), send=send)

    return walk


@pytest.mark.slow
def test_it_works(build) -> None:
    """What the client lets the therapist know is found by the same walk."""

    def told(here: SimpleNamespace) -> None:
        row = world.a_concern(here.dana, here.rita, here.now)
        place = world.place_of(here.dana, here.now)
        acts.tell_therapist(
            world.stands(row), place.participant, "I told Rita.", by=here.dana, now=here.now
        )

    assert differences(build, told, nothing, _walk("alice", send=False)) != []


@pytest.mark.slow
def test_the_therapist_learns_nothing(build) -> None:
    assert differences(build, _both, nothing, _walk("alice", send=False)) == []


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("act", [_concern, _journal])
@pytest.mark.parametrize("who", ["alice", "sam", "bob", "ines", "dora"])
def test_each_by_itself_with_every_form(build, act, who: str) -> None:
    assert differences(build, act, nothing, _walk(who)) == []


@pytest.mark.slow
@pytest.mark.long
def test_a_lead_who_is_a_therapist_learns_nothing(build) -> None:
    assert differences(build, _both, nothing, _walk("lena", send=False)) == []


@pytest.mark.slow
@pytest.mark.long
def test_a_supervisor_with_responsibility_learns_nothing(build) -> None:
    from holdfast.web.practice.actions import staff

    def supervised() -> SimpleNamespace:
        here = build()
        staff.agree_supervision(
            supervisor=here.bob, supervisee=here.anna, kind="responsible", since=world.SINCE,
            by=here.alice, now=here.now, covers_all=True,
        )  # fmt: skip
        return here

    assert differences(supervised, _both, nothing, _walk("bob")) == []


# What a client asks for, writes about the record or takes along.


def _asks(here: SimpleNamespace) -> None:
    """Dana asks for the rest, takes that back, asks anew, and adds her words."""
    place = here.therapy.participants.with_cards().get(user=here.dana)
    first = requests.ask(place, "The letters.", country="GB", by=here.dana, now=here.now)
    requests.withdraw(first, by=here.dana, now=here.now)
    requests.ask(place, "The notes.", country="GB", by=here.dana, now=here.now)
    statements.state(place, "It was otherwise.", kind="own_words", by=here.dana, now=here.now)


def _takes(here: SimpleNamespace) -> None:
    """Dana downloads everything, in each kind of file."""
    browser = browser_of(here.dana, here.now)
    for kind in ("json", "zip"):
        assert browser.get(reverse("portal:copy", args=[kind])).status_code == 200


@pytest.mark.slow
@pytest.mark.long
def test_what_a_client_asks_shows_to_their_therapist_alone(build) -> None:
    assert differences(build, _asks, nothing, _walk("alice", send=False)) != []
    assert differences(build, _asks, nothing, _walk("sam", "bob", send=False)) == []


@pytest.mark.slow
@pytest.mark.long
def test_what_a_client_takes_along_shows_to_nobody(build) -> None:
    assert differences(build, _takes, nothing, _walk("alice", "sam", send=False)) == []


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("who", ["lena", "ines", "dora", "rita"])
def test_neither_shows_to_any_other_role(build, who: str) -> None:
    def both(here: SimpleNamespace) -> None:
        _asks(here)
        _takes(here)

    assert differences(build, both, nothing, _walk(who, send=False)) == []


# A screen that was handed over.


def test_a_screen_that_was_handed_over_leads_to_no_concern(build, now) -> None:
    here = build()
    planned = Session.objects.create(
        therapy=here.therapy, planned_on=now.date(), planned_at=now.time(), minutes=50,
        zone="Europe/London", starts_at=now - timedelta(hours=1), state="held",
    )  # fmt: skip
    who = here.therapy.participants.get(user=here.dana)
    browser = browser_of(here.alice, now)
    hand = reverse("alliance:hand_over", args=[who.pk, "check"])
    page = browser.get(hand)
    answer = browser.post(hand, {"once": page.context["form"]["once"].value()}, follow=True)

    text = answer.content.decode()
    assert "between" in text
    assert planned.pk
    for said in ("tell my therapist first", "/concern/", "/journal/"):
        assert said not in text
    assert browser.get("/concern/")["Location"] == reverse("alliance:handed")


def test_the_session_check_and_is_this_ok_lead_to_it(build, now) -> None:
    here = build()
    Session.objects.create(
        therapy=here.therapy, planned_on=now.date(), planned_at=now.time(), minutes=50,
        zone="Europe/London", starts_at=now - timedelta(hours=1), state="held",
    )  # fmt: skip
    who = here.therapy.participants.get(user=here.dana)
    browser = browser_of(here.dana, now)
    text = browser.get(reverse("alliance:answer", args=[who.pk, "check"])).content.decode()
    assert 'href="/concern/"' in text
    assert "tell my therapist first" in text

    text = browser.post("/is-this-ok/", {"topic": "sexual_touch"}).content.decode()
    assert 'href="/concern/"' in text
