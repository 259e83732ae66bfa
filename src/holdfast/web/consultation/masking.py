"""What would tell who somebody is, replaced by neutral words; what is left of it, pointed out.

Values in, values out: what is on record comes from `known.py`. Whatever stands on record is
replaced wherever it turns up, with accents or without. Exact days become "some weeks ago". What
only looks as if it could tell is left for a person to judge (`suspects`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from holdfast.web.consultation.days import without_days


@dataclass(frozen=True)
class Known:
    """Something on record and the neutral word for it.

    `loose` also replaces it written small; else only with a capital, as one writes a name.
    `parts` says that each word of it tells by itself, as those of a name do.
    """

    value: str
    instead: str
    loose: bool = True
    parts: bool = True


class Found(NamedTuple):
    """What a pattern stands for: the neutral word, and whether a small letter counts."""

    instead: str
    loose: bool


WORD = re.compile(r"[^\W_]+")
WORD_WITH_MARKS = re.compile(r"[^\W_][\w’'.@+-]*")
TITLE = r"(?:the\s+)?(?:(?:mr|mrs|ms|mx|miss|dr|prof)\.?\s+)?"
TOGETHER = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
SHORTEST_LOOSE = 3
PHONE_TAIL = 7
SHORTEST_FIGURE = 3
# Hours, minutes and sums: told with letters, they still tell nothing of anybody.
AMOUNT = re.compile(r"\d{1,3}(?:am|pm|a|p|h|hrs?|min|mins|st|nd|rd|th|s|k|eur|usd|gbp)")
SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:\n])[\"”’')]*\s*[\"“„‘'(–-]*\s*$")


@cache
def ordinary() -> frozenset[str]:
    """Words that tell nothing of anybody, though they may stand on record or be names, too."""
    text = (resources.files("holdfast.web.consultation") / "ordinary.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def tell_tale(text: str) -> list[str]:
    """Return the words of a free text that may tell who somebody is: names, places, numbers."""
    found = []
    for word in WORD_WITH_MARKS.findall(text):
        word = word.strip(".'’-+")
        is_name = word[:1].isupper() and fold(word) not in ordinary() and len(word) > 1
        if is_name or _numbers_somebody(word) or "@" in word:
            found.append(word)
    return list(dict.fromkeys(found))


def _numbers_somebody(word: str) -> bool:
    """Whether a word holds a number of somebody or something: no clock time, length or age."""
    parts = WORD.findall(fold(word))
    return any(
        len(part) >= SHORTEST_FIGURE
        and sum(c.isdigit() for c in part) >= 2
        and not AMOUNT.fullmatch(part)
        for part in parts
    )


def fold(text: str) -> str:
    """Return a text in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def mask(text: str, known: Iterable[Known], on: date) -> str:
    """Return a text in which whatever is known, and every exact day, is neutral. `on` is today."""
    return masker(known, on)(text)


def masker(known: Iterable[Known], on: date) -> Callable[[str], str]:
    """Return what masks any number of texts."""
    pattern, found = _pattern(known)

    def masked(text: str) -> str:
        # Days go first: else a number on record would take a piece out of one.
        text = without_days(unicodedata.normalize("NFC", text), on)
        return _without_known(text, pattern, found) if pattern else text

    return masked


def _without_known(text: str, pattern: re.Pattern[str], found: list[Found]) -> str:
    folded, places = _folded(text)
    told, end = [], 0
    for match in pattern.finditer(folded):
        first, last = places[match.start()], places[match.end() - 1] + 1
        said = found[int(str(match.lastgroup)[1:])]
        named = match.group(str(match.lastgroup))
        letter = text[places[match.end() - len(named)]]
        if first < end or (not said.loose and letter.islower()):
            continue
        told += [text[end:first], _fitting(said.instead, text[:first])]
        end = last
    told.append(text[end:])
    return _once(told, {f.instead for f in found})


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text folded, with the place that each of its letters came from."""
    folded, places = [], []
    for place, letter in enumerate(text):
        for plain in fold(letter):
            folded.append(plain)
            places.append(place)
    return "".join(folded), places


def _pattern(known: Iterable[Known]) -> tuple[re.Pattern[str] | None, list[Found]]:
    """Return one pattern for everything known, the longest first, and what each part stands for."""
    wanted: dict[str, Found] = {}
    for one in known:
        for value, loose in filter(_says_something, _ways_to_write(one)):
            before = wanted.get(value)
            if before is None or (loose and not before.loose):
                wanted[value] = Found(before.instead if before else one.instead, loose)
    if not wanted:
        return None, []
    ordered = sorted(wanted.items(), key=lambda item: -len(item[0]))
    parts = [_one_of(value, number) for number, (value, _found) in enumerate(ordered)]
    return re.compile("|".join(parts)), [found for _value, found in ordered]


def _says_something(way: tuple[str, bool]) -> bool:
    """Whether a way to write holds a letter: "@lena_k" has nothing before its sign."""
    return bool(way[0])


def _ways_to_write(one: Known) -> Iterator[tuple[str, bool]]:
    """Yield what of a value is looked for, folded, each with whether small letters count."""
    whole = fold(one.value).strip()
    digits = re.sub(r"\D", "", whole)
    if len(digits) >= PHONE_TAIL and not re.search(r"[^\W\d_]", whole):
        yield digits, True
        return
    words = WORD.findall(whole)
    # Who is written small on record, "lena_k" or "von Trapp", is so in a text too.
    as_written = one.loose or _begins_small(one.value)
    if ":" in whole and digits == "".join(words):  # a clock time is looked for as it stands
        yield whole, True
        return
    if len(words) > 1 or "@" in whole:
        yield " ".join(words), as_written
    if "@" in whole:
        yield " ".join(WORD.findall(whole.partition("@")[0])), one.loose
    if len(words) > 1 and not one.parts:
        return
    for joined in whole.split():  # a double name goes before its parts
        if len(parts := WORD.findall(joined)) > 1:
            yield " ".join(parts), as_written
    yield from ((pair, one.loose) for pair in _house_numbers(words))
    for word in words:
        if _tells_alone(word, words):
            is_plain = word in ordinary() or len(word) < SHORTEST_LOOSE
            yield word, (as_written if len(words) == 1 else one.loose) and not is_plain


def _begins_small(value: str) -> bool:
    """Whether the first letter of a value is a small one."""
    return next((c.islower() for c in value if c.isalpha()), False)


def _house_numbers(words: list[str]) -> Iterator[str]:
    """Yield each short figure with the word beside it, as in "12 Elm" and "Elmweg 12"."""
    for first, second in pairwise(words):
        figure, other = (first, second) if first.isdigit() else (second, first)
        if figure.isdigit() and not other.isdigit() and other not in ordinary():
            yield f"{first} {second}"


def _tells_alone(word: str, words: list[str]) -> bool:
    """Whether one word of a value tells by itself: a short figure could be any hour or age."""
    if word.isdigit() and len(words) > 1:
        return len(word) >= SHORTEST_FIGURE
    return len(word) > 1 or _runs_together(word)


def _one_of(value: str, number: int) -> str:
    if value.isdigit() and len(value) >= PHONE_TAIL:
        # The last digits are the same with and without the code of the country.
        tail = r"[\s().\-/]*".join(value[-PHONE_TAIL:])
        return rf"(?P<g{number}>(?<!\d)[+(]?(?:\d[\s().\-/]*){{0,12}}{tail}(?!\d))"
    between = r"[\s().\-/]*" if _is_figure(value) else r"[\W_]*"
    inner = between.join(re.escape(word) for word in value.split())
    if _is_figure(value):  # no piece of a clock time or of a longer figure
        return rf"(?<![^\W_])(?<!\d:)(?P<g{number}>{inner}s?)(?![^\W_])(?!:\d)"
    if _runs_together(value):
        return f"(?P<g{number}>{inner})"
    return rf"(?<![^\W_]){TITLE}(?P<g{number}>{inner}s?)(?![^\W_])"


def _is_figure(value: str) -> bool:
    return value.replace(" ", "").isdigit()


def _runs_together(value: str) -> bool:
    """Whether a script sets no spaces between words."""
    return any(unicodedata.name(c, "").startswith(TOGETHER) for c in value)


def _fitting(instead: str, before: str) -> str:
    """Begin with a capital where a sentence does."""
    return instead[:1].upper() + instead[1:] if SENTENCE_BEFORE.search(before) else instead


def _once(told: list[str], words: Iterable[str]) -> str:
    """Join, saying the same neutral word once where a first and a family name stood."""
    text = "".join(told)
    for word in words:
        twice = rf"({re.escape(word)})(?:[\s\-,]+{re.escape(word)})+(?![^\W_])"
        text = re.sub(twice, r"\1", text, flags=re.IGNORECASE)
    return text
