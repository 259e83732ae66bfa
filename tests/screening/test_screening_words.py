"""Everything that can be found has words."""

from datetime import date

import pytest

from holdfast.screening import Person, Sufficiency, Tie, Way, default_kinds, finding
from holdfast.screening.compare import LEVELS
from holdfast.screening.enough import ASK
from holdfast.screening.match import Evidence
from holdfast.screening.words import (
    answer_words,
    evidence_words,
    field_words,
    finding_words,
    match_words,
    sufficiency_words,
    tie_words,
)

EVERY_LEVEL = [
    (name, level) for name, levels in LEVELS.items() for level in levels if name != "household"
]


@pytest.mark.parametrize(("name", "level"), EVERY_LEVEL)
def test_every_level(name: str, level: str) -> None:
    assert evidence_words(Evidence(name, level, 1.25)).endswith("(+1.2)")


@pytest.mark.parametrize("level", LEVELS["household"][:-1])
def test_every_doubt(level: str) -> None:
    assert evidence_words(Evidence("household", level, -9.0)).endswith("(-9.0)")


@pytest.mark.parametrize("kind", sorted(default_kinds().kinds))
def test_every_tie(kind: str) -> None:
    assert tie_words(Tie(1, kind, 2))


def test_a_tie_with_years() -> None:
    tie = Tie(1, "friend", 2, since=date(2001, 1, 1), until=date(2010, 1, 1))

    assert tie_words(tie) == "a friend of (2001–2010)"
    assert tie_words(Tie(1, "friend", 2, promised=True)) == "a friend of (agreed for later)"


@pytest.mark.parametrize("field", sorted(ASK))
def test_every_field_to_ask_for(field: str) -> None:
    said = sufficiency_words(Sufficiency(enough=False, attainable=2.0, ask=field))

    assert said == f"Too little to go on. What would help most: {field_words(field)}."


def test_an_answer(registry) -> None:
    registry.add(9000, Person("Zoltan", "Quist", date_of_birth="1980-02-03", postcode="2001"))
    answer = registry.find(Person("Zoltan", "Quist", date_of_birth="1980-02-03"))

    assert answer_words(answer) == "Probable: 1. Possible: 0."
    assert match_words(answer.matches[0]).startswith("Probably the same person.")
    assert answer_words(registry.find(Person("Zita"))).startswith("Nobody found. Too little")


def test_a_finding_through_another_therapy_says_it_may_not_be_talked_about() -> None:
    ties = Tie(1, "partner", 2), Tie(2, "client", 100)

    words = finding_words(finding(Way(1, ties, 0.9), date(2026, 1, 1)))

    assert words.endswith("may not be talked about.")
