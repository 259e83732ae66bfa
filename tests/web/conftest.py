"""What every test of the web application stands on: keys of its own and named people."""

import atexit
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

# Set before Django is set up, so that no test ever touches a real installation; and one for each
# process, since a file that two of them write is another one under the feet of the second.
os.environ["HOLDFAST_DATA"] = tempfile.mkdtemp(prefix="holdfast-tests-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")

import django

from holdfast.web.sealing import keyring

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page
    from pytest_django.live_server_helper import LiveServer

PASSWORD = "four plain words here"
SignedIn = Callable[..., Client]

_data = os.environ["HOLDFAST_DATA"]
atexit.register(shutil.rmtree, _data, ignore_errors=True)
Path(_data, "static").mkdir()
keyring.write(keyring.new_ring(), Path(_data, "keys.json"))
django.setup()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what would only do again what was done on SQLite.

    That is what touches no database, and walks: who is let in where is decided in Python. With
    HOLDFAST_SAMPLE the first test of each file runs, and what is marked `database`; else all.
    """
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    sample = "HOLDFAST_SAMPLE" in os.environ
    chosen = [item for item, in_sample in _with_sample(items) if in_sample or not sample]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def _with_sample(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, bool]]:
    """Give each that PostgreSQL has to do, and whether it is in the sample."""
    seen: set[Path] = set()
    for item in items:
        if _needs_database(item) and not item.get_closest_marker("walk"):
            yield item, item.path not in seen or item.get_closest_marker("database") is not None
            seen.add(item.path)


def _needs_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    named = {"db", "transactional_db", "live_server", "django_db_setup", "place"} & set(fixtures)
    return bool(named) or item.get_closest_marker("django_db") is not None


@pytest.fixture
def now() -> datetime:
    """A Tuesday in February, between two sessions."""
    return datetime(2026, 2, 17, 12, 10, tzinfo=UTC)


@pytest.fixture
def ring() -> keyring.KeyRing:
    """The key ring of the tests."""
    return keyring.ring()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: object) -> None:
    """Hash passwords quickly: what Argon2 costs is not what these tests are about."""
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]


def person(name: str, *roles: str, now: datetime):  # type: ignore[no-untyped-def]
    """Invite somebody and accept for them; staff also set up an authenticator app."""
    from holdfast.web.accounts import links, totp
    from holdfast.web.accounts.actions import factors, people
    from holdfast.web.accounts.models import User

    address = f"{name.split()[0].lower()}@example.org"
    invited = people.invite(address=address, name=name, roles=roles, now=now, actor=None)
    link = links.make("invite", invited.pk, now=now, life=people.INVITED_FOR).link
    user = people.accept(link=link, address=address, password=PASSWORD, now=now)
    if user.works_here:
        factors.add_app(user=user, secret=totp.new_secret(), step=0, now=now)
    return User.objects.select_related("key").get(pk=user.pk)


@pytest.fixture
def signed_in() -> SignedIn:
    """Sign somebody in as they would: password, then a code of their app if they have one.

    `signed_in(alice)` returns a test client. Three times per person and test, since each code
    of an app works once.
    """
    return _sign_in


def _sign_in(user, client: Client | None = None) -> Client:  # type: ignore[no-untyped-def]
    from uuid import uuid4

    client = client or Client()
    sent = {"address": user.text("address"), "password": PASSWORD, "once": uuid4()}
    answer = client.post("/sign-in/", sent)
    assert answer.status_code == 302, answer.content.decode()
    if answer["Location"] == "/sign-in/second/":
        sent = {"code": app_code(user), "once": uuid4()}
        answer = client.post("/sign-in/second/", sent)
        assert answer.status_code == 302, answer.content.decode()
    return client


def app_code(user) -> str:  # type: ignore[no-untyped-def]
    """The next code of somebody's authenticator app that was not used yet."""
    from holdfast.web.accounts import totp

    app = user.factors.get(kind="app")
    here = totp.step_of(datetime.now(UTC))
    step = next(s for s in (here - 1, here, here + 1) if s > app.last_step)
    return totp.code_at(app.text("secret"), step)


# People by name. One role each, so that a test shows which role opens what.


@pytest.fixture
def alice(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """A therapist."""
    return person("Alice Ames", "therapist", now=now)


@pytest.fixture
def bob(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """Another therapist."""
    return person("Bob Brandt", "therapist", now=now)


@pytest.fixture
def lead(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """The practice lead."""
    return person("Lena Lund", "lead", now=now)


@pytest.fixture
def intake(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """The intake coordinator."""
    return person("Ines Ito", "intake", now=now)


@pytest.fixture
def desk(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """The conflict desk."""
    return person("Dora Diaz", "desk", now=now)


@pytest.fixture
def supervisor(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """A supervisor."""
    return person("Sven Storm", "supervisor", now=now)


@pytest.fixture
def cover(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """A colleague named for cover."""
    return person("Cora Clay", "cover", now=now)


@pytest.fixture
def reader(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """The reader of concerns."""
    return person("Rita Rossi", "reader", now=now)


@pytest.fixture
def dana(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """A client."""
    return person("Dana Whitfield", "client", now=now)


@pytest.fixture
def sam(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """Another client."""
    return person("Sam Okoro", "client", now=now)


@pytest.fixture
def gwen(db: None, now: datetime):  # type: ignore[no-untyped-def]
    """A guardian."""
    return person("Gwen Hale", "guardian", now=now)


@pytest.fixture(autouse=True)
def _flushable(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test that writes for good be cleaned up after, though some tables refuse deletion.

    Emptying the database ends with Django's `post_migrate`, which puts the triggers back.
    """
    marker = request.node.get_closest_marker("django_db")
    if not ((marker and marker.kwargs.get("transaction")) or "live_server" in request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    with _counted() as answering:
        yield
        _until_idle(answering)
    from django.db import connection

    if connection.vendor == "sqlite":
        _drop_triggers()


@contextmanager
def _counted() -> Iterator[set[int]]:
    """Note which threads of the test's server are answering."""
    from django.core.signals import request_finished, request_started

    answering: set[int] = set()

    def begins(**_: object) -> None:
        answering.add(threading.get_ident())

    def ends(**_: object) -> None:
        answering.discard(threading.get_ident())

    request_started.connect(begins)
    request_finished.connect(ends)
    yield answering
    request_started.disconnect(begins)
    request_finished.disconnect(ends)


def _until_idle(answering: set[int]) -> None:
    """Wait for what a page asked for while it was closed: it reads tables that are to be emptied.

    Idle is three looks in a row; after twenty seconds the tables are emptied all the same.
    """
    looks = 0
    for _ in range(1000):
        looks = 0 if answering - {threading.get_ident()} else looks + 1
        if looks == 3:
            return
        time.sleep(0.02)


def _drop_triggers(tries: int = 100) -> None:
    """Wait for what the server of the test may still be answering, which locks the tables."""
    from django.db import OperationalError, connection

    from holdfast.web.audit.immutable import immutable_models

    try:
        with connection.cursor() as cursor:
            for model in immutable_models():
                cursor.execute(f"DROP TRIGGER IF EXISTS {model._meta.db_table}_no_delete")
    except OperationalError:
        if tries == 0:
            raise
        time.sleep(0.1)
        _drop_triggers(tries - 1)


# A real browser, for tests marked `browser`.


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """Debian's Chromium, started once."""
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread; the database is only used between its steps.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: "Browser", live_server: "LiveServer") -> Iterator["Page"]:
    """A page on the test server; fails for any other host asked and any complaint logged."""
    context = chromium.new_context(base_url=live_server.url, reduced_motion="reduce")
    page, wrong = context.new_page(), []

    def look_at(url: str) -> None:
        if not url.startswith((live_server.url, "data:", "blob:", "about:")):
            wrong.append(f"asked elsewhere: {url}")

    page.on("request", lambda request: look_at(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if _complains(said) else None)
    yield page
    context.close()
    assert not wrong, wrong


def _complains(said: "ConsoleMessage") -> bool:
    """Errors count; a page answered with 404 or 422 is what the test may have asked for."""
    return said.type == "error" and "Failed to load resource" not in said.text


def browser_sign_in(page: "Page", user) -> None:  # type: ignore[no-untyped-def]
    """Sign in through the pages, second factor included."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(user.text("address"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in/"))
    if page.url.endswith("/sign-in/second/"):
        _not_as_a_code_ends()
        page.get_by_label("Code").fill(app_code(user))
        page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def _not_as_a_code_ends() -> None:
    """Wait for the next half minute if this one is nearly over: a code must outlive being sent."""
    left = 30 - time.time() % 30
    if left < 4:
        time.sleep(left)


def axe_finds(page: "Page") -> list[str]:
    """What axe holds against the page, in one line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


def too_small(page: "Page", least: int = 24, what: str = "") -> list[str]:
    """What one taps that is lower or narrower than `least` pixels, in one line each.

    A box that is ticked is as large as its label; `what` names other targets by selector.
    """
    selector = what or "a[href], button, summary, select, textarea, input:not([type=hidden])"
    found = page.locator(selector).evaluate_all(SIZES)
    return [
        f"{width:.0f} x {height:.1f}: {said}"
        for width, height, said in found
        if width > 1 and (height < least or width < least)
    ]


SIZES = """them => them
  .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((one) => {
    const box = (one.matches("[type=radio], [type=checkbox]") && one.closest("label")) || one;
    const { width, height } = box.getBoundingClientRect();
    return [width, Math.round(height * 10) / 10, one.outerHTML.slice(0, 160)];
  })"""
