"""How old one must be to read a text with ease, by the Flesch-Kincaid grade.

Grade = 0.39 words per sentence + 11.8 syllables per word - 15.59; a school grade in the United
States plus 5 is about the age. Kincaid JP, Fishburne RP, Rogers RL, Chissom BS (1975) Derivation of
new readability formulas for Navy enlisted personnel. Research Branch Report 8-75. It measures how
long words and sentences are, for English only, and nothing else: a text may score well and still
not be understood. Syllables are counted by rules, so a word may be off by one.
"""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?:[.:,]\d+)*")
_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
# Two vowels side by side that are said apart.
_APART = re.compile(r"[aeiouy]ing\b|[iu]a(?!l\b|ge)|eo(?!u)|iet|io(?!u|n)|ueu|\b[ai][dr]ea\b")
# Endings whose e is not said: used, names; but wanted, pages.
_SILENT = re.compile(r"(?:[^aeiouytd]ed|[^aeiouysxzcghl]es|[^aeiouyl]e)$")


def grade(words: int, sentences: int, syllables: int) -> float:
    """Return the Flesch-Kincaid grade of a text with these counts."""
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def syllables(word: str) -> int:
    """Return about how many syllables an English word has, at least one.

    A number counts as one syllable for each of its figures.
    """
    if word[0].isdigit():
        return sum(figure.isdigit() for figure in word)
    low = word.lower().replace("’", "'").split("'")[0]
    count = len(re.findall(r"[aeiouy]+", low)) + len(_APART.findall(low))
    return max(1, count - bool(_SILENT.search(low)))


def reading_age(text: str) -> float:
    """Return the age from which the text should be easy, in years; 0.0 for an empty text."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    parts = [part for part in _END.split(text) if _WORD.search(part)]
    return max(5.0, 5 + grade(len(words), len(parts), sum(map(syllables, words))))


def hardest(sentences: Iterable[str], age: float) -> tuple[tuple[str, float], ...]:
    """Return the sentences that are harder than `age`, the hardest first, each with its own age."""
    aged = [(sentence, reading_age(sentence)) for sentence in sentences]
    return tuple(sorted((one for one in aged if one[1] > age), key=lambda one: -one[1]))
