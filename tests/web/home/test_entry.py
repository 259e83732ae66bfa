"""Recording a session: one tap when all was as agreed, and every mistake in a clear sentence."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from holdfast.web.practice.models import Attendance, Promise, Session

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 2, 17, 15, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """After today's session."""
    return LATER


@pytest.fixture
def today_session(with_dana) -> Session:
    return Session.objects.get(therapy=with_dana, starts_at__date="2026-02-17")


@pytest.fixture
def browser(knock, alice):
    return knock(alice)


def path(session: Session) -> str:
    return f"/sessions/{session.pk}/record/"


def sent(browser, session: Session, query: str = "", /, **fields: object):
    """Send the form as the page would, with what is different in `fields`."""
    shown = {
        "once": uuid4(), "opened": session.version, "what": "held", "started": "14:00",
        "ended": "14:50", "where": "room", "came_0": "on", "due_0": "60", "money_0": "paid",
        "called_off": "2026-02-16T10:00", "promise": "",
    }  # fmt: skip
    return browser.post(path(session) + query, {**shown, **fields})


def test_it_works(browser, today_session) -> None:
    page = browser.get(path(today_session)).content.decode()
    assert "As agreed" in page
    assert 'value="60"' in page, "the fee of last time is there already"

    answer = sent(browser, today_session, tap="as_agreed")

    assert answer.status_code == 302
    today_session.refresh_from_db()
    assert (today_session.state, today_session.as_agreed, today_session.lasted) == (
        "held", True, None,
    )  # fmt: skip
    part = Attendance.objects.get(session=today_session)
    assert (part.attended, part.due, part.paid, part.paid_on) == (True, 6000, 6000, LATER.date())


def test_what_was_different(browser, today_session) -> None:
    sent(browser, today_session, ended="15:10", money_0="waived", promise="send the book title")

    today_session.refresh_from_db()
    assert today_session.lasted == 70
    part = Attendance.objects.get(session=today_session)
    assert (part.due, part.paid, part.waived) == (6000, 0, True)
    assert Promise.objects.get().text("words") == "send the book title"


def test_the_page_of_a_session_tells_all_that_was_recorded(browser, today_session) -> None:
    sent(browser, today_session, started="14:15", ended="15:05")
    page = browser.get(f"/sessions/{today_session.pk}/").content.decode()

    assert "50 minutes, 14:15 to 15:05" in page
    assert "15 minutes after the agreed time" in page
    assert "fee 60 GBP, paid on 17 February 2026" in page
    assert "<dt>Recorded</dt><dd>17 February 2026, 15:30</dd>" in page
    assert "Corrected" not in page


def test_the_page_of_a_session_says_when_it_was_corrected(browser, today_session) -> None:
    sent(browser, today_session, money_0="open")
    today_session.refresh_from_db()
    sent(browser, today_session, due_0="65", money_0="waived")

    page = browser.get(f"/sessions/{today_session.pk}/").content.decode()

    assert "fee 65 GBP, let go" in page
    assert "<dt>Corrected</dt><dd>17 February 2026, 15:30</dd>" in page


def test_called_off_by_the_client(browser, today_session) -> None:
    sent(browser, today_session, what="by_client", due_0="")

    today_session.refresh_from_db()
    assert (today_session.state, today_session.cancelled_by) == ("cancelled", "client")
    assert today_session.cancelled_at == datetime(2026, 2, 16, 10, tzinfo=UTC)
    assert Attendance.objects.get(session=today_session).due is None


def test_called_off_by_the_therapist_costs_nothing(browser, today_session) -> None:
    sent(browser, today_session, what="by_therapist")

    assert Attendance.objects.get(session=today_session).due is None


def test_missed(browser, today_session) -> None:
    sent(browser, today_session, what="missed", money_0="open")

    today_session.refresh_from_db()
    part = Attendance.objects.get(session=today_session)
    assert (today_session.state, part.attended, part.due, part.paid) == ("missed", False, 6000, 0)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"due_0": "abc"}, "“abc” is not an amount. Write for example 60.50."),
        ({"due_0": "60.505"}, "is not an amount"),
        ({"due_0": "99999999999999"}, "This is a very large amount."),
        ({"ended": "13:00"}, "A session ends after it begins"),
        ({"started": "16:00", "ended": "16:50"}, "This is still to come"),
        ({"started": "25:00"}, "Please give a time"),
        ({"what": "by_client", "called_off": "2026-02-17T14:01"}, "Was it missed?"),
        ({"what": "by_therapist", "called_off": "2026-02-17T15:00"}, "on 17 February, 14:00"),
        ({"what": "by_client", "called_off": "2031-01-01T10:00"}, "This day is still to come"),
        ({"what": "by_therapist", "called_off": "1900-01-01T10:00"}, "before the therapy began"),
    ],
)
def test_mistakes_get_a_sentence_and_lose_nothing(browser, today_session, fields, says) -> None:
    answer = sent(browser, today_session, promise="send the book title", **fields)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "send the book title" in page
    assert not Attendance.objects.filter(session=today_session).exists()


def test_the_same_form_twice_is_one_act(browser, today_session) -> None:
    once = uuid4()
    sent(browser, today_session, once=once, promise="send the book title", tap="as_agreed")
    again = sent(browser, today_session, once=once, promise="send the book title", tap="as_agreed")

    assert again.status_code == 302
    assert Promise.objects.count() == 1


def test_the_same_promise_given_again_after_going_back_is_one(browser, today_session) -> None:
    for version in (1, 2):
        sent(browser, today_session, opened=version, ended="15:00", promise="send the book title")

    assert Promise.objects.count() == 1
    sent(browser, today_session, opened=3, ended="15:00", promise="look for the letter")
    assert Promise.objects.count() == 2


def test_a_session_to_come_cannot_have_taken_place(browser, with_dana) -> None:
    ahead = with_dana.sessions.filter(starts_at__gt=LATER).first()

    answer = sent(browser, ahead, tap="as_agreed")

    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()


def test_a_session_may_end_past_midnight(browser, with_dana, alice, now) -> None:
    from holdfast.web.practice.actions.sessions import plan_sessions

    late = plan_sessions(
        with_dana, [datetime(2026, 2, 16, 23, 30)], minutes=50, by=alice, now=now
    )[0]  # fmt: skip
    sent(browser, late, started="23:30", ended="00:25")

    late.refresh_from_db()
    assert late.lasted == 55


def test_the_wrong_therapist_knocks(knock, bob, ben, today_session) -> None:
    stranger = knock(bob)

    assert stranger.get(path(today_session)).status_code == 404
    assert sent(stranger, today_session, tap="as_agreed").status_code == 404


def test_a_whole_day_on_one_page(browser, begin, anna, with_dana, today_session) -> None:
    other = begin(anna, "Sam Okoro", hour=11)
    second = Session.objects.get(therapy=other, starts_at__date="2026-02-17")
    page = browser.get("/today/2026-02-17/confirm/").content.decode()
    assert "Dana Whitfield" in page
    assert "Sam Okoro" in page

    data = {"once": uuid4(), "opened": "", "sessions": [str(today_session.pk), str(second.pk)]}
    assert browser.post("/today/2026-02-17/confirm/", data).status_code == 302

    recorded = Session.objects.filter(pk__in=[today_session.pk, second.pk], as_agreed=True)
    assert recorded.count() == 2


def test_a_day_with_nothing_open_says_so(browser, anna) -> None:
    page = browser.get("/today/2026-02-20/confirm/").content.decode()

    assert "Nothing is open on this day" in page


def test_recording_marks_the_therapy_for_another_look(browser, today_session) -> None:
    therapy = today_session.therapy
    type(therapy).objects.update(stale_since=None)
    sent(browser, today_session, tap="as_agreed")

    therapy.refresh_from_db()
    assert therapy.stale_since is not None
    assert LATER - therapy.stale_since < timedelta(seconds=1)


@pytest.fixture
def next_session(with_dana) -> Session:
    return Session.objects.filter(therapy=with_dana, starts_at__gt=LATER).order_by("starts_at")[0]


def test_a_session_to_come_is_only_asked_about_being_called_off(browser, next_session) -> None:
    page = browser.get(path(next_session)).content.decode()
    assert "It is called off" in page
    for absent in ('name="tap"', 'name="started"', 'name="came_0"', "took place", 'value="60"'):
        assert absent not in page


def test_calling_off_a_session_to_come_costs_nothing_by_itself(browser, next_session) -> None:
    answer = browser.post(
        path(next_session),
        {"once": uuid4(), "opened": next_session.version, "what": "by_client",
         "called_off": "2026-02-17T15:00", "due_0": "", "money_0": "paid", "promise": ""},
    )  # fmt: skip
    assert answer.status_code == 302
    next_session.refresh_from_db()
    assert (next_session.state, next_session.cancelled_by) == ("cancelled", "client")
    assert Attendance.objects.get(session=next_session).due is None


def test_a_session_to_come_cannot_be_recorded_as_agreed(browser, next_session) -> None:
    answer = sent(browser, next_session, tap="as_agreed")
    assert answer.status_code == 422
    assert "It can only be called off yet." in answer.content.decode()


# Correcting what was recorded -----------------------------------------------------------------


def _shown(browser, session: Session) -> dict[str, object]:
    """What the form of a session comes with, as a browser would send it back."""
    form = browser.get(path(session)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    clocks = {n: shown[n].strftime("%H:%M") for n in ("started", "ended") if n in shown}
    called_off = shown["called_off"] and shown["called_off"].strftime("%Y-%m-%dT%H:%M")
    sent = {**shown, **clocks, "called_off": called_off, "opened": session.version}
    return {name: value for name, value in sent.items() if value not in (None, False)}


def test_a_correction_begins_with_what_was_recorded(browser, today_session) -> None:
    sent(
        browser, today_session, started="14:05", ended="15:10", where="remote", due_0="45",
        money_0="open",
    )  # fmt: skip
    today_session.refresh_from_db()

    shown = _shown(browser, today_session)
    sent(browser, today_session, **{**shown, "once": uuid4(), "money_0": "paid"})

    today_session.refresh_from_db()
    part = Attendance.objects.get(session=today_session)
    assert (today_session.lasted, today_session.where) == (65, "remote")
    assert (part.due, part.paid) == (4500, 4500)


def test_what_was_not_timed_stays_so_when_its_fee_is_corrected(browser, today_session) -> None:
    sent(browser, today_session, tap="as_agreed")
    today_session.refresh_from_db()

    shown = _shown(browser, today_session)
    sent(browser, today_session, **{**shown, "once": uuid4(), "money_0": "open"})

    today_session.refresh_from_db()
    assert (today_session.as_agreed, today_session.lasted) == (True, None)
    assert Attendance.objects.get(session=today_session).paid == 0


@pytest.mark.parametrize("what", ["by_client", "missed"])
def test_a_correction_of_one_that_was_not_held(browser, today_session, what) -> None:
    sent(browser, today_session, what=what, due_0="30", money_0="open")
    today_session.refresh_from_db()
    before = today_session.cancelled_at

    shown = _shown(browser, today_session)
    sent(browser, today_session, **{**shown, "once": uuid4(), "money_0": "waived"})

    today_session.refresh_from_db()
    part = Attendance.objects.get(session=today_session)
    assert (today_session.cancelled_at, part.due, part.waived) == (before, 3000, True)


def test_the_day_of_a_payment_and_a_part_of_it_stay(browser, today_session) -> None:
    sent(browser, today_session, tap="as_agreed")
    rows = Attendance.objects.filter(session=today_session)
    rows.update(paid=2000, paid_on=LATER.date() - timedelta(days=3))
    today_session.refresh_from_db()

    shown = _shown(browser, today_session)
    sent(browser, today_session, **{**shown, "once": uuid4(), "where": "remote"})

    part = rows.get()
    assert (shown["money_0"], part.paid) == ("open", 2000)
    assert part.paid_on == LATER.date() - timedelta(days=3)


def test_a_note_on_record_outlives_a_correction(browser, today_session) -> None:
    today_session.seal(note="from the old books")
    today_session.save(update_fields=["note"])

    sent(browser, today_session, ended="15:00")

    today_session.refresh_from_db()
    assert today_session.text("note") == "from the old books"


def test_a_planned_therapy_goes_on_from_its_first_session(browser, today_session) -> None:
    therapy = today_session.therapy
    type(therapy).objects.filter(pk=therapy.pk).update(state="planned")

    sent(browser, today_session, tap="as_agreed")

    therapy.refresh_from_db()
    assert therapy.state == "active"


# Where one came from ---------------------------------------------------------------------------


def test_from_today_one_comes_back_to_today(browser, today_session) -> None:
    link = f"{path(today_session)}?from=today"
    assert f'href="{link}"' in browser.get("/today/").content.decode()
    assert browser.post(link, {"leave": "yes"})["Location"] == "/today/"

    assert sent(browser, today_session, "?from=today", tap="as_agreed")["Location"] == "/today/"

    assert "Recorded." in browser.get("/today/").content.decode()


def test_from_another_day_one_comes_back_to_that_day(browser, with_dana, now, alice) -> None:
    from holdfast.web.practice.actions.sessions import plan_sessions

    (late,) = plan_sessions(
        with_dana, [datetime(2026, 2, 13, 9)], minutes=50, by=alice, now=now
    )  # fmt: skip

    assert sent(browser, late, "?from=today", tap="as_agreed")["Location"] == "/today/2026-02-13/"


def test_it_leads_on_to_what_is_recorded_next(browser, begin, anna, today_session) -> None:
    other = begin(anna, "Sam Okoro", hour=11)
    second = Session.objects.get(therapy=other, starts_at__date="2026-02-17")
    sent(browser, today_session, "?from=today", tap="as_agreed")

    page = browser.get("/today/").content.decode()

    assert f'<a href="{path(second)}?from=today">Next to record: 11:00</a>' in page
    sent(browser, second, "?from=today", tap="as_agreed")
    assert "Next to record" not in browser.get("/today/").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?from=",
        "?from=https://elsewhere.example/",
        "?from=//elsewhere.example",
        "?next=/today/",
    ],
)
def test_from_anywhere_else_one_comes_to_the_relationship(browser, today_session, query) -> None:
    there = f"/therapies/{today_session.therapy_id}/"
    left = browser.post(path(today_session) + query, {"leave": "yes"})
    assert left["Location"] == there
    today_session.refresh_from_db()
    assert today_session.state == "planned"

    assert sent(browser, today_session, query, tap="as_agreed")["Location"] == there


# What is folded --------------------------------------------------------------------------------


def _folds(page: str) -> dict[str, bool]:
    """Every fold of the page by its words, and whether it stands open."""
    found = re.findall(r'<details class="more people(?: fees)?"( open)?><summary>([^<]*)', page)
    return {words: bool(is_open) for is_open, words in found}


def test_what_is_seldom_used_is_folded(browser, today_session) -> None:
    page = browser.get(path(today_session)).content.decode()

    assert _folds(page) == {"Where, and who came": False}


def test_what_is_wrong_or_recorded_is_unfolded(browser, today_session) -> None:
    wrong = sent(browser, today_session, where="on the moon").content.decode()
    assert _folds(wrong) == {"Where, and who came": True}

    sent(browser, today_session, where="remote")
    recorded = browser.get(path(today_session)).content.decode()
    assert _folds(recorded) == {"Where, and who came": True}


def test_the_fee_of_one_who_pays_is_never_folded(browser, today_session, next_session) -> None:
    for session in (today_session, next_session):
        form = browser.get(path(session)).context["form"]
        assert [field.name for field in form.fee_fields()] == ["due_0", "money_0"]


def test_of_a_group_the_fees_are_folded_with_who_came(browser, anna, alice, now) -> None:
    from holdfast.web.practice.actions import people, sessions, therapies

    since = now.date() - timedelta(days=60)
    group = therapies.open_therapy(kind="group", therapist=anna, by=alice, now=now, since=since)
    for name in ("Iwan", "Noor"):
        card = people.new_card("therapy", now=now, name=name)
        people.add_participant(group, card, by=alice, now=now, since=since)
    start = [datetime(2026, 2, 16, 9)]
    (session,) = sessions.plan_sessions(group, start, minutes=90, by=alice, now=now)

    page = browser.get(path(session))

    assert _folds(page.content.decode()) == {"Where, who came, and the fees": False}
    named = [[field.name for field in fields] for fields in page.context["form"].people_fields()]
    assert named == [["came_0", "due_0", "money_0"], ["came_1", "due_1", "money_1"]]


# What is owed for one that did not take place --------------------------------------------------


@pytest.fixture
def agree(alice, with_dana):
    """Sign an agreement with 48 hours' notice and a fee of 120 pounds."""
    from holdfast import frame
    from holdfast.web.frame import actions

    def signed(at: datetime = LATER - timedelta(days=90), **terms):
        fee = frame.Fee(amount=frame.Money(12000, "GBP"))
        rule = frame.Cancellation(notice_hours=48, late_percent=100, missed_percent=50)
        agreed = frame.Terms(**{"fee": fee, "cancellation": rule, **terms})
        draft = actions.start_draft(with_dana, agreed, origin="template", by=alice, now=at)
        clients = with_dana.participants.clients()
        version = actions.fix(draft, [("consent", one) for one in clients], by=alice, now=at)
        for party in version.parties.all():
            actions.sign(party, how="paper", by=alice, now=at)

    return signed


def _owed(browser, session: Session, said: str, /, **fields: object) -> tuple[object, ...]:
    """Send the form as it was shown, with what was chosen; `said` is what the answer says."""
    session.refresh_from_db()
    shown = {**_shown(browser, session), "once": uuid4()}
    answer = browser.post(path(session), {**shown, **fields}, follow=True)
    assert said in answer.content.decode()
    part = Attendance.objects.get(session=session)
    return part.due, part.paid, part.waived


@pytest.mark.parametrize(
    ("fields", "kept", "said"),
    [
        (
            {"what": "by_client", "called_off": "2026-02-13T14:00"},
            (None, 0, False),
            "Recorded. Called off 4 days before. By the agreement nothing is owed.",
        ),
        (
            {"what": "by_client", "called_off": "2026-02-15T16:00"},
            (12000, 0, False),
            "Called off 46 hours before; the agreement asks for 48. £120 is owed.",
        ),
        (
            {"what": "by_client", "called_off": "2026-02-15T16:00", "money_0": "waived"},
            (12000, 0, True),
            "Called off 46 hours before; the agreement asks for 48. £120 is let go.",
        ),
        (
            {"what": "by_client", "called_off": "2026-02-13T14:00", "due_0": "30"},
            (3000, 0, False),
            "Called off 4 days before. £30 is owed. By the agreement nothing would be owed.",
        ),
        ({"what": "missed"}, (6000, 0, False), "Missed without a word. £60 is owed."),
        (
            {"what": "missed", "due_0": "80"},
            (8000, 0, False),
            "£80 is owed. By the agreement it would be £60.",
        ),
        (
            {"what": "by_therapist", "called_off": "2026-02-17T13:00"},
            (None, 0, False),
            "Called off by you. Nothing is owed.",
        ),
    ],
)
def test_what_is_owed_follows_the_agreement(
    browser, today_session, agree, fields, kept, said
) -> None:
    agree()

    assert _owed(browser, today_session, said, **fields) == kept


def test_late_for_one_to_come_is_owed_too(browser, with_dana, alice, now, agree) -> None:
    from holdfast.web.practice.actions.sessions import plan_sessions

    agree()
    start = [datetime(2026, 2, 19, 13, 30)]
    (soon,) = plan_sessions(with_dana, start, minutes=50, by=alice, now=now)
    said = "Called off 46 hours before; the agreement asks for 48. £120 is owed."

    assert _owed(browser, soon, said, what="by_client") == (12000, 0, False)


def test_without_an_agreement_what_did_not_take_place_is_never_paid(browser, today_session) -> None:
    said = "Called off 4 days before. £60 is owed."

    kept = _owed(
        browser, today_session, said, what="by_client", called_off="2026-02-13T14:00"
    )  # fmt: skip

    assert kept == (6000, 0, False)


def test_an_agreement_of_later_days_does_not_bind(browser, today_session, agree) -> None:
    agree(at=LATER + timedelta(days=1))

    kept = _owed(browser, today_session, "£60 is owed.", what="missed")

    assert kept == (6000, 0, False)


def test_what_was_set_aside_for_some_days_does_not_bind(
    browser, today_session, agree, alice
) -> None:
    from holdfast.web.frame.models import AgreedException

    agree()
    day = today_session.planned_on
    kept = AgreedException(
        therapy=today_session.therapy, terms=["cancellation"], first=day, last=day
    )
    kept.seal(note="snow")
    kept.save()

    assert _owed(browser, today_session, "£120 is owed.", what="missed") == (12000, 0, False)


def test_the_notice_corrected_changes_what_is_owed_and_nothing_else_does(
    browser, today_session, agree
) -> None:
    agree()
    late = {"what": "by_client", "called_off": "2026-02-15T16:00"}
    _owed(browser, today_session, "£120 is owed.", **late)
    page = browser.get(f"/sessions/{today_session.pk}/").content.decode()
    assert "fee 120 GBP, open" in page or ("fee 120 GBP" in page and "paid" not in page)

    assert _owed(browser, today_session, "£40 is owed.", due_0="40") == (4000, 0, False)
    assert _owed(browser, today_session, "£40 is let go.", money_0="waived") == (4000, 0, True)
    kept = _owed(browser, today_session, "nothing is owed", called_off="2026-02-13T14:00")
    assert kept[0] is None


def test_held_after_all_costs_the_fee_again(browser, today_session, agree) -> None:
    agree()
    _owed(browser, today_session, "£60 is owed.", what="missed")

    kept = _owed(browser, today_session, "Recorded.", what="held", ended="15:05")

    assert kept == (12000, 0, False)


def test_what_one_calls_off_oneself_cannot_be_charged(browser, today_session) -> None:
    answer = sent(browser, today_session, what="by_therapist", due_0="30")

    assert answer.status_code == 422
    assert "What you call off yourself costs nothing." in answer.content.decode()


def test_the_answer_leads_to_a_correction(browser, today_session, agree) -> None:
    agree()
    fields = {"what": "missed", "due_0": "120"}
    sent(browser, today_session, "?from=today", **fields)

    page = browser.get("/today/").content.decode()

    assert f'<a href="{path(today_session)}?from=today">Correct</a>' in page


def test_a_reduced_fee_of_last_time_is_not_the_usual_one(browser, today_session, agree) -> None:
    agree(fee=None)
    before = Session.objects.get(therapy=today_session.therapy, starts_at__date="2026-02-10")
    Attendance.objects.filter(session=before).update(due=3000)
    Session.objects.filter(pk=before.pk).update(state="missed")

    assert 'value="60"' in browser.get(path(today_session)).content.decode()


# When it was called off ------------------------------------------------------------------------


def test_when_it_was_called_off_is_not_guessed(browser, today_session, agree) -> None:
    assert _shown(browser, today_session).get("called_off") is None
    said = "When it was called off is not noted. £60 is owed."

    assert _owed(browser, today_session, said, what="by_client") == (6000, 0, False)

    today_session.refresh_from_db()
    assert today_session.cancelled_at is None
    assert "the client, when is not noted" in browser.get(
        f"/sessions/{today_session.pk}/"
    ).content.decode()  # fmt: skip
    assert _shown(browser, today_session).get("called_off") is None


def test_when_a_session_to_come_is_called_off_is_now(browser, next_session) -> None:
    assert _shown(browser, next_session)["called_off"] == "2026-02-17T15:30"


@pytest.mark.parametrize(("typed", "due"), [("120", 12000), ("30", 3000), ("0", None)])
def test_without_the_time_the_fee_is_asked_for(browser, today_session, agree, typed, due) -> None:
    agree()
    first = sent(browser, today_session, what="by_client", called_off="", due_0="120")
    form = first.context["form"]

    assert first.status_code == 422
    assert "Write what is owed, or 0 for nothing." in first.content.decode()
    assert not Attendance.objects.filter(session=today_session).exists()
    shown = {name: form[name].value() for name in ("due_0", "shown_0", "money_0", "what")}
    assert shown == {"due_0": "", "shown_0": "", "money_0": "paid", "what": "by_client"}
    fields = {**shown, "called_off": "", "due_0": typed}
    assert sent(browser, today_session, **fields).status_code == 302
    part = Attendance.objects.get(session=today_session)
    assert (part.due, part.paid) == (due, 0)


def test_where_it_makes_no_difference_the_fee_is_not_asked_for(
    browser, today_session, agree
) -> None:
    from holdfast import frame

    agree(cancellation=frame.Cancellation(late_percent=0))
    said = "When it was called off is not noted. By the agreement nothing is owed."

    assert _owed(browser, today_session, said, what="by_client") == (None, 0, False)


# What was begun and left -----------------------------------------------------------------------


def _begin(browser, session: Session, **fields: str) -> None:
    kept = {"draft": "entryform", "opened": session.version, **fields}
    referer = f"http://testserver{path(session)}"
    assert browser.post("/draft/", kept, headers={"referer": referer}).status_code == 204


@pytest.mark.parametrize("which", ["today_session", "next_session"])
def test_what_was_begun_says_so_and_can_be_thrown_away(browser, request, which) -> None:
    session = request.getfixturevalue(which)
    _begin(browser, session, what="by_therapist", promise="send the book title")

    page = browser.get(path(session)).content.decode()
    assert "What you had begun to write on 17 February is back in the form." in page
    assert '<button class="as-link" form="throw-away">' in page

    referer = f"http://testserver{path(session)}"
    browser.post("/draft/drop/", {"draft": "entryform"}, headers={"referer": referer})
    page = browser.get(path(session)).content.decode()
    assert "send the book title" not in page
    assert "is back in the form" not in page


@pytest.mark.parametrize("which", ["today_session", "next_session"])
def test_leaving_forgets_what_was_begun_and_saves_nothing(browser, request, which) -> None:
    session = request.getfixturevalue(which)
    _begin(browser, session, what="by_therapist", promise="send the book title")

    sent(browser, session, what="by_therapist", leave="yes")

    assert "send the book title" not in browser.get(path(session)).content.decode()
    session.refresh_from_db()
    assert session.state == "planned"


def test_the_wrong_therapist_cannot_leave_either(knock, bob, ben, today_session) -> None:
    assert sent(knock(bob), today_session, leave="yes").status_code == 404


def test_a_correction_of_one_to_come_begins_with_what_was_recorded(browser, next_session) -> None:
    sent(browser, next_session, what="by_client", called_off="2026-02-16T10:00", due_0="30")
    next_session.refresh_from_db()

    page = browser.get(path(next_session)).content.decode()
    assert "This session is recorded already: cancelled." in page
    assert "Move it to another time" not in page
    shown = _shown(browser, next_session)
    assert (shown["what"], shown["called_off"]) == ("by_client", "2026-02-16T10:00")

    kept = _owed(browser, next_session, "£30 is let go.", money_0="waived")
    assert kept == (3000, 0, True)


def test_minutes_that_nobody_measured_are_not_kept(browser, today_session) -> None:
    answer = sent(browser, today_session, promise="send the book title")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Nothing differs from the plan. Record it as agreed?" in page
    assert "send the book title" in page
    today_session.refresh_from_db()
    assert today_session.state == "planned"


@pytest.mark.parametrize(
    "fields",
    [
        {"started": "14:05"},
        {"where": "remote"},
        {"came_0": ""},
        {"due_0": "50"},
        {"money_0": "open"},
    ],
)
def test_whatever_differs_is_enough(browser, today_session, fields) -> None:
    assert sent(browser, today_session, **fields).status_code == 302


def test_one_that_was_not_missed_after_all_can_be_recorded_as_agreed(
    browser, today_session
) -> None:
    sent(browser, today_session, what="missed", money_0="open")
    today_session.refresh_from_db()
    answer = sent(browser, today_session, opened=today_session.version, money_0="open")
    assert "Nothing differs from the plan." in answer.content.decode()

    sent(browser, today_session, what="as_agreed", money_0="open")

    today_session.refresh_from_db()
    assert (today_session.state, today_session.as_agreed) == ("held", True)


def test_today_leads_back_to_what_was_recorded(
    browser, today_session, django_assert_num_queries, count_queries
) -> None:
    link = f'<a class="btn quiet" href="{path(today_session)}?from=today">Correct</a>'
    assert link not in browser.get("/today/").content.decode()
    before = count_queries(browser, "/today/")

    sent(browser, today_session, "?from=today", tap="as_agreed")

    assert link in browser.get("/today/").content.decode()
    with django_assert_num_queries(before):
        browser.get("/today/")
