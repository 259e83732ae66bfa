"""Contacts, crossings, breaks and promises are noted, and only by those whose therapy it is."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from holdfast.web.practice.models import Break, Contact, Crossing, Notice, Promise

pytestmark = pytest.mark.django_db


def sent(browser, path: str, **fields: object):
    return browser.post(path, {"once": uuid4(), "opened": "", **fields})


@pytest.fixture
def contact_fields(dana) -> dict[str, object]:
    return {
        "who": str(dana.pk), "at": "2026-02-16T21:40", "direction": "in", "channel": "text",
        "purpose": "support", "note": "could not sleep",
    }  # fmt: skip


def test_it_works(knock, alice, therapy, contact_fields) -> None:
    answer = sent(knock(alice), f"/therapies/{therapy.pk}/contacts/add/", **contact_fields)

    contact = Contact.objects.get()
    assert answer.status_code == 302
    assert contact.at == datetime(2026, 2, 16, 21, 40, tzinfo=UTC)
    assert contact.text("note") == "could not sleep"
    assert "could not sleep" in knock(alice).get(f"/contacts/{contact.pk}/").content.decode()


GIFT = {"kind": "gift", "on": "2026-02-16", "initiated_by": "client", "note": "a scarf"}


def test_a_contact_saved_again_after_going_back_stands_once(
    knock, alice, therapy, contact_fields
) -> None:
    browser, path = knock(alice), f"/therapies/{therapy.pk}/contacts/add/"
    sent(browser, path, **contact_fields)

    answer = sent(browser, path, **{**contact_fields, "at": "2026-02-16T21:43"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "already: text message, Monday 16 February, 21:40. It stands once." in page
    assert "could not sleep" in page, "nothing is lost"
    assert Contact.objects.count() == 1
    assert sent(browser, path, **contact_fields, second="yes").status_code == 302
    assert Contact.objects.count() == 2


def test_a_crossing_saved_again_after_going_back_stands_once(knock, alice, therapy, dana) -> None:
    browser, path = knock(alice), f"/therapies/{therapy.pk}/crossings/add/"
    sent(browser, path, who=str(dana.pk), **GIFT)

    answer = sent(browser, path, who=str(dana.pk), **GIFT)

    assert "already: gift, Monday 16 February. It stands once." in answer.content.decode()
    assert "Note it a second time" in answer.content.decode()
    assert Crossing.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [{"note": "could sleep"}, {"channel": "phone"}, {"at": "2026-02-16T20:40"}, {"minutes": "5"}],
)
def test_another_contact_is_noted_without_a_question(
    knock, alice, therapy, contact_fields, other
) -> None:
    browser, path = knock(alice), f"/therapies/{therapy.pk}/contacts/add/"
    sent(browser, path, **contact_fields)

    assert sent(browser, path, **{**contact_fields, **other}).status_code == 302
    assert Contact.objects.count() == 2


def test_the_same_noted_long_ago_asks_nothing(knock, alice, therapy, dana, now) -> None:
    browser, path = knock(alice), f"/therapies/{therapy.pk}/crossings/add/"
    sent(browser, path, who=str(dana.pk), **GIFT)
    Crossing.objects.update(recorded_at=now - timedelta(minutes=20))

    assert sent(browser, path, who=str(dana.pk), **GIFT).status_code == 302


def test_the_same_about_another_client_asks_nothing(knock, alice, therapy, dana, now) -> None:
    from holdfast.web.practice.actions import people

    card = people.new_card("therapy", now=now, name="Iwan Whitfield")
    iwan = people.add_participant(therapy, card, by=alice, now=now, since=dana.since)
    browser, path = knock(alice), f"/therapies/{therapy.pk}/crossings/add/"
    sent(browser, path, who=str(dana.pk), **GIFT)

    assert sent(browser, path, who=str(iwan.pk), **GIFT).status_code == 302


def test_the_hour_is_that_of_the_therapy(knock, alice, therapy, contact_fields) -> None:
    therapy.zone = "Europe/Berlin"
    therapy.save(update_fields=["zone"])
    sent(knock(alice), f"/therapies/{therapy.pk}/contacts/add/", **contact_fields)

    assert Contact.objects.get().at == datetime(2026, 2, 16, 20, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"at": "2026-02-18T09:00"}, "This is still to come."),
        ({"at": "2026-02-30T09:00"}, "Please give a day and a time"),
        ({"minutes": "0"}, "This has to be 1 or more."),
        ({"who": str(uuid4())}, "Please choose one of these."),
    ],
)
def test_mistakes_lose_nothing(knock, alice, therapy, contact_fields, fields, says) -> None:
    path = f"/therapies/{therapy.pk}/contacts/add/"
    answer = sent(knock(alice), path, **{**contact_fields, **fields})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "could not sleep" in page


def test_a_crossing(knock, alice, therapy, dana) -> None:
    sent(
        knock(alice), f"/therapies/{therapy.pk}/crossings/add/", who=str(dana.pk), kind="gift",
        on="2026-02-16", initiated_by="client", discussed="no", note="a scarf",
    )  # fmt: skip
    crossing = Crossing.objects.get()

    assert (crossing.kind, crossing.discussed, crossing.text("note")) == ("gift", False, "a scarf")
    assert "a scarf" in knock(alice).get(f"/crossings/{crossing.pk}/").content.decode()


def test_a_break(knock, alice, anna) -> None:
    browser = knock(alice)
    refused = sent(browser, "/breaks/", since="2026-08-15", until="2026-08-01")
    assert "lies before the first" in refused.content.decode()

    sent(browser, "/breaks/", since="2026-08-01", until="2026-08-15")
    assert Break.objects.get().announced_on == date(2026, 2, 17)


@pytest.mark.parametrize("far", ["0001-01-01", "9999-12-31"])
def test_a_break_is_not_far_away(knock, alice, anna, far: str) -> None:
    refused = sent(knock(alice), "/breaks/", since=far, until=far)

    assert "Is the year right?" in refused.content.decode()
    assert not Break.objects.exists()


@pytest.mark.parametrize("far", ["0001-01-01T10:00", "9999-12-31T23:59"])
def test_a_contact_is_not_far_away(knock, alice, therapy, contact_fields, far: str) -> None:
    address = f"/therapies/{therapy.pk}/contacts/add/"
    answer = sent(knock(alice), address, **{**contact_fields, "at": far})

    assert answer.status_code == 422
    assert not Contact.objects.exists()


def test_whoever_covers_a_break_may_open_what_an_emergency_needs(
    knock, alice, anna, bob, ben, cover
) -> None:
    browser = knock(alice)
    page = browser.get("/breaks/").content.decode()
    assert cover.shown_name in page
    assert bob.shown_name not in page  # he does not cover for colleagues

    sent(browser, "/breaks/", since="2026-02-16", until="2026-02-20", cover=str(cover.pk))

    assert "You stand in for" in knock(cover).get("/emergency/").content.decode()
    assert Notice.objects.get(user=cover).kind == Notice.Kind.COVER_NAMED


def test_a_promise_is_kept_and_can_be_open_again(knock, alice, therapy, now) -> None:
    from holdfast.web.practice.actions.betweens import promise

    row = promise(therapy, "send the title", by=alice, now=now)
    browser, path = knock(alice), f"/promises/{row.pk}/done/"

    browser.post(path)
    assert Promise.objects.get().done_at is not None
    browser.post(path)
    assert Promise.objects.get().done_at is None


def test_two_sessions_at_one_time_are_pointed_out(knock, alice, therapy) -> None:
    browser, path = knock(alice), f"/therapies/{therapy.pk}/sessions/plan/"
    first = {"on": "2026-02-24", "at": "14:00", "minutes": "50", "where": "room"}
    assert sent(browser, path, **first).status_code == 302

    answer = sent(browser, path, **{**first, "at": "14:30"})

    assert answer.status_code == 422
    assert "You have another session from 14:00" in answer.content.decode()
    assert sent(browser, path, **{**first, "at": "14:50"}).status_code == 302


def test_a_session_that_was_called_off_can_be_planned_anew(
    knock, alice, therapy, dana, now
) -> None:
    from holdfast.web.practice.actions.sessions import cancel_session

    browser, path = knock(alice), f"/therapies/{therapy.pk}/sessions/plan/"
    fields = {"on": "2026-02-24", "at": "14:00", "minutes": "50", "where": "room"}
    sent(browser, path, **fields)
    row = therapy.sessions.get()
    cancel_session(row, [], by=alice, now=now, cancelled_by="client", cancelled_at=now)

    assert sent(browser, path, **fields).status_code == 302

    assert sorted(therapy.sessions.values_list("state", flat=True)) == ["cancelled", "planned"]


def test_a_session_can_be_moved(knock, alice, therapy) -> None:
    browser = knock(alice)
    fields = {"on": "2026-02-24", "at": "14:00", "minutes": "50", "where": "room"}
    sent(browser, f"/therapies/{therapy.pk}/sessions/plan/", **fields)
    row = therapy.sessions.get()

    moved = {**fields, "on": "2026-02-25", "where": "remote", "opened": row.version}
    assert sent(browser, f"/sessions/{row.pk}/move/", **moved).status_code == 302
    row.refresh_from_db()
    assert (row.planned_on, row.where) == (date(2026, 2, 25), "remote")
    page = browser.get(f"/sessions/{row.pk}/").content.decode()
    assert "Moved from" in page
    assert "Tuesday 24 February, 14:00" in page

    sent(browser, f"/sessions/{row.pk}/move/", **{**fields, "opened": row.version})
    row.refresh_from_db()
    assert row.moved_from is None  # back where it was planned


@pytest.mark.parametrize("what", ["contacts/add", "crossings/add", "sessions/plan", "people/add"])
def test_the_wrong_therapist_knocks(knock, bob, ben, therapy, what) -> None:
    assert knock(bob).get(f"/therapies/{therapy.pk}/{what}/").status_code == 404
    assert sent(knock(bob), f"/therapies/{therapy.pk}/{what}/").status_code == 404


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("0001-01-01", "Is the year right? This says 0001."),
        ("9999-12-31", "Is the year right? This says 9999."),
        ("2025-09-01", "This lies before the therapy began, on 2 September 2025."),
        ("2032-02-16", "This is more than 5 years ahead."),
    ],
)
def test_a_mistyped_year_is_pointed_out(knock, alice, therapy, contact_fields, day, says) -> None:
    browser, path = knock(alice), f"/therapies/{therapy.pk}"
    crossing = {"who": contact_fields["who"], "kind": "gift", "initiated_by": "client"}
    plan = {"at": "14:00", "minutes": "50", "where": "room"}
    answers = [sent(browser, f"{path}/sessions/plan/", **plan, on=day)]
    if not day.startswith("2032"):
        # The first call and letters may come before it began, yet not a year before.
        called = "2024-08-01" if day.startswith("2025") else day
        contact = {**contact_fields, "at": f"{called}T10:00"}
        answers.append(sent(browser, f"{path}/contacts/add/", **contact))
        answers.append(sent(browser, f"{path}/crossings/add/", **crossing, on=day))

    assert [a.status_code for a in answers] == [422] * len(answers)
    assert all(says in a.content.decode() for a in answers)


def test_what_is_too_long_is_said_and_not_lost(knock, alice, therapy, contact_fields) -> None:
    path, long = f"/therapies/{therapy.pk}/contacts/add/", "word " * 1999 + "last!"
    assert "maxlength" not in knock(alice).get(path).content.decode()
    answer = sent(knock(alice), path, **{**contact_fields, "note": long})

    page = answer.content.decode()
    assert "This is 10000 characters long; at most 4000 fit." in page
    assert long in page


def test_it_is_said_what_was_noted_and_planned(knock, alice, therapy, contact_fields) -> None:
    browser, path = knock(alice), f"/therapies/{therapy.pk}"
    sent(browser, f"{path}/contacts/add/", **contact_fields)
    page = browser.get(f"{path}/").content.decode()
    assert "Noted: a contact on Monday 16 February, 21:40." in page

    plan = {"on": "2026-02-24", "at": "14:00", "minutes": "50", "where": "room"}
    sent(browser, f"{path}/sessions/plan/", **plan)
    page = browser.get(f"{path}/").content.decode()
    assert "Planned for Tuesday 24 February, 14:00." in page
    assert "lies in the break" not in page


def test_a_break_over_planned_sessions_offers_to_call_them_off(knock, alice, bob, therapy) -> None:
    browser = knock(alice)
    plan = {"at": "14:00", "minutes": "50", "where": "room"}
    for day in ("2026-07-31", "2026-08-04", "2026-08-11"):
        sent(browser, f"/therapies/{therapy.pk}/sessions/plan/", **plan, on=day)
    sent(browser, "/breaks/", since="2026-08-01", until="2026-08-15")

    page = browser.get("/breaks/").content.decode()
    first, second, third = therapy.sessions.order_by("starts_at")
    assert "2 sessions are still planned in it" in page
    assert "Announced. Nothing is planned in it." not in page
    assert all(f"/sessions/{s.pk}/move/" in page for s in (second, third))
    assert str(first.pk) not in page


def test_a_break_without_sessions_says_so(knock, alice, anna, ben, bob, therapy) -> None:
    plan = {"on": "2026-08-04", "at": "14:00", "minutes": "50", "where": "room"}
    sent(knock(alice), f"/therapies/{therapy.pk}/sessions/plan/", **plan)
    browser = knock(bob)
    sent(browser, "/breaks/", since="2026-08-01", until="2026-08-15")

    page = browser.get("/breaks/").content.decode()
    assert "Announced. Nothing is planned in it." in page
    assert "Dana" not in page


def test_the_sessions_in_many_breaks_are_asked_for_at_once(
    knock, alice, therapy, django_assert_num_queries
) -> None:
    from holdfast.web.practice.pauses import pauses

    browser = knock(alice)
    plan = {"at": "14:00", "minutes": "50", "where": "room"}
    for month in (5, 6, 7):
        sent(browser, f"/therapies/{therapy.pk}/sessions/plan/", **plan, on=f"2026-0{month}-05")
        sent(browser, "/breaks/", since=f"2026-0{month}-01", until=f"2026-0{month}-08")
    announced = list(Break.objects.order_by("since"))

    with django_assert_num_queries(2):  # her roles, and the sessions
        found = pauses(announced, alice, datetime(2026, 2, 17, 9, tzinfo=UTC))
    assert [len(pause.planned) for pause in found] == [1, 1, 1]


def test_a_session_in_a_break_is_planned_with_a_word_about_it(knock, alice, therapy) -> None:
    browser = knock(alice)
    sent(browser, "/breaks/", since="2026-08-01", until="2026-08-15")
    plan = {"on": "2026-08-04", "at": "14:00", "minutes": "50", "where": "room"}
    sent(browser, f"/therapies/{therapy.pk}/sessions/plan/", **plan)

    page = browser.get(f"/therapies/{therapy.pk}/").content.decode()
    assert therapy.sessions.count() == 1
    assert "This lies in the break from 1 August to 15 August." in page
