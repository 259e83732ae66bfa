"""Dates of birth, whole and partial."""

from datetime import date

import pytest

from holdfast.screening import birth_from_age, parse_birth
from holdfast.screening.births import may_be


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("1980-04-03", "19800403"),
        ("1980-04-03T00:00:00Z", "19800403"),
        ("19800403", "19800403"),
        ("3/4/1980", "19800403"),
        ("3.4.1980", "19800403"),
        ("4/23/1980", "19800423"),  # no 23rd month: turned round
        ("1980", "19800000"),
        ("c. 1980", "19800000"),
        ("about 1980", "19800000"),
        ("1980-04", "19800400"),
        ("4/1980", "19800400"),
        ("April 1980", "19800400"),
        ("3 Apr 1980", "19800403"),
        ("Apr 3, 1980", "19800403"),
        ("--04-03", "00000403"),
        ("19801345", "19801345"),  # impossible, and still worth comparing
        ("1900-01-01", ""),
        ("01/01/1900", ""),
        ("1899-12-30", ""),
        ("9999-12-31", ""),
        ("3/4/80", ""),  # which century is not guessed
        ("N/A", ""),
        ("unknown", ""),
        ("", ""),
        ("yesterday", ""),
    ],
)
def test_reading(typed: str, digits: str) -> None:
    assert parse_birth(typed) == digits


def test_month_first_where_that_is_the_habit() -> None:
    assert parse_birth("3/4/1980", "mdy") == "19800304"


@pytest.mark.parametrize(
    ("age", "on", "digits"),
    [(45, date(2026, 2, 1), "19800000"), (45, date(2026, 11, 1), "19810000")],
)
def test_from_age(age: int, on: date, digits: str) -> None:
    assert birth_from_age(age, on) == digits


def test_an_impossible_age_is_refused() -> None:
    with pytest.raises(ValueError, match="200 years"):
        birth_from_age(200, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("birth", "possible"),
    [
        ("19800403", True), ("19800400", True), ("19800000", True), ("00000403", True),
        ("19800231", False), ("19801300", False), ("20260302", True), ("20260303", False),
        ("20270000", False),
    ],
)  # fmt: skip
def test_who_can_have_been_born_then(birth: str, possible: bool) -> None:
    assert may_be(birth, date(2026, 3, 2)) == possible
