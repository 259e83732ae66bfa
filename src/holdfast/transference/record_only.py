"""What must not stand in process notes alone, found in a text while it is being written.

It finds words, not meaning: it misses what is said in other words, and points at words that are
meant otherwise ("no suicidal thoughts", "progress" of a bus). So it only points; nothing is
blocked, changed, counted or kept. English alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

SCHEMA = "holdfast/record-only/1"


@dataclass(frozen=True)
class RecordOnly:
    """One kind of content that belongs in the record, with its source and search patterns."""

    kind: str
    source: str
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A place in a text, `text[start:end]`, that speaks of `kind`; `word` is what stands there."""

    start: int
    end: int
    kind: str
    word: str


@cache
def record_only_kinds() -> tuple[RecordOnly, ...]:
    """Return the kinds in the order in which they are explained."""
    path = files("holdfast.transference") / "data" / "record_only.yaml"
    return parse_kinds(yaml.safe_load(path.read_text(encoding="utf-8")))


def parse_kinds(data: Mapping[str, object]) -> tuple[RecordOnly, ...]:
    """Check the content of the data file; raise ValueError naming what is unknown or missing."""
    if data.get("schema") != SCHEMA:
        raise ValueError(f"schema is {data.get('schema')!r}; it should be {SCHEMA!r}")
    kinds = data.get("kinds")
    if not isinstance(kinds, list) or not kinds:
        raise ValueError("kinds is missing or empty")
    for kind in kinds:
        if set(kind) != {"id", "source", "patterns"}:
            raise ValueError(f"kind {kind.get('id')!r} needs exactly id, source and patterns")
    return tuple(RecordOnly(k["id"], k["source"], tuple(k["patterns"])) for k in kinds)


@cache
def _searches() -> tuple[tuple[str, re.Pattern[str]], ...]:
    # Not \b at the ends: a pattern may end in a sign ("plan:"), after which \b asks for a letter.
    return tuple(
        (kind.kind, re.compile(rf"(?:^|\W)({'|'.join(kind.patterns)})(?!\w)", re.I | re.M))
        for kind in record_only_kinds()
    )


def never_only_here(text: str) -> tuple[Found, ...]:
    """Return the places in `text` that belong in the record, in order, none overlapping.

    Where two kinds claim the same words, the one that starts first, then the longer, stands.
    """
    every = [
        Found(match.start(1), match.end(1), kind, match[1])
        for kind, search in _searches()
        for match in search.finditer(text)
    ]
    every.sort(key=lambda f: (f.start, -f.end))
    found: list[Found] = []
    for one in every:
        if not found or one.start >= found[-1].end:
            found.append(one)
    return tuple(found)
