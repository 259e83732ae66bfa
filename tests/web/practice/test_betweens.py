"""Contacts, crossings, breaks and promises are noted, and only by those whose therapy it is."""

from datetime import UTC, date, datetime
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


def test_the_hour_is_that_of_the_therapy(knock, alice, therapy, contact_fields) -> None:
    therapy.zone = "Europe/Berlin"
    therapy.save(update_fields=["zone"])
    sent(knock(alice), f"/therapies/{therapy.pk}/contacts/add/", **contact_fields)

    assert Contact.objects.get().at == datetime(2026, 2, 16, 20, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"at": "2026-02-18T09:00"}, "This is still to come."),
        ({"at": "2026-02-30T09:00"}, "Enter a valid date/time."),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"who": str(uuid4())}, "Select a valid choice"),
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

    assert "Write a day between 1900 and 2200." in refused.content.decode()
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


def test_a_session_can_be_moved(knock, alice, therapy) -> None:
    browser = knock(alice)
    fields = {"on": "2026-02-24", "at": "14:00", "minutes": "50", "where": "room"}
    sent(browser, f"/therapies/{therapy.pk}/sessions/plan/", **fields)
    row = therapy.sessions.get()

    moved = {**fields, "on": "2026-02-25", "opened": row.version}
    assert sent(browser, f"/sessions/{row.pk}/move/", **moved).status_code == 302
    row.refresh_from_db()
    assert row.planned_on == date(2026, 2, 25)
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
