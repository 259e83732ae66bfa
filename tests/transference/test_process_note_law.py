"""Statements on what the law does with process notes."""

import copy
from datetime import date

import pytest
import yaml

from holdfast.transference import law_in, places_known
from holdfast.transference.law import parse_statements, statements
from holdfast.transference.words import (
    access_words,
    checked_words,
    not_legal_advice,
    place_unknown_words,
)


def ids(place):
    return [s.id for s in law_in(place)]


def test_a_state_brings_what_holds_in_its_country_after_its_own():
    assert ids("US-IL")[0] == "us-il-personal-notes"
    assert set(ids("US")) < set(ids("US-IL"))
    assert "us-il-personal-notes" not in ids("US-CA")


def test_a_member_state_brings_european_law():
    assert ids("DE") == ["de-bgb-630g", "de-own-impressions", "eu-gdpr"]
    assert ids("FR") == ["eu-gdpr"]
    assert ids("de-by") == ids("DE")


@pytest.mark.parametrize("place", ["CH", "JP", "", "XX-1"])
def test_of_other_places_it_says_nothing(place):
    assert law_in(place) == ()
    assert "have not read" in place_unknown_words()


def test_every_statement_says_its_source_and_how_far_it_was_checked():
    assert len(statements()) >= 12
    assert len({s.id for s in statements()}) == len(statements())
    for s in statements():
        assert s.source.startswith("https://") or s.checked == "memory"
        assert checked_words(s).endswith(".")
        assert access_words(s)
        assert s.as_of >= date(2026, 1, 1)
        assert s.says.strip().endswith(".")
    assert "not legal advice" in not_legal_advice()


def test_nothing_claims_that_process_notes_are_beyond_reach_in_europe():
    for place in ("DE", "FR", "GB", "IE"):
        assert all(s.client_access != "no" for s in law_in(place))


def test_places_known_covers_what_answers():
    assert all(law_in(place) for place in places_known())


GOOD = yaml.safe_load(
    """
schema: holdfast/process-note-law/1
as_of: 2026-11-22
statements:
  - {id: a, in: [US], law: l, client_access: "no", says: s., source: "", checked: memory, note: n}
"""
)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("checked", "surely", "checked is 'surely'"),
        ("client_access", False, "client_access is False"),
        ("author", "me", r"unknown or missing \['author'\]"),
    ],
)
def test_a_faulty_statement_is_refused(field, value, message):
    data = copy.deepcopy(GOOD)
    assert parse_statements(data)[0].id == "a"
    data["statements"][0][field] = value

    with pytest.raises(ValueError, match=message):
        parse_statements(data)
