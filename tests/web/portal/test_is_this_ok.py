"""Is this OK? Anybody may ask; nothing is kept, nothing shows in an address."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.codes import shipped
from holdfast.web.practice.models import Practice

pytestmark = pytest.mark.django_db
HERE = "/is-this-ok/"


def _text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_works() -> None:
    browser = Client()

    assert "Is this OK?" in _text(browser.get(HERE))
    found = _text(browser.post(HERE, {"sought": "my therapist hugged me"}))
    assert 'value="hug"' in found[: found.index("What others ask")]
    text = _text(browser.post(HERE, {"topic": "hug"}))

    for said in ("What is usual", "What is not", "What you could say", "Whom to turn to"):
        assert said in text
    assert all(line in text for line in ("BACP", "Leave quickly"))


def test_nothing_is_kept_and_nothing_set() -> None:
    browser = Client()
    Practice.get()
    with CaptureQueriesContext(connection) as caught:
        answer = browser.post(HERE, {"topic": "hug"})

    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert all(q["sql"].lstrip().startswith("SELECT") for q in caught)


def test_no_answer_stands_in_an_address_or_title() -> None:
    for sent in ({"sought": "hug"}, {"topic": "sexual_touch"}):
        answer = Client().post(HERE, sent)
        text = _text(answer)
        assert "<title>Is this OK? · Holdfast</title>" in text
        assert 'method="get"' not in text
        assert f"{HERE}?" not in text


def test_an_answer_in_the_address_is_not_heard() -> None:
    assert "What you could say" not in _text(Client().get(HERE, {"topic": "hug"}))


@pytest.mark.parametrize("topic", [t for t in shipped().topics.values() if t.kind == "serious"])
def test_what_is_serious_never_leads_to_the_therapist_first(topic) -> None:
    page = _text(Client().post(HERE, {"topic": topic.id}))
    text = page[page.index('<main id="main"') :]

    assert "not your fault" in text
    assert "Whoever began it" in text
    assert "You do not have to talk to your therapist about it first." in text
    assert text.count("You may stop at once") == 1
    assert (
        text.index("not your fault") < text.index("Whom to turn to") < text.index("What is usual")
    )
    assert shipped().places["therapist"].text not in text


@pytest.mark.parametrize("topic", list(shipped().topics))
def test_every_topic_has_a_page(topic: str) -> None:
    _text(Client().post(HERE, {"topic": topic}))


def test_whom_to_turn_to_by_country() -> None:
    practice = Practice.get()
    practice.country = "US"
    practice.save()
    browser = Client()

    here = _text(browser.post(HERE, {"topic": "sexual_touch"}))
    there = _text(browser.post(HERE, {"topic": "sexual_touch", "country": "GB"}))
    nowhere = _text(browser.post(HERE, {"topic": "sexual_touch", "country": "??"}))

    assert 'href="tel:911"' in here
    assert "Samaritans" in there
    assert "Samaritans" not in here
    assert 'href="tel:911"' in nowhere


def test_the_codes_are_named_with_links() -> None:
    text = _text(Client().post(HERE, {"topic": "sexual_touch"}))

    assert "A therapist must not do this." in text
    assert 'rel="noreferrer external">10.05' in text


@pytest.mark.parametrize(
    "sent", [{"topic": "moonlanding"}, {"sought": "   "}, {"sought": "x" * 5000}, {"country": "x"}]
)
def test_wrong_input_is_met_kindly(sent: dict[str, str]) -> None:
    assert "What others ask" in _text(Client().post(HERE, sent))


def test_nothing_found_offers_the_whole_list() -> None:
    text = _text(Client().post(HERE, {"sought": "my therapist is a witch"}))

    assert "We found nothing" in text
    assert "Is it one of these?" not in text
    assert 'href="#all"' in text
    assert '<details class="more serious" open>' in text
    assert "open>" not in _text(Client().post(HERE, {"sought": "hug"}))


@pytest.mark.parametrize(
    "typed",
    [
        "I want to kill myself",
        "hurt myself",
        "Suicide",
        "I took an overdose",
        "I don’t want to live",
        "I took pills",
        "I want to die",
        "cut myself",
        "end it all",
        "took an overdose",
        "don't want to be here any more",
        "I do not want to be here anymore",
        "raped",
        "rape",
        "my therapist raped me",
        "molested",
        "groped",
        "he assaulted me",
        "stalking me",
        "he shouted at me",
        "hit me",
        "threatened me",
        "forced me",
    ],
)
def test_words_of_danger_show_first_whom_to_call(typed) -> None:
    text = _text(Client().post(HERE, {"sought": typed}))

    first = text[: text.index('role="search"')]
    assert 'href="tel:' in first
    assert "You do not have to carry this alone" in first


@pytest.mark.parametrize(
    ("typed", "topics"),
    [
        ("raped", ["sexual_touch"]),
        ("rape", ["sexual_touch"]),
        ("my therapist raped me", ["sexual_touch"]),
        ("molested", ["sexual_touch"]),
        ("groped", ["sexual_touch"]),
        ("assaulted me", ["sexual_touch", "threats"]),
        ("stalking me", ["threats"]),
        ("he shouted at me", ["threats"]),
        ("hit me", ["threats"]),
        ("threatened me", ["threats"]),
        ("forced me", ["sexual_touch", "threats"]),
    ],
)
def test_what_was_done_to_somebody_finds_what_is_serious(typed, topics) -> None:
    text = _text(Client().post(HERE, {"sought": typed})).partition("What others ask")[0]

    assert all(f'value="{topic}"' in text for topic in topics)


def test_to_somebody_in_danger_only_what_is_serious_is_offered() -> None:
    first = _text(Client().post(HERE, {"sought": "I want to die"})).partition("What others ask")[0]
    assert "Is it one of these?" not in first
    assert "We found nothing" not in first

    first = _text(Client().post(HERE, {"sought": "he threatens to kill me"}))
    assert 'value="threats"' in first.partition("What others ask")[0]


def test_a_visitor_is_told_that_telling_somebody_begins_with_signing_in(dana, signed_in) -> None:
    asked = {"topic": "hug"}

    assert "Sign in to tell somebody here" in _text(Client().post(HERE, asked))
    assert "Tell somebody here about it" in _text(signed_in(dana).post(HERE, asked))


def test_other_words_do_not_speak_of_danger() -> None:
    for typed in ("my therapist hugged me", "diet", "he wants to be my friend", ""):
        assert "carry this alone" not in _text(Client().post(HERE, {"sought": typed}))


def test_a_search_for_nothing_says_so_and_suggests_nothing() -> None:
    assert "Nothing was typed" in _text(Client().post(HERE, {"sought": "  "}))
    for typed in ("😀😀", "is it"):
        text = _text(Client().post(HERE, {"sought": typed}))
        assert "We found nothing" in text
    assert "Nothing was typed" not in _text(Client().get(HERE))


def test_the_numbers_on_its_pages_can_be_called() -> None:
    Practice.objects.filter(pk=Practice.get().pk).update(country="GB")
    for page in (
        _text(Client().get(HERE)),
        _text(Client().post(HERE, {"topic": "sexual_touch"})),
        _text(Client().get("/is-this-ok/all/")),
    ):
        assert 'href="tel:999"' in page
    help_page = _text(Client().get("/help/"))
    assert 'href="tel:116123"' in help_page
    assert 'href="sms:85258"' in help_page
