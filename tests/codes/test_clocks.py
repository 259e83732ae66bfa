from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.codes.clocks import anniversary, begun_before, full_years

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("begun", "years", "over"),
    [
        (date(2022, 5, 10), 2, date(2024, 5, 10)),
        (date(2020, 2, 29), 5, date(2025, 3, 1)),
        (date(2020, 2, 29), 4, date(2024, 2, 29)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2023, 3, 1), 1, date(2024, 3, 1)),
        (date(1999, 12, 31), 2, date(2001, 12, 31)),
    ],
)
def test_a_clock_is_over_on_the_anniversary(begun: date, years: int, over: date) -> None:
    assert anniversary(begun, years) == over
    assert full_years(begun, over) == years
    assert full_years(begun, over - timedelta(days=1)) == years - 1


def test_the_same_day_is_no_year() -> None:
    assert full_years(date(2026, 5, 1), date(2026, 5, 1)) == 0
    assert full_years(date(2026, 5, 2), date(2026, 5, 1)) == -1


@given(DAYS, st.integers(1, 9))
def test_the_anniversary_is_the_first_day_with_all_years(begun: date, years: int) -> None:
    over = anniversary(begun, years)

    assert full_years(begun, over) == years
    assert full_years(begun, over - timedelta(days=1)) == years - 1


@given(DAYS, st.integers(1, 9))
def test_begun_before_is_the_last_day_that_is_long_enough_ago(on: date, years: int) -> None:
    begun = begun_before(on, years)

    assert full_years(begun, on) >= years
    assert full_years(begun + timedelta(days=1), on) < years
