"""Therapies that were really held, built through the acts, and requests at one known instant."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

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


@pytest.fixture(autouse=True)
def only_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody but the record contribute, so that a test shows what the pages do themselves."""
    from holdfast.web.home import record

    contribute(monkeypatch, record)


@pytest.fixture
def everybody(monkeypatch: pytest.MonkeyPatch, only_the_record: None) -> None:
    """Let every capability of this installation contribute."""
    from importlib import import_module

    from holdfast.web.practice import contributors

    here = [name for name in contributors.MODULES if contributors.is_here(name)]
    contribute(monkeypatch, *map(import_module, here))


def contribute(monkeypatch: pytest.MonkeyPatch, *modules: object) -> None:
    """Let these modules contribute and no others."""
    from holdfast.web.home import gathering
    from holdfast.web.practice import contributors

    for place in (contributors, gathering):
        monkeypatch.setattr(place, "contributors", lambda: modules)


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


def works_here(user):
    """Make an account that of a therapist."""
    from holdfast.web.practice.actions.staff import add_therapist

    return add_therapist(user, by=user, now=BEGAN, since=SINCE, codes=["bacp"], languages=["en"])


@pytest.fixture
def anna(alice):
    """Alice as a therapist of the practice."""
    return works_here(alice)


@pytest.fixture
def ben(bob):
    """Bob as a therapist: a stranger to Alice's clients."""
    return works_here(bob)


@pytest.fixture
def begin(db: None) -> Callable[..., object]:
    """Open a weekly therapy on Tuesdays and hold its sessions; the last three ran long."""
    return a_therapy


def a_therapy(therapist, name: str, hour: int = 14, since: date = SINCE, weeks: int = 32):
    """Open the therapy, plan its sessions, and hold those before today."""
    from holdfast.web.practice.actions import people, sessions, therapies

    by = therapist.user
    therapy = therapies.open_therapy(
        kind="individual", therapist=therapist, by=by, now=BEGAN, since=since
    )
    card = people.new_card("therapy", now=BEGAN, name=name, pronouns="they/them")
    who = people.add_participant(therapy, card, by=by, now=BEGAN, since=since)
    first = datetime(since.year, since.month, since.day, hour)
    starts = [first + timedelta(weeks=week) for week in range(weeks)]
    planned = sessions.plan_sessions(therapy, starts, minutes=50, by=by, now=BEGAN)
    past = [session for session in planned if session.starts_at < HELD_UNTIL]
    for number, session in enumerate(past):
        hold(session, who, by, over=15 if number >= len(past) - 3 else 0)
    return therapy


def hold(session, who, by, over: int = 0) -> None:
    """Record that a session took place, so many minutes past its plan."""
    from holdfast.web.practice.actions import sessions

    end = session.planned_end + timedelta(minutes=over)
    part = sessions.Part(who, attended=True, due=6000, currency="GBP", paid=6000)
    sessions.record_session(
        session, [part], by=by, now=end, started_at=session.starts_at, ended_at=end
    )


@pytest.fixture
def with_dana(anna, begin):
    """Alice's therapy with Dana: weekly since September, today at 14:00 again."""
    return begin(anna, "Dana Whitfield")


@pytest.fixture
def count_queries() -> Callable[[Client, str], int]:
    """Count the queries of a page that was asked for before, so that nothing is warming up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counted(browser: Client, address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as caught:
            browser.get(address)
        return len(caught)

    return counted


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch):
    """A capability of the tests that finds words for its signals and contributes everywhere."""
    from types import ModuleType

    from holdfast.web.frame import contributes as drawing  # the lanes of the chart
    from holdfast.web.home import record
    from holdfast.web.practice.seam import FrameLine, SignalWords

    module = ModuleType("holdfast.web.spoken.contributes")
    words = SignalWords("Sessions run long.", "3 of 3.", "Frame drift", "amber", "Look", "/look/")
    module.words = lambda signals, reader: {signal.pk: words for signal in signals}
    module.frame_line = lambda therapies, reader, now: {
        therapy.pk: FrameLine((("How long", "50 minutes"),), "Agreement 1, signed", "/agreed/")
        for therapy in therapies
    }

    contribute(monkeypatch, record, drawing, module)
    return module
