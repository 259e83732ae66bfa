from datetime import date, timedelta

import pytest

from holdfast.web.accounts.models import User
from holdfast.web.home.attention import caseload_signals
from holdfast.web.practice.actions import betweens, signals
from holdfast.web.practice.models import Session, Therapy
from holdfast.web.practice.seam import Found, Told


@pytest.fixture
def promised(with_dana, alice, now):
    return betweens.promise(
        with_dana, "look for the school’s letter", by=alice, now=now, due_on=date(2026, 2, 20)
    )


def test_it_works(knock, alice, with_dana, promised) -> None:
    page = knock(alice).get("/today/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "Tuesday 17 February" in text
    assert "Dana Whitfield" in text
    assert "14:00" in text
    assert "65 minutes, 15 past 50" in text
    assert (
        text.count("look for the school’s letter") == 3
    )  # in the brief, in the list, on its button


def test_the_next_session_is_marked(knock, alice, anna, begin, with_dana) -> None:
    begin(anna, "Jonas Albrecht", hour=9)

    meetings = knock(alice).get("/today/").context["meetings"]

    assert [m.starts.hour for m in meetings] == [9, 14]
    assert [m.is_next for m in meetings] == [False, True]
    assert [m.is_over for m in meetings] == [True, False]


def test_times_are_those_of_the_practice_in_summer(knock, alice, with_dana) -> None:
    meetings = knock(alice).get("/today/2026-03-31/").context["meetings"]

    assert [m.starts.strftime("%H:%M %z") for m in meetings] == ["14:00 +0100"]


def test_a_day_does_not_lead_to_itself(knock, alice, anna, begin) -> None:
    begin(anna, "Jonas Albrecht", hour=9)
    browser, link = knock(alice), 'href="/today/2026-02-17/">Go to that day'
    assert link in browser.get("/today/2026-02-16/").content.decode()

    page = browser.get("/today/2026-02-17/").content.decode()

    assert "1 session, on 17 February." in page
    assert link not in page


def test_a_day_leads_on_to_the_next_that_waits(knock, alice, anna, begin) -> None:
    therapy = begin(anna, "Jonas Albrecht", hour=9)
    earlier = Session.objects.get(therapy=therapy, planned_on="2026-02-10")
    Session.objects.filter(pk=earlier.pk).update(state=Session.State.PLANNED)

    page = knock(alice).get("/today/2026-02-10/").content.decode()

    assert 'href="/today/2026-02-17/">Go on to 17 February' in page


def test_a_day_without_sessions_names_the_next(knock, alice, with_dana) -> None:
    page = knock(alice).get("/today/2026-02-18/")

    assert "The next one is on Tuesday 17 February, 14:00 with Dana Whitfield" in (
        page.content.decode()
    )
    assert 'href="/today/2026-02-17/">Go to that day' in page.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
@pytest.mark.parametrize("rest", ["", "briefs/", "confirm/"])
def test_a_day_far_away_is_no_address(knock, alice, with_dana, day: str, rest: str) -> None:
    assert knock(alice).get(f"/today/{day}/{rest}").status_code == 404


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
@pytest.mark.parametrize("rest", ["", "briefs/", "confirm/"])
def test_the_first_and_the_last_day_are_shown(knock, alice, with_dana, day: str, rest: str) -> None:
    assert knock(alice).get(f"/today/{day}/{rest}").status_code == 200


def test_nothing_at_all_yet(knock, alice, anna) -> None:
    text = knock(alice).get("/today/").content.decode()

    assert "Nothing is planned yet" in text
    assert "Nothing stands out" in text
    assert "Nothing is open" in text


def test_an_impossible_day_is_no_page(knock, alice, anna) -> None:
    assert knock(alice).get("/today/2026-02-30/").status_code == 404


def test_it_counts_what_is_not_recorded(knock, alice, anna, begin) -> None:
    begin(anna, "Jonas Albrecht", hour=9)

    text = knock(alice).get("/today/").content.decode()

    assert "1 session, on 17 February" in text


def test_nothing_is_missing_before_an_imported_therapy_is_watched(
    knock, alice, anna, begin
) -> None:
    therapy = begin(anna, "Jonas Albrecht", hour=9)
    for watched_from in (None, date(2026, 2, 18)):
        type(therapy).objects.update(watched_from=watched_from)
        assert "1 session, on" not in knock(alice).get("/today/").content.decode()


def test_a_signal_that_nobody_can_read_does_not_take_the_page_along(
    knock, alice, anna, begin, now
) -> None:
    therapy = begin(anna, "Jonas Albrecht", hour=9)
    long = Found(therapy.pk, "frame", "sessions_long", "k", now.date(), {"of": "another time"})
    signals.keep_found(therapy, [long], now)

    assert knock(alice).get("/today/").status_code == 200
    assert knock(alice).get(f"/therapies/{therapy.pk}/").status_code == 200


def test_it_tells_of_a_break_that_is_near(knock, alice, anna, bob, now) -> None:
    betweens.announce_break(
        since=date(2026, 2, 24), until=date(2026, 3, 9), by=alice, now=now, therapist=anna,
        cover=bob,
    )  # fmt: skip

    page = knock(alice).get("/today/").content.decode()
    assert "You are away from 24 February to 9 March, Bob Brandt covers." in page


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2026-02-22", False),
        ("2026-02-23", True),
        ("2026-03-09", True),
        ("2026-03-10", False),
        ("2026-01-20", False),
    ],
)
def test_a_break_stands_on_the_days_shortly_before_it_and_its_own(
    knock, alice, anna, now, day: str, shown: bool
) -> None:
    betweens.announce_break(
        since=date(2026, 3, 2), until=date(2026, 3, 9), by=alice, now=now, therapist=anna
    )

    page = knock(alice).get(f"/today/{day}/").content.decode()
    assert ("You are away" in page) == shown


@pytest.mark.parametrize(
    ("weights", "open_ones", "folded"),
    [((), 0, 0), ((50, 50), 2, 0), ((50,) * 4, 2, 2), ((0, 0, 0, 50), 3, 1), ((0, 50, 50), 2, 1)],
)
def test_all_but_two_notices_fold_and_nothing_urgent(
    knock, alice, anna, spoken, weights: tuple[int, ...], open_ones: int, folded: int
) -> None:
    spoken.told = lambda reader, now: [Told(f"Line {w}.", weight=w) for w in weights]

    page = knock(alice).get("/today/").content.decode()
    before, _, after = page.partition('<ul class="told-more">')

    assert before.count("<li>Line") == open_ones
    assert after.count("<li>Line") == folded
    assert (f"<summary>{folded} more</summary>" in page) == bool(folded)


def test_at_most_five_signals_and_two_of_one_therapy(
    knock, alice, anna, begin, now, spoken
) -> None:
    for number in range(4):
        therapy = begin(anna, f"Client {number}", hour=9 + number, weeks=2)
        found = [
            Found(therapy.pk, "spoken", "long", f"k{key}", now.date() - timedelta(days=key), {})
            for key in range(3)
        ]
        signals.keep_found(therapy, found, now)

    context = knock(alice).get("/today/").context

    assert len(context["attention"]) == 5
    assert context["further"] == 7
    about = [item.signal.therapy_id for item in context["attention"]]
    assert max(about.count(one) for one in about) == 2


def test_what_is_urgent_stands_first_however_old_and_is_never_left_out(
    knock, alice, anna, begin, now, spoken
) -> None:
    for number in range(4):
        therapy = begin(anna, f"Client {number}", hour=9 + number, weeks=32)
        found = [Found(therapy.pk, "spoken", "long", f"k{n}", now.date(), {}) for n in range(3)]
        signals.keep_found(therapy, found, now)
    away = begin(anna, "Met on no day soon", hour=16, weeks=2)
    old = now.date() - timedelta(days=90)
    found = [Found(away.pk, "spoken", "danger", f"k{n}", old, {}) for n in range(3)]
    signals.keep_found(away, found, now)

    attention = knock(alice).get("/today/").context["attention"]

    assert [item.signal.kind for item in attention] == ["danger"] * 3 + ["long"] * 2


def test_a_signal_without_words_is_not_shown(knock, alice, with_dana, now) -> None:
    found = Found(with_dana.pk, "unheard", "long", "k", now.date(), {})
    signals.keep_found(with_dana, [found], now)

    page = knock(alice).get("/today/")

    assert page.context["attention"] == []


def test_what_is_for_the_lead_is_not_on_it(knock, alice, with_dana, now, spoken) -> None:
    found = Found(with_dana.pk, "spoken", "long", "k", now.date(), {}, audience="lead")
    signals.keep_found(with_dana, [found], now)

    assert knock(alice).get("/today/").context["attention"] == []


def test_a_drift_of_a_therapy_that_ended_asks_for_nothing(alice, with_dana, now) -> None:
    kept = [Found(with_dana.pk, by, "long", by, now.date(), {}) for by in ("frame", "codes")]
    signals.keep_found(with_dana, kept, now)
    assert caseload_signals(alice, now).count() == 2

    Therapy.objects.filter(pk=with_dana.pk).update(state=Therapy.State.ENDED)

    assert caseload_signals(alice, now).get().capability == "codes"


def test_a_session_to_come_is_called_off_not_recorded(knock, alice, with_dana) -> None:
    page = knock(alice).get("/today/2026-02-24/").content.decode()

    assert "Call off" in page
    assert ">Record<" not in page
    assert "Confirm the whole day" not in page


def test_briefs_of_the_day_to_print(knock, alice, with_dana) -> None:
    page = knock(alice).get("/today/2026-02-17/briefs/")

    assert "Dana Whitfield" in page.content.decode()


def test_a_colleague_sees_nothing_of_it(knock, bob, ben, with_dana, promised) -> None:
    browser = knock(bob)

    for address in ("/today/", "/today/2026-02-17/briefs/"):
        text = browser.get(address).content.decode()
        assert "Dana" not in text
        assert "letter" not in text


@pytest.mark.parametrize("who", ["lead", "intake", "supervisor", "desk", "cover", "reader", "dana"])
def test_it_is_for_therapists_only(knock, request, who: str) -> None:
    user: User = request.getfixturevalue(who)

    assert knock(user).get("/today/").status_code == 404


def test_no_name_in_the_title(knock, alice, with_dana) -> None:
    text = knock(alice).get("/today/").content.decode()

    assert "<title>Today · Holdfast</title>" in text


def test_the_same_queries_for_a_large_caseload(
    knock, alice, anna, begin, now, django_assert_num_queries, count_queries, spoken
) -> None:
    _busy(begin, anna, now, 2)
    browser = knock(alice)
    few = count_queries(browser, "/today/")
    _busy(begin, anna, now, 6)

    with django_assert_num_queries(few):
        assert browser.get("/today/").status_code == 200
    assert Session.objects.count() > 100


def _busy(begin, anna, now, therapies: int) -> None:
    for number in range(therapies):
        therapy = begin(anna, f"Client {number}", hour=8 + number)
        betweens.promise(therapy, "something", by=anna.user, now=now)
        found = Found(therapy.pk, "spoken", "long", "k", now.date(), {})
        signals.keep_found(therapy, [found], now)
