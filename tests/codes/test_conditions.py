from datetime import date
from itertools import product

import pytest
from hypothesis import given

from holdfast.codes.conditions import (
    ALWAYS,
    All,
    AnyOf,
    Condition,
    Elapsed,
    Is,
    Not,
    atoms,
    deciders,
    facts_read,
    open_facts,
    written,
)
from holdfast.codes.points import Grid, axis, single

from .by_hand import holds
from .random_codes import CONDITIONS, FACTS

ON = date(2026, 1, 1)
A = Is("a", frozenset((True,)))
B = Is("b", frozenset((True,)))
TRUE, FALSE, UNKNOWN = (1, 0), (0, 1), (0, 0)


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        (A, {"a": True}, TRUE),
        (A, {"a": False}, FALSE),
        (A, {}, UNKNOWN),
        (Not(A), {}, UNKNOWN),
        (Not(A), {"a": False}, TRUE),
        (All((A, B)), {"a": False}, FALSE),
        (All((A, B)), {"a": True}, UNKNOWN),
        (AnyOf((A, B)), {"a": True}, TRUE),
        (AnyOf((A, B)), {"a": False}, UNKNOWN),
        (AnyOf((A, B)), {"a": False, "b": False}, FALSE),
        (ALWAYS, {}, TRUE),
        (Elapsed("d", 2), {"d": date(2024, 1, 1)}, TRUE),
        (Elapsed("d", 2), {"d": date(2024, 1, 2)}, FALSE),
        (Elapsed("d", 2), {"d": 2}, TRUE),
    ],
)
def test_conditions_have_three_values(
    condition: Condition, known: dict[str, object], expected: tuple[int, int]
) -> None:
    assert condition.bits(single(known, ON)) == expected  # type: ignore[arg-type]


@given(CONDITIONS)
def test_many_points_at_once_are_the_same_as_one_by_one(condition: Condition) -> None:
    axes = [axis(FACTS[f], list(atoms(condition))) for f in sorted(facts_read(condition))]
    grid = Grid(axes, {}, ON)

    true, false = condition.bits(grid)

    assert true ^ false == grid.full
    points = [grid.point(bit) for bit in range(grid.size)]
    assert [bool(true >> i & 1) for i in range(grid.size)] == [
        holds(condition, point, ON) for point in points
    ]
    assert sorted(map(str, points)) == sorted(
        str(dict(zip((a.fact for a in axes), values, strict=True)))
        for values in product(*(a.values for a in axes))
    )


def test_only_what_is_still_needed_is_open() -> None:
    condition = AnyOf((All((A, B)), Is("c", frozenset("x"))))

    assert open_facts(condition, single({}, ON)) == {"a", "b", "c"}
    assert open_facts(condition, single({"a": False}, ON)) == {"c"}
    assert open_facts(condition, single({"c": "x"}, ON)) == set()


def test_deciders_are_the_tests_that_made_it_so() -> None:
    condition = AnyOf((All((A, B)), Is("c", frozenset("x"))))

    assert deciders(condition, single({"a": True, "b": True, "c": "y"}, ON)) == (A, B)
    assert deciders(condition, single({"a": False, "b": True, "c": "y"}, ON)) == (
        A,
        Is("c", frozenset("x")),
    )


def test_a_condition_is_written_the_same_whatever_the_order_of_its_values() -> None:
    assert written(Is("c", frozenset(("x", "y")))) == written(Is("c", frozenset(("y", "x"))))
    assert written(Not(All((A,)))) == "Not(All(Is(a, ['True'])))"
