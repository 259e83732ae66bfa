"""Somebody comes back: ties are searched for anew before anybody answers, for the desk alone."""

from datetime import date

import pytest
from django.urls import reverse

from holdfast.screening import Person
from holdfast.web.endings.actions import after
from holdfast.web.endings.former import months_since_end
from holdfast.web.jobs import worker
from holdfast.web.jobs.models import Job
from holdfast.web.practice.models import Notice
from holdfast.web.screening.actions import again, circle, telling
from holdfast.web.screening.models import CircleLook, Finding

from .made import long_ago

pytestmark = pytest.mark.django_db
SAM = Person(given_name="Sam", surname="Okoro", date_of_birth="1988-05-09")


@pytest.fixture
def others(ben) -> None:
    """Enough people for a name to say something."""
    for name, born in (
        ("Leila Haddad", "1971-02-03"), ("Marcus Prys", "1990-11-12"), ("Yuki Mori", "1964-07-30"),
    ):  # fmt: skip
        long_ago(ben, name, born=born)


@pytest.fixture
def friends(anna, sams, now, others) -> None:
    """Since the end Alice has declared that Sam is a friend of hers."""
    circle.declare(anna, by=anna.user, now=now, kind="friend", name="Sam Okoro", person=SAM)
    telling.link_new(now=now)


def _asks(sams, sam, now, wish: str = "same"):
    place = sams.participants.with_cards().select_related("user", "therapy").get()
    return after.ask_to_come_back(place, wish, "", by=sam, now=now)


def test_a_friendship_since_is_found_when_they_ask(sams, sam, friends, desk, now) -> None:
    assert again.look(now=now) == 0
    _asks(sams, sam, now)
    worker.work(now)

    (found,) = Finding.objects.select_related("therapist__user__key", "card__key")
    assert (found.card.shown_name, found.therapist.shown_name) == ("Sam Okoro", "Alice Ames")
    assert Notice.objects.filter(kind="for_the_desk").get().user == desk


def test_the_desk_reads_it_by_code(sams, sam, friends, desk, knock, now) -> None:
    _asks(sams, sam, now)
    worker.work(now)

    page = knock(desk).get(reverse("screening:desk")).content.decode()
    assert sams.code in page
    assert "Sam Okoro" not in page


def test_that_they_were_in_therapy_is_no_news(sams, sam, others, now) -> None:
    _asks(sams, sam, now)
    worker.work(now)

    assert not Finding.objects.exists()


def test_whoever_asks_for_somebody_else_is_looked_for_at_intake(sams, sam, now) -> None:
    _asks(sams, sam, now, wish="somebody_else")

    assert not Job.objects.filter(kind="screening.coming_back").exists()


def test_once_they_are_erased_there_is_nothing_to_look_for(now) -> None:
    assert again.look_for("11111111-1111-1111-1111-111111111111", now=now) == 0


def test_the_therapist_reads_that_it_is_done_and_never_what_is_found(
    sams, sam, alice, knock, desk, friends, now
) -> None:
    address = reverse("endings:answer_back", args=[_asks(sams, sam, now).pk])
    before = _said(knock(alice), address)
    worker.work(now)

    assert Finding.objects.exists()
    assert _said(knock(alice), address) == before
    assert "the therapy ended, 36 months ago" in before
    assert "You have not done so yet." in before
    assert reverse("screening:circle") in before


def test_it_says_when_the_own_circle_was_looked_through(sams, sam, anna, knock, now) -> None:
    CircleLook.objects.create(therapist=anna, looked_on=date(2025, 11, 3))
    address = reverse("endings:answer_back", args=[_asks(sams, sam, now).pk])

    assert "You last did on 3 November 2025." in _said(knock(anna.user), address)


def test_the_coordinator_is_led_to_a_new_enquiry(sams, sam, intake, knock, now) -> None:
    _asks(sams, sam, now, wish="somebody_else")

    page = knock(intake).get(reverse("endings:coming_back")).content.decode()
    assert f'href="{reverse("screening:enter")}"' in page.partition("<main")[2]


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2023, 2, 14), 0),
        (date(2023, 3, 13), 0),
        (date(2023, 3, 14), 1),
        (date(2026, 2, 17), 36),
    ],
)
def test_how_long_ago_it_ended(sams, day, months) -> None:
    assert months_since_end(sams.participants.select_related("therapy").get(), day) == months


def _said(browser, address: str) -> str:
    page = browser.get(address).content.decode().partition("<main")[2]
    return page.partition("csrfmiddlewaretoken")[0]
