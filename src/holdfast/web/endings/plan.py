"""The parts of a plan of an ending, in the order in which they are talked over and read.

The text is written once when it is fixed and hashed; it names no client, so that the copy of a
member of a group names nobody else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

RAISED_BY = {
    "both": gettext_lazy("We both brought it up."),
    "client": gettext_lazy("The client brought it up."),
    "therapist": gettext_lazy("The therapist brought it up."),
    "outside": gettext_lazy("It comes from outside: time, money, a move, a limit."),
}


@dataclass(frozen=True)
class Part:
    """One part of the plan: its name, its title in the text, and what to think of."""

    name: str
    title: Any
    hint: Any


PARTS = (
    Part("why", gettext_lazy("Why we end"), gettext_lazy("In words both can stand by.")),
    Part("notice", gettext_lazy("Notice"), gettext_lazy("As it was agreed in your frame.")),
    Part("reached", gettext_lazy("What we reached"), gettext_lazy("And what we did not.")),
    Part(
        "hard",
        gettext_lazy("What may be hard"),
        gettext_lazy("Days, places, old ways that may come back; what helped before."),
    ),
    Part(
        "ritual",
        gettext_lazy("How we say goodbye"),
        gettext_lazy("A last look back, a letter, something to keep."),
    ),
    Part(
        "referral",
        gettext_lazy("Where to turn next"),
        gettext_lazy("Names with a number or an address; help on a bad day."),
    ),
    Part(
        "records",
        gettext_lazy("What is kept"),
        gettext_lazy("For how long, and how to get a copy."),
    ),
)
AFTERWARDS = (
    Part("contact", gettext_lazy("Contact"), gettext_lazy("May one write or call? What about?")),
    Part("cards", gettext_lazy("Cards and news"), gettext_lazy("Is a card welcome, and answered?")),
    Part("online", gettext_lazy("Social media"), gettext_lazy("Following, looking each other up.")),
    Part(
        "chance",
        gettext_lazy("If we meet by chance"),
        gettext_lazy("Who greets first, and what is said if others are there."),
    ),
    Part(
        "back",
        gettext_lazy("Coming back"),
        gettext_lazy("How to ask, and what could stand in the way."),
    ),
)
NAMES = ("raised_by", *(p.name for p in PARTS), *(p.name for p in AFTERWARDS))


def text_of(content: Mapping[str, str], last_on: date | None) -> str:
    """Return the whole text that is signed: blocks parted by an empty line, a title first."""
    return "\n\n".join("\n".join(block) for block in _blocks(content, last_on))


def _blocks(content: Mapping[str, str], last_on: date | None) -> Iterable[list[str]]:
    raised = RAISED_BY.get(content.get("raised_by", ""))
    if raised:
        yield [_("Who brought it up"), str(raised)]
    if last_on is not None:
        day = formats.date_format(last_on, "l j F Y")
        yield [_("The last session"), _("We meet for the last time on {day}.").format(day=day)]
    for part in PARTS:
        if lines := _lines(content.get(part.name, "")):
            yield [str(part.title), *lines]
    after = [part for part in AFTERWARDS if content.get(part.name, "").strip()]
    for part in after:
        yield [_("Afterwards: {what}").format(what=part.title), *_lines(content[part.name])]


def _lines(text: str) -> list[str]:
    """One line for each that was typed; empty ones would part the block."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
