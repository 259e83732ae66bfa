"""The therapist's page of answers: who has answered, how often is asked, entry from paper."""

import pytest
from django.urls import reverse

from holdfast.web.alliance.models import Check, Rhythm

from . import made

pytestmark = pytest.mark.django_db
TAPS = {f"item_{n}": "4" for n in range(1, 8)}


def test_it_works(knock, alice, place) -> None:
    made.answered(place, made.held(place.therapy)[-1], made.GOOD)

    text = knock(alice).get(reverse("alliance:checks", args=[place.therapy_id])).content.decode()

    assert "Dana Whitfield" in text
    assert "Answered." in text


def test_who_has_not_answered_is_said(knock, alice, place) -> None:
    text = knock(alice).get(reverse("alliance:checks", args=[place.therapy_id])).content.decode()

    assert "Not answered yet." in text


def test_how_often_is_set(knock, alice, place, send) -> None:
    address = reverse("alliance:checks", args=[place.therapy_id])

    send(knock(alice), address, often="every_second", rate="0.05")

    row = Rhythm.objects.get()
    assert (row.often, row.rate) == ("every_second", 0.05)


@pytest.mark.parametrize("rate", ["0.06", "0", "-1", "nan", "often"])
def test_a_rate_out_of_range_is_refused(knock, alice, place, send, rate: str) -> None:
    address = reverse("alliance:checks", args=[place.therapy_id])

    assert send(knock(alice), address, often="each", rate=rate).status_code == 422
    assert not Rhythm.objects.exists()


def test_a_supervisor_reads_and_sets_nothing(
    knock, anna, alice, supervisor, place, send, now
) -> None:
    from holdfast.web.practice.actions import staff

    staff.agree_supervision(
        supervisor=supervisor, supervisee=anna, kind="responsible", since=made.SINCE,
        by=alice, now=now, covers_all=True,
    )  # fmt: skip
    address = reverse("alliance:checks", args=[place.therapy_id])

    send(knock(supervisor), address, often="none", rate="0.05")

    assert knock(supervisor).get(address).status_code == 200
    assert not Rhythm.objects.exists()


def test_paper_is_entered_for_a_session(knock, alice, place, send) -> None:
    session = made.held(place.therapy)[3]
    address = reverse("alliance:paper", args=[place.pk, "check"])
    late = made.held(place.therapy)[-2]

    send(knock(alice), address, **TAPS, session=str(late.pk))

    check = Check.objects.get()
    assert (check.how, check.session_id, check.entered_by) == ("paper", late.pk, alice.pk)
    assert session.pk != late.pk


def test_paper_without_words_is_keyed_by_number(knock, alice, place, send) -> None:
    address = reverse("alliance:paper", args=[place.pk, "core-10"])
    items = {f"item_{n}": "1" for n in range(1, 11)}

    assert "Item 10" in knock(alice).get(address).content.decode()
    assert send(knock(alice), address, **items, session="").status_code == 302
    assert send(knock(alice), address, **items | {"item_1": "7"}).status_code == 422


def test_a_session_is_not_entered_twice(knock, alice, place, send) -> None:
    session = made.held(place.therapy)[-1]
    made.answered(place, session, made.GOOD)
    address = reverse("alliance:paper", args=[place.pk, "check"])

    answer = send(knock(alice), address, **TAPS, session=str(session.pk))

    assert answer.status_code == 422
    assert Check.objects.count() == 1


def test_somebody_elses_therapist_meets_nothing(knock, ben, place) -> None:
    browser = knock(ben.user)

    assert browser.get(reverse("alliance:checks", args=[place.therapy_id])).status_code == 404
    assert browser.get(reverse("alliance:paper", args=[place.pk, "check"])).status_code == 404
