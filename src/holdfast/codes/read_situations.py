"""Situations that people ask about, as they are written in the files."""

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.codes.facts import Fact, Value
from holdfast.codes.read_facts import Act
from holdfast.codes.reading import Item, Reader

SCHEMA = "holdfast/situations/1"
KEYS = (
    "id", "number", "act", "title", "client_title", "also", "fixes", "asks", "sources", "note",
    "own_feelings",
)  # fmt: skip


@dataclass(frozen=True)
class SituationKind:
    """A question that people ask: the act, what it fixes, what is worth asking, in order.

    `own_feelings` says that it is about what goes on in the therapist: attraction, dread, a dream.
    """

    id: str
    act: str
    title: str
    client_title: str
    group: str
    group_title: str
    fixes: Mapping[str, Value]
    asks: tuple[str, ...]
    number: int | None = None
    also: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""
    own_feelings: bool = False
    line: int = 0


def read_values(reader: Reader, item: Item | None, facts: Mapping[str, Fact]) -> dict[str, Value]:
    """Return the facts of a mapping with their values."""
    values: dict[str, Value] = {}
    for key, entry in (item.pairs if item else {}).items():
        if key not in facts:
            reader.mapping(Item({key: entry}, entry.file, entry.line), list(facts))
            continue
        try:
            values[key] = facts[key].accept(entry.value)
        except ValueError as error:
            reader.wrong(entry, str(error))
    return values


def read_situations(
    reader: Reader, item: Item, acts: Mapping[str, Act], facts: Mapping[str, Fact]
) -> list[SituationKind]:
    """Return the situations of one file."""
    reader.mapping(item, ("schema", "group", "title", "situations"), ("group", "title"))
    group, title = reader.text(item, "group"), reader.text(item, "title")
    found = []
    for entry in reader.listed(item, "situations"):
        reader.mapping(entry, KEYS, ("id", "act", "title", "client_title"))
        found.append(
            SituationKind(
                id=reader.text(entry, "id"),
                act=reader.word(entry, "act", acts),
                title=reader.text(entry, "title"),
                client_title=reader.text(entry, "client_title"),
                group=group,
                group_title=title,
                fixes=read_values(reader, entry.pairs.get("fixes"), facts),
                asks=reader.words(entry, "asks", facts),
                number=reader.number(entry, "number") or None,
                also=reader.texts(entry, "also"),
                sources=reader.texts(entry, "sources"),
                note=reader.text(entry, "note"),
                own_feelings=reader.yes(entry, "own_feelings"),
                line=entry.line,
            )
        )
    return found
