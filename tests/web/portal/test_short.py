"""The answer of "Is this OK?" in one sentence: worked out from the topic and from the codes."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from holdfast.codes import Topic, Verdict, shipped
from holdfast.web.portal.asked import answers
from holdfast.web.portal.short import Level, level_of, short_answer

TODAY = date(2026, 2, 17)
TOPICS = shipped().topics
OF, YES, CARE, NOT, NEVER = (
    "usual", Verdict.PERMITTED, Verdict.WITH_SAFEGUARDS, Verdict.AVOID, Verdict.PROHIBITED
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What one code answers, as far as the sentence looks at it."""

    verdict: Verdict
    mildest: Verdict = YES
    severest: Verdict = NEVER


def _kind(kind: str) -> Topic:
    return next(topic for topic in TOPICS.values() if topic.kind == kind)


@pytest.mark.parametrize(
    ("kind", "speak", "level"),
    [
        ("serious", [], Level.NEVER),
        ("serious", [Said(YES)], Level.NEVER),
        ("usual", [Said(YES), Said(NOT)], Level.USUAL),
        ("worth_a_talk", [], Level.TALK),
        ("worth_a_talk", [Said(YES), Said(CARE), Said(NOT)], Level.TALK),
        ("worth_a_talk", [Said(NOT), Said(YES)], Level.TALK),
        ("worth_a_talk", [Said(NOT), Said(NEVER), Said(YES)], Level.RARELY),
        ("worth_a_talk", [Said(NEVER, NEVER), Said(NEVER, NOT)], Level.RARELY),
        ("worth_a_talk", [Said(NEVER, NEVER), Said(NEVER, NEVER)], Level.NEVER),
    ],
)
def test_how_all_right_it_is(kind: str, speak: list[Said], level: Level) -> None:
    assert level_of(_kind(kind), speak) is level  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("topic", "says"),
    [
        ("met_outside", "This is usual, and most often it is fine."),
        ("met_in_a_club", "This is usual, and most often it is fine."),
        ("hug", "It depends. This is worth talking about."),
        ("review_online", "Most often this is not all right."),
        ("friend_is_therapist", "Most often this is not all right."),
        ("notes_not_kept", "This is not all right."),
        ("sexual_touch", "This is not all right, whatever the reason."),
    ],
)
def test_the_answers_read_as_one_would_expect(topic: str, says: str) -> None:
    assert short_answer(TOPICS[topic], TODAY).says == says


def test_why_it_is_so_follows_the_codes() -> None:
    why = {name: short_answer(TOPICS[name], TODAY).why for name in TOPICS}

    assert why["sexual_touch"] == "All rules for therapists that we looked at forbid it."
    assert why["texts_at_night"] == "Some rules for therapists forbid it."
    assert why["debt_and_messages"] == "The rules ask therapists not to do it."
    assert why["hug"] == "In some cases the rules for therapists forbid it."
    assert why["drunk_or_ill"] == "The rules ask therapists to take care with it."
    assert why["threats"] == ""


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.id)
def test_whom_to_begin_with_follows_whom_the_topic_sends_to(topic: Topic) -> None:
    then = short_answer(topic, TODAY).then

    assert ("start with your therapist" in then) <= ("therapist" in topic.turn_to)
    assert not (topic.kind == "serious" and then)


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.id)
def test_what_is_called_usual_no_code_forbids_in_every_case(topic: Topic) -> None:
    if topic.kind == "usual":
        assert not any(one.mildest is NEVER for one in answers(topic, TODAY))


@pytest.mark.django_db
@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.id)
def test_the_sentence_stands_before_everything_else(topic: Topic) -> None:
    text = Client().post("/is-this-ok/", {"topic": topic.id}).content.decode()
    main = text[text.index("<h1>") :]

    assert main.index(short_answer(topic, TODAY).says) < main.index("What is usual</h2>")
    assert main.index('class="short ') < main.index("<section")


@pytest.mark.django_db
def test_the_page_that_folds_has_it_too() -> None:
    text = Client().get("/is-this-ok/all/").content.decode()

    assert text.count('class="short ') == len(TOPICS)
