"""A visitor on a phone without JavaScript: reads, asks, vets a therapist, wants to enquire."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import expect

from conftest import axe_finds, person
from holdfast.web.practice.actions import staff
from holdfast.web.practice.models import Practice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = ["/", "/what-is-usual/", "/what-is-usual/friends/", "/what-is-usual/not-right/",
        "/what-is-usual/coming-back/",
        "/what-is-usual/saying-no/", "/help/", "/is-this-ok/", "/is-this-ok/all/",
        "/choose-a-therapist/", "/choose-a-therapist/questions/"]  # fmt: skip


@pytest.fixture
def therapist(transactional_db: None, now: datetime) -> Any:
    """A therapist whose credentials are checked, ended and not looked up."""
    Practice.get()
    Practice.objects.update(public_profiles=True, name="Riverside Practice")
    alice = person("Alice Ames", "therapist", now=now)
    lead = person("Lena Lund", "lead", now=now)
    row = staff.add_therapist(
        alice, by=alice, now=now, since=date(2025, 1, 1), codes=["bacp-2018"], languages=["en"]
    )
    staff.change_profile(
        row, by=alice, now=now, changed=[], languages=["en", "de"], codes=["bacp-2018"],
        takes_new=True, public=True, orientation="I listen, and we look at it together",
        about="About me", boundaries="We meet at set times.", fees="70 for 50 minutes",
    )  # fmt: skip
    for title, ends in (("Member", None), ("Mediator", now.date() - timedelta(300))):
        one = staff.add_credential(
            row, by=alice, now=now, title=title, body="A body", number="17", expires_on=ends
        )
        staff.check_credential(one, by=lead, now=now, how="the public register")
    staff.add_credential(
        row, by=alice, now=now, title="Supervisor", body="A body", number="18", expires_on=None
    )
    return row


@pytest.fixture
def phone(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A page of 375 pixels' width on which no script runs."""
    context = chromium.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": 375, "height": 740},
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", ["/what-is-usual/", "/is-this-ok/"])
def test_help_and_the_way_out_share_one_row(phone: Any, db: None, address: str) -> None:
    phone.goto(address)

    bar = phone.get_by_role("region", name="Help and leaving")
    links = bar.get_by_role("link").all()
    tops = {round(link.bounding_box()["y"]) for link in links}
    assert len(links) == (2 if address == "/is-this-ok/" else 3)
    assert len(tops) == 1, tops


def test_the_way_out_stays_in_sight_while_the_menu_is_open(phone: Any, db: None) -> None:
    phone.goto("/what-is-usual/friends/")
    phone.get_by_role("button", name="Menu").click()

    way_out = phone.get_by_role("link", name="Leave quickly").bounding_box()
    menu = phone.get_by_role("navigation", name="Main").bounding_box()
    assert way_out["y"] + way_out["height"] <= menu["y"]


def test_a_visitor_reads_asks_and_vets(phone: Any, live_server: Any, therapist: Any) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="What is usual").last.click()
    phone.get_by_role("link", name="Can my therapist be my friend?").click()
    expect(phone.get_by_role("heading", name="What you can say")).to_be_visible()
    expect(phone.get_by_role("link", name="Leave quickly")).to_be_visible()

    phone.get_by_role("button", name="My therapist invited me to a party").click()
    assert phone.url == f"{live_server.url}/is-this-ok/"
    expect(phone.get_by_role("heading", name="Whom to turn to")).to_be_visible()

    phone.get_by_role("button", name="Menu").click()
    phone.get_by_role("link", name="Choose a therapist").click()
    phone.get_by_role("link", name="Alice Ames").click()
    for said in ("✓ checked", "✕ ended", "? not checked"):
        expect(phone.get_by_text(said, exact=True)).to_be_visible()
    expect(phone.get_by_text("Checked by Lena Lund on 17 February 2026")).to_be_visible()

    phone.get_by_role("link", name="What to ask before you begin").click()
    phone.get_by_label("What did you learn, and where?").check()
    phone.go_back()
    assert phone.context.cookies() == []
    _to_the_enquiry(phone)


def _to_the_enquiry(phone: Any) -> None:
    try:
        there = reverse("screening:enquire")
    except NoReverseMatch:
        return
    phone.get_by_role("link", name="Ask for a place").click()
    assert there in phone.url
    expect(phone.get_by_role("link", name="Choose a therapist")).to_be_visible()
    phone.get_by_label("Your name", exact=True).fill("Nora Berg")
    phone.get_by_label("Your e-mail address").fill("nora@example.org")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("heading", name="It is here")).to_be_visible()
    expect(phone.get_by_role("link", name="What to ask before you begin")).to_be_visible()


def test_without_scripts_an_answer_says_how_to_ask_anew(phone: Any, therapist: Any) -> None:
    phone.goto("/what-is-usual/friends/")
    phone.get_by_role("button", name="My therapist invited me to a party").click()
    phone.get_by_label("Somewhere else?").select_option("US")
    phone.get_by_role("button", name="Show").click()
    expect(phone.locator("noscript p")).to_be_visible()

    phone.locator("noscript a").click()
    expect(phone.get_by_role("heading", name="What others ask")).to_be_visible()


def test_going_back_from_an_answer_finds_the_page(page: Any, live_server: Any, therapist: Any):
    here = f"{live_server.url}/is-this-ok/"
    page.goto("/what-is-usual/friends/")
    page.get_by_role("button", name="My therapist invited me to a party").click()
    expect(page.get_by_role("heading", name="Whom to turn to")).to_be_visible()
    expect(page).to_have_title("Is this OK? · Holdfast")
    page.get_by_label("Somewhere else?").select_option("US")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Where to find them: United States")).to_be_visible()

    page.get_by_role("link", name="Help").first.click()
    page.wait_for_url("**/help/")
    for _step in range(2):
        page.go_back()
        expect(page.get_by_role("heading", name="What others ask")).to_be_visible()
        assert page.url == here
    page.go_back()
    expect(page.get_by_role("heading", name="Can my therapist be my friend?")).to_be_visible()
    assert page.context.cookies() == []


def test_words_and_answers_leave_one_page_to_go_back_to(page: Any, therapist: Any):
    page.goto("/is-this-ok/")
    page.get_by_label("What happened?").fill("my therapist hugged me")
    page.get_by_role("button", name="Look it up").click()
    page.get_by_role("region", name="Is it one of these?").get_by_role("button").first.click()
    expect(page.get_by_role("heading", name="What is usual", exact=True)).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "main"

    page.go_back()
    expect(page.get_by_label("What happened?")).to_have_value("")
    page.go_forward()
    expect(page.get_by_label("What happened?")).to_have_value("")


def test_nothing_runs_out_of_a_small_phone(page: Any, therapist: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    for address in [*OPEN, f"/choose-a-therapist/{therapist.pk}/"]:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_on_paper_the_list_has_boxes_and_no_menus(page: Any, therapist: Any) -> None:
    page.goto("/choose-a-therapist/questions/")
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="What I heard")).to_be_visible()
    expect(page.get_by_role("link", name="Leave quickly")).to_be_hidden()
    expect(page.get_by_role("link", name="Ask for a place")).to_be_hidden()
    expect(page.get_by_label("Whom do you talk to about your work?")).to_be_visible()
    assert page.pdf()[:4] == b"%PDF"


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_axe_finds_nothing(page: Any, therapist: Any, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    found = []
    for address in [*OPEN, f"/choose-a-therapist/{therapist.pk}/"]:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        found += [f"{address} {says}" for says in axe_finds(page)]
    assert found == []
