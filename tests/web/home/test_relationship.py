from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pytest

from holdfast.web.audit.models import Entry
from holdfast.web.practice.actions import betweens, people, sessions, signals, staff, therapies
from holdfast.web.practice.models import Session, Signal, SupervisionAgreement
from holdfast.web.practice.seam import Found, Lane, Moment, Panel, Point


def _page(therapy, extra: str = "") -> str:
    return f"/therapies/{therapy.pk}/{extra}"


@pytest.fixture
def long_sessions(with_dana, now):
    found = Found(with_dana.pk, "spoken", "long", "k", date(2026, 2, 3), {})
    signals.keep_found(with_dana, [found], now)
    return Signal.objects.get()


def test_it_works(knock, alice, with_dana, spoken, long_sessions) -> None:
    page = knock(alice).get(_page(with_dana))

    text = page.content.decode()
    assert page.status_code == 200
    assert "<h1>Dana Whitfield</h1>" in text
    assert "With you since 2 September 2025 · 24 sessions · next today 14:00" in text
    assert "Agreement 1, signed" in text
    assert "Sessions run long." in text
    assert "65 minutes, 15 past 50" in text


@pytest.mark.usefixtures("everybody")
def test_the_chart_is_there_before_anything_is_agreed(knock, alice, with_dana) -> None:
    page = knock(alice).get(_page(with_dana))

    assert 'class="chart"' in page.content.decode()
    (length,) = [lane for lane in page.context["chart"].lanes if lane.name == "Session length"]
    assert length.points[-1].words == "65 minutes, 50 planned"


def test_the_title_holds_no_name(knock, alice, with_dana) -> None:
    text = knock(alice).get(_page(with_dana)).content.decode()

    assert f"<title>Relationship {with_dana.code} · Holdfast</title>" in text


def test_opening_it_is_noted_once_a_day(knock, alice, with_dana) -> None:
    browser = knock(alice)
    browser.get(_page(with_dana))
    browser.get(_page(with_dana))

    (entry,) = Entry.objects.filter(kind="opened", about=str(with_dana.pk))
    assert (entry.actor, entry.role, entry.purpose) == (str(alice.pk), "therapist", "care")


def test_a_therapy_that_has_just_begun(knock, alice, anna, begin) -> None:
    therapy = begin(anna, "Dana Whitfield", since=date(2026, 2, 17))

    text = knock(alice).get(_page(therapy)).content.decode()

    assert "Nothing has been agreed in writing yet" in text
    assert "The picture begins with the first session" in text
    assert "0 sessions · next today 14:00" in text
    assert "Nothing stands out." in text


def test_a_colleague_is_told_there_is_no_such_page(knock, bob, ben, with_dana) -> None:
    browser = knock(bob)

    for address in (_page(with_dana), _page(with_dana, "brief/")):
        assert browser.get(address).status_code == 404
    assert not Entry.objects.filter(kind="opened").exists()


def test_a_stranger_s_page_looks_like_one_that_does_not_exist(knock, bob, ben, with_dana) -> None:
    browser = knock(bob)
    nowhere = "/therapies/9d3f9c9e-7b9f-4d0f-8c62-6c2f3a1a0000/"

    assert browser.get(_page(with_dana)).content == browser.get(nowhere).content


@pytest.mark.parametrize("who", ["lead", "intake", "supervisor", "desk", "cover", "reader", "dana"])
def test_nobody_else_opens_it(knock, request, with_dana, who: str) -> None:
    browser = knock(request.getfixturevalue(who))

    for address in (_page(with_dana), _page(with_dana, "brief/")):
        assert browser.get(address).status_code == 404


def test_a_client_does_not_open_the_therapist_s_page_of_their_own_therapy(
    knock, dana, with_dana
) -> None:
    with_dana.participants.update(user=dana)

    assert knock(dana).get(_page(with_dana)).status_code == 404


def test_a_supervisor_with_responsibility_opens_it_and_records_nothing(
    knock, supervisor, anna, with_dana, alice, now
) -> None:
    _supervise(supervisor, anna, now, SupervisionAgreement.Kind.RESPONSIBLE)

    page = knock(supervisor).get(_page(with_dana))

    assert page.status_code == 200
    assert "Record session" not in page.content.decode()
    assert Entry.objects.get(kind="opened").purpose == "supervision"


def test_consultative_supervision_opens_nothing(knock, supervisor, anna, with_dana, now) -> None:
    _supervise(supervisor, anna, now, SupervisionAgreement.Kind.CONSULTATIVE)

    assert knock(supervisor).get(_page(with_dana)).status_code == 404


def _supervise(supervisor, therapist, now, kind: str) -> None:
    staff.agree_supervision(
        supervisor=supervisor, supervisee=therapist, kind=kind, since=date(2025, 9, 1),
        by=therapist.user, now=now, covers_all=True,
    )  # fmt: skip


def test_the_time_line_tells_all_kinds_and_filters(knock, alice, with_dana, now) -> None:
    who = with_dana.participants.get()
    betweens.note_contact(
        who, by=alice, now=now, channel="text", direction="in", purpose="scheduling",
        at=now - timedelta(days=3), minutes=2,
    )  # fmt: skip
    betweens.note_crossing(
        who, by=alice, now=now, kind="gift", on=date(2026, 2, 10), initiated_by="client"
    )
    betweens.announce_break(
        since=date(2025, 12, 22), until=date(2026, 1, 3), by=alice, now=now, therapy=with_dana
    )
    browser = knock(alice)

    story = browser.get(_page(with_dana)).context["story"]
    assert [key for key, _label in story.kinds] == ["break", "contact", "crossing", "session"]

    only = browser.get(_page(with_dana, "?kind=contact")).context["story"]
    assert {m.kind for _month, told in only.months for m in told} == {"contact"}

    nonsense = browser.get(_page(with_dana, "?kind=%3Cscript%3E&show=x&before=y"))
    assert nonsense.context["story"].chosen == ""
    assert b"<script>&" not in nonsense.content


def test_the_newest_few_are_seen_and_nothing_is_lost(knock, alice, with_dana) -> None:
    story = knock(alice).get(_page(with_dana)).context["story"]

    seen, folded, every = (
        [m for _month, told in months for m in told]
        for months in (story.latest, story.rest, story.months)
    )
    assert len(seen) == 6
    assert [*seen, *folded] == every
    for looked in ("?kind=all", "?kind=session", "?before=2026-01-05"):
        assert not knock(alice).get(_page(with_dana, looked)).context["story"].rest, looked


def test_what_waits_is_never_folded(knock, alice, with_dana, spoken) -> None:
    spoken.panel = lambda *given: [
        Panel("Waits", "home/told.html", {}, folds=False),
        Panel("Rests", "home/told.html", {}, short="3 of them"),
    ]

    text = knock(alice).get(_page(with_dana)).content.decode()
    assert '<section class="card"><h2>Waits</h2>' in text
    assert '<summary><h2>Rests</h2> <span class="small muted">3 of them</span></summary>' in text


def test_the_time_line_goes_back_page_by_page(knock, alice, with_dana) -> None:
    browser = knock(alice)
    seen, address = [], _page(with_dana)
    while address:
        story = browser.get(address).context["story"]
        seen += [m.at for _month, told in story.months for m in told]
        address = story.earlier and _page(with_dana, f"?before={story.earlier.isoformat()}")

    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 24


@pytest.mark.parametrize("day", ["0001-01-05", "9999-12-31"])
def test_a_day_far_away_is_no_page_of_the_time_line(knock, alice, with_dana, day: str) -> None:
    page = knock(alice).get(_page(with_dana, f"?before={day}"))

    assert page.status_code == 200
    assert page.context["story"].newest


def test_a_signal_that_was_talked_about_stands_under_open(
    knock, alice, with_dana, spoken, long_sessions, now
) -> None:
    signals.answer_signal(long_sessions, "raised", "named it on Tuesday", by=alice, now=now)

    context = knock(alice).get(_page(with_dana)).context

    assert context["attention"] == []
    assert [item.signal for item in context["raised"]] == [long_sessions]


@pytest.fixture
def couple(anna, now):
    therapy = therapies.open_therapy(
        kind="couple", therapist=anna, by=anna.user, now=now, since=date(2026, 1, 8)
    )
    for name in ("Rosa Lindqvist", "Amir Lindqvist"):
        card = people.new_card("therapy", now=now, name=name)
        people.add_participant(therapy, card, by=anna.user, now=now, since=date(2026, 1, 8))
    return therapy


def _partner(couple, name: str):
    return next(p for p in couple.participants.with_cards() if p.card.shown_name == name)


def test_each_of_a_couple_stands_on_the_page(knock, alice, couple) -> None:
    shown = knock(alice).get(_page(couple)).context["participants"]

    assert {p.name for p in shown} == {"Rosa Lindqvist", "Amir Lindqvist"}


def test_what_belongs_to_one_of_several_says_to_whom(knock, alice, couple, now, spoken) -> None:
    rosa = _partner(couple, "Rosa Lindqvist")
    betweens.note_contact(
        rosa, by=alice, now=now, channel="text", direction="in", purpose="scheduling",
        at=now - timedelta(days=3),
    )  # fmt: skip
    betweens.note_crossing(
        rosa, by=alice, now=now, kind="gift", on=date(2026, 2, 10), initiated_by="therapist"
    )
    found = Found(couple.pk, "spoken", "x", "k", now.date(), {}, participant=rosa.pk)
    signals.keep_found(couple, [found], now)

    page = knock(alice).get(_page(couple))

    text = page.content.decode()
    assert "Text message from Rosa Lindqvist" in text
    assert "from you, to Rosa Lindqvist" in text
    assert page.context["attention"][0].about == "Rosa Lindqvist"


@pytest.mark.usefixtures("everybody")
def test_an_ended_therapy_shows_its_last_stretch(knock, alice, anna, begin, now) -> None:
    therapy = begin(anna, "Old Client", since=date(2024, 3, 5), weeks=12)
    therapies.end_therapy(therapy, by=alice, now=now, on=date(2024, 6, 1))

    page = knock(alice).get(_page(therapy))

    assert "ended 1 June 2024" in page.content.decode()
    assert page.context["story"].months
    assert page.context["chart"].end.date() == date(2024, 6, 8)


def test_what_a_capability_contributes_takes_its_place(
    knock, alice, with_dana, spoken: ModuleType, settings, tmp_path
) -> None:
    (tmp_path / "goals.html").write_text("<p>{{ goal }}</p>")
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}
    ]
    spoken.panel = lambda therapy, reader, now: [
        Panel("Agreed goals", "goals.html", {"goal": "Say no at <work>"})
    ]
    spoken.moments = lambda therapy, reader, start, end: [
        Moment(datetime(2026, 1, 20, 15, tzinfo=UTC), "agreement", "Signed", turn="Agreement 2")
    ]
    lane = Lane("Alliance", "client’s check", (Point(datetime(2026, 1, 20, tzinfo=UTC), "5", 5),))
    spoken.lanes = lambda therapy, reader, start, end: [lane]

    page = knock(alice).get(_page(with_dana))

    assert "Say no at &lt;work&gt;" in page.content.decode()
    assert [turn.label for turn in page.context["chart"].turns] == ["Agreement 2"]
    assert "Alliance" in page.context["table"].columns


def test_a_capability_that_knows_more_draws_the_lane_instead(
    knock, alice, with_dana, spoken: ModuleType
) -> None:
    point = Point(datetime(2026, 1, 20, tzinfo=UTC), "outside agreed hours")
    spoken.lanes = lambda *_: [Lane("Session length", "by the agreement", (point,))]

    lanes = knock(alice).get(_page(with_dana)).context["chart"].lanes

    assert [lane.note for lane in lanes if lane.name == "Session length"] == ["by the agreement"]


@pytest.mark.usefixtures("everybody")
def test_breaks_stand_behind_the_chart(knock, alice, anna, with_dana, now) -> None:
    betweens.announce_break(
        since=date(2025, 12, 22), until=date(2026, 1, 3), by=alice, now=now, therapist=anna
    )

    (span,) = knock(alice).get(_page(with_dana)).context["chart"].spans

    assert (span.start.date(), span.end.date()) == (date(2025, 12, 22), date(2026, 1, 4))


@pytest.mark.usefixtures("everybody")
def test_missed_sessions_leave_a_gap(knock, alice, with_dana, now) -> None:
    missed = with_dana.sessions.filter(planned_on=date(2025, 10, 7)).get()
    sessions.miss_session(missed, [], by=alice, now=now)

    lanes = knock(alice).get(_page(with_dana)).context["chart"].lanes
    (length,) = [lane for lane in lanes if lane.name == "Session length"]

    assert [p.at.date() for p in length.points if p.mark == "gap"] == [date(2025, 10, 7)]


def test_a_session_as_agreed_is_never_minutes(knock, alice, with_dana, now) -> None:
    today = with_dana.sessions.get(planned_on=date(2026, 2, 10))
    sessions.record_session(today, [], by=alice, now=now, as_agreed=True)

    text = knock(alice).get(_page(with_dana)).content.decode()

    assert "as agreed, not timed" in text


def test_the_brief_to_print(knock, alice, with_dana, spoken, long_sessions) -> None:
    text = knock(alice).get(_page(with_dana, "brief/")).content.decode()

    assert "Tuesday 17 February, 14:00" in text
    assert "Sessions run long." in text
    assert "50 minutes" in text
    assert "<title>Before the session · Holdfast</title>" in text


def test_the_same_queries_for_a_long_therapy(
    knock, alice, anna, begin, spoken, now, django_assert_num_queries, count_queries
) -> None:
    short = begin(anna, "Short", since=date(2026, 2, 3), weeks=3)
    long = begin(anna, "Long", hour=9, since=date(2024, 9, 3), weeks=80)
    for therapy, times in ((short, 1), (long, 9)):
        _fill(therapy, alice, now, times)
    browser = knock(alice)
    few = count_queries(browser, _page(short, "?show=all"))
    browser.get(_page(long))  # notes the opening

    with django_assert_num_queries(few):
        assert browser.get(_page(long, "?show=all")).status_code == 200
    assert Session.objects.filter(therapy=long).count() == 80


def _fill(therapy, alice, now, times: int) -> None:
    who = therapy.participants.get()
    for number in range(times):
        betweens.note_contact(
            who, by=alice, now=now, channel="text", direction="in", purpose="scheduling",
            at=now - timedelta(days=number + 1),
        )  # fmt: skip
        betweens.promise(therapy, "something", by=alice, now=now)
    found = [Found(therapy.pk, "spoken", "x", str(n), now.date(), {}) for n in range(times)]
    signals.keep_found(therapy, found, now)
