"""An agreement as a document in plain words for the client, and what changed between two."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from holdfast.frame.language import gettext as _

from . import say_contact, say_meeting, say_trust
from .formats import PLAIN, Formats
from .reading_age import reading_age
from .terms import TERM_NAMES, Terms


@dataclass(frozen=True)
class Section:
    """One term of the document: its name, its title, and what it says."""

    term: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What changed in one term: the sentences that are gone and those that are new."""

    term: str
    title: str
    kind: Literal["new", "gone", "changed"]
    before: tuple[str, ...]
    now: tuple[str, ...]


def document(terms: Terms, formats: Formats = PLAIN) -> tuple[Section, ...]:
    """Return the sections of the terms that are spoken of, in the order of an agreement.

    `formats` writes money and times as the practice does.
    """
    said = ((name, getattr(terms, name)) for name in TERM_NAMES)
    return tuple(
        Section(name, title(name), tuple(_SAY[name](term, formats)))
        for name, term in said
        if term is not None
    )


def changes(old: Terms, new: Terms, formats: Formats = PLAIN) -> tuple[Change, ...]:
    """Return what is different in `new`, term by term, in the words of the document."""
    before = {section.term: section for section in document(old, formats)}
    after = {section.term: section for section in document(new, formats)}
    found = (_change(name, before.get(name), after.get(name)) for name in TERM_NAMES)
    return tuple(change for change in found if change is not None)


def document_reading_age(terms: Terms) -> float:
    """Return the reading age of the whole document, in years (see `reading_age`)."""
    sections = document(terms)
    return reading_age("\n".join("\n".join(section.sentences) for section in sections))


def _change(name: str, old: Section | None, new: Section | None) -> Change | None:
    was = old.sentences if old else ()
    now = new.sentences if new else ()
    if was == now and (old is None) == (new is None):
        return None
    kind: Literal["new", "gone", "changed"]
    kind = "new" if old is None else "gone" if new is None else "changed"
    gone = tuple(sentence for sentence in was if sentence not in now)
    come = tuple(sentence for sentence in now if sentence not in was)
    return Change(name, title(name), kind, gone, come)


def title(name: str) -> str:
    """Return the title of a term for the client."""
    return {
        "work": _("What we do"),
        "frequency": _("How often we meet"),
        "length": _("How long a session is"),
        "course": _("How many sessions"),
        "place": _("Where we meet"),
        "remote": _("When we meet by video or phone"),
        "fee": _("What it costs"),
        "cancellation": _("If a session is cancelled"),
        "contact": _("Between sessions"),
        "emergencies": _("In an emergency"),
        "social_media": _("Online"),
        "gifts": _("Gifts"),
        "outside": _("Outside the room"),
        "touch": _("Touch"),
        "self_disclosure": _("What I tell about myself"),
        "recording": _("Recording"),
        "confidentiality": _("What stays between us"),
        "sharing": _("What I pass on among you"),
        "others": _("Who else has a part"),
        "supervision": _("Who helps me with my work"),
        "knowledge": _("What is kept about us"),
        "records": _("Your record"),
        "guardian": _("What the person who looks after you may know"),
        "breaks": _("Breaks"),
        "incapacity": _("If I fall ill"),
        "ending": _("How we end"),
        "review": _("Looking back"),
        "concerns": _("If something feels wrong"),
    }[name]


_SAY: dict[str, Callable[[Any, Formats], Any]] = {
    name: getattr(module, f"say_{name}")
    for module in (say_meeting, say_contact, say_trust)
    for name in TERM_NAMES
    if hasattr(module, f"say_{name}")
}
