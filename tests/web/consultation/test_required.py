"""How much supervision a body asks for, held against what took place."""

from datetime import date

import pytest

from holdfast.web.consultation.actions import supervising
from holdfast.web.consultation.required import (
    Asked,
    Attended,
    BrokenHours,
    asked_by,
    by_month,
    counts,
    last_months,
    read,
    shipped_hours,
)

from . import consulting as made

PAGE = "/supervision/"
ON = date(2026, 2, 17)


@pytest.mark.parametrize(
    ("kind", "minutes", "there", "counted"),
    [
        ("individual", 60, 1, 60),
        ("group", 120, 1, 60),
        ("group", 120, 4, 60),
        ("group", 120, 5, 24),
        ("group", 120, 6, 20),
        ("peer", 90, 1, 0),
    ],
)
def test_what_counts(kind: str, minutes: int, there: int, counted: int) -> None:
    assert counts(Attended(ON, kind, minutes, there), half_up_to=4) == counted


def test_no_month_lends_to_another() -> None:
    asked = Asked("B", 90, "all", 4, "https://b.example", "there", ON)
    days = ((date(2026, 2, 3), 60), (date(2026, 1, 31), 120), (date(2025, 10, 31), 90))
    found = by_month(asked, [Attended(on, "individual", n) for on, n in days], ON)

    assert [(m.begins, m.counted, m.short) for m in found] == [
        (date(2026, 2, 1), 60, 30),
        (date(2026, 1, 1), 120, 0),
        (date(2025, 12, 1), 0, 90),
        (date(2025, 11, 1), 0, 90),
    ]
    assert last_months(date(2026, 1, 5))[1] == date(2025, 12, 1)


def test_each_number_has_its_source() -> None:
    for asked in shipped_hours().values():
        assert asked.url.startswith("https://")
        assert asked.read
        assert asked.of_whom
    assert asked_by({"apa", "aca"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "schema: holdfast/supervision-hours/9\nbodies: {}\n",
        "schema: holdfast/supervision-hours/1\nbodies:\n  b: {name: B, minutes_a_month: 0, "
        "of_whom: all, half_up_to: 4, url: x, read: y, read_on: 2026-01-01}\n",
    ],
)
def test_broken_data_are_refused(text: str) -> None:
    with pytest.raises(BrokenHours):
        read(text)


def _main(answer) -> str:
    return " ".join(answer.content.decode().partition("<main")[2].split())


@pytest.mark.django_db
def test_a_supervisee_sees_it_with_its_source(knock, alice, anna, sven, now) -> None:
    agreement = made.supervised(sven, anna, now)
    made.a_seat(agreement, now, date(2026, 2, 10), minutes=60)
    made.a_seat(agreement, now, date(2026, 1, 13), minutes=100)
    page = _main(knock(alice).get(PAGE))

    assert "<b>BACP</b> asks for at least 90 minutes in each month." in page
    assert '<th scope="row">February 2026</th><td class="n">60</td><td class="n">30</td>' in page
    assert '<th scope="row">January 2026</th><td class="n">100</td><td class="n">–</td>' in page
    assert shipped_hours()["bacp"].url in page


@pytest.mark.django_db
def test_a_group_counts_by_how_many_sat(knock, alice, anna, ben, sven, now) -> None:
    agreements = [made.supervised(sven, each, now) for each in (anna, ben)]
    supervising.note_sitting(
        kind="group", on=ON, minutes=120, agreements=agreements, peer=None, by=sven, now=now
    )

    assert '<td class="n">60</td><td class="n">30</td>' in _main(knock(alice).get(PAGE))


@pytest.mark.django_db
def test_only_those_whose_body_names_a_number(knock, bob, sven, now) -> None:
    apa = made.works_here(bob, "apa-2017")
    made.a_seat(made.supervised(sven, apa, now), now)

    assert "How much is asked for" not in _main(knock(bob).get(PAGE))
    assert "How much is asked for" not in _main(knock(sven).get(PAGE))


@pytest.mark.django_db
def test_many_sessions_ask_no_more(knock, count_queries, alice, anna, sven, now) -> None:
    agreement = made.supervised(sven, anna, now)
    made.a_seat(agreement, now)
    few = count_queries(knock(alice), PAGE)
    for day in range(1, 9):
        made.a_seat(agreement, now, date(2026, 2, day))

    assert count_queries(knock(alice), PAGE) == few
