"""Episodes and reactions as data that lasts: out through JSON and back, nothing lost."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.transference import (
    ORIGINS,
    PARTS,
    Episode,
    Point,
    Reaction,
    constituents,
    feelings,
    pulls,
    read_episode,
    read_reaction,
    write_episode,
    write_reaction,
)

TEXT = st.text(max_size=20)
DAYS = st.none() | st.dates()
SLIDER = st.integers(-5, 5)
EPISODES = st.builds(
    Episode,
    id=TEXT.filter(bool),
    person=TEXT.filter(str.strip),
    is_therapist=st.booleans(),
    codes=st.frozensets(TEXT),
    session=TEXT,
    on=DAYS,
    role=TEXT,
    time=st.sampled_from(["past", "current", "unknown"]),
    told_by=st.sampled_from(["client", "therapist", "unknown"]),
    coded_by=TEXT,
    words=st.dictionaries(st.sampled_from(PARTS), TEXT),
    points=st.dictionaries(st.sampled_from(PARTS), st.builds(Point, SLIDER, SLIDER)),
    actually_did=TEXT,
)
REACTIONS = st.builds(
    Reaction,
    id=TEXT.filter(bool),
    feeling=st.sampled_from(["", *[term.id for term in feelings()]]),
    pull=st.sampled_from([term.id for term in pulls()]),
    own_words=TEXT,
    trigger=TEXT,
    did=TEXT,
    origin=st.sampled_from(["", *ORIGINS]),
    strength=st.none() | st.integers(0, 10),
    helped=st.frozensets(st.sampled_from([question.id for question in constituents()])),
    for_consultation=st.booleans(),
    session=TEXT,
    on=DAYS,
)


@given(EPISODES)
def test_an_episode_comes_back_as_it_was(episode):
    assert read_episode(json.loads(json.dumps(write_episode(episode)))) == episode


@given(REACTIONS)
def test_a_reaction_comes_back_as_it_was(reaction):
    assert read_reaction(json.loads(json.dumps(write_reaction(reaction)))) == reaction


def test_what_is_written_names_its_schema_and_nothing_empty():
    written = write_reaction(Reaction("r1", pull="pull.rescue", on=date(2026, 3, 29)))

    assert written == {
        "schema": "holdfast/reaction/2",
        "id": "r1",
        "pull": "pull.rescue",
        "for_consultation": False,
        "on": "2026-03-29",
    }


@pytest.mark.parametrize(
    ("more", "origin"),
    [
        ({}, ""),
        ({"own_words": "I froze"}, ""),
        ({"strength": 0}, "unsure"),
        ({"did": "I looked away"}, "unsure"),
        ({"origin": "mine"}, "mine"),
    ],
)
def test_an_origin_never_asked_for_is_none(more, origin):
    """The earlier schema wrote "unsure" after three taps too."""
    earlier = {
        "id": "r1",
        "pull": "pull.rescue",
        "origin": "unsure",
        "schema": "holdfast/reaction/1",
    }

    assert read_reaction(earlier | more).origin == origin
    now_said = earlier | {"schema": "holdfast/reaction/2"}
    assert read_reaction(now_said).origin == "unsure"


GOOD = {"schema": "holdfast/episode/1", "id": "1", "person": "a", "is_therapist": False}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": "holdfast/episode/2"}, "we read 'holdfast/episode/1'"),
        ({"mood": "?"}, "'mood' is not known"),
        ({"points": {"body": {}}}, "points has 'body'"),
        ({"person": " "}, "an episode needs a person"),
    ],
)
def test_what_is_not_known_is_refused_rather_than_dropped(change, message):
    assert read_episode(GOOD).person == "a"

    with pytest.raises(ValueError, match=message):
        read_episode(GOOD | change)


def test_what_is_missing_is_named():
    with pytest.raises(ValueError, match="'is_therapist' is missing"):
        read_episode({k: v for k, v in GOOD.items() if k != "is_therapist"})
