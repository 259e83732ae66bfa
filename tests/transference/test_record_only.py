"""What belongs in the record is pointed at, and ordinary reflection is left alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.transference import never_only_here, record_only_kinds
from holdfast.transference.record_only import parse_kinds
from holdfast.transference.words import found_words, record_only_words

SAID = [
    ("She started sertraline 50 mg on Monday.", ["medication", "medication"]),
    ("The GP prescribed something for sleep", ["medication"]),
    ("10:00-10:50, a heavy hour", ["session_times"]),
    ("session started at 9.10 am", ["session_times"]),
    ("We will go on with weekly sessions of CBT", ["treatment", "treatment"]),
    ("PHQ-9 down to 8", ["test_results"]),
    ("scored 14 again", ["test_results"]),
    ("Meets criteria for PTSD (F43.1)", ["diagnosis", "diagnosis", "diagnosis"]),
    ("is back able to work", ["functioning"]),
    ("Plan: more exposure", ["plan"]),
    ("homework was not done", ["plan"]),
    ("panic attacks every night, low mood", ["symptoms", "symptoms"]),
    ("prognosis is guarded", ["prognosis"]),
    ("he has clearly improved", ["progress"]),
    ("Good progress to date", ["progress"]),
    ("says she wants to die", ["risk"]),
    ("SUICIDAL thoughts again", ["risk"]),
    ("cutting herself after the session", ["risk"]),
    ("he doesn't want to live", ["risk"]),
    ("he doesn’t want to live", ["risk"]),
    ("threatened to hurt his brother", ["risk"]),
    ("I will refer her on to a colleague", ["plan"]),
]

LEFT_ALONE = [
    "I felt bored and then ashamed of being bored.",
    "When he left I wanted to call after him, as my father did with me.",
    "She looks at the clock as if I were late for her.",
    "I dreamt of the client: we were on a boat and it was my turn to row.",
    "I was angry for an hour. Why do I need her to like me?",
    "He plans a party and did not ask whether I mind.",
    "We laughed. I wonder whom she laughs for.",
    "A gaffe of mine; he forgave it quickly.",
    "I doted on the story and lost the thread.",
    "My supervisor asked what I am protecting.",
    "She referred to her mother as 'that woman'.",
    "I hurt her with my silence, and cut him off mid-sentence.",
    "I felt threatened by the question.",
    "There is an audit at her work.",
]


@pytest.mark.parametrize(("text", "kinds"), SAID)
def test_it_points_at_what_belongs_in_the_record(text, kinds):
    assert [found.kind for found in never_only_here(text)] == kinds


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_it_leaves_reflection_alone(text):
    assert never_only_here(text) == ()


def test_a_place_is_exactly_the_word():
    text = "Tired.\nPlan: less. Lithium?"
    found = never_only_here(text)

    assert [(f.word, f.kind) for f in found] == [("Plan:", "plan"), ("Lithium", "medication")]
    assert all(text[f.start : f.end] == f.word for f in found)


def test_every_kind_of_the_rule_is_there_with_source_and_words():
    kinds = record_only_kinds()

    assert [k.kind for k in kinds] == [
        *("medication", "session_times", "treatment", "test_results", "diagnosis"),
        *("functioning", "plan", "symptoms", "prognosis", "progress", "risk"),
    ]
    assert {k.source for k in kinds[:-1]} == {"45 CFR 164.501"}
    assert kinds[-1].source == "our own rule"
    assert all(record_only_words(k.kind) for k in kinds)
    assert {kind for _, said in SAID for kind in said} == {k.kind for k in kinds}


def test_patterns_keep_to_what_a_script_in_the_page_reads_too():
    for kind in record_only_kinds():
        for pattern in kind.patterns:
            assert "(?<" not in pattern
            assert "(?P" not in pattern


def test_risk_asks_whether_the_record_has_it():
    (found,) = never_only_here("talks of suicide")

    assert "covers for you reads the record" in found_words(found)
    assert "“suicide”" in found_words(found)


@pytest.mark.parametrize(
    "text",
    ["1" * 20_000, "10:00 - " * 3_000, "session " * 3_000, "has much clearly " * 2_000],
)
def test_a_long_text_that_repeats_itself_comes_to_an_end(text):
    """A pattern that tried every way to read these would never come back."""
    assert all(0 <= found.start < found.end <= len(text) for found in never_only_here(text))


@given(st.text(st.sampled_from("abs 0:-.PplanmgFrisk\n\"'éß"), max_size=200))
def test_places_are_in_order_and_never_overlap(text):
    found = never_only_here(text)

    assert all(text[f.start : f.end] == f.word for f in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"schema": "holdfast/record-only/9"}, "schema is 'holdfast/record-only/9'"),
        ({"schema": "holdfast/record-only/1"}, "kinds is missing"),
        (
            {"schema": "holdfast/record-only/1", "kinds": [{"id": "x", "words": []}]},
            "kind 'x' needs exactly id, source and patterns",
        ),
    ],
)
def test_a_faulty_data_file_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        parse_kinds(data)
