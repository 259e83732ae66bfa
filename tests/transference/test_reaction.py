"""Reactions and the vocabulary they are told in."""

import pytest

from holdfast.transference import (
    Reaction,
    constituents,
    feelings,
    pulls,
    responses_of_other,
    responses_of_self,
    wishes,
)
from holdfast.transference.reaction import ORIGINS
from holdfast.transference.vocabulary import CONSTITUENT_IDS, EPISODE_IDS, vocabulary


def test_one_tap_is_enough():
    assert Reaction("1", pull="pull.rescue").themes == {"pull.rescue"}
    assert Reaction("1", own_words="a sinking feeling").themes == frozenset()
    both = Reaction("1", feeling="feeling.bored", pull="pull.withdraw", strength=0)
    assert both.themes == {"feeling.bored", "pull.withdraw"}


def test_everything_wrong_is_said_at_once():
    with pytest.raises(ValueError) as caught:
        Reaction("1", feeling="blue", pull="x", origin="?", strength=11, helped=frozenset({"tea"}))

    for words in (
        "no feeling is called 'blue'; one is 'feeling.tender'",
        "no pull is called 'x'; one is 'pull.rescue'",
        "origin is '?'",
        "strength is 11; it runs from 0 to 10",
        "nothing that helps is called 'tea'; one is 'self_insight'",
    ):
        assert words in str(caught.value)


def test_an_empty_reaction_is_refused():
    with pytest.raises(ValueError, match="a feeling, a pull or a few words"):
        Reaction("1", own_words="  ")


def test_the_examples_in_the_messages_exist():
    assert "feeling.tender" in {term.id for term in feelings()}
    assert "pull.rescue" in {term.id for term in pulls()}
    assert "unsure" in ORIGINS


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        (wishes(), "wish"),
        (responses_of_other(), "other"),
        (responses_of_self(), "self"),
        (feelings(), "feeling"),
        (pulls(), "pull"),
    ],
)
def test_words_of_a_list_are_distinct_and_of_one_kind(terms, kind):
    assert {term.id.split(".")[0] for term in terms} == {kind}
    assert len({term.id for term in terms}) == len({term.text for term in terms}) == len(terms)


def test_the_lists_are_small_and_without_overlap():
    assert len(vocabulary()) == 44 + 34
    assert len(EPISODE_IDS) == 44


def test_what_helped_is_asked_and_not_scored():
    assert {question.id for question in constituents()} == CONSTITUENT_IDS
    assert all(question.text.endswith("?") for question in constituents())
