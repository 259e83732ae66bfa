"""The whole demonstration in Chromium: every page its people reach, on a phone and wide.

From each person's start every link is followed within the site. On each page axe must find
nothing and nothing may stick out sideways at 320 px; what a client taps is large enough for a
finger. `HOLDFAST_PICTURES=yes` writes the pictures that the README shows.
"""

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import axe_finds, too_small

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

    from holdfast.web.accounts.models import User

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

ASKED_FOR = "HOLDFAST_PICTURES" in os.environ
# What a page says of "today" goes by the real clock: pictures to keep are taken of a story that
# ends today, and of the Tuesday after.
LAST = datetime.now(UTC).date() if ASKED_FOR else date(2026, 2, 16)
TUESDAY = LAST + timedelta((1 - LAST.weekday()) % 7)
WIDE, PHONE, NARROW = 1280, 375, 320
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
# One page of each kind is enough: ids, days and filters make no other page.
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d{2}-\d{2}|(?<=/)[A-Za-z0-9_-]{40,}(?=/)")
MIRIAM = "miriam@riverside.example"
LEFT_ALONE = (
    "/sign-out",
    "/pdf/",
    "/static/",
    "mailto:",
    "tel:",
    ".pdf",
    "/export",
    "/copy/",
    ".ics",
    ".csv",
    "/leave",
)


@pytest.fixture
def demonstration(transactional_db: None, now: object) -> None:
    """The demonstration, told up to its last day."""
    from holdfast.web.running.demonstration import build

    build.build(build.SEED, LAST, lambda said: None)


def sign_in(page: "Page", address: str) -> None:
    """Sign in as somebody of the demonstration."""
    from holdfast.web.accounts.demonstration import code_to_show
    from holdfast.web.running.demonstration.people import PASSWORD

    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in/"))
    if page.url.endswith("/sign-in/second/"):
        page.get_by_label("Code").fill(code_to_show(_user(address), datetime.now(UTC)))
        page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def new_context(chromium: "Browser", live_server: "LiveServer") -> "BrowserContext":
    """A browser of somebody's own."""
    return chromium.new_context(
        base_url=live_server.url,
        reduced_motion="reduce",
        viewport={"width": PHONE, "height": 800},
    )


def addresses_on(page: "Page") -> Iterator[str]:
    """Every address of this site that the page links to, without fragment."""
    addresses = "links => links.map(a => String(a.href))"
    site = "/".join(page.url.split("/", 3)[:3])
    for link in page.locator("a[href]:not(svg a)").evaluate_all(addresses):
        local = link.split("#")[0].removeprefix(site)
        if link.startswith(f"{site}/") and not any(w in local for w in LEFT_ALONE):
            yield local


def kind_of(address: str) -> str:
    """Return what makes two addresses the same page."""
    return ID.sub("*", address.split("?")[0])


def walk(page: "Page", most: int = 60, *, of_client: bool = False) -> Iterator[str]:
    """Go to one page of each kind that can be reached from the start; yields what is wrong."""
    host = page.url.split("/", 3)[2]
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        answer = page.goto(address)
        if answer is None or host not in page.url:
            continue
        yield from wrong_on(page, kind_of(address), answer.status)
        if of_client:
            yield from low_on(page, kind_of(address))
        for found in addresses_on(page):
            if kind_of(found) not in seen:
                seen.add(kind_of(found))
                waiting.append(found)


def low_on(page: "Page", name: str) -> list[str]:
    """Say what on a phone is too small to be tapped."""
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    return [f"{name}: too small to tap, {said}" for said in too_small(page)]


def wrong_on(page: "Page", name: str, status: int) -> Iterator[str]:
    """Say what is wrong with the page that is shown."""
    if status >= 400:
        yield f"{name}: answered {status}"
        return
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        yield from (f"{name} at {width}: {said}" for said in axe_finds(page))
    page.set_viewport_size({"width": NARROW, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROW:
        yield f"{name}: {wide} px wide in a window of {NARROW}"
    title = page.title()
    if any(word in title for word in ("Dana", "Whitfield", "Miriam", "Okafor")):
        yield f"{name}: a name in the title, {title!r}"


@pytest.mark.usefixtures("demonstration")
def test_every_page_of_the_demonstration(
    chromium: "Browser", live_server: "LiveServer", settings: object, tmp_path: Path
) -> None:
    from holdfast.web.running.demonstration import people

    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    wrong: list[str] = []
    for _name, address, role in people.doors():
        context = new_context(chromium, live_server)
        page = context.new_page()
        sign_in(page, address)
        of_client = address.endswith("@client.example")
        wrong += [f"{role}: {said}" for said in walk(page, of_client=of_client)]
        context.close()
    pictures(chromium, live_server, tmp_path)

    assert not wrong, "\n".join(wrong)


def _user(address: str) -> "User":
    from holdfast.web.accounts.models import User

    user = User.objects.by_address(address)
    assert user is not None
    return user


def pictures(chromium: "Browser", live_server: "LiveServer", tmp_path: Path) -> None:
    """Take the pictures of the README; into a temporary folder unless they are asked for."""
    folder = PICTURES if ASKED_FOR else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    from holdfast.web.endings.models import EndingPlan
    from holdfast.web.practice.models import Signal, Therapy

    dana = next(t for t in Therapy.objects.with_keys() if t.shown_title == "Dana Whitfield")
    strain = Signal.objects.get(therapy=dana, kind="lower")
    drift = Signal.objects.get(therapy=dana, kind="length_long")
    ending = EndingPlan.objects.filter(therapy__assignments__therapist__user=_user(MIRIAM)).get()
    shots = {
        "relationship": (MIRIAM, f"/therapies/{dana.pk}/", WIDE, 1560),
        "today": (MIRIAM, f"/today/{TUESDAY}/", WIDE, 1250),
        "drift": (MIRIAM, f"/drifts/{drift.pk}/", WIDE, 1250),
        "strain": (MIRIAM, f"/strains/{strain.pk}/", WIDE, 1200),
        "ending": (MIRIAM, f"/therapies/{ending.therapy_id}/ending/", WIDE, 1000),
        "client-on-a-phone": ("dana@client.example", "/", PHONE, 760),
    }
    by_person: dict[str, Page] = {}
    for name, (address, path, width, height) in shots.items():
        if address not in by_person:
            by_person[address] = new_context(chromium, live_server).new_page()
            sign_in(by_person[address], address)
        page = by_person[address]
        page.set_viewport_size({"width": width, "height": height})
        page.goto(path)
        page.screenshot(path=folder / f"{name}.png")
        assert (folder / f"{name}.png").stat().st_size > 10_000
    page = by_person[MIRIAM]
    page.set_viewport_size({"width": WIDE, "height": 1280})
    page.goto("/decisions/")
    page.get_by_role("link", name="I am invited to my client's wedding").click()
    page.get_by_role("heading", name="Thought through").wait_for()
    page.screenshot(path=folder / "decision.png")
    visitor = new_context(chromium, live_server).new_page()
    visitor.set_viewport_size({"width": PHONE, "height": 1000})
    visitor.goto("/what-is-usual/friends/")
    visitor.screenshot(path=folder / "what-is-usual.png")
    for page in (*by_person.values(), visitor):
        page.context.close()
