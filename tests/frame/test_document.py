"""The agreement in plain words, what changed, and how old one must be to read it."""

from datetime import time

import pytest
from hypothesis import given, settings

import holdfast.frame as frame
from holdfast.frame.reading_age import grade, syllables

from .made import record, terms


def said(**changes):
    return {one.term: " ".join(one.sentences) for one in frame.document(terms(**changes))}


def test_the_document_speaks_of_each_term():
    found = said()

    assert found["frequency"] == "We meet every week on Tuesday at 17:00."
    assert found["length"] == (
        "A session lasts 50 minutes. It may be up to 5 minutes more or less."
    )
    assert found["fee"].startswith("A session costs 60.00 GBP. You pay at each session.")
    assert found["contact"].startswith(
        "You can reach me by text message on Monday to Friday from 09:00 to 18:00. "
        "It is for fixing a time."
    )


def test_money_and_times_are_written_as_the_practice_does():
    formats = frame.Formats(
        money=lambda money: f"£{money.minor // 100}", clock=lambda at: f"{at.hour % 12} pm"
    )
    sections = {one.term: one.sentences for one in frame.document(terms(), formats)}

    assert sections["fee"][0] == "A session costs £60."
    assert sections["frequency"][0] == "We meet every week on Tuesday at 5 pm."


@given(record(frame.Terms))
@settings(max_examples=20, deadline=None)
def test_any_terms_can_be_said(made):
    sections = frame.document(made)

    spoken = [name for name in frame.TERM_NAMES if getattr(made, name) is not None]
    assert [one.term for one in sections] == spoken
    assert not any("{" in sentence for one in sections for sentence in one.sentences)
    assert frame.changes(made, made) == ()


def test_a_change_is_told_in_the_words_of_the_document():
    old, new = terms(), terms(length=frame.Length(minutes=60, grace=5), touch=frame.Touch())
    length, touch = frame.changes(old, new)

    assert (length.term, length.kind) == ("length", "changed")
    assert length.before == ("A session lasts 50 minutes.",)
    assert length.now == ("A session lasts 60 minutes.",)
    assert (touch.kind, touch.before) == ("new", ())


def test_a_term_that_is_gone_is_told():
    (change,) = frame.changes(terms(), terms(fee=None))

    assert (change.kind, change.now) == ("gone", ())


@pytest.mark.parametrize("template", frame.templates(), ids=lambda one: one.id)
def test_templates_can_be_read_at_eleven(template):
    assert frame.document_reading_age(template.terms) <= 11
    hard = [
        sentence
        for section in frame.document(template.terms)
        for sentence in section.sentences
        if len(sentence.split()) > 60
    ]
    assert hard == []


@given(record(frame.Contact))
@settings(max_examples=40, deadline=None)
def test_any_hours_can_be_said(contact):
    assert frame.document(frame.Terms(contact=contact))[0].sentences


@given(record(frame.Terms))
@settings(max_examples=20, deadline=None)
def test_any_terms_can_be_said_in_short(made):
    said = dict(frame.in_short(made))

    assert all(words and "{" not in words for words in said.values())


def test_in_short():
    assert dict(frame.in_short(terms()))["length"] == "50 minutes"
    assert dict(frame.in_short(terms()))["contact"] == "texts to schedule, 09:00–18:00"


def test_hours_of_every_day_and_of_some():
    spans = (
        frame.Hours(days=("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        frame.Hours(days=("sat", "mon"), start=time(20), end=time(21)),
    )
    rule = frame.ContactRule(channel="phone", purposes=("crisis",), hours=spans)
    (section,) = frame.document(frame.Terms(contact=frame.Contact(rules=(rule,))))

    assert (
        "every day from 09:00 to 18:00 and on Monday and Saturday from 20:00 to 21:00"
        in (section.sentences[0])
    )


# Reading age -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentences", "counted", "published"),
    [
        # "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature":
        # 13 words, 24 syllables, grade 11.3 (Wikipedia, Flesch-Kincaid readability tests).
        (13, 1, 24, 11.3),
        # Green Eggs and Ham: 5.7 words a sentence, 1.02 syllables a word, grade -1.3 (the same).
        (5.7, 1, 5.7 * 1.02, -1.3),
        # 34 sentences, 432 words, 607 syllables: grade 5.9 (storytreasury.wordpress.com).
        (432, 34, 607, 5.9),
        # One-syllable words, one to a sentence: the lowest grade there is, -3.4 (Wikipedia).
        (1, 1, 1, -3.4),
    ],
)
def test_the_formula_gives_the_published_grades(words, sentences, counted, published):
    assert grade(words, sentences, counted) == pytest.approx(published, abs=0.05)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("session", 2), ("therapy", 3), ("being", 2), ("used", 1), ("wanted", 2),
        ("little", 2), ("minutes", 2), ("emergency", 4), ("video", 3), ("hybrid", 2), ("you", 1),
        ("pages", 2), ("don't", 1), ("14", 2), ("area", 3), ("creature", 2), ("shared", 1),
    ],
)  # fmt: skip
def test_syllables_as_in_a_dictionary(word, count):
    assert syllables(word) == count


def test_hard_text_is_older_than_plain_text():
    plain = "You can stop at any time. You do not need to say why."
    hard = (
        "Participation may be discontinued unilaterally at the discretion of the individual "
        "receiving psychotherapeutic intervention, notwithstanding contractual obligations."
    )

    assert frame.reading_age(plain) <= 9
    assert frame.reading_age(hard) > 18
    assert frame.reading_age("") == 0.0
    assert [sentence for sentence, _ in frame.hardest([plain, hard], 11)] == [hard]
