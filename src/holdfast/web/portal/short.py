"""The answer of "Is this OK?" in one plain sentence, before the reasons and where they come from.

It is worked out from how serious the topic is and from what each code answers; no topic carries a
sentence of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from holdfast.codes import Answer, Topic, Verdict

from .asked import answers

AGAINST = (Verdict.AVOID, Verdict.PROHIBITED)


class Level(StrEnum):
    """How all right something is, from usual to never."""

    USUAL = "usual"
    TALK = "talk"
    RARELY = "rarely"
    NEVER = "never"


@dataclass(frozen=True)
class Short:
    """The sentence a reader meets first, why it is so, and what to do with it."""

    level: Level
    says: str
    why: str
    then: str


def short_answer(topic: Topic, on: date) -> Short:
    """Return the answer to a topic in short."""
    speak = [one for one in answers(topic, on) if one.verdict is not Verdict.NOT_ADDRESSED]
    level = level_of(topic, speak)
    return Short(level, _says(topic, level), _why(speak, level), _then(topic, level))


def level_of(topic: Topic, speak: Sequence[Answer]) -> Level:
    """Return how all right it is, from the codes that speak of it.

    Serious is never. Of what is not usual: never if each code forbids it in every case, rarely if
    more than half of them are against it as long as nothing else is known, else worth a talk.
    """
    if topic.kind == "serious":
        return Level.NEVER
    if topic.kind == "usual":
        return Level.USUAL
    if speak and all(one.mildest is Verdict.PROHIBITED for one in speak):
        return Level.NEVER
    against = sum(one.verdict in AGAINST for one in speak)
    return Level.RARELY if against * 2 > len(speak) else Level.TALK


def _says(topic: Topic, level: Level) -> str:
    if topic.kind == "serious":
        return _("This is not all right, whatever the reason.")
    return {
        Level.USUAL: _("This is usual, and most often it is fine."),
        Level.TALK: _("It depends. This is worth talking about."),
        Level.RARELY: _("Most often this is not all right."),
        Level.NEVER: _("This is not all right."),
    }[level]


def _why(speak: Sequence[Answer], level: Level) -> str:
    if not speak:
        return ""
    if level is Level.USUAL:
        return _("There are rules for how a therapist does it.")
    if all(one.mildest is Verdict.PROHIBITED for one in speak):
        return _("All rules for therapists that we looked at forbid it.")
    if any(one.mildest is Verdict.PROHIBITED for one in speak):
        return _("Some rules for therapists forbid it.")
    if all(one.mildest in AGAINST for one in speak):
        return _("The rules ask therapists not to do it.")
    if any(one.severest is Verdict.PROHIBITED for one in speak):
        return _("In some cases the rules for therapists forbid it.")
    return _("The rules ask therapists to take care with it.")


def _then(topic: Topic, level: Level) -> str:
    if topic.kind == "serious":
        return ""
    if level is Level.USUAL:
        return _("See below what would not be fine.")
    if "therapist" in topic.turn_to:
        return _("You can start with your therapist.")
    if {"practice", "trusted_person"} & set(topic.turn_to):
        return _("Talk to somebody other than your therapist first.")
    return _("See below who can help.")
