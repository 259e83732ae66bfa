"""A practice with a clock that stands still: therapists, a desk, requests without signing in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.screening import Person

BEGAN = datetime(2025, 9, 2, 9, 0, tzinfo=UTC)
SINCE = date(2025, 9, 2)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Callable[[datetime], None]:
    """Let every request happen at `now`, or at an instant given."""

    def stand(instant: datetime) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return instant.astimezone(tz)

        monkeypatch.setattr("holdfast.web.practice.clock.datetime", Clock)

    stand(now)
    return stand


@pytest.fixture
def knock(at: object, now: datetime) -> Callable[..., Client]:
    """Sign somebody in without their password; `fresh` with a proof of who they are just given."""

    def signed_in(user: Any, fresh: bool = True, when: datetime | None = None) -> Client:
        from holdfast.web.accounts.doors import FACTOR, PROVED, SEEN

        client, stamp = Client(), (when or now).isoformat()
        client.force_login(user)
        session = client.session
        session[SEEN], session[FACTOR] = stamp, "app"
        if fresh:
            session[PROVED] = stamp
        session.save()
        return client

    return signed_in


def works_here(user: Any, *codes: str) -> Any:
    """Make an account that of a therapist bound by some codes."""
    from holdfast.web.practice.actions.staff import add_therapist

    return add_therapist(
        user, by=user, now=BEGAN, since=SINCE, codes=list(codes or ("bacp-2018",)), languages=["en"]
    )


@pytest.fixture
def anna(alice: Any) -> Any:
    """Alice as a therapist."""
    return works_here(alice, "bacp-2018", "apa-2017")


@pytest.fixture
def ben(bob: Any) -> Any:
    """Bob as a therapist."""
    return works_here(bob)


def a_therapy(therapist: Any, *names: str, kind: str = "individual", now: datetime = BEGAN) -> Any:
    """Open a therapy with its clients."""
    from holdfast.web.practice.actions import people, therapies

    by = therapist.user
    therapy = therapies.open_therapy(
        kind=kind, therapist=therapist, by=by, now=now, since=now.date(), zone="Europe/London"
    )
    for name in names:
        card = people.new_card("therapy", now=now, name=name, birth=_born(name))
        people.add_participant(therapy, card, by=by, now=now, since=now.date())
    return therapy


def _born(name: str) -> str:
    """Give everybody a birthday of their own; Robin's and Mike's are known to the tests."""
    known = {"Robin Vale": "1979-03-14", "Mike Johansen": "1979-03-15"}
    number = sum(map(ord, name))
    return known.get(name, f"{1945 + number % 50}-{1 + number % 12:02d}-{1 + number % 28:02d}")


def declared(therapist: Any, now: datetime, kind: str = "friend", **known: str) -> Any:
    """Declare somebody in a therapist's circle."""
    from holdfast.web.screening.actions import circle

    person = Person(**(known or {"given_name": "Robin", "surname": "Vale"}))
    name = f"{person.given_name} {person.surname}".strip()
    return circle.declare(
        therapist, by=therapist.user, now=now, kind=kind, name=name, person=person
    )


def sent(client: Client, path: str, **fields: object) -> Any:
    """Send a form."""
    return client.post(path, {"once": uuid4(), **fields})


def queries(client: Client, path: str) -> int:
    """Count the queries of a page that works."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)
