"""A therapy in which a boundary is weighed and decided, and requests at one known instant."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

BEGAN = datetime(2025, 9, 2, 9, 0, tzinfo=UTC)
SINCE = date(2025, 9, 2)
THOUGHTS = {
    "what": "The ceremony only, standing at the back.",
    "do_best": "She feels seen on a day she was afraid of.",
    "do_worst": "Somebody asks who I am.",
    "not_best": "We talk about what a no means to her.",
    "not_worst": "She hears it as a judgement of her choice.",
    "need": "Hers, and a little of mine to be wanted there.",
}
PLAN = {
    "course": "do",
    "colleague": "",
    "answered": "",
    "told": "That I come to the ceremony only.",
}
QUIET = {
    "objectivity": "intact",
    "harm_foreseen": "no",
    "serves_client": "yes",
    "exploits": "no",
    "can_say_no": "yes",
    "overheard": "no",
    "social_part": "no",
    "kept_secret": "no",
}


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Let every request happen at `now`."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return now.astimezone(tz)

    monkeypatch.setattr("holdfast.web.practice.clock.datetime", Clock)


@pytest.fixture
def knock() -> Callable[..., Client]:
    """Sign somebody in without their password, at `now`, second factor proved."""

    def signed_in(user) -> Client:
        from holdfast.web.accounts.doors import FACTOR, PROVED, SEEN

        client = Client()
        client.force_login(user)
        session = client.session
        session[SEEN] = session[PROVED] = "2026-02-17T12:09:50+00:00"
        session[FACTOR] = "app"
        session.save()
        return client

    return signed_in


def works_here(user, *codes: str):
    """Make an account that of a therapist bound by some codes."""
    from holdfast.web.practice.actions.staff import add_therapist

    return add_therapist(user, by=user, now=BEGAN, since=SINCE, codes=list(codes), languages=["en"])


@pytest.fixture
def anna(alice):
    """Alice as a therapist bound by the codes of BACP and ACA."""
    return works_here(alice, "bacp-2018", "aca-2014")


@pytest.fixture
def ben(bob):
    """Bob as a therapist: a stranger to Alice's clients."""
    return works_here(bob, "bacp-2018")


def a_therapy(therapist, *names: str, user=None):
    """Open a therapy with its clients."""
    from holdfast.web.practice.actions import people, therapies

    by = therapist.user
    therapy = therapies.open_therapy(
        kind="individual", therapist=therapist, by=by, now=BEGAN, since=SINCE, zone="Europe/London"
    )
    for name in names:
        card = people.new_card("therapy", now=BEGAN, name=name)
        people.add_participant(therapy, card, by=by, now=BEGAN, since=SINCE, user=user)
    return therapy


@pytest.fixture
def with_dana(anna, dana):
    """Alice's therapy with Dana."""
    return a_therapy(anna, "Dana Whitfield", user=dana)


def a_weighing(therapy, situation: str = "wedding", now: datetime = BEGAN):
    """Begin to weigh a situation."""
    from holdfast.web.codes import actions

    therapist = therapy.assignments.get().therapist
    return actions.begin(
        therapy, situation, therapist=therapist, by=therapist.user, now=now,
        participant=therapy.participants.first(),
    )  # fmt: skip


def thought_through(
    weighing, answers: dict[str, object], now: datetime, awaits: bool = False, **plan: str
):
    """Answer what is told and plan it; the rest stays unknown."""
    from holdfast.codes import Supplied, shipped
    from holdfast.web.codes import actions

    weighed = weighing.weighed()
    for fact, value in answers.items():
        raw = shipped().facts[fact].accept(value)
        weighed = weighed.with_answer(
            fact, Supplied(raw, "Alice Ames", now.date(), "I thought so.")
        )
    weighed = replace(
        weighed,
        thoughts=THOUGHTS,
        plan={**PLAN, **plan},
        awaits=awaits,
        review_on=now.date() + timedelta(days=40),
    )
    actions.keep(weighing, weighed, by=weighing.therapist.user, now=now)
    return weighing


def a_decision(therapy, now: datetime, situation: str = "wedding", answers=None, **plan):
    """Weigh and sign, every clause read that had to be."""
    from holdfast.web.codes import actions
    from holdfast.web.codes.asking import advice_on

    weighing = a_weighing(therapy, situation, now)
    thought_through(weighing, QUIET if answers is None else answers, now, **plan)
    advice = advice_on(weighing, weighing.weighed(), now.date())
    read = tuple((code, c) for code, each in advice.answers.items() for c in each.read_first)
    return actions.sign(weighing, read, by=weighing.therapist.user, now=now)


@pytest.fixture
def begun(with_dana):
    """The wedding, begun to be weighed."""
    return a_weighing(with_dana)


@pytest.fixture
def signed(with_dana, now):
    """The wedding, decided and signed a week ago."""
    return a_decision(with_dana, now - timedelta(days=7))


@pytest.fixture
def send() -> Callable[..., object]:
    """Post a form as a browser would: with what its page came with."""

    def sent(browser: Client, address: str, **fields):
        page = browser.get(address)
        form = page.context.get("form") if page.context else None
        hidden = {f.name: f.value() for f in form.hidden_fields()} if form is not None else {}
        return browser.post(address, {**hidden, "once": uuid4(), **fields})

    return sent


@pytest.fixture
def count_queries() -> Callable[[Client, str], int]:
    """Count the queries of a page that was asked for before, so that nothing is warming up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counted(browser: Client, address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(address).status_code == 200
        return len(caught)

    return counted
