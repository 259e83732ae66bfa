# ruff: noqa: E501 - the table of slips reads best with one case to a line
"""What a client reads: plain, two sentences to borrow, and never to the therapist with what is serious."""

from pathlib import Path
from shutil import copytree

import pytest

from holdfast.codes import BrokenData, Check, load, shipped

from .conftest import SMALL

TOPICS = """schema: holdfast/client-topics/1
places:
  therapist: {title: Your therapist, text: You can tell them.}
  body: {title: The body, text: They listen.}
topics:
  - id: wedding_came
    title: My therapist came to my wedding
    kind: worth_a_talk
    situation: wedding
    usual: Some do.
    not_usual: Staying for the party.
    say: [I was glad that you came., "What was it like for you?"]
    turn_to: [therapist, body]
  - id: sexual_talk
    title: My therapist talks about sex
    kind: serious
    concern: sexual
    first: This is not your fault.
    usual: Nothing.
    not_usual: All of it.
    say: [Something happened in therapy., I need to talk about it.]
    turn_to: [body]
"""
HELP = """schema: holdfast/help/1
country: XX
name: Nowhere
emergency: {number: "112", text: For danger now., source: "https://example.org", check: verified, checked_on: 2026-01-01}
crisis:
  - {name: A line, does: Listens., phone: "1", url: "https://example.org", check: recalled, checked_on: 2026-01-01}
bodies: []
"""


def folder(tmp_path: Path, topics: str = TOPICS, help_: str = HELP) -> Path:
    copytree(SMALL, tmp_path / "small")
    for name, text in (("client/topics.yaml", topics), ("help/xx.yaml", help_)):
        path = tmp_path / "small" / name
        path.parent.mkdir()
        path.write_text(text)
    return tmp_path / "small"


def test_topics_places_and_countries_are_read(tmp_path: Path) -> None:
    library = load(folder(tmp_path))

    assert library.topics["wedding_came"].say == (
        "I was glad that you came.",
        "What was it like for you?",
    )
    assert library.topics["sexual_talk"].first == "This is not your fault."
    assert library.places["body"].title == "The body"
    assert library.help["XX"].emergency.number == "112"
    assert library.help["XX"].crisis[0].check is Check.RECALLED


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "turn_to: [body]",
            "turn_to: [therapist]",
            "sexual_talk: a serious topic never sends to the therapist",
        ),
        (
            "    first: This is not your fault.\n",
            "",
            "sexual_talk: a serious topic says what to know first",
        ),
        ("    concern: sexual\n", "", "sexual_talk: a serious topic names its concern"),
        ("kind: serious", "kind: usual", "sexual_talk: only a serious topic has a concern"),
        ("I was glad that you came., ", "", "wedding_came: say holds exactly two things"),
        (
            "situation: wedding",
            "situation: weding",
            "situation cannot be weding. Did you mean wedding?",
        ),
        (
            "turn_to: [therapist, body]",
            "turn_to: [nobody]",
            "turn_to: nobody is not known. Did you mean body?",
        ),
        ("turn_to: [therapist, body]", "turn_to: []", "wedding_came: turn_to names nobody"),
        ("kind: worth_a_talk", "kind: odd", "kind cannot be odd"),
        ("id: sexual_talk", "id: wedding_came", "the topic wedding_came stands here twice"),
    ],
)
def test_a_slip_in_a_topic_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(BrokenData) as error:
        load(folder(tmp_path, TOPICS.replace(old, new, 1)))

    assert any(says in str(each) for each in error.value.problems), error.value
    assert all(
        each.file == "small/client/topics.yaml" and each.line for each in error.value.problems
    )


def test_a_slip_in_a_country_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        BrokenData, match=r"help/xx\.yaml:5: check cannot be sure|check cannot be sure"
    ):
        load(folder(tmp_path, help_=HELP.replace("check: recalled", "check: sure")))


def test_what_is_shipped_never_sends_to_the_therapist_with_what_is_serious() -> None:
    library = shipped()

    serious = [topic for topic in library.topics.values() if topic.kind == "serious"]
    assert {topic.concern for topic in serious} >= {
        "sexual",
        "threat",
        "secrecy",
        "money",
        "revenge",
    }
    for topic in serious:
        assert "therapist" not in topic.turn_to
        assert "not your fault" in topic.first.lower()
    assert library.help
