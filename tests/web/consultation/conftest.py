"""Fixtures of consultation's pages; what builds them is in `consulting`."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from . import consulting as made


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
    """Sign somebody in, every proof given just now."""
    from holdfast.web.accounts.doors import FACTOR, PROVED, SEEN

    def signed_in(user) -> Client:
        browser = Client()
        browser.force_login(user)
        session = browser.session
        session[FACTOR], session[SEEN], session[PROVED] = "app", now.isoformat(), now.isoformat()
        session.save()
        return browser

    return signed_in


@pytest.fixture
def sven(supervisor):
    """The supervisor, whose role is in force."""
    from holdfast.web.accounts.models import Grant, User

    Grant.objects.filter(user=supervisor).update(in_force=True)
    return User.objects.select_related("key").get(pk=supervisor.pk)


@pytest.fixture
def anna(alice):
    """Alice as a therapist of the practice."""
    return made.works_here(alice)


@pytest.fixture
def ben(bob):
    """Bob as a therapist: a stranger to Alice's clients."""
    return made.works_here(bob)


@pytest.fixture
def marked(anna, dana, now):
    """Alice's therapy, in which every field on record holds a marked word."""
    return made.with_marked_words(anna, dana, now)


@pytest.fixture
def therapy(anna, dana):
    """Alice's therapy with Dana."""
    return made.a_therapy(anna, "Dana Whitfield", dana)


@pytest.fixture
def send() -> Callable[..., object]:
    """Post a form as a browser would: with what its page came with."""

    def sent(browser: Client, address: str, form: str = "form", **fields):
        page = browser.get(address)
        found = page.context.get(form) if page.context else None
        hidden = {f.html_name: f.value() for f in found.hidden_fields()} if found else {}
        hidden = {k: v for k, v in hidden.items() if v is not None}
        once = f"{found.prefix}-once" if found is not None and found.prefix else "once"
        return browser.post(address, {**hidden, once: uuid4(), **fields})

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
