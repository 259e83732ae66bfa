"""A small check of values against the part of JSON Schema that the frame uses."""

import re
from typing import Any

TYPES = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def faults(value: Any, schema: dict[str, Any], path: str = "") -> list[str]:
    """Return the paths at which the value does not fit the schema."""
    if "anyOf" in schema:
        fits = any(not faults(value, one, path) for one in schema["anyOf"])
        return [] if fits else [path]
    found = []
    if "const" in schema and value != schema["const"]:
        found.append(path)
    if "enum" in schema and value not in schema["enum"]:
        found.append(path)
    if "type" in schema and not TYPES[schema["type"]](value):
        return [*found, path]
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(path)
    if "minimum" in schema and not schema["minimum"] <= value <= schema["maximum"]:
        found.append(path)
    return found + _inside(value, schema, path)


def _inside(value: Any, schema: dict[str, Any], path: str) -> list[str]:
    if isinstance(value, list):
        return [
            f for n, part in enumerate(value) for f in faults(part, schema["items"], f"{path}[{n}]")
        ]
    if not isinstance(value, dict):
        return []
    found = [f"{path}.{key}" for key in schema.get("required", ()) if key not in value]
    found += [f"{path}.{key}" for key in value if key not in schema["properties"]]
    known = {key: part for key, part in value.items() if key in schema["properties"]}
    return found + [
        f for k, part in known.items() for f in faults(part, schema["properties"][k], f"{path}.{k}")
    ]
