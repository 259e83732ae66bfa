"""The words: resemblance as resemblance, numbers with what they rest on, no blame."""

from datetime import date

import pytest

from holdfast.transference import (
    ORIGINS,
    Episode,
    Event,
    Match,
    Refusal,
    ThemeRate,
    ThemeSessions,
    counts_per_person,
    words,
)

FOUND = Match("mother", 6, 0.8, 0.01, 0.001, 0.004)
CHANCE = Match("mother", 6, 0.1, 0.9, 0.3, 0.4)


def test_a_resemblance_is_worded_as_one_and_ends_in_a_question():
    said = words.match_words(FOUND)

    assert "look more like those about mother than about the others told so far" in said
    assert said.endswith("Is that useful?")
    assert "6 episodes" in said
    assert "no more like" in words.match_words(CHANCE)


def test_nothing_ever_claims_transference_or_that_it_is_specific():
    for match in (FOUND, CHANCE):
        assert "transference" not in words.match_words(match).lower()
        assert "significant" not in words.match_words(match)
    assert "does not show transference" in words.resemblance_limits()
    assert "cannot say that this is particular to this client" in words.resemblance_limits()


@pytest.mark.parametrize("kind", ["therapist", "persons", "others", "codes"])
def test_a_refusal_says_what_is_there_and_what_it_takes(kind):
    said = words.refusal_words(Refusal(kind, have=3))

    assert said.startswith("Not enough to compare.")
    assert "3" in said
    assert "5" in said


def test_what_really_happened_comes_first():
    on = date(2026, 1, 1)
    events = (Event("concern", on), Event("crossing", on), Event("crossing", on))
    said = words.refusal_words(Refusal("something_real", events=events))

    assert "a concern the client raised and a crossing" in said
    assert said.count("crossing") == 1


def test_counts_are_said_as_counts():
    told = [Episode("1", "Ms T", True, frozenset({"wish.close", "XY"}))]
    (person,) = counts_per_person(told)

    assert words.person_words(person) == "Ms T (therapist): 1 episode"
    assert words.count_words(person.codes[0]) == "1 of 1 episode"
    assert words.code_words("XY") == "XY"


def test_the_same_word_of_two_parts_says_whose_it_is():
    assert words.code_words("other.withdraws") != words.code_words("self.withdraws")
    assert words.code_words("pull.rescue") == "to rescue"


def test_a_theme_says_both_counts_and_the_shrunken_rate():
    rate = ThemeRate(
        "pull.rescue",
        ThemeSessions(5, 9),
        ThemeSessions(10, 86),
        8,
        rate=0.324,
        low=0.138,
        high=0.591,
        usual=0.18,
        more_than_usual=0.9,
    )
    said = words.theme_words(rate)

    assert "to rescue: 5 of 9 sessions with this client" in said
    assert "8 other clients 10 of 86" in said
    assert "about 32 in 100 here (14 to 59) where 18 in 100 is usual" in said
    assert words.theme_prompt(rate).endswith("?")


def test_p_is_never_nought():
    assert words.p_words(0.0002) == "< 0.001"
    assert words.p_words(0.0125) == "0.013" or words.p_words(0.0125) == "0.012"


def test_what_i_did_is_asked_before_whom_it_may_recall():
    assert words.therapist_questions() == ("What did I actually do?", "Whom may this recall?")
    assert len({words.part_words(part) for part in ("wish", "other", "self")}) == 3


def test_every_choice_has_words():
    assert len({words.origin_words(origin) for origin in ORIGINS}) == 3
    assert len({words.time_words(time) for time in ("past", "current", "unknown")}) == 3
    assert len({words.teller_words(who) for who in ("client", "therapist", "unknown")}) == 3
