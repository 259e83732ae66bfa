"""Bounds: never narrower than every combination of the unknown facts, and equal to it."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.codes import Library, Verdict, outlook
from holdfast.codes.conditions import atoms
from holdfast.codes.edition import Edition
from holdfast.codes.facts import Value
from holdfast.codes.points import Axis, axis
from holdfast.codes.question import next_question
from holdfast.codes.resolve import slice_of

from .by_hand import reachable, verdict
from .random_codes import FACTS, editions
from .test_answer import VALUES

ON = date(2026, 6, 1)
SOME = st.fixed_dictionaries({}, optional=VALUES)


def axes_of(edition: Edition, known: dict[str, Value]) -> list[Axis]:
    tests = [test for rule in edition.rules.values() for test in atoms(rule.when)]
    read = sorted({test.fact for test in tests} - known.keys())
    return [axis(FACTS[fact], tests) for fact in read]


@settings(max_examples=200, deadline=None)
@given(editions(), SOME)
def test_bounds_are_those_of_every_combination(edition: Edition, known: dict[str, Value]) -> None:
    found = outlook.look(slice_of(edition, "act"), known, ON, FACTS)

    assert found.reachable == reachable(edition, "act", known, axes_of(edition, known), ON)


@settings(max_examples=100, deadline=None)
@given(editions(), SOME)
def test_a_fact_matters_if_some_point_changes_with_it(
    edition: Edition, known: dict[str, Value]
) -> None:
    axes = axes_of(edition, known)
    matter = set()
    for each in axes:
        others = [a for a in axes if a is not each]
        for values in product(*(a.values for a in others)):
            rest = known | dict(zip((a.fact for a in others), values, strict=True))
            verdicts = {verdict(edition, "act", rest | {each.fact: v}, ON) for v in each.values}
            if len(verdicts) > 1:
                matter.add(each.fact)

    found = outlook.look(slice_of(edition, "act"), known, ON, FACTS)

    assert {each.fact for each in found.that_matter} == matter
    assert (next_question([found]) is None) == (not matter)


@settings(max_examples=100, deadline=None)
@given(editions(), SOME)
def test_too_many_points_are_answered_wider_never_narrower(
    edition: Edition, known: dict[str, Value]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlook, "LIMIT", 0)
        wide = outlook.look(slice_of(edition, "act"), known, ON, FACTS)
    exact = outlook.look(slice_of(edition, "act"), known, ON, FACTS)

    assert wide.grid is None
    assert wide.reachable >= exact.reachable


def test_contradictions_are_left_out(small: Library) -> None:
    edition = small.editions["example-2020"]
    known: dict[str, Value] = {"therapy_over": True}
    rules = slice_of(edition, "romance")

    found = outlook.look(rules, known, ON, small.facts, small.contradictions)

    assert found.grid is not None
    people = dict(found.grid.columns)["person"]
    current = next(mask for mask, value in people if value == "current_client")
    assert not any(mask & current for mask in found.verdicts.values())


def test_silence_is_the_mildest_wherever_it_is_left_open(small: Library) -> None:
    edition = small.editions["example-2020"]
    found = outlook.look(slice_of(edition, "gift"), {}, ON, small.facts)

    assert (found.mildest, found.severest) == (Verdict.NOT_ADDRESSED, Verdict.AVOID)
