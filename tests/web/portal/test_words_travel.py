"""A client's own words about the record go wherever the record is printed."""

import csv
import io
from datetime import datetime, timedelta

import pypdf
import pytest
from codes.deciding import a_decision
from django.urls import reverse

from holdfast.alliance import CheckAnswers
from holdfast.web.accounts.doors import PROVED
from holdfast.web.alliance.actions.answering import Place, take
from holdfast.web.codes.pdf import page
from holdfast.web.portal.actions import statements
from holdfast.web.portal.models import Statement

from . import raised as world
from .test_my_copy import _hold, _part


@pytest.fixture
def place(with_dana):
    return with_dana.participants.select_related("card__key", "therapy__key").get()


@pytest.fixture
def said(place, dana, alice, now):
    row = statements.state(place, "=I never wanted the test.", kind="correction", by=dana, now=now)
    statements.answer(row, "I see it now.", outcome="noted", by=alice, now=now)
    return row


def _text(browser, address: str) -> str:
    answer = browser.get(address)
    made = b"".join(answer) if answer.streaming else answer.content
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def test_they_are_printed_with_a_decision(knock, alice, place, said, now) -> None:
    decision = a_decision(place.therapy, now)

    text = _text(knock(alice), f"/decisions/{decision.pk}/pdf/")

    assert "The client's own words about the record" in text.replace("’", "'")
    assert "=I never wanted the test." in text
    assert "read and kept with the record. I see it now." in text


def test_without_words_nothing_is_said_of_them(knock, alice, place, now) -> None:
    decision = a_decision(place.therapy, now)

    assert page(decision, "Our practice")["clients"] == []
    assert "own words" not in _text(knock(alice), f"/decisions/{decision.pk}/pdf/")


def test_what_somebody_else_wrote_is_not_in_a_decision_about_one(anna, dana, sam, now) -> None:
    therapy = world.a_therapy(anna, "Dana", user=dana, kind="couple")
    world.join(therapy, "Sam", anna.user, user=sam)
    people = therapy.participants.select_related("card__key", "therapy__key")
    hers, his = people.get(user=dana), people.get(user=sam)
    decision = a_decision(therapy, now)
    statements.state(hers, "Hers.", kind="own_words", by=dana, now=now)
    later = now + timedelta(minutes=1)
    statements.state(his, "His.", kind="own_words", by=sam, now=later)

    printed = {}
    for whose in (hers, his, None):
        decision.participant = whose
        printed[whose] = [one["words"] for one in page(decision, "")["clients"]]

    assert printed == {hers: ["Hers."], his: ["His."], None: ["Hers.", "His."]}


def test_what_is_about_a_line_of_the_facts_stays_there(place, dana, now) -> None:
    _hold(place.therapy, datetime(2026, 1, 6, 14), _part(place))
    session = place.therapy.sessions.get()
    statements.state(
        place, "We began late.", kind="not_so", by=dana, now=now, about="session",
        about_id=session.pk, line="Held",
    )  # fmt: skip

    assert page(a_decision(place.therapy, now), "")["clients"] == []


def _rows(knock, user, therapy, now) -> list[dict[str, str]]:
    browser = knock(user)
    session = browser.session
    session[PROVED] = now.isoformat()
    session.save()
    answer = browser.get(reverse("alliance:export", args=[therapy.pk]))
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_they_are_in_the_answers_as_csv(knock, alice, place, dana, said, now) -> None:
    for day in (6, 13):
        _hold(place.therapy, datetime(2026, 1, day, 14), _part(place))
    session, other = place.therapy.sessions.order_by("starts_at")
    take(Place(place, "check", session), CheckAnswers({1: 4.0}), how="portal", now=now)
    later = now + timedelta(minutes=1)
    for held in (session, other):
        statements.state(
            place, f"Late on {held.planned_on}.", kind="not_so", by=dana, now=later,
            about="session", about_id=held.pk, line="Held",
        )  # fmt: skip

    rows = [row for row in _rows(knock, alice, place.therapy, now) if row["scale"] == "record"]

    assert [(row["session_on"], row["how"], row["what"], row["value"]) for row in rows] == [
        ("", "portal", "correction", "'=I never wanted the test."),
        ("", "therapist", "answer", "read and kept with the record. I see it now."),
        ("2026-01-06", "portal", "not_so", "Late on 2026-01-06."),
    ]
    assert {row["client"] for row in rows} == {place.card.shown_name}


def test_nobody_elses_words_are_taken_along(knock, ben, place, said, now) -> None:
    other = world.a_therapy(ben, "Eve Ek")

    assert not any("test" in row["value"] for row in _rows(knock, ben.user, other, now))
    assert Statement.objects.count() == 1
