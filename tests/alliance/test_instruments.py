"""Definitions of instruments, against keys and cut-offs printed elsewhere."""

import pytest
import yaml

from holdfast.alliance import (
    instrument,
    read_instrument,
    scale_of,
    shipped_instruments,
    shipped_texts,
)
from holdfast.alliance.instruments import Instrument

# id: (items, lowest answer, highest answer, lowest score, highest score)
RANGES = {
    "phq-9": (9, 0, 3, 0, 27),
    "gad-7": (7, 0, 3, 0, 21),
    "check": (7, 1, 5, 1, 5),
    "wai-sr": (12, 1, 5, 1, 5),
    "srs": (4, 0, 10, 0, 40),
    "ors": (4, 0, 10, 0, 40),
    "sparq": (8, 0, 4, 0, 4),
    "risq": (4, 0, 1, 0, 4),
    "arm-5": (5, 1, 7, 1, 7),
    "core-10": (10, 0, 4, 0, 40),
}

MINIMAL = """
schema: holdfast/instrument/1
id: try
name: Try
kind: alliance
better: high
items: 3
answers: {lowest: 1, highest: 5}
score: {method: mean, at_least: 3}
missing_rule: {text: All three., source: here, checked: true}
licence: {words: shipped, statement: ours}
"""


def test_every_shipped_instrument_is_listed_here():
    assert set(shipped_instruments()) == set(RANGES)


@pytest.mark.parametrize(("id", "expected"), RANGES.items())
def test_ranges(id: str, expected: tuple[float, ...]):
    found = instrument(id)

    assert (
        found.items,
        found.lowest,
        found.highest,
        found.lowest_score,
        found.highest_score,
    ) == expected


def test_wai_sr_keys():
    # Hatcher & Gillaspy 2006; a widely copied program has goals 1-4, tasks 5-8, bond 9-12.
    keys = {name: set(key.items) for name, key in instrument("wai-sr").subscales.items()}

    assert keys == {"goal": {4, 6, 8, 11}, "task": {1, 2, 10, 12}, "bond": {3, 5, 7, 9}}
    assert instrument("wai-sr").key.reversed == set()


def test_other_keys():
    assert instrument("core-10").key.reversed == {2, 3}
    assert instrument("arm-5").key.reversed == {3}
    assert instrument("sparq").key.reversed == {2, 3, 4, 5}
    assert set(instrument("sparq").subscales["positive affect"].items) == {1, 6, 7, 8}
    assert set(instrument("sparq").subscales["negative affect"].items) == {2, 3, 4, 5}
    assert instrument("sparq").subscales["negative affect"].reversed == set()
    assert instrument("check").key.items == (1, 2, 4, 5, 6, 7)


def test_cut_offs():
    assert [cut.score for cut in instrument("phq-9").cut_offs] == [5, 10, 15, 20]
    assert [cut.score for cut in instrument("gad-7").cut_offs] == [5, 10, 15]
    assert instrument("phq-9").clinical_cut_off.score == 10
    assert instrument("gad-7").clinical_cut_off.score == 8
    assert instrument("srs").cut_offs[0].score == 36
    # Vendors print bands for the WAI-SR that no study stands behind.
    assert instrument("wai-sr").cut_offs == ()


def test_reliable_change():
    points = {id: each.reliable_change for id, each in shipped_instruments().items()}

    assert points["phq-9"].points == 6
    assert points["gad-7"].points == 4
    assert points["check"] is None
    assert points["srs"] is None


def test_only_free_words_are_shipped():
    assert {id for id, _ in shipped_texts()} == {"phq-9", "gad-7", "check"}
    assert {each.id for each in shipped_instruments().values() if each.words_shipped} == {
        "phq-9",
        "gad-7",
        "check",
    }


def test_what_is_from_memory_says_so():
    assert "number of items" in instrument("risq").unchecked
    assert "clinical cut-off" in instrument("ors").unchecked
    assert instrument("check").unchecked == ()
    assert not instrument("check").validated


def test_every_figure_has_a_source():
    for each in shipped_instruments().values():
        facts = [*each.cut_offs, *each.reliability, *each.reference, each.missing_rule]
        facts += [fact for fact in (each.clinical_cut_off, each.reliable_change) if fact]

        assert all(fact.source for fact in facts), each.id


def test_unknown_instrument_names_those_there_are():
    with pytest.raises(ValueError, match="phq-9"):
        instrument("phq-8")


def read(text: str) -> Instrument:
    return read_instrument(yaml.safe_load(text))


def test_minimal():
    assert scale_of(read(MINIMAL)).step == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kind: alliance", "knid: alliance"), "unknown key 'knid'; missing key 'kind'"),
        (("instrument/1", "instrument/9"), "holdfast/instrument/9"),
        (("at_least: 3", "at_least: 3, reversed: [4]"), "item 4 is named, but there are 3"),
    ],
)
def test_bad_definitions(change: tuple[str, str], said: str):
    with pytest.raises(ValueError, match=said):
        read(MINIMAL.replace(*change))
