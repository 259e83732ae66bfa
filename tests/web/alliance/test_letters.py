"""Asking by e-mail after a session, by itself, and one reminder."""

from datetime import timedelta

import pytest

from holdfast.web.accounts.models import Letter
from holdfast.web.alliance.actions import answering, letters
from holdfast.web.alliance.models import Asking
from holdfast.web.practice.actions import people

from . import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def safe(place, alice, now):
    """An e-mail address of Dana's that is safe for checks."""
    return people.add_contact_point(
        place.card, by=alice, now=now, about=place.therapy, kind="email",
        value="dana@example.org", safe_for=["checks"],
    )  # fmt: skip


@pytest.fixture
def last(place, alice):
    """The last session, in a therapy that asks by letter."""
    answering.set_rhythm(
        place.therapy, often="each", rate=0.02, by_letter=True, by=alice, now=made.BEGAN
    )
    return made.held(place.therapy)[-1]


def test_a_letter_and_one_reminder(safe, last) -> None:
    after = last.planned_end
    assert letters.ask_by_letter(after + timedelta(hours=1)) == 0  # not settled yet
    assert letters.ask_by_letter(after + timedelta(hours=3)) == 1
    assert letters.ask_by_letter(after + timedelta(hours=4)) == 0
    assert letters.ask_by_letter(after + timedelta(days=3)) == 1
    assert letters.ask_by_letter(after + timedelta(days=4)) == 0

    assert Letter.objects.count() == 2
    assert "Dana" not in Letter.objects.first().text("body")
    assert list(Asking.objects.values_list("how", "reminds")) == [("link", True)]


def test_whoever_has_answered_is_left_in_peace(safe, last, place) -> None:
    made.answered(place, last, made.GOOD)

    assert letters.ask_by_letter(last.planned_end + timedelta(hours=3)) == 0


@pytest.mark.parametrize("why", ["pause", "away", "off", "ended"])
def test_no_letter(safe, last, place, alice, now, why) -> None:
    if why == "pause":
        answering.pause(place, by=alice, now=last.starts_at - timedelta(days=3))
    if why == "away":
        last.attendances.update(attended=False)
    if why == "off":
        answering.set_rhythm(place.therapy, often="each", rate=0.02, by=alice, now=now)
    if why == "ended":
        type(place.therapy).objects.update(state="ended")

    assert letters.ask_by_letter(last.planned_end + timedelta(hours=3)) == 0


def test_nothing_goes_to_an_address_that_is_not_safe(last) -> None:
    assert letters.ask_by_letter(last.planned_end + timedelta(hours=3)) == 0
    assert Letter.objects.count() == 0


def test_each_of_a_couple_is_asked_alone(couple, alice) -> None:
    answering.set_rhythm(couple, often="each", rate=0.02, by_letter=True, by=alice, now=made.BEGAN)
    for who in couple.participants.select_related("card__key"):
        people.add_contact_point(
            who.card, by=alice, now=made.BEGAN, about=couple, kind="email",
            value="one@example.org", safe_for=["checks"],
        )  # fmt: skip

    assert letters.ask_by_letter(made.held(couple)[-1].planned_end + timedelta(hours=3)) == 2


def test_the_page_takes_it(knock, alice, place, send) -> None:
    sent = {"often": "each", "rate": "0.02", "by_letter": "on"}
    send(knock(alice), f"/therapies/{place.therapy_id}/answers/", **sent)

    assert place.therapy.rhythm.by_letter
