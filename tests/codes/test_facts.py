from datetime import date

import pytest

from holdfast.codes import Library


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        ("consent", True, True),
        ("consent", "no", False),
        ("person", "former_client", "former_client"),
        ("ended_on", "2026-03-31", date(2026, 3, 31)),
        ("ended_on", date(2026, 3, 31), date(2026, 3, 31)),
        ("crossings_unreviewed", 3, 3),
    ],
)
def test_a_right_value_is_accepted(small: Library, fact: str, raw: object, value: object) -> None:
    assert small.facts[fact].accept(raw) == value


@pytest.mark.parametrize(
    ("fact", "raw", "says"),
    [
        ("consent", "maybe", "consent cannot be maybe. Write yes or no"),
        ("consent", 1, "consent cannot be 1. Write yes or no"),
        ("person", "former_cliet", "Did you mean former_client?"),
        ("person", True, "person cannot be yes. Use one of: current_client"),
        ("ended_on", "31.3.2026", "Write a date such as 2026-03-31."),
        ("ended_on", 2026, "Write a date such as 2026-03-31."),
        ("crossings_unreviewed", -1, r"Write a whole number \(times\), such as 3."),
        ("crossings_unreviewed", True, "crossings_unreviewed cannot be yes"),
    ],
)
def test_a_wrong_value_is_named_with_a_right_one(
    small: Library, fact: str, raw: object, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        small.facts[fact].accept(raw)


def test_directions_say_which_way_a_verdict_may_go(small: Library) -> None:
    eases = {f.id: f.direction.eases for f in small.facts.values() if f.direction}

    assert eases["consent"]
    assert eases["unusual"]
    assert not eases["dependence"]
    assert not eases["crossing_secret"]
