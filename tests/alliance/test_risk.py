"""Answers about self-harm or danger follow a path of their own."""

from datetime import UTC, datetime

import pytest

from holdfast.alliance import FollowUp, instrument, risk_answers, text_for, words

AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("id", "answers", "items"),
    [
        ("phq-9", {9: 0}, []),
        ("phq-9", {9: 1}, [9]),
        ("phq-9", {9: 3, 1: 3}, [9]),
        ("phq-9", {9: None}, []),
        ("phq-9", {}, []),
        ("core-10", {6: 1}, [6]),
        ("core-10", {6: 0, 9: 4}, []),
        ("gad-7", {7: 3}, []),
        ("check", {1: 1}, []),
    ],
)
def test_which_answers_count(id: str, answers: dict[int, float | None], items: list[int]):
    assert [each.item for each in risk_answers(instrument(id), answers)] == items


def test_it_stays_open_until_someone_writes_what_was_done():
    found = risk_answers(instrument("phq-9"), {9: 2})

    assert FollowUp(found, AT).open
    assert FollowUp(found, AT, done=" ", settled_by="M", settled_at=AT).open
    assert not FollowUp(found, AT, done="Rang; safe.", settled_by="M", settled_at=AT).open


def test_the_client_sees_contacts_and_what_was_agreed():
    lines = words.risk_words_for_client(["Samaritans 116 123"], "Ring the practice, then 999.")

    assert "Samaritans 116 123" in lines
    assert "Ring the practice, then 999." in lines
    assert any("be a while before anyone reads this" in line for line in lines)


def test_the_client_page_never_goes_without_a_contact():
    with pytest.raises(ValueError, match="crisis contact"):
        words.risk_words_for_client([])


def test_the_therapist_is_told_the_item_and_the_answer():
    phq = instrument("phq-9")

    lines = words.risk_words_for_therapist(risk_answers(phq, {9: 2}), phq, text_for("phq-9"))

    assert any("item 9" in line and "More than half the days" in line for line in lines)


def test_without_words_the_item_number_is_told():
    core = instrument("core-10")

    lines = words.risk_words_for_therapist(risk_answers(core, {6: 4}), core, None)

    assert any("item 6: Item 6 - 4" in line for line in lines)
