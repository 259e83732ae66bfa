"""What is planned in an announced break is called off in one act, and that can be taken back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from holdfast.web.practice.actions import betweens, sessions
from holdfast.web.practice.models import Attendance, Break, Session
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
