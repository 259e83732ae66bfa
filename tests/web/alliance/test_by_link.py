"""Answering by a link for one use, and the letter it comes in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.web.accounts import links
from holdfast.web.accounts.models import Letter
from holdfast.web.alliance.actions import answering
from holdfast.web.alliance.models import Check
from holdfast.web.practice.actions import people

from . import made

pytestmark = pytest.mark.django_db
TAPS = {f"item_{n}": "4" for n in range(1, 8)}


@pytest.fixture
def safe(place, alice, now):
    """An e-mail address of Dana's that is safe for checks."""
    return people.add_contact_point(
        place.card, by=alice, now=now, about=place.therapy, kind="email",
        value="dana@example.org", safe_for=["checks"],
    )  # fmt: skip


@pytest.fixture
def link(place, alice, now) -> str:
    """The address of a link for Dana."""
    where = answering.Place(place, "check", made.held(place.therapy)[-1])
    asking = answering.ask(where, "link", by=alice, now=now)
    made_link = links.make("check", asking.pk, now=now, life=timedelta(days=7))
    return reverse("alliance:by_link", args=[made_link.secret])


def test_it_works(link, send) -> None:
    browser = Client()
    answer = send(browser, link, **TAPS)

    assert answer["Location"] == reverse("alliance:sent")
    assert Check.objects.get().how == "link"
    assert "Mostly" in browser.get(answer["Location"]).content.decode()


def test_opening_shows_nothing_personal_and_uses_nothing_up(link) -> None:
    for _time in range(2):
        text = Client().get(link).content.decode()
        assert "I felt understood" in text
        for personal in ("Dana", "Whitfield", "Alice", "Ames", "17 February", "10 February"):
            assert personal not in text


def test_sending_uses_it_up(link, send) -> None:
    send(Client(), link, **TAPS)

    assert Client().get(link).status_code == 410
    assert Client().post(link, TAPS).status_code == 410
    assert Check.objects.count() == 1


def test_what_was_sent_is_shown_once_and_only_there(link, send) -> None:
    browser = Client()
    send(browser, link, **TAPS, note="Only once")

    assert "Only once" in browser.get(reverse("alliance:sent")).content.decode()
    assert "Only once" not in browser.get(reverse("alliance:sent")).content.decode()
    assert "Only once" not in Client().get(reverse("alliance:sent")).content.decode()


def test_a_wrong_or_old_link_has_ended(link, monkeypatch) -> None:
    assert Client().get(reverse("alliance:by_link", args=["x" * 43])).status_code == 410


def test_the_letter_goes_to_a_safe_address_and_names_nobody(
    knock, alice, place, safe, send
) -> None:
    send(knock(alice), reverse("alliance:link", args=[place.pk, "check"]))

    letter = Letter.objects.get(kind="check")
    assert letter.text("to") == "dana@example.org"
    assert "Dana" not in letter.text("body")
    assert "therap" not in letter.text("body").lower()


def test_without_a_safe_address_nothing_is_sent(knock, alice, place, safe, send) -> None:
    safe.safe_for = ["scheduling"]
    safe.save()

    answer = send(knock(alice), reverse("alliance:link", args=[place.pk, "check"]))

    assert answer.status_code == 422
    assert not Letter.objects.filter(kind="check").exists()


def test_a_new_link_ends_the_one_before(link, knock, alice, place, safe, send) -> None:
    send(knock(alice), reverse("alliance:link", args=[place.pk, "check"]))

    assert Client().get(link).status_code == 410


def test_somebody_elses_therapist_sends_nothing(knock, ben, place) -> None:
    address = reverse("alliance:link", args=[place.pk, "check"])

    assert knock(ben.user).get(address).status_code == 404


def test_after_the_end_a_link_asks_nothing_and_names_nothing(link, place, alice, now) -> None:
    from holdfast.web.practice.models import Participant

    Participant.objects.filter(pk=place.pk).update(until=now.date())  # left; the others go on

    for answer in (Client().get(link), Client().post(link, TAPS)):
        page = answer.content.decode()
        assert answer.status_code == 410
        assert "You need not do anything." in page
        assert "Dana" not in page
        assert "therap" not in page[page.index("<main") : page.index("</main>")]
    assert not Check.objects.exists()
