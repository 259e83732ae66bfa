"""Answers about danger: words at once, somebody told at once, open until something was done."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from holdfast.web.accounts.models import Letter
from holdfast.web.alliance import contributes
from holdfast.web.alliance.actions import danger
from holdfast.web.alliance.actions.answering import Place, ask
from holdfast.web.alliance.models import FollowUp
from holdfast.web.practice.actions import betweens, sessions, staff
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.seam import Told

from . import made

pytestmark = pytest.mark.django_db
ITEMS = {f"item_{n}": "0" for n in range(1, 9)} | {"item_9": "1"}


@pytest.fixture
def answered(knock, dana, place, alice, send, now):
    """Dana's browser after she answered the PHQ-9 with item 9 above zero."""
    ask(Place(place, "phq-9", None), "portal", by=alice, now=now)
    browser = knock(dana)
    answer = send(browser, reverse("alliance:answer", args=[place.pk, "phq-9"]), **ITEMS)
    browser.shown = browser.get(answer["Location"]).content.decode()
    return browser


@pytest.fixture
def away(anna, alice, cover, now):
    """Alice is on a break she announced, and Cora covers for her."""
    staff.name_cover(anna, cover, by=alice, now=now, since=made.SINCE)
    betweens.announce_break(
        since=now.date() - timedelta(days=1), until=now.date() + timedelta(days=5), by=alice,
        now=now, therapist=anna,
    )  # fmt: skip


def test_the_client_reads_at_once_where_to_turn(answered) -> None:
    assert "You do not have to carry this alone" in answered.shown
    assert "999" in answered.shown
    assert "Samaritans" in answered.shown
    assert 'href="tel:999"' in answered.shown
    assert 'href="sms:85258"' in answered.shown


def test_it_goes_by_where_they_are(knock, dana, place, alice, send, now) -> None:
    place.zone = "America/Toronto"
    place.save()
    ask(Place(place, "phq-9", None), "portal", by=alice, now=now)
    browser = knock(dana)
    answer = send(browser, reverse("alliance:answer", args=[place.pk, "phq-9"]), **ITEMS)

    assert "988" in browser.get(answer["Location"]).content.decode()


def test_the_therapist_is_told_without_delay(answered, knock, alice) -> None:
    assert [letter.text("to") for letter in Letter.objects.filter(kind="today")] == [
        "alice@example.org"
    ]
    assert "Dana" not in Letter.objects.get(kind="today").text("body")
    assert "needs you" in knock(alice).get("/today/").content.decode()


def test_whoever_covers_a_break_is_told_too(away, answered, knock, cover) -> None:
    told = {letter.text("to") for letter in Letter.objects.filter(kind="today")}
    address = reverse("alliance:follow_up", args=[FollowUp.objects.get().pk])
    page = knock(cover).get(address).content.decode()

    assert told == {"alice@example.org", "cora@example.org"}
    assert "needs you" in knock(cover).get("/overview/").content.decode()
    assert "Dana" not in page
    assert "Open what an emergency needs" in page


def test_whoever_covers_is_not_told_outside_a_break(
    anna, alice, cover, now, answered, knock
) -> None:
    staff.name_cover(anna, cover, by=alice, now=now, since=made.SINCE)
    address = reverse("alliance:follow_up", args=[FollowUp.objects.get().pk])

    assert knock(cover).get(address).status_code == 404
    assert Letter.objects.filter(kind="today").count() == 1


def test_it_stays_until_somebody_writes_what_was_done(answered, knock, alice, send, place, now):
    row = FollowUp.objects.get()
    address = reverse("alliance:follow_up", args=[row.pk])
    browser = knock(alice)
    found = made.look_for_signals(place.therapy)
    assert [s.kind for s in found] == ["danger"]
    assert send(browser, address, done="  ").status_code == 422

    send(browser, address, done="Called at 13:00; safe at her sister's.")

    row = FollowUp.objects.select_related("therapy__key").get()
    assert (row.settled_by, row.text("done")[:6]) == (alice.pk, "Called")
    assert "needs you" not in browser.get("/today/").content.decode()
    assert [s.state for s in made.look_for_signals(place.therapy)] == ["closed"]


def test_other_answers_begin_nothing(knock, dana, place, alice, send, now) -> None:
    ask(Place(place, "phq-9", None), "portal", by=alice, now=now)
    browser = knock(dana)
    address = reverse("alliance:answer", args=[place.pk, "phq-9"])

    answer = send(browser, address, **(ITEMS | {"item_9": "0"}))

    assert not FollowUp.objects.exists()
    assert "carry this alone" not in browser.get(answer["Location"]).content.decode()


def test_what_was_agreed_for_emergencies_is_shown(answered, place, monkeypatch) -> None:
    from holdfast.web.alliance import shown

    monkeypatch.setattr(shown, "emergencies_of", lambda therapy: "Call the clinic first.")
    check = FollowUp.objects.select_related("check_row__therapy__key").get().check_row

    assert "Call the clinic first." in shown.right_now(check)


def test_a_stranger_meets_nothing(answered, knock, ben, sam, dana) -> None:
    address = reverse("alliance:follow_up", args=[FollowUp.objects.get().pk])
    for user in (ben.user, sam, dana):
        assert knock(user).get(address).status_code == 404


@pytest.fixture
def meets_today(place, alice, now):
    """A session with Dana this afternoon."""
    at = datetime(2026, 2, 17, 15)
    return sessions.plan_sessions(place.therapy, [at], minutes=50, by=alice, now=now)


def first_lines(page: str) -> list[str]:
    """What stands first in each brief of a page."""
    return re.findall(r'<dl class="brief">\s*<div[^>]*><dt>([^<]*)</dt><dd[^>]*>([^<]*)', page)


def test_it_stands_first_wherever_a_session_is_prepared(
    answered, meets_today, place, knock, alice, now
) -> None:
    betweens.promise(place.therapy, "find the letter", by=alice, now=now)
    browser = knock(alice)
    waits = ("Needs you today", "An answer about self-harm or danger, given on 17 February, "
             "waits for you.")  # fmt: skip
    record = f"/therapies/{place.therapy_id}/"

    for address in ("/today/", "/today/2026-02-17/briefs/", record, f"{record}brief/"):
        assert first_lines(browser.get(address).content.decode()) == [waits], address

    danger.settle(FollowUp.objects.get(), "Called.", by=alice, now=now)
    assert waits not in first_lines(browser.get("/today/").content.decode())


def test_the_banner_tells_of_it_before_all_else(
    answered, place, knock, alice, bob, now, monkeypatch
) -> None:
    from holdfast.web.codes import contributes as earlier

    monkeypatch.setattr(earlier, "told", lambda reader, now: [Told("Something is due.")])

    context = knock(alice).get("/today/").context
    told = [line.words for line in (*context["told"], *context["folded"])]

    assert told[0] == "Dana Whitfield: an answer about self-harm or danger needs you."
    assert "Something is due." in told


def test_the_brief_says_it_once(answered, place, knock, alice) -> None:
    made.look_for_signals(place.therapy)

    page = knock(alice).get(f"/therapies/{place.therapy_id}/brief/").content.decode()

    assert page.count("self-harm") == 1


def test_a_couples_brief_says_whose_answer_it_is(couple, sam, alice, send, knock, now) -> None:
    place = couple.participants.get(user=sam)
    ask(Place(place, "phq-9", None), "portal", by=alice, now=now)
    send(knock(sam), reverse("alliance:answer", args=[place.pk, "phq-9"]), **ITEMS)

    page = knock(alice).get(f"/therapies/{couple.pk}/brief/").content.decode()

    assert first_lines(page)[0][0] == "Needs you today, Sam Okoro"


def test_two_queries_for_the_briefs_of_many(
    answered, anna, alice, now, place, django_assert_max_num_queries
) -> None:
    many = [place.therapy, *(made.a_therapy(anna, f"Client {n}", weeks=2) for n in range(3))]
    for therapy in many[1:]:
        made.answered(therapy.participants.get(), made.held(therapy)[-1], made.GOOD)
    fresh = list(Therapy.objects.with_keys().filter(pk__in=[t.pk for t in many]))

    with django_assert_max_num_queries(2):
        assert len(contributes.brief(fresh, alice, now)) == 4
