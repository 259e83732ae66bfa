"""Exceptions that both agreed, planning from the rhythm, and what the frame contributes."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from holdfast import frame
from holdfast.web.frame import contributes
from holdfast.web.frame.actions import talking
from holdfast.web.frame.models import AgreedException
from holdfast.web.home.refresh import refresh_stale
from holdfast.web.practice.actions import betweens, sessions
from holdfast.web.practice.models import Session, Signal, Therapy

from .world import HELD_UNTIL, a_drift, a_therapy, agreed, hold_sessions, offered


def _page(therapy, extra: str = "") -> str:
    return f"/therapies/{therapy.pk}/agreement/{extra}"


# Exceptions.


def test_an_exception_is_respected(knock, alice, with_dana, send) -> None:
    agreed(with_dana)
    assert a_drift(with_dana)

    send(
        knock(alice), _page(with_dana, "exception/"), terms=["length"], first="2025-12-01",
        last="2026-03-31", note="Longer while the move lasts.",
    )  # fmt: skip

    therapy = Therapy.objects.select_related("key").get()
    kinds = [found.kind for found in contributes.find([therapy], HELD_UNTIL)]
    assert "length_long" not in kinds
    assert therapy.stale_since is not None


def test_an_exception_that_ends_before_it_begins(knock, alice, with_dana, send) -> None:
    page = send(
        knock(alice), _page(with_dana, "exception/"), terms=["length"], first="2026-02-10",
        last="2026-02-01", note="kept",
    )  # fmt: skip

    assert page.status_code == 422
    assert "The last day is before the first." in page.content.decode()
    assert "kept" in page.content.decode()


def test_end_an_exception(knock, alice, with_dana, send) -> None:
    browser = knock(alice)
    send(
        browser, _page(with_dana, "exception/"), terms=["fee"], first="2026-02-01",
        last="2026-03-01", note="x",
    )  # fmt: skip

    browser.post(f"/exceptions/{AgreedException.objects.get().pk}/end/")

    assert AgreedException.objects.get().last == date(2026, 2, 16)


def test_nobody_else_ends_it(knock, bob, ben, alice, with_dana, send) -> None:
    send(
        knock(alice), _page(with_dana, "exception/"), terms=["fee"], first="2026-02-01",
        last="2026-03-01", note="x",
    )  # fmt: skip
    row = AgreedException.objects.get()

    assert knock(bob).post(f"/exceptions/{row.pk}/end/").status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("1950-01-01", "2026-03-01", "This lies before the therapy began, on 2 September 2025."),
        ("2026-02-01", "2029-01-01", "This is more than 2 years ahead. Is the year right?"),
    ],
)
def test_an_exception_for_days_that_cannot_be_right(
    knock, alice, with_dana, send, first, last, says
) -> None:
    page = send(
        knock(alice), _page(with_dana, "exception/"), terms=["length"], first=first, last=last,
        note="kept",
    )  # fmt: skip

    assert page.status_code == 422
    assert says in page.content.decode()
    assert not AgreedException.objects.exists()


def test_take_a_mistaken_exception_back(knock, alice, with_dana, send, now) -> None:
    agreed(with_dana)
    signal = a_drift(with_dana)
    browser = knock(alice)
    send(
        browser, _page(with_dana, "exception/"), terms=["length"], first="2025-09-02",
        last="2026-03-31", note="a slip",
    )  # fmt: skip
    refresh_stale(now)
    assert signal.kind not in _shown(with_dana)
    row = AgreedException.objects.get()
    assert f"/exceptions/{row.pk}/take-back/" in browser.get(_page(with_dana)).content.decode()

    send(browser, f"/exceptions/{row.pk}/take-back/")
    refresh_stale(now)

    assert not AgreedException.objects.exists()
    assert signal.kind in _shown(with_dana)


def _shown(therapy) -> set[str]:
    return set(Signal.objects.open().filter(therapy=therapy).values_list("kind", flat=True))


def test_nobody_else_takes_it_back(knock, bob, ben, alice, with_dana, now) -> None:
    row = talking.agree_exception(
        with_dana, ["fee"], first=now.date(), last=now.date(), note="x", by=alice, now=now
    )

    assert knock(bob).get(f"/exceptions/{row.pk}/take-back/").status_code == 404


# Planning.


def test_plan_from_the_rhythm(knock, alice, with_dana) -> None:
    agreed(with_dana)
    browser = knock(alice)
    assert "Tue 24 Feb, 14:00" in browser.get(_page(with_dana, "plan/")).content.decode()

    browser.post(_page(with_dana, "plan/"), {"once": uuid4(), "weeks": "8"})

    rows = Session.objects.order_by("starts_at")
    assert [r.planned_on for r in rows][:2] == [date(2026, 2, 24), date(2026, 3, 3)]
    assert {(r.planned_at, r.minutes) for r in rows} == {(time(14), 50)}
    # The clocks change on 29 March 2026: the instant moves, the local time does not.
    assert {r.starts_at.hour for r in rows} == {14, 13}


def test_planning_twice_changes_nothing(knock, alice, with_dana) -> None:
    agreed(with_dana)
    browser = knock(alice)
    for _ in range(2):
        browser.post(_page(with_dana, "plan/"), {"once": uuid4(), "weeks": "8"})

    assert Session.objects.count() == 7
    assert (
        "Nothing needs to change" in browser.get(_page(with_dana, "plan/?weeks=8")).content.decode()
    )


def test_a_new_version_moves_what_is_planned(knock, alice, with_dana, now) -> None:
    agreed(with_dana)
    browser = knock(alice)
    browser.post(_page(with_dana, "plan/"), {"once": uuid4(), "weeks": "4"})
    agreed(
        with_dana, at=now,
        frequency=frame.Frequency(slots=(frame.Slot(day="thu", start=time(9, 30)),)),
        length=frame.Length(minutes=60),
    )  # fmt: skip

    browser.post(_page(with_dana, "plan/"), {"once": uuid4(), "weeks": "4"})

    rows = Session.objects.order_by("starts_at")
    assert {(r.planned_on.weekday(), r.planned_at, r.minutes) for r in rows} == {
        (3, time(9, 30), 60)
    }


def test_what_was_recorded_is_never_moved(knock, alice, with_dana, now) -> None:
    agreed(with_dana)
    hold_sessions(with_dana)
    before = list(Session.objects.exclude(state="planned").values_list("pk", "starts_at"))
    agreed(
        with_dana, at=now,
        frequency=frame.Frequency(slots=(frame.Slot(day="thu", start=time(9, 30)),)),
    )  # fmt: skip

    knock(alice).post(_page(with_dana, "plan/"), {"once": uuid4(), "weeks": "12"})

    assert list(Session.objects.exclude(state="planned").values_list("pk", "starts_at")) == before


def test_a_session_beside_the_rhythm_stays_unless_ticked(knock, alice, with_dana, now) -> None:
    agreed(with_dana)
    (extra,) = sessions.plan_sessions(
        with_dana, [datetime(2026, 2, 20, 9)], minutes=50, by=alice, now=now
    )
    browser = knock(alice)
    browser.post(_page(with_dana, "plan/"), {"once": uuid4(), "weeks": "4"})
    assert Session.objects.filter(pk=extra.pk).exists()

    browser.post(_page(with_dana, "plan/"), {"once": uuid4(), "weeks": "4", "out": [extra.pk]})
    assert not Session.objects.filter(pk=extra.pk).exists()


def test_breaks_are_left_free(knock, alice, anna, with_dana, now) -> None:
    agreed(with_dana)
    betweens.announce_break(
        since=date(2026, 3, 2), until=date(2026, 3, 8), by=alice, now=now, therapist=anna
    )

    knock(alice).post(_page(with_dana, "plan/"), {"once": uuid4(), "weeks": "4"})

    assert date(2026, 3, 3) not in Session.objects.values_list("planned_on", flat=True)


def test_no_fixed_times_nothing_to_plan(knock, alice, with_dana) -> None:
    agreed(with_dana, frequency=frame.Frequency(pattern="as_needed"))

    page = knock(alice).get(_page(with_dana, "plan/"))

    assert "nothing to plan from" in page.content.decode()


# What it contributes.


def test_lanes_know_what_was_agreed(with_dana, alice, now) -> None:
    agreed(with_dana)
    hold_sessions(with_dana, over=20)
    betweens.note_contact(
        with_dana.participants.get(), by=alice, now=now, channel="text", direction="in",
        purpose="scheduling", at=datetime(2026, 2, 7, 23, tzinfo=now.tzinfo),
    )  # fmt: skip
    betweens.note_contact(
        with_dana.participants.get(), by=alice, now=now, channel="text", direction="in",
        purpose="scheduling", at=datetime(2026, 2, 9, 11, tzinfo=now.tzinfo),
    )  # fmt: skip
    therapy = Therapy.objects.select_related("key").get()

    length, contacts, fee = contributes.lanes(therapy, alice, now - timedelta(weeks=40), now)

    assert length.points[-1].words == "70 minutes, 50 agreed"
    assert (length.points[-1].value, length.points[-1].tone) == (20.0, "amber")
    assert length.points[0].tone == "plain"
    assert [p.mark for p in contacts.points] == ["dot", "ring"]
    assert {p.words for p in fee.points} == {"£60, paid as agreed"}


def test_lanes_go_by_the_plan_before_a_frame_is_agreed(with_dana, alice, now) -> None:
    offered(with_dana)
    hold_sessions(with_dana, over=20)
    betweens.note_contact(
        with_dana.participants.get(), by=alice, now=now, channel="text", direction="in",
        purpose="scheduling", at=datetime(2026, 2, 7, 23, tzinfo=now.tzinfo),
    )  # fmt: skip

    length, contacts, fee = contributes.lanes(with_dana, alice, now - timedelta(weeks=40), now)

    assert length.note == "minutes past the plan"
    assert length.points[-1].words == "70 minutes, 50 planned"
    assert length.points[-1].value == 20.0
    assert length.points[-1].label == "+20"
    assert [p.mark for p in contacts.points] == ["ring"]
    assert {p.words for p in fee.points} == {"£60, paid"}


def test_a_lane_of_contacts_names_who_is_meant_where_there_are_several(
    anna, alice, now, dana
) -> None:
    couple = a_therapy(anna, "Dana Reyes", kind="couple")
    betweens.note_contact(
        couple.participants.get(), by=alice, now=now, channel="text", direction="in",
        purpose="scheduling", at=datetime(2026, 2, 7, 10, tzinfo=now.tzinfo),
    )  # fmt: skip

    _length, contacts, _fee = contributes.lanes(couple, alice, now - timedelta(weeks=40), now)

    assert [p.words for p in contacts.points] == [
        "text message, from the client (Dana Reyes): appointments"
    ]


def test_lanes_take_the_same_queries(
    anna, alice, now, with_dana, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    other = a_therapy(anna, "Sam Okoro")
    for therapy, weeks in ((with_dana, 3), (other, 24)):
        agreed(therapy)
        hold_sessions(therapy, weeks=weeks)
    rows = {t.pk: t for t in Therapy.objects.select_related("key")}
    with CaptureQueriesContext(connection) as few:
        contributes.lanes(rows[with_dana.pk], alice, now - timedelta(weeks=40), now)

    with django_assert_num_queries(len(few)):
        contributes.lanes(rows[other.pk], alice, now - timedelta(weeks=40), now)


def test_what_waits_is_said_before_a_session(with_dana, alice, now, dana) -> None:
    offered(with_dana)
    who = with_dana.participants.get()
    talking.remark(with_dana, "What about August?", by=dana, now=now, participant=who)
    therapy = Therapy.objects.select_related("key").get()

    lines = contributes.brief([therapy], alice, now)[therapy.pk]
    (panel,) = contributes.panel(therapy, alice, now)

    assert [line.text for line in lines] == [
        "version 1 waits for 2 signatures", "What about August?",
    ]  # fmt: skip
    assert panel.context["said"] == 1
    assert panel.context["waiting"].number == 1


def test_no_box_where_nothing_waits(with_dana, alice, now) -> None:
    agreed(with_dana)

    assert contributes.panel(Therapy.objects.select_related("key").get(), alice, now) == ()


def test_the_lead_learns_a_number_only(with_dana, anna, now) -> None:
    agreed(with_dana)
    a_therapy(anna, "Sam Okoro")

    (standing,) = contributes.standing(now)

    assert (standing.number, standing.asks) == (1, True)


def test_a_copy_holds_what_the_person_signed_and_said(with_dana, dana, alice, now) -> None:
    from holdfast.web.frame import actions
    from holdfast.web.frame.teach_back import write

    version = offered(with_dana)
    party = version.parties.get(signs="consent")
    actions.sign(party, how="sign_in", by=dana, now=now, teach_back=write({"ending": "I say so."}))
    talking.remark(with_dana, "Mine", by=dana, now=now, participant=party.participant)
    talking.remark(with_dana, "Theirs", by=alice, now=now)

    agreements, said = contributes.copy(party.participant, dana)

    assert agreements.rows[0]["sha256"] == version.digest
    assert agreements.rows[0]["text"] == version.text("shown")
    assert agreements.rows[0]["own_words"] == {"ending": "I say so."}
    assert [row["words"] for row in said.rows] == ["Mine"]
