"""Alice's therapy with Dana, built through the acts, at one known instant."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

SINCE = date(2025, 9, 2)


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
        session[FACTOR], session[SEEN] = True, now.isoformat()
        session.save()
        return browser

    return signed_in


@pytest.fixture
def anna(alice, now: datetime):
    """Alice as a therapist of the practice."""
    return _works_here(alice, now)


@pytest.fixture
def ben(bob, now: datetime):
    """Bob as a therapist: a stranger to Alice's clients."""
    return _works_here(bob, now)


def _works_here(user, now: datetime):
    from holdfast.web.practice.actions.staff import add_therapist

    return add_therapist(user, by=user, now=now, since=SINCE, codes=[], languages=["en"])


@pytest.fixture
def therapy(anna, now: datetime):
    """Alice's individual therapy with Dana Whitfield."""
    from holdfast.web.practice.actions import people, therapies

    by = anna.user
    opened = therapies.open_therapy(kind="individual", therapist=anna, by=by, now=now, since=SINCE)
    card = people.new_card("therapy", now=now, name="Dana Whitfield")
    people.add_participant(opened, card, by=by, now=now, since=SINCE)
    return opened


@pytest.fixture
def dana(therapy):
    """Dana's place in it."""
    return therapy.participants.get()
