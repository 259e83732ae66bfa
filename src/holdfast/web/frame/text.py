"""The text of an agreement as it is signed: written and hashed once, then shown as it stands."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from holdfast.frame import Change, Section, Terms, changes, document
from holdfast.web.frame.formats import in_zone


@dataclass(frozen=True)
class Block:
    """One part of the document: its title and its sentences."""

    title: str
    sentences: tuple[str, ...]


def sections(terms: Terms) -> tuple[Section, ...]:
    """Return the terms that say something, as this practice writes money and times."""
    said = document(terms, in_zone(ZoneInfo(terms.zone)))
    return tuple(section for section in said if section.sentences)


def changed(old: Terms, new: Terms) -> tuple[Change, ...]:
    """Return what is different in `new`, in the words of the document."""
    return changes(old, new, in_zone(ZoneInfo(new.zone)))


def text_of(terms: Terms) -> str:
    """Return the whole text that is signed: blocks parted by an empty line, a title first."""
    return "\n\n".join(
        "\n".join([section.title, *_lines(section.sentences)]) for section in sections(terms)
    )


def _lines(sentences: Iterable[str]) -> Iterable[str]:
    """One line for each sentence, whatever line breaks were typed."""
    return (" ".join(sentence.split()) for sentence in sentences)


def digest_of(shown: str) -> str:
    """Return the SHA-256 (hexadecimal) of a text in UTF-8."""
    return hashlib.sha256(shown.encode()).hexdigest()


def blocks(shown: str) -> tuple[Block, ...]:
    """Return the parts of a text that `text_of` wrote."""
    parts = (part.split("\n") for part in shown.split("\n\n") if part.strip())
    return tuple(Block(lines[0], tuple(lines[1:])) for lines in parts)
