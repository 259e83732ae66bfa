"""Therapies with agreements, built through the acts, and requests at one known instant."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client

BEGAN = datetime(2025, 9, 2, 9, 0, tzinfo=UTC)
SINCE = date(2025, 9, 2)
HELD_UNTIL = datetime(2026, 2, 17, tzinfo=UTC)


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

    def signed(user) -> Client:
        from holdfast.web.accounts.doors import FACTOR, SEEN

        client = Client()
        client.force_login(user)
        session = client.session
        session[SEEN] = "2026-02-17T12:09:50+00:00"
        session[FACTOR] = "app"
        session.save()
        return client

    return signed


def works_here(user):
    """Make an account that of a therapist bound by BACP's code."""
    from holdfast.web.practice.actions.staff import add_therapist

    return add_therapist(
        user, by=user, now=BEGAN, since=SINCE, codes=["bacp-2018"], languages=["en"]
    )


@pytest.fixture
def anna(alice):
    """Alice as a therapist of the practice."""
    return works_here(alice)


@pytest.fixture
def ben(bob):
    """Bob as a therapist: a stranger to Alice's clients."""
    return works_here(bob)


def a_therapy(therapist, name: str, user=None, kind: str = "individual", born: str = "1988-05-09"):
    """Open a therapy with one client."""
    from holdfast.web.practice.actions import therapies

    by = therapist.user
    therapy = therapies.open_therapy(
        kind=kind, therapist=therapist, by=by, now=BEGAN, since=SINCE, zone="Europe/London"
    )
    join(therapy, name, by, user=user, born=born)
    return therapy


def join(therapy, name: str, by, user=None, born: str = "", **places):
    """Let somebody take part."""
    from holdfast.web.practice.actions import people

    card = people.new_card("therapy", now=BEGAN, name=name, birth=born)
    return people.add_participant(therapy, card, by=by, now=BEGAN, since=SINCE, user=user, **places)


def hold_sessions(therapy, over: int = 0, weeks: int = 24, long: int = 6) -> None:
    """Hold weekly sessions on Tuesdays at 14:00; the last `long` run `over` minutes over."""
    from holdfast.web.practice.actions import sessions

    by = therapy.assignments.get().therapist.user
    who = therapy.participants.clients().first()
    starts = [datetime(2025, 9, 2, 14) + timedelta(weeks=n) for n in range(weeks)]
    planned = sessions.plan_sessions(therapy, starts, minutes=50, by=by, now=BEGAN)
    past = [session for session in planned if session.starts_at < HELD_UNTIL]
    for number, session in enumerate(past):
        late = over if number >= len(past) - long else 0
        end = session.planned_end + timedelta(minutes=late)
        part = sessions.Part(who, True, 6000, "GBP", 6000, end.date())
        sessions.record_session(
            session, [part], by=by, now=end, started_at=session.starts_at, ended_at=end
        )


def terms_of(therapy, **changes):
    """A whole frame: psychodynamic, Tuesdays at 14:00, 50 minutes, 60 pounds."""
    from holdfast import frame

    start = frame.template("psychodynamic").terms
    whole = replace(
        start,
        kind=therapy.kind,
        zone=therapy.zone,
        frequency=frame.Frequency(slots=(frame.Slot(day="tue", start=time(14)),)),
        fee=replace(start.fee, amount=frame.Money(6000, "GBP")),
    )
    return replace(whole, **changes)


def offered(therapy, at: datetime = BEGAN, parties=None, **changes):
    """Draft and fix a version; nobody has signed yet."""
    from holdfast.web.frame import actions

    by = therapy.assignments.first().therapist.user
    draft = actions.start_draft(
        therapy, terms_of(therapy, **changes), origin="template", by=by, now=at
    )
    if parties is None:
        parties = [("consent", client) for client in therapy.participants.clients()]
    return actions.fix(draft, parties, by=by, now=at)


def agreed(therapy, at: datetime = BEGAN, parties=None, **changes):
    """A version that everybody has signed."""
    from holdfast.web.frame import actions

    by = therapy.assignments.first().therapist.user
    version = offered(therapy, at, parties, **changes)
    for party in version.parties.all():
        how = "sign_in" if party.therapist_id else "paper"
        actions.sign(party, how=how, by=by, now=at)
    return version


@pytest.fixture
def with_dana(anna, dana):
    """Alice's therapy with Dana, who signs in herself; nothing agreed yet."""
    return a_therapy(anna, "Dana Whitfield", user=dana)


@pytest.fixture
def send() -> Callable[..., object]:
    """Post a form as a browser would: with the id and the version its page came with."""

    def sent(browser: Client, address: str, **fields):
        page = browser.get(address)
        form = page.context.get("form") if page.context else None
        opened = form.version if form is not None else ""
        return browser.post(address, {"once": uuid4(), "opened": opened, **fields})

    return sent


def version_of(browser: Client, address: str):
    """The form of a page, to send it changed."""
    return browser.get(address).context["form"]


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


def a_drift(therapy):
    """Sessions that ran long, found by the frame's own rules and kept as a signal."""
    from holdfast.web.frame import contributes
    from holdfast.web.practice.actions.signals import keep_found
    from holdfast.web.practice.models import Signal, Therapy

    hold_sessions(therapy, over=20)
    fresh = Therapy.objects.select_related("key").get(pk=therapy.pk)
    keep_found(fresh, contributes.find([fresh], HELD_UNTIL), HELD_UNTIL)
    return Signal.objects.select_related("therapy__key").get(therapy=therapy, kind="length_long")
