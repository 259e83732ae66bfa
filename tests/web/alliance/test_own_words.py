"""Words that a practice may use: who vouched, what is refused, what they change."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from holdfast import alliance
from holdfast.web.alliance.actions.answering import Place, ask
from holdfast.web.alliance.forms.answers import AnswerForm
from holdfast.web.alliance.models import AddedWords, Check

pytestmark = pytest.mark.django_db
SRS = alliance.instrument("srs")
WORDS = {
    "title": "Four statements",
    "items": "\n".join(f"Statement {n}" for n in range(1, SRS.items + 1)),
    "answers": "not at all\nwholly",
    "licence": "our licence 12",
    "vouch": "on",
}


def adding() -> str:
    return reverse("alliance:add_words", args=["srs"])


def test_the_words_are_there_and_who_vouched(knock, lead, alice, place, send) -> None:
    assert send(knock(lead), adding(), **WORDS).status_code == 302

    row = AddedWords.objects.get()
    assert row.asserted_by == lead
    assert row.pack["asserted_by"] == lead.shown_name
    page = knock(alice).get(f"/therapies/{place.therapy_id}/answers/").content.decode()
    assert reverse("alliance:link", args=[place.pk, "srs"]) in page
    asked = knock(place.user).get(reverse("alliance:answer", args=[place.pk, "srs"]))
    assert asked.status_code == 404  # until somebody asks
    handed = knock(alice).get(reverse("alliance:hand_over", args=[place.pk, "srs"]))
    assert handed.status_code == 200


def test_words_for_two_ends_are_answered_with_a_number(
    knock, lead, alice, dana, place, now, send
) -> None:
    send(knock(lead), adding(), **WORDS)
    ask(Place(place, "srs", None), "portal", by=alice, now=now)
    address = reverse("alliance:answer", args=[place.pk, "srs"])

    page = knock(dana).get(address).content.decode()
    assert "0: not at all" in page
    assert "10: wholly" in page
    assert 'for="id_item_1">Statement 1<' in page
    send(knock(dana), address, item_1="7.5")
    assert Check.objects.get().given().statements == {1: 7.5}


@pytest.mark.parametrize(
    ("answers", "shape"),
    [
        ("not at all\na little\nwholly", "row"),
        ("no\nrather not\nperhaps\nrather\nyes\nvery much\nwholly", "list"),
        ("not at all\nunwahrscheinlich\nhöchstwahrscheinlich\nunbedingt", "list"),
        ("not at all\nI could see some of it, but not all the time and not well\nyes", "list"),
    ],
)
def test_answers_stand_side_by_side_where_they_fit(answers: str, shape: str) -> None:
    words = answers.split("\n")
    pack = replace(alliance.text_for("check"), answers=tuple(words))
    with patch("holdfast.web.alliance.forms.answers.text_for", return_value=pack):
        form = AnswerForm(scale="check")

    assert form.answers_in_a_row == (shape == "row")


def test_without_words_it_is_keyed_in_from_paper_only(knock, alice, place) -> None:
    assert knock(alice).get(reverse("alliance:link", args=[place.pk, "srs"])).status_code == 404
    assert knock(alice).get(reverse("alliance:paper", args=[place.pk, "srs"])).status_code == 200


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"vouch": ""}, "Without this the words cannot be added."),
        ({"licence": ""}, "Please fill this in."),
        ({"items": "only one"}, f"it has 1 items, the instrument has {SRS.items}"),
        ({"answers": "a\nb\nc"}, "it has words for 3 answers"),
    ],
)
def test_mistakes_lose_nothing(knock, lead, send, fields, says) -> None:
    answer = send(knock(lead), adding(), **(WORDS | fields))

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Four statements" in answer.content.decode()
    assert not AddedWords.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a: &x [1]\nb: *x", "refers to itself"),
        (b"\xff\xfe\x00", "not YAML"),
        (b"a:\n- " + b"[" * 20_000, "Line 2 lies deeper"),
        (b"x" * 70_000, "too large"),
        (b"just words", "no text pack"),
        (b"items: {a: 1}", "no text pack"),
        (b"schema: holdfast/text/9", "schema is"),
    ],
)
def test_a_file_that_is_no_pack(knock, lead, send, content, says) -> None:
    pack = SimpleUploadedFile("words.yaml", content)
    answer = send(knock(lead), adding(), **(WORDS | {"pack": pack}))

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_file_counts_before_what_is_typed_but_does_not_vouch(knock, lead, send) -> None:
    lines = ["schema: holdfast/text/1", "instrument: srs", "language: en", "answers: [no, yes]"]
    lines += ["asserted_by: Somebody Else", "asserted_on: 2020-01-01", "items:"]
    lines += [f"- From the file {n}" for n in range(SRS.items)]
    pack = SimpleUploadedFile("words.yaml", "\n".join(lines).encode())
    assert send(knock(lead), adding(), **(WORDS | {"pack": pack})).status_code == 302

    row = AddedWords.objects.get()
    assert row.pack["items"][0] == "From the file 0"
    assert row.pack["asserted_by"] == lead.shown_name


def test_taking_them_away(knock, lead, send) -> None:
    send(knock(lead), adding(), **WORDS)
    knock(lead).post(reverse("alliance:remove_words", args=["srs"]))

    assert not AddedWords.objects.exists()


def test_words_that_come_with_holdfast_are_not_replaced(knock, lead) -> None:
    assert knock(lead).get(reverse("alliance:add_words", args=["phq-9"])).status_code == 404
    assert knock(lead).get(reverse("alliance:add_words", args=["nothing"])).status_code == 404
