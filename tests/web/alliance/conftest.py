"""Fixtures of the alliance's pages; what builds them is in `made`."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from . import made


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Let every request happen at `now`."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return now.astimezone(tz)

    monkeypatch.setattr("holdfast.web.practice.clock.datetime", Clock)


@pytest.fixture
def knock(now: datetime) -> Callable[..., Client]:
    """Sign somebody in, second factor proved, and return the browser they use."""
    from holdfast.web.accounts.doors import FACTOR, SEEN

    def signed_in(user) -> Client:
        browser = Client()
        browser.force_login(user)
        session = browser.session
        session[FACTOR], session[SEEN] = "app", now.isoformat()
        session.save()
        return browser

    return signed_in


@pytest.fixture
def anna(alice):
    """Alice as a therapist of the practice."""
    return made.works_here(alice)


@pytest.fixture
def ben(bob):
    """Bob as a therapist: a stranger to Alice's clients."""
    return made.works_here(bob)


@pytest.fixture
def with_dana(anna, dana):
    """Alice's therapy with Dana: weekly since September."""
    return made.a_therapy(anna, "Dana Whitfield", user=dana)


@pytest.fixture
def place(with_dana):
    """Dana's place in it."""
    return with_dana.participants.select_related("therapy__key", "card__key").get()


@pytest.fixture
def couple(anna, dana, sam):
    """Dana and Sam as a couple: two places in one therapy."""
    therapy = made.a_therapy(anna, "Dana Whitfield", user=dana, kind="couple")
    made.join(therapy, "Sam Okoro", user=sam)
    return therapy


@pytest.fixture
def send() -> Callable[..., object]:
    """Post a form as a browser would: with an id and the version its page came with."""

    def sent(browser: Client, address: str, **fields):
        page = browser.get(address)
        form = page.context.get("form") if page.context else None
        opened = form.version if form is not None else ""
        return browser.post(address, {"once": uuid4(), "opened": opened, **fields})

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
