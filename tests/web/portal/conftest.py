"""Fixtures of the client's side; what builds them is in `raised`."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from . import raised as world


@pytest.fixture
def at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Callable[[datetime], None]:
    """Let every request happen at `now`, or at another instant from then on."""

    def stop(when: datetime) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return when.astimezone(tz)

        monkeypatch.setattr("holdfast.web.practice.clock.datetime", Clock)

    stop(now)
    return stop


@pytest.fixture
def knock(now: datetime, at_now) -> Callable[..., Client]:
    """Sign somebody in, second factor proved, and return the browser they use."""
    return lambda user, when=now: world.browser_of(user, when)


@pytest.fixture
def anna(alice):
    """Alice as a therapist of the practice."""
    return world.works_here(alice)


@pytest.fixture
def ben(bob):
    """Bob as a therapist: a stranger to Alice's clients."""
    return world.works_here(bob)


@pytest.fixture
def with_dana(anna, dana):
    """Alice's therapy with Dana, who signs in herself."""
    return world.a_therapy(anna, "Dana Whitfield", user=dana)


@pytest.fixture
def rita(reader):
    """Rita, who reads concerns and has a vault."""
    world.a_vault(reader)
    return reader


@pytest.fixture
def send() -> Callable[..., object]:
    """Post a form as a browser would: with the id and the version its page came with."""

    def sent(browser: Client, address: str, **fields):
        page = browser.get(address)
        form = page.context.get("form") if page.context else None
        opened = form.version if form is not None else ""
        return browser.post(address, {"once": uuid4(), "opened": opened, **fields})

    return sent
