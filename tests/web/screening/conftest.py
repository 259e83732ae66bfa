"""Therapists of a small practice, somebody who asks, and requests at one known instant."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from conftest import person

from .made import client_of, works_here


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime):
    """Let every request happen at `now`; `clock.at` can be moved."""

    class At:
        at = now

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return At.at.astimezone(tz)

    monkeypatch.setattr("holdfast.web.practice.clock.datetime", Clock)
    return At


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
def later(now: datetime) -> datetime:
    """Three seconds on: whatever was asked at `now` is released."""
    return now + timedelta(seconds=3)


@pytest.fixture
def house(db, now: datetime):
    """Six therapists, by their given names in small letters."""
    names = ("Alice Ames", "Bob Brandt", "Clara Chen", "David Dunn", "Eva Ek", "Frank Foss")
    return {n.split()[0].lower(): works_here(person(n, "therapist", now=now)) for n in names}


@pytest.fixture
def mike(house):
    """Mike Johansen, a client of Alice's."""
    return client_of(house["alice"], "Mike Johansen", birth="1979-03-14", phone="020 7946 0018")


SINCE = date(2025, 9, 2)
