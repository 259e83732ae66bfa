"""Handing the screen over: one form is left, and nothing else of Holdfast."""

from datetime import timedelta

import pytest
from django.urls import reverse

from holdfast.web.alliance.models import Asking, Check

pytestmark = pytest.mark.django_db
TAPS = {f"item_{n}": "3" for n in range(1, 8)}
FORM = "/handed-over/"


@pytest.fixture
def screen(knock, alice, place, send):
    """The browser of Alice, handed over to Dana."""
    browser = knock(alice)
    answer = send(browser, reverse("alliance:hand_over", args=[place.pk, "check"]))
    assert answer["Location"] == FORM
    return browser


def test_it_works(screen, place) -> None:
    assert "I felt understood" in screen.get(FORM).content.decode()

    answer = screen.post(FORM, {**TAPS, "once": "7b0d5d3e-61f7-43f3-9ed0-4cc6b1a0c222"})

    assert answer["Location"] == FORM
    assert Check.objects.get().how == "hand_over"
    assert "hand the screen back" in screen.get(FORM).content.decode()


def test_the_therapists_session_has_ended(screen) -> None:
    assert "_auth_user_id" not in screen.session


@pytest.mark.parametrize(
    "address",
    ["/", "/today/", "/clients/", "/recover/", "/my-checks/", "/nowhere/", "/check/sent/"],
)
def test_every_other_address_leads_to_the_form(screen, address: str) -> None:
    answer = screen.get(address)

    assert answer.status_code == 302
    assert answer["Location"] == FORM


def test_the_relationship_page_leads_to_the_form(screen, place) -> None:
    answer = screen.get(reverse("home:relationship", args=[place.therapy_id]))

    assert answer["Location"] == FORM


def test_signing_in_stays_possible(screen, alice, signed_in) -> None:
    assert screen.get("/sign-in/").status_code == 200


def test_the_form_names_nobody_and_has_no_way_past_the_therapist(screen) -> None:
    text = screen.get(FORM).content.decode()

    for unwanted in ("Dana", "Alice", "Ames", "rather not tell", "Recorded"):
        assert unwanted not in text


def test_nothing_of_it_is_stored_by_the_browser(screen) -> None:
    answer = screen.get(FORM)

    assert answer["Cache-Control"] == "no-store"
    assert answer["Clear-Site-Data"] == '"cache"'


def test_it_is_sent_once(screen) -> None:
    screen.post(FORM, {**TAPS, "once": "7b0d5d3e-61f7-43f3-9ed0-4cc6b1a0c222"})
    screen.post(FORM, {**TAPS, "once": "7b0d5d3e-61f7-43f3-9ed0-4cc6b1a0c333"})

    assert Check.objects.count() == 1


def test_answers_are_shown_once_after_sending(screen) -> None:
    screen.post(FORM, {**TAPS, "note": "Once", "once": "7b0d5d3e-61f7-43f3-9ed0-4cc6b1a0c222"})

    assert "Once" in screen.get(FORM).content.decode()
    assert "Once" not in screen.get(FORM).content.decode()


def test_after_half_an_hour_only_signing_in_is_left(screen, now) -> None:
    Asking.objects.update(made_at=now - timedelta(minutes=31))

    assert screen.get(FORM)["Location"] == "/sign-in/"
    assert screen.get("/today/")["Location"] == FORM


def test_nobody_without_it_gets_the_form(client) -> None:
    assert client.get(FORM)["Location"] == "/sign-in/"


def test_a_stranger_hands_nothing_over(knock, ben, dana, place) -> None:
    address = reverse("alliance:hand_over", args=[place.pk, "check"])

    assert knock(ben.user).get(address).status_code == 404
    assert knock(dana).get(address).status_code == 404
