"""Text packs: words with the licence under which they are used."""

from datetime import date
from typing import Any

import pytest

from holdfast.alliance import instrument, read_text, text_for


def wai_pack(**changes: Any) -> dict[str, Any]:
    pack = {
        "schema": "holdfast/text/1",
        "instrument": "wai-sr",
        "language": "en",
        "items": [f"Words {n}" for n in range(1, 13)],
        "answers": ["Seldom", "Sometimes", "Fairly often", "Very often", "Always"],
        "licence": "Permission of the Society for Psychotherapy Research, letter of May 2026",
        "asserted_by": "Dr Miriam Okafor",
        "asserted_on": date(2026, 5, 4),
    }
    return {**pack, **changes}


def test_a_licensed_pack():
    pack = read_text(wai_pack(), instrument("wai-sr"))

    assert pack.asserted_by == "Dr Miriam Okafor"
    assert pack.answer_word(instrument("wai-sr"), 5) == "Always"


def test_changed_words_change_the_fingerprint():
    one = read_text(wai_pack(), instrument("wai-sr"))
    other = read_text(wai_pack(title="Other"), instrument("wai-sr"))

    assert one.fingerprint != other.fingerprint


def test_an_unlicensed_pack_is_refused_with_everything_at_once():
    bad = wai_pack(licence=" ", asserted_by="", asserted_on=None)

    with pytest.raises(ValueError) as error:
        read_text(bad, instrument("wai-sr"))

    for said in ("names no licence", "nobody vouches", "asserted_on: 2026-03-01"):
        assert said in str(error.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"items": ["One"]}, "1 items, the instrument has 12"),
        ({"answers": ["a", "b", "c"]}, "give 5, or 2 for the ends"),
        ({"instrument": "srs"}, "written for 'srs'"),
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"schema": "holdfast/text/7"}, "holdfast/text/7"),
        ({"language": ""}, "language: en"),
        ({"short": ["One"]}, "1 short names"),
    ],
)
def test_bad_packs(change: dict[str, Any], said: str):
    with pytest.raises(ValueError, match=said):
        read_text(wai_pack(**change), instrument("wai-sr"))


def test_shipped_words_need_nobody_to_vouch():
    pack = text_for("phq-9")

    assert pack is not None
    assert pack.asserted_on is None
    assert "No permission required" in pack.licence


def test_lowest_answer_of_gad_7():
    # "Not at all sure" is a known error of reproduction (Zorowitz 2021).
    assert text_for("gad-7").answers[0] == "Not at all"


def test_the_check_in_the_words_agreed():
    pack = text_for("check")

    assert pack.items[2] == "I saw something more clearly."
    assert pack.answers == ("Not at all", "A little", "Somewhat", "Mostly", "Completely")


def test_another_language_falls_back_to_english():
    assert text_for("phq-9", "cy").language == "en"
    assert text_for("srs") is None


def test_ends_of_a_line_have_no_words_between():
    data = wai_pack(answers=["Seldom", "Always"])

    assert read_text(data, instrument("wai-sr")).answer_word(instrument("wai-sr"), 3) == "3"
