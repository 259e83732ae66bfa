"""How long a record is kept: a table of cases, and the edges of the calendar."""

from datetime import date

import pytest

from holdfast.web.endings import retention
from holdfast.web.endings.retention import BrokenRules, kept, places, read

GB, US, DE = (places()[name] for name in ("GB", "US", "DE"))


@pytest.mark.parametrize(
    ("place", "ended", "born", "until", "because"),
    [
        (GB, date(2026, 2, 17), date(1988, 5, 9), date(2033, 2, 17), "years"),
        (GB, date(2024, 2, 29), date(1988, 5, 9), date(2031, 3, 1), "years"),
        (GB, date(2026, 2, 17), date(2012, 5, 9), date(2037, 5, 9), "minor"),
        (GB, date(2026, 2, 17), date(2008, 5, 9), date(2034, 5, 9), "minor"),  # 17 at the end: 26
        (GB, date(2026, 2, 17), date(2008, 2, 17), date(2033, 2, 17), "years"),  # of age that day
        (GB, date(2026, 2, 28), date(2008, 2, 29), date(2034, 3, 1), "minor"),  # 17 until 1 March
        (GB, date(2026, 3, 1), date(2008, 2, 29), date(2033, 3, 1), "years"),
        (US, date(2026, 2, 17), date(2020, 1, 1), date(2041, 1, 1), "minor"),
        (US, date(2026, 2, 17), date(2009, 1, 1), date(2033, 2, 17), "years"),  # 7 years are later
        (DE, date(2026, 2, 17), date(2020, 1, 1), date(2036, 2, 17), "years"),
    ],
)
def test_it_works(place, ended: date, born: date, until: date, because: str) -> None:
    found = kept(place, "record", ended_on=ended, born=born)

    assert (found.on, found.because) == (until, because)
    assert not found.is_over(date.fromordinal(until.toordinal() - 1))
    assert found.is_over(until)


def test_a_later_contact_counts_where_the_rule_says_so() -> None:
    later = {"ended_on": date(2026, 2, 17), "last_contact_on": date(2027, 2, 17)}

    assert kept(US, "record", **later).on == date(2034, 2, 17)
    assert kept(GB, "record", **later).on == date(2033, 2, 17)


def test_what_is_not_known_is_left_to_a_person() -> None:
    unknown = kept(GB, "record", ended_on=date(2026, 2, 17), may_be_minor=True)
    nowhere = kept(None, "record", ended_on=date(2026, 2, 17))

    assert (unknown.on, unknown.because) == (None, "birth_unknown")
    assert (nowhere.on, nowhere.because) == (None, "no_rule")
    assert not nowhere.is_over(date(2999, 1, 1))


def test_every_line_says_where_it_comes_from_and_how_far_it_was_looked_up() -> None:
    for place in places().values():
        for rule in place.rules.values():
            assert rule.source, (place.id, rule.kind)
            assert rule.checked in ("verified", "secondary", "memory")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{kind: diary, years: 7, from: end, source: x, checked: memory}", "kind 'diary'"),
        ("{kind: record, years: 0, from: end, source: x, checked: memory}", "above zero"),
        ("{kind: record, years: 7, from: end, source: x, checked: sure}", "no level"),
        ("{kind: record, years: 7, from: birth, source: x, checked: memory}", "end or last"),
    ],
)
def test_a_broken_line_is_named(line: str, says: str) -> None:
    text = (
        "schema: holdfast/retention/1\nplaces:\n"
        f"  - {{id: XX, name: X, of_age: 18, rules: [{line}]}}"
    )

    with pytest.raises(BrokenRules, match=says):
        read(text)


def test_it_needs_no_django() -> None:
    import ast
    from pathlib import Path

    tree = ast.parse(Path(retention.__file__).read_text())
    imported = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)} | {
        a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names
    }

    assert not {name for name in imported if name and ("django" in name or "holdfast" in name)}
