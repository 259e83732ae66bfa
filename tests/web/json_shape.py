"""A small reader of JSON Schema, as far as ours go, so that tests need no further package."""

import re
from typing import Any

KINDS: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
    "number": (int, float), "null": type(None),
}  # fmt: skip
KNOWN = {
    "$schema", "$id", "$defs", "$ref", "title", "description", "format", "type", "enum", "const",
    "required", "properties", "additionalProperties", "items", "pattern", "minLength", "minimum",
    "allOf", "if", "then", "contentEncoding",
}  # fmt: skip


def wrong_with(value: Any, schema: Any, root: Any = None, place: str = "$") -> list[str]:
    """Say everything in which a value is not as its schema says; nothing if it is."""
    root = root or schema
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return wrong_with(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, place)
    found = list(_itself(value, schema, place))
    if isinstance(value, dict):
        found += _object(value, schema, root, place)
    if isinstance(value, list) and "items" in schema:
        for n, each in enumerate(value):
            found += wrong_with(each, schema["items"], root, f"{place}[{n}]")
    for part in schema.get("allOf", ()):
        if "if" not in part:
            found += wrong_with(value, part, root, place)
        elif not wrong_with(value, part["if"], root, place):
            found += wrong_with(value, part["then"], root, place)
    return found


def _itself(value: Any, schema: Any, place: str):  # type: ignore[no-untyped-def]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield f"{place}: {value!r} is not {kinds}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is not one of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{place}: {value!r} is not {schema['const']!r}"
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{place}: {value!r} is not like {schema['pattern']}"
        if len(value) < schema.get("minLength", 0):
            yield f"{place}: too short"
    if isinstance(value, int) and value < schema.get("minimum", value):
        yield f"{place}: {value} is too little"


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, KINDS[kind])


def _object(value: dict[str, Any], schema: Any, root: Any, place: str) -> list[str]:
    found = [f"{place}: lacks {key}" for key in schema.get("required", ()) if key not in value]
    known = schema.get("properties", {})
    for key, each in value.items():
        if key in known:
            found += wrong_with(each, known[key], root, f"{place}.{key}")
        elif schema.get("additionalProperties") is False:
            found.append(f"{place}: {key} is not known")
    return found
