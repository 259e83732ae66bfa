"""What screening knows leaves no trace: two worlds, and whether somebody in them can tell.

The first pair of worlds has the same offers for another reason; everything that the coordinator,
every therapist (the tied one included), a client and a visitor can reach is then byte for byte
and query for query the same. In the second pair somebody is tied or is not; then only the offers
may differ.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from conftest import person

sys.path.insert(0, str(Path(__file__).parent.parent))
from two_worlds import Walk, differences, seeded

from holdfast.web.screening.told import ToldOf

from .made import HER_EX, ask, client_of, works_here

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
THERAPISTS = ("Alice Ames", "Bob Brandt", "Clara Chen", "David Dunn", "Eva Ek", "Frank Foss")


@pytest.fixture
def build(now: datetime) -> Callable[[], SimpleNamespace]:
    """Six therapists with a client each, an intake coordinator, a desk, a lead."""

    def practice() -> SimpleNamespace:
        world = SimpleNamespace(now=now, staff={})
        for name in THERAPISTS:
            world.staff[name.split()[0].lower()] = works_here(person(name, "therapist", now=now))
        for name, role in (("Ines Ito", "intake"), ("Lena Lund", "lead"), ("Dana Dow", "client")):
            setattr(world, role, person(name, role, now=now))
        for number, therapist in enumerate(world.staff.values()):
            client_of(therapist, f"Client{number} Somebody")
        return world

    return practice


def _ask(world: SimpleNamespace, ex: ToldOf = HER_EX) -> None:
    from holdfast.web.jobs import worker

    mail.outbox.clear()
    world.enquiry = ask(world.now, ex, by=world.intake)
    worker.work(world.now)


def _left_out_anyway(world: SimpleNamespace) -> str:
    """Whom Mike's name leaves out where he is nobody's client."""
    from holdfast.screening import left_out
    from holdfast.web.screening import graph, index
    from holdfast.web.screening.models import Named

    there = graph.therapist_nodes(world.now.date())
    mike = Named.objects.get(enquiry=world.enquiry, relation="ex_partner")
    node = left_out(mike.coarse, there, index.offers_secret())
    return there[node].shown_name.split()[0].lower()


def _browser(user: Any, now: datetime) -> Client:
    from holdfast.web.accounts.doors import FACTOR, PROVED, PROVED_TWICE, SEEN

    browser = Client()
    browser.raise_request_exception = False
    browser.force_login(user)
    session = browser.session
    session[FACTOR] = "app"
    session[SEEN] = session[PROVED] = session[PROVED_TWICE] = now.isoformat()
    session.save()
    return browser


def _walk_as(who: Callable[[SimpleNamespace], Any], clock: Any, later: datetime) -> Any:
    def walk(world: SimpleNamespace, gone: Walk) -> None:
        clock.at = later
        gone.everywhere(_browser(who(world), world.now))
        for number, letter in enumerate(mail.outbox):
            gone.ask(Client(), "/sign-in/", name=f"letter {number} to {letter.to}")

    return walk


@pytest.fixture
def chosen(build, now) -> str:
    """The therapist whom Mike's name leaves out in any case, by the hash, in worlds so built."""
    with seeded() as chance, transaction.atomic():
        chance.begin("build")
        world = _with_mike(build, "alice")()
        chance.begin("act")
        _ask(world, SOMEBODY_ELSE)
        found = _left_out_anyway(world)
        transaction.set_rollback(True)
    return found


# What Petra says of her ex-husband: this is Mike, or somebody else of that name. No page shows it.
SOMEBODY_ELSE = replace(HER_EX, born="1951", phone="0117 496 0444")


def _with_mike(build: Any, key: str) -> Callable[[], SimpleNamespace]:
    """The practice where Mike is a client of somebody, in both worlds alike."""

    def stand() -> SimpleNamespace:
        world = build()
        world.tied, world.other = key, next(one for one in world.staff if one != key)
        client_of(world.staff[key], "Mike Johansen", birth="1979-03-14", phone="020 7946 0018")
        return world

    return stand


READERS = {
    "the coordinator": lambda world: world.intake,
    "the tied therapist": lambda world: world.staff[world.tied].user,
    "another therapist": lambda world: world.staff[world.other].user,
    "the lead": lambda world: world.lead,
    "a client": lambda world: world.client,
}


def _differences(who: Any, build: Any, tied: str, walk: Any) -> list[str]:
    return differences(
        _with_mike(build, tied), _ask, lambda world: _ask(world, SOMEBODY_ELSE), walk
    )


def _glance_as(who: Callable[[SimpleNamespace], Any], clock: Any, later: datetime) -> Any:
    """Look at the pages where a trace would stand; `_walk_as` goes everywhere."""

    def glance(world: SimpleNamespace, gone: Walk) -> None:
        clock.at = later
        browser = _browser(who(world), world.now)
        enquiry = f"/intake/{world.enquiry.pk}/"
        for page in ("/", "/today/", "/overview/", "/clients/", "/intake/", enquiry):
            gone.ask(browser, page)
        for letter in mail.outbox:
            gone.ask(Client(), "/sign-in/", name=f"a letter to {letter.to}: {letter.body}")

    return glance


def _another(chosen: str) -> str:
    names = (name.split()[0].lower() for name in reversed(THERAPISTS))
    return next(name for name in names if name != chosen)


QUICK = "the tied therapist"
GLANCES = [pytest.param(one, marks=() if one == QUICK else (pytest.mark.slow,)) for one in READERS]


@pytest.mark.parametrize("reader", GLANCES)
def test_at_a_glance_the_same_offers_for_another_reason_look_the_same(
    reader, build, chosen, clock, now, later
) -> None:
    clock.at = now
    found = _differences(reader, build, chosen, _glance_as(READERS[reader], clock, later))

    assert found == []


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
def test_the_same_offers_for_another_reason_look_the_same_everywhere(
    reader, build, chosen, clock, now, later
) -> None:
    clock.at = now
    found = _differences(reader, build, chosen, _walk_as(READERS[reader], clock, later))

    assert found == []


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
def test_tied_or_not_only_the_offers_differ(reader, build, chosen, clock, now, later) -> None:
    clock.at = now
    walk = _walk_as(READERS[reader], clock, later)
    found = _differences(reader, build, _another(chosen), walk)

    if reader == "the coordinator":
        assert found
        assert all("/intake/" in said.partition(":")[0] for said in found)
    else:
        assert found == []


@pytest.mark.parametrize(("ex", "found"), [(HER_EX, True), (SOMEBODY_ELSE, False)])
def test_the_two_worlds_are_two(ex, found, build, now) -> None:
    """Somebody of that name is found in the one and not in the other."""
    from holdfast.web.screening.models import Finding

    _ask(_with_mike(build, "alice")(), ex)

    assert Finding.objects.filter(side="client").exists() == found
