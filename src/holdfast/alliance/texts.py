"""The words of an instrument: a pack of their own, with the licence under which they are used.

Holdfast ships words only where their owners let it. A practice that holds a licence adds its own
pack and says so: who says it, on which date, under which licence. Keep that assertion.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

from holdfast.alliance.instruments import Instrument, shipped_instruments

SCHEMA = "holdfast/text/1"

_TOP = frozenset(
    [
        "schema",
        "instrument",
        "language",
        "title",
        "question",
        "items",
        "answers",
        "short",
        "licence",
        "asserted_by",
        "asserted_on",
    ]
)


@dataclass(frozen=True)
class TextPack:
    """The words of one instrument in one language.

    `answers` are the words at the steps, lowest first; only two when the words stand at the ends
    of a line. `short` names each item in a word or two, for tables. `asserted_by` and
    `asserted_on` say who vouched for the right to use the words; both empty for shipped packs.
    `fingerprint` is the SHA-256 of title, question, items and answers: it shows a later change.
    """

    instrument: str
    language: str
    title: str
    question: str
    items: tuple[str, ...]
    answers: tuple[str, ...]
    short: tuple[str, ...]
    licence: str
    asserted_by: str
    asserted_on: date | None
    fingerprint: str

    def answer_word(self, instrument: Instrument, value: float) -> str:
        """Return the word at answer `value`, or the number where a step has no word."""
        place = (value - instrument.lowest) / instrument.step
        steps = round((instrument.highest - instrument.lowest) / instrument.step) + 1
        if len(self.answers) == steps and place == int(place) and 0 <= place < steps:
            return self.answers[int(place)]
        return f"{value:g}"


def read_text(data: Mapping[str, Any], instrument: Instrument) -> TextPack:
    """Return the text pack that `data` (a parsed YAML file) holds for `instrument`.

    Raises ValueError naming everything that is wrong with the pack at once. A pack for words that
    Holdfast may not ship must name its licence, who vouches for it (`asserted_by`) and on which
    day (`asserted_on`).
    """
    problems = _problems(data, instrument)
    if problems:
        raise ValueError(f"Text pack for {instrument.id}: " + "; ".join(problems))
    words = [data.get("title", ""), data.get("question", ""), *data["items"], *data["answers"]]
    return TextPack(
        instrument=instrument.id,
        language=data["language"],
        title=data.get("title", ""),
        question=data.get("question", ""),
        items=tuple(data["items"]),
        answers=tuple(data["answers"]),
        short=tuple(data.get("short", ())),
        licence=str(data["licence"]).strip(),
        asserted_by=data.get("asserted_by", ""),
        asserted_on=data.get("asserted_on"),
        fingerprint=sha256("\n".join(words).encode()).hexdigest(),
    )


def _problems(data: Mapping[str, Any], instrument: Instrument) -> list[str]:
    found = [f"unknown key {key!r}" for key in sorted(set(data) - _TOP)]
    if data.get("schema") != SCHEMA:
        found.append(f"schema is {data.get('schema')!r}, it should be {SCHEMA!r}")
    if data.get("instrument") != instrument.id:
        found.append(f"it is written for {data.get('instrument')!r}, not for {instrument.id!r}")
    if not data.get("language"):
        found.append("say its language, such as language: en")
    found += _problems_of_words(data, instrument)
    return found + _problems_of_licence(data, instrument)


def _problems_of_words(data: Mapping[str, Any], instrument: Instrument) -> list[str]:
    found = []
    n_items, n_answers = len(data.get("items", ())), len(data.get("answers", ()))
    if n_items != instrument.items:
        found.append(f"it has {n_items} items, the instrument has {instrument.items}")
    steps = round((instrument.highest - instrument.lowest) / instrument.step) + 1
    if n_answers not in (2, steps):
        found.append(f"it has words for {n_answers} answers; give {steps}, or 2 for the ends")
    if data.get("short") and len(data["short"]) != n_items:
        found.append(f"it has {len(data['short'])} short names for {n_items} items")
    return found


def _problems_of_licence(data: Mapping[str, Any], instrument: Instrument) -> list[str]:
    found = []
    if not str(data.get("licence", "")).strip():
        found.append("it names no licence; say under which licence you use these words")
    if instrument.words_shipped:
        return found
    if not data.get("asserted_by"):
        found.append("nobody vouches for the right to use these words; add asserted_by: a name")
    if not isinstance(data.get("asserted_on"), date):
        found.append("say when that was vouched for, such as asserted_on: 2026-03-01")
    return found


@cache
def shipped_texts() -> Mapping[tuple[str, str], TextPack]:
    """Return the text packs that come with Holdfast, by instrument id and language."""
    packs = {}
    for path in (files("holdfast.alliance") / "data" / "texts").iterdir():
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        pack = read_text(data, shipped_instruments()[data["instrument"]])
        packs[pack.instrument, pack.language] = pack
    return packs


def text_for(id: str, language: str = "en") -> TextPack | None:
    """Return the shipped words of instrument `id`; English if `language` has none; None if none."""
    packs = shipped_texts()
    return packs.get((id, language)) or packs.get((id, "en"))
