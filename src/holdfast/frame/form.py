"""Frozen values from plain mappings and back, and the JSON Schema that describes them.

The dataclass is the format: its fields are the keys, its type hints say what each key takes, a
string inside `Annotated` says what the key means. Reading refuses keys that it does not know and
gathers everything that is wrong before it complains.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where (`fee.amount`), the value found, what would be right."""

    path: str
    value: object
    says: str

    def __str__(self) -> str:
        return f"{self.path or 'the whole'}: {self.says}"


class InvalidForm(ValueError):
    """Everything that is wrong with one input, in the order of the input."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems and say them one per line."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Between:
    """The least and the greatest whole number that a field takes."""

    low: int
    high: int


def read(kind: type[T], data: object) -> T:
    """Return the value of class `kind` that `data` (mappings, lists, plain values) describes.

    Raises InvalidForm with every problem at once.
    """
    problems: list[Problem] = []
    value = _value(kind, data, "", problems.append)
    if problems:
        raise InvalidForm(tuple(problems))
    return value  # type: ignore[no-any-return]


def write(value: object) -> Any:
    """Return `value` as mappings, lists and plain values that YAML and JSON can hold.

    Only what is absent (no value, no text, no entry) is left out. A choice that stands at its
    default is written, so that a signed version means the same when a default changes.
    """
    if hasattr(value, "from_text") or isinstance(value, time):
        return str(value)[:5] if isinstance(value, time) else str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: write(getattr(value, field.name))
            for field in fields(value)
            if not _absent(getattr(value, field.name), field)
        }
    if isinstance(value, tuple):
        return [write(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def schema(kind: type, *, title: str, name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the mapping that `read(kind, ...)` takes."""
    body = _schema(kind)
    body["properties"] = {"schema": {"const": name}, **body["properties"]}
    body["required"] = ["schema", *body.get("required", [])]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **body}


# Reading ---------------------------------------------------------------------------------------

Tell = Callable[[Problem], None]


def _value(kind: Any, data: object, path: str, tell: Tell) -> Any:
    """Return `data` as `kind`; what cannot be read is told and answered with None."""
    base, bounds = _bare(kind)
    if get_origin(base) in (Union, types.UnionType):
        return None if data is None else _value(_inner(base, bounds), data, path, tell)
    if get_origin(base) is tuple:
        return _many(get_args(base)[0], data, path, tell)
    if is_dataclass(base) and not hasattr(base, "from_text"):
        return _record(base, data, path, tell)
    try:
        return _plain(base, bounds, data)
    except ValueError as wrong:
        tell(Problem(path, data, str(wrong)))
        return None


def _many(kind: Any, data: object, path: str, tell: Tell) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        tell(Problem(path, data, f"{_shown(data)} is not a list; write one entry per line with -."))
        return ()
    return tuple(_value(kind, part, f"{path}[{at}]", tell) for at, part in enumerate(data))


def _record(kind: Any, data: object, path: str, tell: Tell) -> Any:
    if not isinstance(data, Mapping):
        tell(Problem(path, data, f"{_shown(data)} is not a set of keys; {_keys(kind)}."))
        return None
    known = {name: (field, hint) for name, field, hint in _fields(kind)}
    for key in data:
        if key not in known:
            says = f"there is no key {_shown(key)} here; {_keys(kind)}."
            tell(Problem(_join(path, str(key)), data[key], says))
    given = {}
    for name, (field, hint) in known.items():
        if name in data:
            given[name] = _value(hint, data[name], _join(path, name), tell)
        elif _default(field) is MISSING:
            tell(Problem(_join(path, name), None, f"this key is needed; {_wanted(hint)}."))
            given[name] = None
    return _built(kind, given, data, path, tell)


def _built(kind: Any, given: dict[str, Any], data: object, path: str, tell: Tell) -> Any:
    """Build the value; a rule that spans fields lives in its `__post_init__` and raises."""
    try:
        return kind(**given)
    except InvalidForm as wrong:
        for one in wrong.problems:
            tell(Problem(_join(path, one.path), one.value, one.says))
    except ValueError as wrong:
        tell(Problem(path, data, str(wrong)))
    except (TypeError, AttributeError):
        # A field that was told above is None here; there is nothing more to say about it.
        pass
    return None


def _plain(base: Any, bounds: Between | None, data: object) -> object:
    if get_origin(base) is Literal:
        return _choice(get_args(base), data)
    if hasattr(base, "from_text"):
        return base.from_text(data) if isinstance(data, str) else _refuse(base, bounds, data)
    if base in (date, time, datetime):
        return _moment(base, data)
    if base is bool or base is int:
        if type(data) is not base or (bounds and not bounds.low <= int(data) <= bounds.high):
            _refuse(base, bounds, data)
        return data
    if not isinstance(data, str):
        _refuse(base, bounds, data)
    return data


def _choice(choices: tuple[object, ...], data: object) -> object:
    if data in choices and not isinstance(data, bool):
        return data
    raise ValueError(f"{_shown(data)} is not known here; write one of {_listed(choices)}.")


def _moment(base: Any, data: object) -> object:
    if type(data) is base:
        return data
    try:
        moment = base.fromisoformat(data if isinstance(data, str) else "")
    except ValueError:
        _refuse(base, None, data)
    if base is datetime and moment.tzinfo is None:
        raise ValueError(f"{_shown(data)} has no offset; write for example {EXAMPLES[datetime]}.")
    return moment


def _refuse(base: Any, bounds: Between | None, data: object) -> object:
    raise ValueError(f"{_shown(data)} does not fit; {_wanted(base, bounds)}.")


EXAMPLES: dict[Any, str] = {
    date: "2026-03-31",
    time: "17:30",
    datetime: "2026-03-31T17:30:00+02:00",
    bool: "true or false",
    str: "a text",
}


def _wanted(kind: Any, bounds: Between | None = None) -> str:
    """Return in words what would be right for `kind`."""
    base, own = _bare(kind)
    bounds = bounds or own
    if get_origin(base) is Literal:
        return f"write one of {_listed(get_args(base))}"
    if base is int:
        return f"write a whole number from {bounds.low} to {bounds.high}" if bounds else "write 5"
    if hasattr(base, "from_text"):
        return f"write for example {base.EXAMPLE}"
    if is_dataclass(base):
        return _keys(base)
    return f"write {EXAMPLES.get(base, 'a value')}"


def _keys(kind: Any) -> str:
    return f"its keys are {_listed([name for name, _, _ in _fields(kind)])}"


def _listed(choices: Any) -> str:
    return ", ".join(str(choice) for choice in choices)


def _shown(value: object) -> str:
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


# Looking at the classes ------------------------------------------------------------------------


@cache
def _fields(kind: Any) -> tuple[tuple[str, Field[Any], Any], ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field.name, field, hints[field.name]) for field in fields(kind))


def _bare(kind: Any) -> tuple[Any, Between | None]:
    """Return the type inside `Annotated`, and the bounds that stood beside it."""
    if get_origin(kind) is not Annotated:
        return kind, None
    inner, bounds = _bare(get_args(kind)[0])
    own = next((part for part in get_args(kind)[1:] if isinstance(part, Between)), None)
    return inner, own or bounds


def _inner(base: Any, bounds: Between | None) -> Any:
    """Return what a type with None is without it, with the bounds that stood outside."""
    inner = next(part for part in get_args(base) if part is not type(None))
    return Annotated[inner, bounds] if bounds else inner


def _meaning(kind: Any) -> str:
    if get_origin(kind) is not Annotated:
        return ""
    return next((part for part in get_args(kind)[1:] if isinstance(part, str)), "")


def _absent(value: object, field: Field[Any]) -> bool:
    return value in (None, "", ()) and value == _default(field)


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()


# The JSON Schema -------------------------------------------------------------------------------

PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    time: {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
}


def _schema(kind: Any) -> dict[str, Any]:
    base, bounds = _bare(kind)
    body = _body(base, bounds)
    return body | ({"description": _meaning(kind)} if _meaning(kind) else {})


def _body(base: Any, bounds: Between | None) -> dict[str, Any]:
    if get_origin(base) in (Union, types.UnionType):
        return {"anyOf": [_schema(_inner(base, bounds)), {"type": "null"}]}
    if base is int and bounds:
        return {"type": "integer", "minimum": bounds.low, "maximum": bounds.high}
    if get_origin(base) is tuple:
        return {"type": "array", "items": _schema(get_args(base)[0])}
    if get_origin(base) is Literal:
        return {"enum": list(get_args(base))}
    if hasattr(base, "from_text"):
        return {"type": "string", "pattern": base.PATTERN}
    if is_dataclass(base):
        return object_schema(base)
    return dict(PLAIN[base])


def object_schema(kind: Any) -> dict[str, Any]:
    """Return the JSON Schema of a frozen value as an object, without the schema line."""
    needed = [name for name, field, _ in _fields(kind) if _default(field) is MISSING]
    return {
        "type": "object",
        "description": (kind.__doc__ or "").split("\n")[0],
        "additionalProperties": False,
        "properties": {name: _schema(hint) for name, _, hint in _fields(kind)},
        **({"required": needed} if needed else {}),
    }
