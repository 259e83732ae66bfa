# ruff: noqa: E501 - the table of changed data reads best with one case to a line
"""A receipt is evaluated to the same answer for ever."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from holdfast.codes import (
    Advice,
    Altered,
    Crossing,
    Library,
    Situation,
    Supplied,
    advise,
    again,
    load,
    receipt,
    second_look,
    shipped,
)
from holdfast.codes.receipt import seal, trace

from .conftest import SMALL

Change = Callable[[str, str, str], Path]
BITS = bytes(range(16))
KEPT = Path(__file__).parent / "receipts"
ON = date(2026, 6, 1)
SITUATION = Situation(
    kind="former_romance",
    supplied={
        "ended_on": Supplied(date(2023, 5, 1), by="therapist", on=date(2026, 5, 30)),
        "last_contact_on": Supplied(date(2023, 4, 20)),
        "exploitative": Supplied(
            False,
            by="therapist",
            why="She has her own life.",
            second=Supplied(True, by="my supervisor", why="Her grief is fresh."),
        ),
        "unusual": Supplied(True),
    },
    crossings=(Crossing(date(2026, 4, 1), "time"), Crossing(date(2026, 5, 1), "gift", secret=True)),
)


@pytest.fixture
def advice(small: Library) -> Advice:
    return advise(small, SITUATION, ON)


def answers(given: Advice) -> dict[str, object]:
    return {code: trace(each) for code, each in given.answers.items()}


def test_it_evaluates_to_the_same_answer(small: Library, advice: Advice) -> None:
    kept = json.loads(json.dumps(receipt(small, advice, BITS)))

    found = again(small, kept)

    assert answers(found) == answers(advice)
    assert found.verdict is advice.verdict
    assert found.next_question == advice.next_question
    assert found.would_change == advice.would_change
    assert receipt(small, found, BITS) == kept


def test_it_says_who_supplied_what_and_when(small: Library, advice: Advice) -> None:
    kept = receipt(small, advice, BITS)

    assert kept["facts"]["ended_on"] == {
        "value": "2023-05-01", "by": "therapist", "on": "2026-05-30",
    }  # fmt: skip
    assert kept["facts"]["exploitative"]["second"]["by"] == "my supervisor"
    assert kept["known"]["exploitative"] is True
    assert kept["known"]["crossing_secret"] is True
    assert [each["chosen"] for each in kept["editions"]] == ["named"] * 3
    assert kept["editions"][0]["key"] == "example-2020.r1"


def test_the_random_bits_are_the_callers_and_change_the_seal(
    small: Library, advice: Advice
) -> None:
    one, two = receipt(small, advice, BITS), receipt(small, advice, bytes(16))

    assert one["random"] == BITS.hex()
    assert one["seal"] != two["seal"]
    assert one == receipt(small, advice, BITS)
    with pytest.raises(ValueError, match="16 random bytes, not 8"):
        receipt(small, advice, bytes(8))


def test_a_new_revision_and_a_new_edition_change_nothing(
    changed: Change, small: Library, advice: Advice
) -> None:
    kept = receipt(small, advice, BITS)
    folder = changed("example/2020.yaml", "checked_on: 2026-01-01", "checked_on: 2026-12-01")
    text = (folder / "example/2020.yaml").read_text()
    corrected = text.replace("revision: 1", "revision: 2").replace(
        "{unusual: yes}", "{unusual: no}"
    )
    (folder / "example/2020.r2.yaml").write_text(corrected)
    newer = text.replace("example-2020", "example-2026").replace("from: 2020", "from: 2026")
    (folder / "example/2026.yaml").write_text(newer)
    library = load(folder)

    found = again(library, kept)

    assert answers(found) == answers(advice)
    assert second_look(library, kept) == ("example-2020.r1",)
    assert second_look(small, kept) == ()


def test_a_new_contradiction_changes_nothing(
    changed: Change, small: Library, advice: Advice
) -> None:
    kept = receipt(small, advice, BITS)
    folder = changed(
        "facts.yaml", "contradictions:\n",
        "contradictions:\n  - when: {person: former_client, dependence: high}\n    says: New.\n",
    )  # fmt: skip

    assert answers(again(load(folder), kept)) == answers(advice)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("example/2020.yaml", "{unusual: yes}", "{unusual: no}", "example-2020.r1 is not the revision"),
        ("example/2020.yaml", "Later only if most", "Later if most", "example-2020.r1 is not the revision"),
        ("facts.yaml", "    while_unknown: some\n", "    while_unknown: high\n", "A fact has another meaning"),
        ("facts.yaml", "  - when: {person: current_client, therapy_over: yes}",
         "  - when: {person: current_client, therapy_over: no}", "What cannot stand together"),
    ],
)  # fmt: skip
def test_changed_data_are_noticed(
    changed: Change, small: Library, advice: Advice, file: str, old: str, new: str, says: str
) -> None:
    kept = receipt(small, advice, BITS)

    with pytest.raises(Altered, match=says):
        again(load(changed(file, old, new)), kept)


def test_a_changed_receipt_is_noticed(small: Library, advice: Advice) -> None:
    kept = receipt(small, advice, BITS)

    with pytest.raises(Altered, match="does not match its seal"):
        again(small, kept | {"verdict": "permitted"})
    forged = kept | {"answers": kept["answers"] | {"other-2015": {"verdict": "permitted"}}}
    with pytest.raises(Altered, match="give another answer"):
        again(small, forged | {"seal": seal(forged)})


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.json")), ids=lambda p: p.stem)
def test_receipts_of_earlier_days_still_hold(path: Path) -> None:
    """Receipts once given must hold for ever: if this fails, the reasoning itself has changed."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    library = shipped() if path.stem.startswith("shipped") else load(SMALL)

    found = again(library, kept)

    assert found.verdict.value == kept["verdict"]
