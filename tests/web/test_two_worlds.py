"""Nobody can tell from anything they reach what others do that is none of their business.

Each test builds two worlds that differ in one act of somebody else and lets one person go
everywhere in both: every link, every address with every id they were shown, every form.
"""

import importlib.util
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from forms_on_page import FoundForm, forms_on
from two_worlds import (
    ID,
    LEFT_OUT,
    Answer,
    Walk,
    differences,
    is_html,
    nothing,
    random_id,
    same_answer,
    seeded,
    shape,
    takes,
)
from urls_table import ROLES, STRANGER, Row, World, all_rows

from conftest import SignedIn, person
from holdfast.web.accounts.models import address_hash
from holdfast.web.jobs import worker

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
SINCE = date(2025, 9, 2)


def _beside(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("frame_world", Path(__file__).parent / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


made = _beside("frame/world.py")


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Let every request happen at `now`."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return now.astimezone(tz)

    monkeypatch.setattr("holdfast.web.practice.clock.datetime", Clock)


def knock(user: Any, now: datetime) -> Client:
    """A browser in which somebody is signed in, second factor proved just now."""
    from holdfast.web.accounts.doors import FACTOR, PROVED, PROVED_TWICE, SEEN

    browser = Client()
    browser.raise_request_exception = False
    browser.force_login(user)
    session = browser.session
    session[FACTOR] = "app"
    session[SEEN] = session[PROVED] = session[PROVED_TWICE] = now.isoformat()
    session.save()
    return browser


@pytest.fixture
def build(now: datetime) -> Callable[[], SimpleNamespace]:
    """A small practice: Alice with Dana, Bob with Xenia, both with agreements and sessions."""

    def practice() -> SimpleNamespace:
        world = SimpleNamespace(now=now)
        for name, role in (
            ("Alice Ames", "therapist"), ("Bob Brandt", "therapist"), ("Lena Lund", "lead"),
            ("Ines Ito", "intake"), ("Dora Diaz", "desk"), ("Cora Clay", "cover"),
            ("Dana Whitfield", "client"), ("Xenia Zahl", "client"),
        ):  # fmt: skip
            setattr(world, name.split()[0].lower(), person(name, role, now=now))
        world.anna, world.ben = made.works_here(world.alice), made.works_here(world.bob)
        world.danas = _therapy(world.anna, "Dana Whitfield", world.dana)
        world.xenias = _therapy(world.ben, "Xenia Zahl", world.xenia)
        _reach(world.danas, by=world.alice, now=now)
        _cover(world, world.ben)
        return world

    return practice


def _therapy(therapist: Any, name: str, user: Any) -> Any:
    therapy = made.a_therapy(therapist, name, user=user)
    made.hold_sessions(therapy, weeks=6)
    made.agreed(therapy)
    return therapy


def _cover(world: SimpleNamespace, therapist: Any) -> None:
    from holdfast.web.practice.models import Cover

    Cover.objects.create(therapist=therapist, colleague=world.cora, since=SINCE)


# What others do that is none of one's business.


def _same_name(world: SimpleNamespace) -> None:
    made.a_therapy(world.ben, "Dana Whitfield")


def _another_name(world: SimpleNamespace) -> None:
    made.a_therapy(world.ben, "Yara Ostrowski")


def _second_card(world: SimpleNamespace) -> None:
    """The same human goes to Bob too, under the same name, birth, address and telephone."""
    from holdfast.web.practice.actions import people

    therapy = made.a_therapy(world.ben, "Dana Whitfield")
    _reach(therapy, by=world.bob, now=world.now)
    card = therapy.participants.get().card
    people.add_emergency_contact(
        card, by=world.bob, now=world.now, about=therapy, name="Gwen", relation="sister", phone="2"
    )


def _reach(therapy: Any, *, by: Any, now: datetime) -> None:
    from holdfast.web.practice.actions import people

    for kind, value in (("email", "dana.w@example.org"), ("phone", "+44 20 7946 0123")):
        people.add_contact_point(
            therapy.participants.get().card, by=by, now=now, about=therapy, kind=kind, value=value
        )


def _emergency(world: SimpleNamespace) -> None:
    """Cora, who covers for Bob, opens what an emergency needs about Xenia."""
    from holdfast.web.practice.actions.emergency import open_emergency

    who = world.xenias.participants.select_related("therapy__key", "card__key").get()
    open_emergency(who, by=world.cora, now=world.now, reason="rang in great distress")


def _all_of_it(world: SimpleNamespace) -> None:
    _second_card(world)
    _emergency(world)


def _everywhere(*people: str, send: bool = True) -> Callable[[SimpleNamespace, Walk], object]:
    def walk(world: SimpleNamespace, told: Walk) -> None:
        for who in people:
            told.everywhere(knock(getattr(world, who), world.now), send=send)

    return walk


@pytest.mark.slow
def test_it_works(build) -> None:
    """Two worlds without a difference are told to be alike, and one that shows is found."""
    walk = _everywhere("dana", send=False)

    assert differences(build, nothing, nothing, walk) == []
    assert differences(build, _own_next_session, nothing, walk) != []


def _own_next_session(world: SimpleNamespace) -> None:
    from holdfast.web.practice.actions.sessions import plan_sessions

    tomorrow = [datetime(2026, 2, 18, 9, 0)]
    plan_sessions(world.danas, tomorrow, minutes=50, by=world.alice, now=world.now)


@pytest.mark.slow
def test_neither_a_therapist_nor_their_client_learns_what_happens_elsewhere(build) -> None:
    assert differences(build, _all_of_it, nothing, _everywhere("alice", "dana")) == []


@pytest.mark.slow
@pytest.mark.long
def test_no_other_role_learns_who_is_whose_client(build) -> None:
    """They may count therapies; whether a name is there twice, they cannot see."""
    others = _everywhere("lena", "ines", "dora", "cora", send=False)

    assert differences(build, _same_name, _another_name, others) == []


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("act", [_same_name, _second_card, _emergency])
@pytest.mark.parametrize("who", ["alice", "dana"])
def test_each_act_by_itself(build, act: Callable[[SimpleNamespace], None], who: str) -> None:
    assert differences(build, act, nothing, _everywhere(who)) == []


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("who", ["lena", "ines", "dora"])
def test_an_emergency_opening_is_the_therapist_s_and_the_opener_s(build, who: str) -> None:
    """And the client's own: who opened her record stands among what Xenia may read of it."""
    assert differences(build, _emergency, nothing, _everywhere(who)) == []


@pytest.mark.slow
@pytest.mark.long
def test_forms_of_other_roles(build) -> None:
    # Not Cora: she covers for Bob, and so may find his clients by name; her test is the next.
    others = _everywhere("lena", "ines", "dora")

    assert differences(build, _same_name, _another_name, others) == []


@pytest.mark.slow
@pytest.mark.long
def test_a_covering_colleague_finds_nobody_of_a_therapist_they_do_not_cover(build) -> None:
    def one(world: SimpleNamespace) -> None:
        made.a_therapy(world.anna, "Yara Ostrowski")

    def another(world: SimpleNamespace) -> None:
        made.a_therapy(world.anna, "Zoe Quist")

    assert differences(build, one, another, _everywhere("cora")) == []


# What somebody keeps for themselves, or for the conflict desk.


def _keeps_a_journal(world: SimpleNamespace) -> None:
    """Dana makes a vault and writes into it."""
    from holdfast.web.vault import actions

    vault, _paper = actions.make_vault(world.dana, "six words of hers", now=world.now)
    actions.write(vault, "journal", b"not for anybody", now=world.now)


@pytest.mark.slow
@pytest.mark.long
def test_that_a_client_keeps_a_vault_shows_nowhere(build) -> None:
    others = _everywhere("alice", "lena", "ines", "dora", send=False)

    assert differences(build, _keeps_a_journal, nothing, others) == []


def _in_the_circle(name: str) -> Callable[[SimpleNamespace], None]:
    """Bob declares somebody close to him, and the worker compares everybody."""

    def act(world: SimpleNamespace) -> None:
        from holdfast.screening import Person
        from holdfast.web.screening.actions import circle

        given, surname = name.split()
        told = Person(given_name=given, surname=surname, date_of_birth="1988-05-09")
        circle.declare(
            world.ben, by=world.bob, now=world.now, kind="friend", name=name, person=told
        )
        worker.work(world.now)

    return act


@pytest.mark.slow
@pytest.mark.long
def test_whom_a_colleague_is_close_to_shows_to_nobody_else(build) -> None:
    client, nobody = _in_the_circle("Dana Whitfield"), _in_the_circle("Yara Ostrowski")
    others = _everywhere("alice", "dana", "lena", "ines", "cora", send=False)

    assert differences(build, client, nobody, others) == []


# An address that signs in here already, and one that does not.


def _signs_in(address: str) -> Callable[[SimpleNamespace], None]:
    def act(world: SimpleNamespace) -> None:
        user = person("Carl Coe", "client", now=world.now)
        user.sign_in = address_hash(address)
        user.seal(address=address)
        user.save()

    return act


KNOWN, OTHER = _signs_in("carl@example.org"), _signs_in("kaja@example.org")


@pytest.mark.slow
def test_inviting_a_known_address_looks_and_takes_the_same(build) -> None:
    def walk(world: SimpleNamespace, told: Walk) -> None:
        lead = knock(world.lena, world.now)
        sent = {"address": "carl@example.org", "name": "Carl Coe", "roles": ["therapist"]}
        answer = told.ask(lead, "/roles/invite/", {**sent, "once": str(UUID(int=7))})
        assert answer.status == 302
        told.everywhere(lead, send=False)
        worker.work(world.now)
        worker.work(world.now)
        (letter,) = mail.outbox
        path = re.search(r"/invitation/\S+", letter.body)
        told.told["letter"] = Answer(0, (), letter.message().get_payload().encode(), 0)
        told.ask(Client(), path[0])

    assert differences(build, KNOWN, OTHER, walk) == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [("/sign-in/", {"password": "not the right one"}), ("/recover/", {})],
)
def test_a_known_address_is_answered_like_any_other(build, path: str, fields: dict) -> None:
    def walk(world: SimpleNamespace, told: Walk) -> None:
        for number in range(7):  # the last ones are told that it was tried too often
            sent = {"address": "carl@example.org", "once": str(UUID(int=number)), **fields}
            told.ask(Client(), path, sent, name=f"{path} {number}")

    # What an unknown address is compared with is hashed once in the life of a process.
    Client().post(path, {"address": "nobody@example.org", "once": UUID(int=99), **fields})

    assert differences(build, KNOWN, OTHER, walk) == []


# Ids: somebody else's, and one that nothing has.


SPACES = sorted({name.rpartition(":")[0] for name in takes()})


@pytest.mark.slow
@pytest.mark.parametrize("space", SPACES)
def test_somebody_else_s_id_is_answered_like_one_that_nothing_has(
    space: str, now: datetime, signed_in: SignedIn
) -> None:
    world = World(now, person, signed_in)
    wrong = [
        f"{name} as {role}: {said}"
        for name, row in sorted(all_rows().items())
        if name.rpartition(":")[0] == space and "uuid" in takes()[name].values()
        for role in ROLES
        if not row.lets_in(role, STRANGER)
        for said in _forbidden_and_random(world, name, row, role)
    ]

    assert wrong == []


def _forbidden_and_random(world: World, name: str, row: Row, role: str) -> list[str]:
    """Somebody of that role who has nothing to do with it asks for both."""
    owner = sorted({*row.theirs, *row.anyones} or {role})[0]
    given = dict(row.sample(world, owner))
    varies = [n for n, kind in takes()[name].items() if kind == "uuid"]
    browser = knock(world.person(role, STRANGER), world.now)
    ids = [str(given[varies[0]]), random_id(), random_id()]
    return same_answer(
        browser, lambda one: reverse(name, kwargs={**given, varies[0]: one}), ids, row.method
    )


@pytest.mark.slow
def test_an_id_in_a_form_field_is_answered_like_one_that_nothing_has(build) -> None:
    """Every form a therapist finds, with ids of a colleague's rows in its fields."""
    world = build()
    browser = knock(world.alice, world.now)
    with seeded() as chance:
        pages = Walk(chance).everywhere(browser, send=False).told
    theirs = _ids_of(world.xenias)
    forms = {
        shape(form.action): form
        for place, page in pages.items()
        if page.status == 200 and is_html(page)
        for form in forms_on(page.body.decode(), place.split()[1])
        if not LEFT_OUT.search(form.action)
    }
    wrong = [
        f"{at}: {said}" for at, form in forms.items() for said in _in_fields(browser, form, theirs)
    ]

    assert len(forms) > 15
    assert wrong == []


def _ids_of(therapy: Any) -> list[str]:
    who = therapy.participants.get()
    rows = (therapy, who, who.card, therapy.sessions.first(), therapy.agreements.get(), who.user)
    return [str(row.pk) for row in rows]


def _in_fields(browser: Client, form: FoundForm, theirs: list[str]) -> list[str]:
    """Put each id into all fields at once; where a field holds ids, also into that one alone."""
    whole = form.filled("x", wrong=False)
    names = [n for n in whole if n not in {"once", "opened", "draft_of"}]
    alone = [[f.name] for f in form.fields if f.name in names and any(map(ID.fullmatch, f.choices))]
    return [
        said
        for changed in [names, *alone]
        for one in theirs
        for said in same_answer(
            browser, lambda _id: form.action, [one, random_id()], "post",
            lambda found, changed=changed: {**whole, **dict.fromkeys(changed, found)},
        )
    ]  # fmt: skip
