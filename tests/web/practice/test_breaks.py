"""What is planned in an announced break is called off in one act, and that can be taken back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from holdfast.web.accounts.models import Grant, Role
from holdfast.web.audit.models import Entry
from holdfast.web.practice.actions import betweens, sessions
from holdfast.web.practice.models import Attendance, Break, Cover, Session, Therapy
from holdfast.web.practice.models.staff import in_force
from holdfast.web.practice.pauses import days_words

pytestmark = pytest.mark.django_db
PLAN = {"at": "14:00", "minutes": "50", "where": "room"}
DAYS = ("2026-07-31", "2026-08-04", "2026-08-11")


def sent(browser, path: str, **fields: object):
    return browser.post(path, {"once": uuid4(), "opened": "", **fields})


@pytest.fixture
def browser(knock, alice):
    return knock(alice)


@pytest.fixture
def pause(browser, therapy) -> Break:
    """A fortnight in August: one session before it, two in it."""
    for day in DAYS:
        sent(browser, f"/therapies/{therapy.pk}/sessions/plan/", **PLAN, on=day)
    sent(browser, "/breaks/", since="2026-08-01", until="2026-08-15")
    return Break.objects.get()


def called_off(browser, pause: Break, *rows: Session, **fields: object):
    chosen = [str(row.pk) for row in rows]
    return sent(browser, f"/breaks/{pause.pk}/call-off/", sessions=chosen, **fields)


def states(therapy) -> list[str]:
    return list(therapy.sessions.order_by("starts_at").values_list("state", flat=True))


def test_it_works(browser, therapy, pause, now) -> None:
    before, *within = therapy.sessions.order_by("starts_at")
    page = browser.get("/breaks/").content.decode()
    assert all(f'value="{row.pk}" checked' in page for row in within)
    assert str(before.pk) not in page

    assert called_off(browser, pause, *within)["Location"] == "/breaks/"

    assert states(therapy) == ["planned", "cancelled", "cancelled"]
    row = therapy.sessions.order_by("starts_at")[1]
    assert (row.cancelled_by, row.cancelled_at) == ("therapist", now)
    parts = Attendance.objects.filter(session=row)
    assert [(part.attended, part.due) for part in parts] == [(False, None)]
    page = browser.get("/breaks/").content.decode()
    assert "2 sessions are called off, without a fee." in page
    assert "still planned in it" not in page


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-08-01", "2026-08-15", "You announced this already: 1 to 15 August."),
        ("2026-08-15", "2026-08-20", "It overlaps your break of 1 to 15 August. Change that one"),
        ("2026-07-20", "2026-08-01", "It overlaps your break of 1 to 15 August. Change that one"),
    ],
)
def test_no_day_lies_in_two_breaks_of_ones_own(browser, pause, since, until, said) -> None:
    answer = sent(browser, "/breaks/", since=since, until=until)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Break.objects.get() == pause


def test_the_day_after_a_break_and_a_colleagues_days_are_free(
    browser, pause, knock, bob, ben
) -> None:
    sent(browser, "/breaks/", since="2026-08-16", until="2026-08-16")
    sent(knock(bob), "/breaks/", since="2026-08-01", until="2026-08-15")

    assert Break.objects.count() == 3


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-02-10", "2026-02-16", "A break is announced before it begins or while it lasts."),
        ("1990-08-01", "1990-08-15", "What happened on days that are over is recorded with each"),
        ("2026-02-02", "2026-02-20", "This is more than 14 days ago. Is the year right?"),
    ],
)
def test_days_that_are_over_are_not_announced(browser, anna, since, until, said) -> None:
    answer = sent(browser, "/breaks/", since=since, until=until)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Break.objects.exists()


@pytest.mark.parametrize("since", ["2026-02-03", "2026-02-17"])
def test_a_break_that_lasts_can_be_announced(browser, anna, since: str) -> None:
    assert sent(browser, "/breaks/", since=since, until="2026-02-17").status_code == 302


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2026, 12, 7), date(2026, 12, 7), "7 December"),
        (date(2026, 12, 7), date(2026, 12, 13), "7 to 13 December"),
        (date(2026, 11, 30), date(2026, 12, 13), "30 November to 13 December"),
        (date(2026, 12, 22), date(2027, 1, 3), "22 December 2026 to 3 January 2027"),
        (date(2027, 1, 3), date(2027, 1, 5), "3 to 5 January 2027"),
    ],
)
def test_days_are_said_as_one_says_them(since: date, until: date, said: str) -> None:
    assert days_words(since, until, date(2026, 11, 29)) == said


def test_what_is_not_ticked_stays_planned(browser, therapy, pause) -> None:
    called_off(browser, pause, therapy.sessions.order_by("starts_at")[1])

    assert states(therapy) == ["planned", "cancelled", "planned"]


def test_it_can_be_taken_back(browser, therapy, pause) -> None:
    _before, *within = therapy.sessions.order_by("starts_at")
    called_off(browser, pause, *within)
    assert "Plan again what is ticked" in browser.get("/breaks/").content.decode()

    sent(browser, f"/breaks/{pause.pk}/plan-again/", sessions=[str(row.pk) for row in within])

    assert states(therapy) == ["planned"] * 3
    row = therapy.sessions.order_by("starts_at")[1]
    assert (row.cancelled_by, row.cancelled_at, row.recorded_at) == ("", None, None)
    assert not Attendance.objects.exists()


def test_what_was_planned_anew_meanwhile_is_not_planned_twice(browser, therapy, pause) -> None:
    within = therapy.sessions.order_by("starts_at")[1]
    called_off(browser, pause, within)
    sent(browser, f"/therapies/{therapy.pk}/sessions/plan/", **PLAN, on=DAYS[1])
    assert states(therapy).count("planned") == 3

    sent(browser, f"/breaks/{pause.pk}/plan-again/", sessions=[str(within.pk)])

    page = browser.get("/breaks/").content.decode()
    assert "Another session is planned on Tuesday 4 August, 14:00 already." in page
    assert states(therapy).count("planned") == 3


def test_the_same_form_twice_is_one_act(browser, therapy, pause) -> None:
    row, once = therapy.sessions.order_by("starts_at")[1], uuid4()
    first = called_off(browser, pause, row, once=once)
    again = called_off(browser, pause, row, once=once)

    assert (first["Location"], again["Location"]) == ("/breaks/", "/breaks/")
    page = browser.get("/breaks/").content.decode()
    assert page.count("without a fee. No letter") == 1


def test_nothing_chosen_is_said(browser, therapy, pause) -> None:
    called_off(browser, pause)

    assert "Choose at least one session." in browser.get("/breaks/").content.decode()
    assert states(therapy) == ["planned"] * 3


def test_what_was_moved_out_meanwhile_is_left_alone(browser, therapy, pause, alice, now) -> None:
    _before, first, second = therapy.sessions.order_by("starts_at")
    start = first.local_start.replace(tzinfo=None) + timedelta(days=30)
    sessions.move_session(first, start, minutes=50, by=alice, now=now)

    called_off(browser, pause, first, second)

    assert states(therapy) == ["planned"] * 3
    assert "changed meanwhile" in browser.get("/breaks/").content.decode()


def test_a_session_outside_the_break_is_not_called_off(browser, therapy, pause) -> None:
    called_off(browser, pause, therapy.sessions.order_by("starts_at")[0])

    assert states(therapy) == ["planned"] * 3


def test_the_rules_see_it_inside_the_break_and_without_a_fee(therapy, pause, alice, now) -> None:
    from holdfast.web.frame.happened import events

    _before, *within = therapy.sessions.order_by("starts_at")
    betweens.call_off_in_break(within, by=alice, now=now)

    happened = events([therapy])[therapy.pk]
    off = [one for one in happened.sessions if one.status == "cancelled"]
    (announced,) = happened.breaks
    assert [one.by for one in off] == ["therapist", "therapist"]
    assert all(announced.first <= one.planned.date() <= announced.last for one in off)
    assert happened.fees == ()


def test_the_wrong_therapist_knocks(knock, bob, ben, therapy, pause) -> None:
    stranger, row = knock(bob), therapy.sessions.order_by("starts_at")[1]

    assert called_off(stranger, pause, row).status_code == 404
    assert sent(stranger, f"/breaks/{pause.pk}/plan-again/").status_code == 404
    assert states(therapy) == ["planned"] * 3


def test_one_of_ones_own_breaks_reaches_no_others_sessions(
    knock, bob, ben, therapy, pause, now
) -> None:
    own = betweens.announce_break(
        since=pause.since, until=pause.until, by=bob, now=now, therapist=ben
    )
    called_off(knock(bob), own, therapy.sessions.order_by("starts_at")[1])

    assert states(therapy) == ["planned"] * 3


def test_it_says_who_covers(browser, pause, bob) -> None:
    Break.objects.update(cover=bob)
    assert "Bob Brandt covers" in browser.get("/breaks/").content.decode()

    bob.is_active = False
    bob.save()
    assert "Bob Brandt covers" not in browser.get("/breaks/").content.decode()


def test_many_breaks_ask_no_more_of_the_database(
    browser, pause, bob, lead, django_assert_max_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    Break.objects.update(cover=bob)
    with CaptureQueriesContext(connection) as few:
        browser.get("/breaks/")
    for month in (3, 4, 5):
        days = {"since": date(2026, month, 2), "until": date(2026, month, 9)}
        days["announced_on"] = days["since"]
        Break.objects.create(therapist=pause.therapist, cover=lead, by="therapist", **days)

    with django_assert_max_num_queries(len(few)):
        browser.get("/breaks/")


# Changing and withdrawing.


def changed(browser, pause: Break, **fields: object):
    row = Break.objects.get(pk=pause.pk)
    opened = f"{row.since} {row.until} {row.cover_id}"
    return sent(browser, f"/breaks/{pause.pk}/change/", **{**OPENED, "opened": opened, **fields})


OPENED = {"since": "2026-08-01", "until": "2026-08-15"}


def test_its_days_are_changed(browser, therapy, pause, now) -> None:
    assert f"/breaks/{pause.pk}/change/" in browser.get("/breaks/").content.decode()
    page = browser.get(f"/breaks/{pause.pk}/change/").content.decode()
    assert 'value="2026-08-15"' in page
    Therapy.objects.update(stale_since=None)

    assert changed(browser, pause, until="2026-08-10")["Location"] == "/breaks/"

    pause.refresh_from_db()
    assert (pause.since, pause.until) == (date(2026, 8, 1), date(2026, 8, 10))
    entry = Entry.objects.get(kind="break changed")
    assert (entry.subject_id, entry.fields) == (str(pause.pk), ["until"])
    assert Therapy.objects.get(pk=therapy.pk).stale_since == now


def test_the_same_rules_hold_for_changed_days(browser, pause) -> None:
    sent(browser, "/breaks/", since="2026-09-01", until="2026-09-05")

    answer = changed(browser, pause, until="2026-09-01")

    assert "It overlaps your break of 1 to 5 September." in answer.content.decode()
    over = changed(browser, pause, since="2026-01-30", until="2026-02-16")
    assert "announced before it begins" in over.content.decode()


def test_a_break_that_began_long_ago_can_be_made_longer(browser, pause) -> None:
    Break.objects.update(since="2026-01-05", until="2026-02-20")

    assert changed(browser, pause, since="2026-01-05", until="2026-02-27").status_code == 302
    assert changed(browser, pause, since="2026-01-04", until="2026-02-27").status_code == 422


@pytest.mark.parametrize(
    ("until", "said_on"), [("2026-08-10", date(2026, 1, 5)), ("2026-08-16", date(2026, 2, 17))]
)
def test_days_that_come_to_it_are_announced_now(browser, pause, until, said_on) -> None:
    Break.objects.update(announced_on=date(2026, 1, 5))

    changed(browser, pause, until=until)

    pause.refresh_from_db()
    assert pause.announced_on == said_on


def test_cover_follows_the_break(browser, pause, bob, lead, now) -> None:
    for user in (bob, lead):
        Grant.objects.create(user=user, role=Role.COVER, since=now, in_force=True)
    changed(browser, pause, cover=str(bob.pk))
    changed(browser, pause, cover=str(bob.pk), until="2026-08-20")
    assert [(c.colleague, c.until) for c in Cover.objects.all()] == [(bob, date(2026, 8, 20))]

    changed(browser, pause, cover=str(lead.pk), until="2026-08-20")
    on = Cover.objects.filter(in_force(date(2026, 8, 5)))
    assert [c.colleague for c in on] == [lead]

    sent(browser, f"/breaks/{pause.pk}/withdraw/")
    assert not Cover.objects.filter(in_force(date(2026, 8, 5))).exists()


def test_a_break_is_withdrawn_after_asking(browser, therapy, pause, now) -> None:
    called_off(browser, pause, therapy.sessions.order_by("starts_at")[1])
    page = browser.get(f"/breaks/{pause.pk}/withdraw/").content.decode()
    assert "Withdraw the break of 1 to 15 August?" in page
    assert "1 session was called off in it and stays called off." in page
    assert Break.objects.exists()
    Therapy.objects.update(stale_since=None)

    once = uuid4()
    first = sent(browser, f"/breaks/{pause.pk}/withdraw/", once=once)
    again = sent(browser, f"/breaks/{pause.pk}/withdraw/", once=once)

    assert (first["Location"], again["Location"]) == ("/breaks/", "/breaks/")
    assert not Break.objects.exists()
    assert states(therapy) == ["planned", "cancelled", "planned"]
    assert Entry.objects.get(kind="break withdrawn").subject_id == str(pause.pk)
    assert Therapy.objects.get(pk=therapy.pk).stale_since == now


@pytest.mark.parametrize("act", ["change", "withdraw"])
def test_a_break_that_is_over_stays(browser, pause, act: str) -> None:
    Break.objects.update(since="2026-02-10", until="2026-02-16")

    assert f"/breaks/{pause.pk}/{act}/" not in browser.get("/breaks/").content.decode()
    assert browser.get(f"/breaks/{pause.pk}/{act}/").status_code == 404


@pytest.mark.parametrize("act", ["change", "withdraw"])
def test_nobody_changes_a_colleagues_break(knock, bob, ben, pause, act: str) -> None:
    stranger = knock(bob)

    assert stranger.get(f"/breaks/{pause.pk}/{act}/").status_code == 404
    assert sent(stranger, f"/breaks/{pause.pk}/{act}/", **OPENED).status_code == 404
    assert Break.objects.get().until == date(2026, 8, 15)


# Moving one of its sessions.


def test_the_page_says_what_is_moved_and_leads_back_to_the_breaks(browser, therapy, pause) -> None:
    row = therapy.sessions.order_by("starts_at")[1]
    address = f"/sessions/{row.pk}/move/?from=breaks"
    assert f'href="{address}"' in browser.get("/breaks/").content.decode()
    page = browser.get(address).content.decode()
    assert "Dana Whitfield, planned for Tuesday 4 August 2026, 14:00." in page
    assert 'class="btn quiet" href="/breaks/"' in page

    moved = sent(browser, address, **PLAN, on="2026-08-18", opened=row.version)

    assert moved["Location"] == "/breaks/"


def test_from_anywhere_else_it_leads_to_the_relationship(browser, therapy, pause) -> None:
    row = therapy.sessions.order_by("starts_at")[1]
    address = f"/sessions/{row.pk}/move/?from=https://elsewhere.example"

    moved = sent(browser, address, **PLAN, on="2026-08-18", opened=row.version)

    assert moved["Location"] == f"/therapies/{therapy.pk}/"


@pytest.mark.parametrize(("on", "at", "status"), [
    ("2026-02-16", "14:00", 422), ("2026-02-17", "12:10", 422), ("2026-02-17", "12:20", 302),
])  # fmt: skip
def test_nothing_is_moved_to_a_time_that_is_over(browser, therapy, pause, on, at, status) -> None:
    row = therapy.sessions.order_by("starts_at")[1]
    fields = {**PLAN, "on": on, "at": at, "opened": row.version}

    answer = sent(browser, f"/sessions/{row.pk}/move/", **fields)

    assert answer.status_code == status
    over = "This time is over. Record what happened instead." in answer.content.decode()
    assert over == (status == 422)
