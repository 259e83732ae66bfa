"""The sentences a person reads."""

from datetime import date

import pytest

from holdfast.codes import Library, Situation, Supplied, Verdict, advise, listing, words
from holdfast.codes.edition import Effect

ON = date(2026, 6, 1)


def lines(small: Library, situation: Situation, *codes: str) -> list[str]:
    return listing.advice_lines(advise(small, situation, ON, codes), small.facts)


def test_a_running_clock_names_its_last_day(small: Library) -> None:
    supplied = {"last_contact_on": Supplied(date(2024, 2, 29))}
    said = lines(small, Situation("former_romance", supplied=supplied), "other")

    assert "  The 5 years since the last professional contact are over on 2029-03-01." in said


def test_a_silence_is_said_openly(small: Library) -> None:
    silent = lines(small, Situation("wedding"), "other")
    supplied = {"exploitative": Supplied(True, why="It pays me.")}
    general = lines(small, Situation("scarf", supplied=supplied), "example")

    assert "  Other code does not speak of this. Silence is neither a yes nor a no." in silent
    assert "  Example code does not speak of this. Its general clause 7 decides." in general


def test_a_recalled_clause_is_to_be_read_first(small: Library) -> None:
    supplied = {
        "ended_on": Supplied(date(2020, 1, 1)),
        "unusual": Supplied(True),
        "exploitative": Supplied(False, why="No."),
        "dependence": Supplied("none"),
    }
    said = lines(small, Situation("former_romance", supplied=supplied), "example")

    link = "5(b) (https://example.org/code#5b)"
    assert f"  Read the clause first: {link}. Our summary of it is from memory." in said


def test_safeguards_are_a_list_of_things_to_do(small: Library) -> None:
    situation = Situation("wedding", supplied={"consulted": Supplied(True)})
    said = lines(small, situation, "example")

    assert "  [to do] Have the client's agreement." in said
    assert "  [done] Ask a colleague." in said
    assert "  Besides (6): Write down before it why you go." in said
    assert "  Assumed, since not known: objectivity is not in doubt" in said


def test_why_codes_differ_is_said(small: Library) -> None:
    supplied = {
        "ended_on": Supplied(date(2020, 1, 1)),
        "last_contact_on": Supplied(date(2023, 1, 1)),
        "unusual": Supplied(True),
    }
    said = lines(small, Situation("former_romance", supplied=supplied), "example", "other")

    expected = (
        "  other-2015 (A.2) says prohibited; example-2020 (5(b)) says better avoided. "
        "They count different times."
    )
    assert expected in said


def test_no_answer_passes_for_the_bodys_own(small: Library) -> None:
    said = lines(small, Situation("wedding"), "example")

    assert (
        "  This is not advice from The Example Association. Ask at https://example.org/ask." in said
    )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_words_for_both(verdict: Verdict) -> None:
    assert words.verdict_words(verdict)
    assert words.client_verdict_words(verdict).endswith(".")


def test_no_sentence_blames(small: Library) -> None:
    every = [
        line
        for kind in small.situations
        for code in small.editions
        for line in lines(small, Situation(kind), code)
    ]

    assert every
    for word in ("violation", "non-compliant", "risk score", "guilty"):
        assert not any(word in line.lower() for line in every)


def test_a_rule_in_a_line(small: Library) -> None:
    rules = small.editions["example-2020"].rules

    assert listing.rule_line(rules["romance_unusual"]) == (
        "romance_unusual: exception of romance_later avoid"
    )
    assert listing.rule_line(rules["harm"]) == "harm: defeasible avoid (all acts)"
    assert rules["event_note"].effect is Effect.REQUIRE
