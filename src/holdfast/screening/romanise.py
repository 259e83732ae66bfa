"""Names of every script in Latin lower case letters, so that they can be compared.

Accents go by Unicode's own decomposition; Cyrillic, Greek, Hebrew, Arabic and the most frequent
Chinese name characters by the table in `data/letters.tsv`; Korean and Japanese syllables by their
Unicode names, which carry the sound; digits of every script are digits. A character without an
entry is kept as it is, so that it still agrees with itself: nothing is lost.
"""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_SYLLABLE = re.compile(r"(?:HANGUL SYLLABLE|(?:HIRAGANA|KATAKANA) LETTER(?: SMALL)?) (\w+)$")


@lru_cache(maxsize=1)
def _letters() -> dict[int, str]:
    lines = files("holdfast.screening").joinpath("data/letters.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {ord(letter): latin for letter, latin in pairs}


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    found = _letters().get(ord(letter))
    if found is not None:
        return found
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    syllable = _SYLLABLE.match(unicodedata.name(letter, ""))
    return syllable[1].lower() if syllable else letter


def romanise(text: str) -> str:
    """Return `text` in lower case Latin letters, without accents or invisible marks.

    >>> romanise("Łukasz Żółć"), romanise("Иванова"), romanise("김")
    ('lukasz zolc', 'ivanova', 'gim')
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    sounds = "".join(_letter(letter) for letter in text)
    if sounds.isascii():
        return sounds
    parted = unicodedata.normalize("NFKD", sounds)
    kept = (c for c in parted if unicodedata.category(c) not in {"Mn", "Cf", "Cc"})
    return unicodedata.normalize("NFC", "".join(_letter(letter) for letter in kept))
