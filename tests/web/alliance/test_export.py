"""All answers and scores as CSV, with a dictionary."""

import csv
import io

import pytest
from django.urls import reverse

from holdfast.web.accounts.doors import PROVED
from holdfast.web.alliance.export import COLUMNS, harmless

from . import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def proved(knock, alice, now):
    """Alice's browser, in which she has just proved who she is."""
    browser = knock(alice)
    session = browser.session
    session[PROVED] = now.isoformat()
    session.save()
    return browser


def rows_of(answer) -> list[dict[str, str]]:
    """Read what was sent."""
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_it_works(proved, place) -> None:
    made.answered(place, made.held(place.therapy)[0], made.USUAL, note="=1+1", felt_off=True)

    rows = rows_of(proved.get(reverse("alliance:export", args=[place.therapy_id])))

    values = {row["what"]: row["value"] for row in rows}
    assert values["item_4"] == "5"
    assert values["score"] == "4.333333333"
    assert values["felt_off"] == "yes"
    assert values["note"] == "'=1+1"
    assert {row["schema"] for row in rows} == {"holdfast/answers/1"}


def test_the_dictionary_explains_every_column_and_scale(proved) -> None:
    rows = rows_of(proved.get(reverse("alliance:dictionary")))

    names = {row["name"] for row in rows}
    assert set(COLUMNS) <= names
    assert {"check", "phq-9", "gad-7"} <= names


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@x", "\t=1", " =1"])
def test_what_may_run_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_a_fresh_proof_is_asked_for(knock, alice, place) -> None:
    answer = knock(alice).get(reverse("alliance:export", args=[place.therapy_id]))

    assert answer["Location"].startswith("/prove/")


def test_a_stranger_takes_nothing(proved, ben, place, knock) -> None:
    other = made.a_therapy(ben, "Eve Ek", weeks=2)

    assert proved.get(reverse("alliance:export", args=[other.pk])).status_code == 404


def test_a_copy_holds_ones_own_answers_and_nobody_elses(couple, dana, sam) -> None:
    from holdfast.web.alliance import contributes

    hers = couple.participants.select_related("therapy__key").get(user=dana)
    his = couple.participants.select_related("therapy__key").get(user=sam)
    made.answered(hers, made.held(couple)[0], made.GOOD, note="Mine.")

    assert [row["note"] for row in contributes.copy(hers, dana)[0].rows] == ["Mine."]
    assert contributes.copy(his, sam)[0].rows == []
