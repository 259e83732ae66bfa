"""What a person hands in: settled into facts, or refused with a clear sentence each."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from holdfast.codes import (
    BrokenData,
    Crossing,
    Library,
    Situation,
    Supplied,
    Unclear,
    UnknownName,
    json_schema,
    load,
    read_situation,
    settle,
)
from holdfast.codes.facts import Value
from holdfast.codes.situation import careful

ON = date(2026, 6, 1)


def test_a_situation_brings_what_it_fixes(small: Library) -> None:
    put = settle(small, Situation("wedding", supplied={"consent": Supplied(True)}), ON)

    assert put.act == "event"
    assert put.facts == {"person": "current_client", "event_kind": "ceremony", "consent": True}
    assert put.fixed == {"person", "event_kind"}


def test_what_is_on_record_enters_as_facts(small: Library) -> None:
    crossings = (
        Crossing(date(2025, 11, 30), "time"),  # more than six months ago
        Crossing(date(2025, 12, 1), "time"),
        Crossing(date(2026, 3, 1), "gift"),
        Crossing(date(2026, 4, 1), "gift", talked_over=True, secret=True),
        Crossing(date(2026, 5, 1), "contact"),
        Crossing(date(2026, 7, 1), "touch"),  # after the day asked about
    )

    facts = settle(small, Situation("wedding", crossings=crossings), ON).facts

    assert facts["crossings_unreviewed"] == 3
    assert facts["crossing_kinds"] == 3
    assert facts["crossing_secret"] is True


@pytest.mark.parametrize(
    ("fact", "first", "second", "counts"),
    [
        ("exploitative", False, True, True),
        ("exploitative", True, False, True),
        ("dependence", "none", "high", "high"),
        ("unusual", True, False, False),
        ("consent", True, False, False),
        ("consent", True, True, True),
    ],
)
def test_of_two_judgements_the_more_careful_counts(
    small: Library, fact: str, first: Value, second: Value, counts: Value
) -> None:
    assert careful(small.facts[fact], Supplied(first, second=Supplied(second))) == counts


def test_one_judgement_counts_alone(small: Library) -> None:
    assert careful(small.facts["exploitative"], Supplied(False)) is False


WRONG = [
    ({"colour": Supplied(True)}, "colour is not a fact that the codes know"),
    ({"unusal": Supplied(True)}, "Did you mean unusual?"),
    ({"consent": Supplied("maybe")}, "consent cannot be maybe. Write yes or no"),
    ({"exploitative": Supplied(False)}, "exploitative is a judgement: write the reason"),
    ({"exploitative": Supplied(False, why="x", second=Supplied(True))}, "is a judgement"),
    ({"person": Supplied("current_client")}, "person cannot be current_client here"),
    ({"ended_on": Supplied(date(2026, 6, 2))}, "ended_on is 2026-06-02, after the day asked about"),
    (
        {"ended_on": Supplied(date(2020, 1, 1)), "therapy_began_on": Supplied(date(2021, 1, 1))},
        "Therapy ended before it began.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("supplied", "says"), WRONG)
def test_what_is_wrong_is_said_in_a_sentence(
    small: Library, supplied: dict[str, Supplied], says: str
) -> None:
    with pytest.raises(Unclear) as error:
        settle(small, Situation("former_romance", supplied=supplied), ON)

    assert any(says in each for each in error.value.says)


def test_contradictory_answers_are_refused(small: Library) -> None:
    with pytest.raises(Unclear, match="A current client's therapy is not over"):
        settle(small, Situation("wedding", supplied={"therapy_over": Supplied(True)}), ON)


def test_everything_wrong_is_said_at_once(small: Library) -> None:
    supplied = {"colour": Supplied(True), "consent": Supplied("maybe")}

    with pytest.raises(Unclear) as error:
        settle(small, Situation("wedding", supplied=supplied), ON)

    assert len(error.value.says) == 2


@pytest.mark.parametrize(
    ("situation", "says"),
    [
        (Situation(), "Say which situation it is"),
        (Situation(act="evnt"), "There is no act evnt. Did you mean event?"),
    ],
)
def test_an_act_is_needed(small: Library, situation: Situation, says: str) -> None:
    with pytest.raises(Unclear, match=says):
        settle(small, situation, ON)


def test_an_unknown_situation_is_named_with_a_near_one(small: Library) -> None:
    with pytest.raises(UnknownName, match=r"There is no situation weding\. Did you mean wedding"):
        settle(small, Situation("weding"), ON)


FILE = """
schema: holdfast/situation/1
situation: wedding
on: 2026-06-01
codes: [example]
facts:
  consent: yes
  exploitative: {value: no, by: me, on: 2026-05-30, why: Why, second: {value: yes, why: Hm.}}
crossings:
  - {on: 2026-05-01, kind: time, talked_over: yes}
"""


def test_a_file_is_read_whole(small: Library) -> None:
    given = read_situation(small, FILE, "wedding.yaml")

    assert given.on == ON
    assert given.codes == ("example",)
    assert given.situation.kind == "wedding"
    assert given.situation.crossings == (Crossing(date(2026, 5, 1), "time", talked_over=True),)
    assert given.situation.supplied["exploitative"] == Supplied(
        False, "me", date(2026, 5, 30), "Why", Supplied(True, why="Hm.")
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("wedding", "weding", "3: situation cannot be weding. Did you mean wedding?"),
        ("situation: wedding", "act: event\nsituation: wedding", "name either the situation"),
        ("consent: yes", "consnt: yes", "7: consnt is not a fact that the codes know"),
        ("consent: yes", "consent: perhaps", "7: consent cannot be perhaps"),
        ("value: no, ", "", "8: value must be given"),
        ("on: 2026-06-01", "on: yesterday", "4: on must be a date such as"),
        ("schema: holdfast/situation/1", "x: 1", "the file names no schema"),
        ("kind: time", "sort: time", "sort is not a key here"),
    ],
)
def test_a_slip_in_a_file_is_named_by_line(small: Library, old: str, new: str, says: str) -> None:
    with pytest.raises(BrokenData) as error:
        read_situation(small, FILE.replace(old, new).lstrip(), "wedding.yaml")

    said = [str(each).replace("wedding.yaml:", "") for each in error.value.problems]
    shifted = says[0].isdigit() and f"{int(says[0]) - 1}{says[1:]}"
    assert any((shifted or says) in each for each in said), said


def test_the_schema_names_every_situation_and_fact(small: Library) -> None:
    schema = json_schema(small)

    assert schema["properties"]["schema"]["const"] == "holdfast/situation/1"
    assert schema["properties"]["situation"]["enum"] == list(small.situations)
    facts = schema["properties"]["facts"]["properties"]
    assert facts.keys() == small.facts.keys()
    assert facts["exploitative"]["anyOf"][0]["required"] == ["value", "why"]
    assert facts["person"]["anyOf"][0]["enum"] == list(small.facts["person"].values)


def test_facts_of_the_record_may_be_missing_in_data(
    changed: Callable[[str, str, str], Path],
) -> None:
    changed("house/2026.yaml", "crossing_secret", "crossing_hidden")
    folder = changed("facts.yaml", "crossing_secret", "crossing_hidden")
    crossings = (Crossing(date(2026, 5, 1), "time", secret=True),)

    facts = settle(load(folder), Situation("wedding", crossings=crossings), ON).facts

    assert "crossing_secret" not in facts
