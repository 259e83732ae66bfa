"""A situation as it is handed in: a YAML file, and its JSON Schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from holdfast.codes.accumulation import Crossing
from holdfast.codes.facts import Fact, Kind, Value, choose
from holdfast.codes.library import Library
from holdfast.codes.reading import Item, Reader
from holdfast.codes.situation import Situation, Supplied

SCHEMA = "holdfast/situation/1"
KEYS = ("schema", "situation", "act", "on", "codes", "facts", "crossings")
FACT_KEYS = ("value", "by", "on", "why", "second")


@dataclass(frozen=True)
class HandedIn:
    """A situation file: the situation, and what it says of the day and the codes."""

    situation: Situation
    on: date | None
    codes: tuple[str, ...]


def read_situation(library: Library, text: str, name: str) -> HandedIn:
    """Read the text of a situation file. Raises BrokenData with all that is wrong, by line."""
    reader = Reader()
    item = reader.text_of_file(text, SCHEMA, name)
    reader.mapping(item, KEYS)
    if ("situation" in item.pairs) == ("act" in item.pairs):
        reader.wrong(item, "name either the situation (situation: wedding) or the act (act: event)")
    supplied = {
        fact.id: each
        for key, entry in reader.entries(item, "facts")
        if (fact := _known(reader, library, key, entry))
        and (each := _supplied(reader, fact, entry))
    }
    situation = Situation(
        kind=reader.word(item, "situation", library.situations),
        act=reader.word(item, "act", library.acts),
        supplied=supplied,
        crossings=tuple(_crossing(reader, each) for each in reader.listed(item, "crossings")),
    )
    codes = reader.texts(item, "codes")
    on = reader.day(item, "on")
    reader.finish()
    return HandedIn(situation, on, codes)


def _known(reader: Reader, library: Library, key: str, entry: Item) -> Fact | None:
    if key in library.facts:
        return library.facts[key]
    near = choose(key, list(library.facts))
    reader.wrong(entry, f"{key} is not a fact that the codes know. {near}".strip())
    return None


def _supplied(reader: Reader, fact: Fact, item: Item) -> Supplied | None:
    if not isinstance(item.value, dict):
        value = _value(reader, fact, item)
        return None if value is None else Supplied(value)
    reader.mapping(item, FACT_KEYS, ("value",))
    value = _value(reader, fact, item.pairs["value"]) if "value" in item.pairs else None
    second = item.pairs.get("second")
    return (
        None
        if value is None
        else Supplied(
            value,
            reader.text(item, "by"),
            reader.day(item, "on"),
            reader.text(item, "why"),
            _supplied(reader, fact, second) if second else None,
        )
    )


def _value(reader: Reader, fact: Fact, item: Item) -> Value | None:
    try:
        return fact.accept(item.value)
    except ValueError as error:
        reader.wrong(item, str(error))
        return None


def _crossing(reader: Reader, item: Item) -> Crossing:
    reader.mapping(item, ("on", "kind", "talked_over", "secret"), ("on", "kind"))
    return Crossing(
        reader.day(item, "on") or date.min,
        reader.text(item, "kind"),
        reader.yes(item, "talked_over"),
        reader.yes(item, "secret"),
    )


def json_schema(library: Library) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a situation file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "A situation put to the codes",
        "type": "object",
        "required": ["schema"],
        "oneOf": [{"required": ["situation"]}, {"required": ["act"]}],
        "additionalProperties": False,
        "properties": {
            "schema": {"const": SCHEMA},
            "situation": {"enum": list(library.situations)},
            "act": {"enum": list(library.acts)},
            "on": {"type": "string", "format": "date"},
            "codes": {"type": "array", "items": {"type": "string"}},
            "facts": {
                "type": "object",
                "additionalProperties": False,
                "properties": {f.id: _fact_schema(f) for f in library.facts.values()},
            },
            "crossings": {"type": "array", "items": _CROSSING},
        },
    }


_CROSSING = {
    "type": "object",
    "required": ["on", "kind"],
    "additionalProperties": False,
    "properties": {
        "on": {"type": "string", "format": "date"},
        "kind": {"type": "string"},
        "talked_over": {"type": "boolean"},
        "secret": {"type": "boolean"},
    },
}


def _fact_schema(fact: Fact) -> dict[str, Any]:
    value = _value_schema(fact)
    told: Mapping[str, Any] = {
        "type": "object",
        "required": ["value", "why"] if fact.open_textured else ["value"],
        "additionalProperties": False,
        "properties": {
            "value": value,
            "by": {"type": "string"},
            "on": {"type": "string", "format": "date"},
            "why": {"type": "string"},
            "second": {"type": "object"},
        },
    }
    forms = [told] if fact.open_textured else [value, told]
    return {"description": fact.question, "anyOf": forms}


def _value_schema(fact: Fact) -> dict[str, Any]:
    match fact.kind:
        case Kind.YES_NO:
            return {"type": "boolean"}
        case Kind.CHOICE:
            return {"enum": list(fact.values)}
        case Kind.NUMBER:
            return {"type": "integer", "minimum": 0}
    return {"type": "string", "format": "date"}
