"""Calendar years, counted exactly.

A clock that began on 10 May 2022 and runs for two years is over on 10 May 2024, not a day earlier.
One that began on 29 February is over on 1 March in a year without that day: the whole of
28 February still belongs to the last year.
"""

from datetime import date


def anniversary(begun: date, years: int) -> date:
    """Return the day on which a clock of `years` calendar years is over.

    >>> anniversary(date(2024, 2, 29), 2)
    datetime.date(2026, 3, 1)
    """
    try:
        return begun.replace(year=begun.year + years)
    except ValueError:
        return date(begun.year + years, 3, 1)


def full_years(begun: date, on: date) -> int:
    """Return how many whole calendar years lie between two days; negative if `begun` is later.

    >>> full_years(date(2024, 2, 29), date(2026, 2, 28))
    1
    """
    years = on.year - begun.year
    return years if anniversary(begun, years) <= on else years - 1


def begun_before(on: date, years: int) -> date:
    """Return the latest day for which a clock of `years` years is over on `on`.

    >>> begun_before(date(2028, 2, 29), 2)
    datetime.date(2026, 2, 28)
    """
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 2, 28)
