"""What in a text still looks as if it could tell who somebody is. Values in, values out.

It only points out; a person judges. It sees capitals, figures and a few turns of phrase, so what is
written small, or in a script without capitals, it does not see.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from holdfast.web.consultation.days import weekdays
from holdfast.web.consultation.masking import SENTENCE_BEFORE, fold, ordinary


class Kind(StrEnum):
    """What something looks like."""

    EMAIL = "email"
    WEB = "web"
    PHONE = "phone"
    ADDRESS = "address"
    EMPLOYER = "employer"
    NAME = "name"
    DAY = "day"
    TIME = "time"
    YEAR = "year"
    AGE = "age"
    NUMBER = "number"


@dataclass(frozen=True)
class Suspect:
    """One thing that is worth a look: the words as they stand, and what they look like."""

    kind: Kind
    text: str


UPPER = r"[^\W\d_a-zß-öø-ÿ]"
CAPITAL = rf"{UPPER}[\w’'&-]*"
PHRASE = rf"{CAPITAL}(?:\s+(?:(?:of|the|de|del|la|van|von|and|&)\s+)*{CAPITAL})*"
ROADS = "street|st|road|rd|avenue|ave|lane|close|square|way|drive|court|terrace|strasse|straße"
FIRMS = (
    "Ltd|Limited|Inc|LLC|plc|GmbH|AG|University|College|School|Hospital|Clinic|Church|Bank|Council"
)
AT_WORK = r"(?:work(?:s|ed|ing)?|employ(?:s|ed)|job|studies|studied|teaches|taught)"
ALLOWED = frozenset({
    "I", "I'm", "I've", "I'd", "I'll", "I’m", "I’ve", "I’d", "I’ll", "OK", "A", "CBT", "DBT", "ACT",
    "EMDR", "GP", "PTSD", "OCD", "ADHD", "TV", "ID", "NHS",
})  # fmt: skip
CLOCK = r"\b\d{1,2}[:.]\d{2}(?:\s*[ap]m)?\b|\b\d{1,2}\s*[ap]m\b"
PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")),
    (Kind.WEB, re.compile(r"(?:https?://|www\.)\S+|(?<!\w)@\w+|\b[\w-]+\.(?:com|org|net|io)\b")),
    (Kind.PHONE, re.compile(r"(?<![\w])[+(]?\d(?:[\s().\-/]*\d){6,}(?!\w)")),
    (Kind.ADDRESS, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b")),
    (Kind.ADDRESS, re.compile(rf"\b\d+[a-z]?,?\s+{PHRASE}\b")),
    (Kind.ADDRESS, re.compile(rf"\b{CAPITAL}\s+(?i:{ROADS})\b(?:\s+\d+[a-z]?\b)?")),
    (Kind.ADDRESS, re.compile(rf"\b{UPPER}\w*(?:straße|strasse|weg|platz|gasse)\s+\d+[a-z]?\b")),
    (Kind.EMPLOYER, re.compile(rf"(?:{PHRASE}\s+)?\b(?:{FIRMS})\b(?:\s+of\s+{PHRASE})?")),
    (Kind.EMPLOYER, re.compile(rf"\b{AT_WORK}\s+(?:at|for)\s+(?:(?:the|an?)\s+)?(?:{PHRASE}|\w+)")),
    (Kind.EMPLOYER, re.compile(rf"\b{AT_WORK}\s+(?:by|with|in)\s+(?:the\s+)?{PHRASE}")),
    (Kind.AGE, re.compile(r"\b\d{1,3}[\s-]years?[\s-]old\b|\baged?\s+\d{1,3}\b", re.IGNORECASE)),
    (Kind.TIME, re.compile(CLOCK, re.IGNORECASE)),
    (Kind.YEAR, re.compile(r"\b(?:19|20)\d{2}s?\b")),
    (Kind.NAME, re.compile(rf"\b{UPPER}\.\s?(?:{UPPER}\.?)?(?=\W|$)")),
    (Kind.NUMBER, re.compile(r"\b[A-Za-z]*\d[\dA-Za-z]{3,}\b")),
)  # fmt: skip


def suspects(text: str) -> tuple[Suspect, ...]:
    """Return what is worth a look, each once, in the order in which it stands."""
    taken: list[tuple[int, int, Suspect]] = []
    for kind, pattern in (*PATTERNS, (Kind.DAY, _days())):
        for match in pattern.finditer(text):
            _take(taken, match.start(), match.end(), Suspect(kind, match.group().strip()))
    for start, end in _names(text):
        _take(taken, start, end, Suspect(Kind.NAME, text[start:end]))
    return tuple(dict.fromkeys(one for _start, _end, one in sorted(taken, key=lambda t: t[0])))


def _take(taken: list[tuple[int, int, Suspect]], start: int, end: int, one: Suspect) -> None:
    if all(end <= first or last <= start for first, last, _one in taken):
        taken.append((start, end, one))


def _days() -> re.Pattern[str]:
    names = "|".join(map(re.escape, weekdays()))
    feasts = "christmas|easter|new year|ramadan|eid|diwali|hanukkah|pesach"
    return re.compile(rf"\b(?:{names})s?\b|\b(?:{feasts})\b", re.IGNORECASE)


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words with a capital stand that are no ordinary word beginning a sentence."""
    for match in re.finditer(PHRASE, text):
        start = match.start()
        words = list(re.finditer(r"\S+", match.group()))
        while words and _says_nothing(words[0].group(), text[: start + words[0].start()]):
            words.pop(0)
        while words and words[-1].group() in ALLOWED:
            words.pop()
        if words:
            yield start + words[0].start(), start + words[-1].end()


def _says_nothing(word: str, before: str) -> bool:
    if word in ALLOWED:
        return True
    plain = fold(re.sub(r"[’'](?:s|re|ve|ll|d|t|m)?$", "", word))
    return plain in ordinary() and bool(SENTENCE_BEFORE.search(before))
