"""A drift: what is behind it, and what one does about it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from holdfast.web.frame import contributes
from holdfast.web.frame.models import Draft
from holdfast.web.practice.actions import sessions
from holdfast.web.practice.actions.signals import keep_found
from holdfast.web.practice.models import Session, Signal, Therapy

from .world import BEGAN, HELD_UNTIL, a_drift, a_therapy, agreed, hold_sessions


@pytest.fixture
def drift(with_dana):
    """The last six sessions ran 20 minutes over the agreed 50."""
    agreed(with_dana)
    return a_drift(with_dana)


def _page(drift) -> str:
    return f"/drifts/{drift.pk}/"


def test_it_works(knock, alice, drift) -> None:
    page = knock(alice).get(_page(drift))

    text = page.content.decode()
    assert "Sessions run longer than agreed" in text
    assert "Agreed: 50 minutes." in text
    assert "6 of the last 6 timed sessions" in text
    assert "70 minutes" in text
    assert "In simulated kept frames" in text
    assert text.count("70 minutes") >= 6
    assert '<svg class="strip"' in text
    assert text.index("<table") < text.index('<svg class="strip"')


def test_the_picture_holds_every_session_that_is_counted(knock, alice, with_dana) -> None:
    agreed(with_dana)
    hold_sessions(with_dana, over=20, weeks=23)
    start = datetime(2026, 2, 10, 14)
    (kept,) = sessions.plan_sessions(with_dana, [start], minutes=50, by=alice, now=BEGAN)
    part = sessions.Part(with_dana.participants.get(), True, None, "", 0, None)
    sessions.record_session(
        kept, [part], by=alice, now=kept.planned_end, started_at=kept.starts_at,
        ended_at=kept.planned_end,
    )  # fmt: skip
    fresh = Therapy.objects.select_related("key").get()
    keep_found(fresh, contributes.find([fresh], HELD_UNTIL), HELD_UNTIL)

    text = knock(alice).get(_page(Signal.objects.get(kind="length_long"))).content.decode()

    assert "6 of the last 7 timed sessions" in text
    assert "10 Feb 2026: 50 minutes" in text


def test_the_events_lead_to_their_pages(knock, alice, drift) -> None:
    page = knock(alice).get(_page(drift))
    sessions = Session.objects.order_by("-starts_at").filter(state="held")[:6]

    for session in sessions:
        assert f"/sessions/{session.pk}/" in page.content.decode()


def test_no_word_of_it_blames(knock, alice, drift) -> None:
    text = knock(alice).get(_page(drift)).content.decode().lower()

    for word in ("violation", "breach", "complian", "fault", "wrongly", "failed"):
        assert word not in text


def test_talk_about_it(knock, alice, drift) -> None:
    browser = knock(alice)
    answer = browser.post(_page(drift), _answer(browser, drift, "talk", "On Tuesday"))

    drift.refresh_from_db()
    assert answer["Location"] == f"/therapies/{drift.therapy_id}/"
    assert (drift.state, drift.text("why")) == ("raised", "On Tuesday")


def _answer(browser, drift, answer: str, words: str = "") -> dict[str, object]:
    opened = browser.get(_page(drift)).context["form"].version
    return {"once": uuid4(), "opened": opened, "answer": answer, "words": words}


def test_agree_anew_begins_a_draft(knock, alice, drift) -> None:
    browser = knock(alice)
    answer = browser.post(_page(drift), _answer(browser, drift, "reagree"))

    assert answer["Location"] == f"/therapies/{drift.therapy_id}/agreement/draft/length/"
    assert Draft.objects.get().as_terms().length.minutes == 50
    assert Signal.objects.get(pk=drift.pk).state == "raised"


def test_agree_anew_goes_on_with_a_draft_that_is_there(knock, alice, drift) -> None:
    browser = knock(alice)
    browser.post(_page(drift), _answer(browser, drift, "reagree"))
    browser.post(_page(drift), _answer(browser, drift, "reagree"))

    assert Draft.objects.count() == 1


def test_set_aside_takes_a_reason(knock, alice, drift) -> None:
    browser = knock(alice)
    page = browser.post(_page(drift), _answer(browser, drift, "set_aside"))
    assert page.status_code == 422
    assert "Please say why, in a few words." in page.content.decode()

    sent = _answer(browser, drift, "set_aside", "Agreed for the move.")
    after = browser.post(_page(drift), sent, follow=True).content.decode()
    assert "Set aside, with your reason." in after
    assert Signal.objects.get(pk=drift.pk).state == "set_aside"


def test_a_note_leaves_it_as_it_is(knock, alice, drift) -> None:
    browser = knock(alice)
    browser.post(_page(drift), _answer(browser, drift, "note", "The trains."))

    drift.refresh_from_db()
    assert (drift.state, drift.text("why")) == ("open", "The trains.")


def test_what_was_answered_meanwhile_shows_both(knock, alice, drift, now) -> None:
    from holdfast.web.practice.actions.signals import answer_signal

    browser = knock(alice)
    fields = _answer(browser, drift, "talk", "mine")
    answer_signal(drift, "raised", "theirs", by=alice, now=now)

    page = browser.post(_page(drift), fields)

    assert page.status_code == 422
    assert ("theirs", "mine") in [(c.saved, c.yours) for c in page.context["form"].clashes]


def test_nobody_else_sees_it(knock, drift, ben, bob, dana, lead, intake) -> None:
    for who in (bob, dana, lead, intake):
        assert knock(who).get(_page(drift)).status_code == 404


def test_a_signal_of_another_capability_is_no_drift(knock, alice, drift) -> None:
    Signal.objects.filter(pk=drift.pk).update(capability="alliance")

    assert knock(alice).get(_page(drift)).status_code == 404


def test_a_supervisor_reads_and_answers_nothing(knock, supervisor, anna, alice, drift, now) -> None:
    from holdfast.web.practice.actions import staff

    staff.agree_supervision(
        supervisor=supervisor, supervisee=anna, kind="responsible", since=now.date(), by=alice,
        now=now, covers_all=True,
    )  # fmt: skip
    browser = knock(supervisor)
    assert "What you may do" not in browser.get(_page(drift)).content.decode()

    browser.post(_page(drift), {"once": uuid4(), "answer": "talk", "words": ""})
    assert Signal.objects.get(pk=drift.pk).state == "open"


def test_the_same_queries_whatever_is_behind_it(
    knock, alice, anna, drift, django_assert_num_queries, count_queries
) -> None:
    browser = knock(alice)
    few = count_queries(browser, _page(drift))
    other = a_therapy(anna, "Sam Okoro")
    agreed(other)
    hold_sessions(other, over=25, weeks=24, long=20)
    more = _found(other)
    browser.get(_page(more))

    with django_assert_num_queries(few):
        browser.get(_page(more))
    assert len(more.evidence) > len(drift.evidence)


def _found(therapy):
    from holdfast.web.frame import contributes
    from holdfast.web.practice.actions.signals import keep_found
    from holdfast.web.practice.models import Therapy

    fresh = Therapy.objects.select_related("key").get(pk=therapy.pk)
    keep_found(fresh, contributes.find([fresh], HELD_UNTIL), HELD_UNTIL)
    return Signal.objects.get(therapy=therapy, kind="length_long")


def test_a_session_moved_into_another_week_is_no_session_too_many(with_dana, alice, now) -> None:
    from holdfast.web.frame import happened
    from holdfast.web.practice.actions import sessions

    agreed(with_dana)
    starts = [datetime(2026, 1, 6, 14), datetime(2026, 1, 13, 14), datetime(2026, 1, 15, 14)]
    first, second, _ = sessions.plan_sessions(with_dana, starts, minutes=50, by=alice, now=BEGAN)
    sessions.move_session(first, datetime(2026, 1, 14, 9), minutes=50, by=alice, now=BEGAN)
    sessions.move_session(second, datetime(2026, 1, 12, 9), minutes=50, by=alice, now=BEGAN)

    told = happened.events([with_dana])[with_dana.pk].sessions

    moved = [one.planned for one in told if one.status == "moved"]
    assert moved == [datetime(2026, 1, 6, 14, tzinfo=UTC)]
    assert len(told) == 4
