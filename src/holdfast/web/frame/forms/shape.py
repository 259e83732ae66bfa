"""From the type of a term to the fields of its form, and from what was entered to its value.

The dataclass of a term says what it takes; nothing about a single term is written here. A list of
values becomes rows, each with its own fields, and empty rows at the end for more.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, time
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from django import forms
from django.utils.translation import gettext as _

from holdfast.frame import Hours, Money, Terms
from holdfast.frame.form import Between

from .fields import MoneyField, date_field, time_field
from .labels import CHOICES, LABELS, WORDS

LONG = frozenset({
    "is_about", "may_be_like", "risks", "alternatives", "exceptions", "by_therapist", "words",
    "law", "in_group", "learns", "told", "access", "if_line_drops", "call", "cover", "limits",
    "afterwards", "body",
})  # fmt: skip
Data = Mapping[str, Any] | None


@dataclass(frozen=True)
class Leaf:
    """One field: its name on the form, its key in the term, what it is like."""

    name: str
    key: str
    look: str


@dataclass(frozen=True)
class Row:
    """One value of a list. `there` says that it was kept before, so it may be taken out."""

    prefix: str
    pieces: tuple["Leaf | Rows", ...]
    there: bool


@dataclass(frozen=True)
class Rows:
    """A list of values."""

    name: str
    key: str
    label: Any
    hint: Any
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Kind:
    """A type hint taken apart."""

    base: Any
    bounds: Between | None
    optional: bool


def kind_of_term(name: str) -> Any:
    """Return the class of a term's values, such as Fee for `fee`."""
    return _apart(get_type_hints(Terms, include_extras=True)[name]).base


class Builder:
    """Builds the pieces of one term, and puts their fields into a dictionary as it goes."""

    def __init__(self, currency: str, data: Data) -> None:
        """Take the practice's currency, and what was sent if anything was."""
        self.currency = currency
        self.data = data
        self.fields: dict[str, forms.Field] = {}

    def pieces(self, kind: Any, value: Any, prefix: str = "") -> tuple[Leaf | Rows, ...]:
        """Return the pieces of a class; `value` is what is kept now, None in an empty row."""
        return tuple(self._piece(kind, field, hint, value, prefix) for field, hint in _fields(kind))

    def _piece(
        self, kind: Any, field: Field[Any], hint: Any, value: Any, prefix: str
    ) -> Leaf | Rows:
        taken = _apart(hint)
        now = getattr(value, field.name) if value is not None else None
        label, text = LABELS.get(f"{kind.__name__}.{field.name}", WORDS)
        name = f"{prefix}{field.name}"
        inside = get_args(taken.base)[0] if get_origin(taken.base) is tuple else None
        if inside is not None and is_dataclass(inside):
            return Rows(name, field.name, label, text, self._rows(inside, now or (), name))
        made, look = self._field(kind, field, taken, in_row=bool(prefix))
        made.label, made.help_text, made.initial = label, text, _plain(now)
        self.fields[name] = made
        return Leaf(name, field.name, look)

    def _rows(self, kind: Any, values: tuple[Any, ...], name: str) -> tuple[Row, ...]:
        count = max(len(values) + 1, self._sent(name))
        return tuple(self._row(kind, values, number, name) for number in range(count))

    def _row(self, kind: Any, values: tuple[Any, ...], number: int, name: str) -> Row:
        prefix = f"{name}-{number}-"
        there = number < len(values)
        pieces = self.pieces(kind, values[number] if there else None, prefix)
        if there:
            self.fields[f"{prefix}out"] = forms.BooleanField(
                label=_("Take this row out"), required=False
            )
        return Row(prefix, pieces, there)

    def _sent(self, name: str) -> int:
        """How many rows were sent; at most 50, since somebody else may have written the form."""
        start = f"{name}-"
        numbers = (
            key[len(start) :].partition("-")[0] for key in self.data or () if key.startswith(start)
        )
        return min(max((int(n) + 1 for n in numbers if n.isdecimal()), default=0), 50)

    def _field(
        self, kind: Any, field: Field[Any], taken: Kind, *, in_row: bool
    ) -> tuple[forms.Field, str]:
        required = not (in_row or taken.optional)
        where = f"{kind.__name__}.{field.name}"
        base = taken.base
        if get_origin(base) is Literal:
            return _choice(CHOICES[where], required=required, in_row=in_row)
        if get_origin(base) is tuple:
            ticks = forms.MultipleChoiceField(
                choices=list(CHOICES[where].items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            return ticks, "chips"
        if base is Money:
            return MoneyField(currency=self.currency, required=False, max_length=30), "short"
        if base is int:
            return _number(taken.bounds, required=required), "short"
        if base is str:
            return _text(field.name), "text"
        return _MADE[base](required=False), "tick" if base is bool else "short"


_MADE: dict[Any, Callable[..., forms.Field]] = {
    bool: forms.BooleanField,
    date: date_field,
    time: time_field,
}


def _choice(choices: dict[str, Any], *, required: bool, in_row: bool) -> tuple[forms.Field, str]:
    if in_row:
        offered = [("", "–"), *choices.items()]
        return forms.ChoiceField(choices=offered, required=False), "short"
    radio = forms.ChoiceField(
        choices=list(choices.items()),
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    return radio, "radio"


def _number(bounds: Between | None, *, required: bool) -> forms.Field:
    low, high = (bounds.low, bounds.high) if bounds else (0, 9999)
    attrs = {"inputmode": "numeric", "autocomplete": "off"}
    says = _("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
    messages = {"invalid": says, "min_value": says, "max_value": says, "required": says}
    return forms.IntegerField(
        min_value=low,
        max_value=high,
        required=required,
        widget=forms.TextInput(attrs=attrs),
        error_messages=messages,
    )


def _text(name: str) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 3}) if name in LONG else forms.TextInput()
    return forms.CharField(required=False, max_length=2000, widget=widget)


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


# From what was entered to a mapping that `holdfast.frame.read_terms` takes.


def mapping(pieces: tuple[Leaf | Rows, ...], entered: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was entered as the plain mapping of a term; empty rows are left out."""
    found: dict[str, Any] = {}
    for piece in pieces:
        if isinstance(piece, Rows):
            rows = [row for row in piece.rows if is_kept(row, entered)]
            found[piece.key] = [mapping(row.pieces, entered) for row in rows]
        elif (value := entered.get(piece.name)) not in (None, ""):
            found[piece.key] = _written(value)
    return found


def is_kept(row: Row, entered: Mapping[str, Any]) -> bool:
    """Say whether a row holds anything and is not to be taken out."""
    return not entered.get(f"{row.prefix}out") and any(
        entered.get(name) not in (None, "", []) for name in leaves(row.pieces)
    )


def leaves(pieces: tuple[Leaf | Rows, ...]) -> Iterator[str]:
    """Yield the names of all fields in some pieces."""
    for piece in pieces:
        if isinstance(piece, Leaf):
            yield piece.name
        else:
            for row in piece.rows:
                yield from leaves(row.pieces)


def lacking(
    pieces: tuple[Leaf | Rows, ...], kind: Any, entered: Mapping[str, Any]
) -> Iterator[str]:
    """Yield the fields of rows that were begun and lack something they cannot be without."""
    hints = {field.name: hint for field, hint in _fields(kind)}
    for piece in pieces:
        if isinstance(piece, Rows):
            inside = get_args(_apart(hints[piece.key]).base)[0]
            for row in piece.rows:
                if is_kept(row, entered):
                    yield from _needed(row, inside, entered)
                    yield from lacking(row.pieces, inside, entered)


def _needed(row: Row, kind: Any, entered: Mapping[str, Any]) -> Iterator[str]:
    """Hours that were begun must be whole: a day or an end that nobody wrote binds nobody."""
    whole = kind is Hours
    needed = {field.name for field, _hint in _fields(kind) if whole or _has_no_default(field)}
    for piece in row.pieces:
        begun = isinstance(piece, Leaf) and piece.key in needed
        if begun and entered.get(piece.name) in (None, "", []):
            yield piece.name


def _written(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def _has_no_default(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _fields(kind: Any) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field, hints[field.name]) for field in fields(kind))


def _apart(hint: Any) -> Kind:
    """Take a type hint apart: what it is, within which bounds, and whether it may be absent."""
    bounds, optional = None, False
    while get_origin(hint) in (Annotated, Union, types.UnionType):
        if get_origin(hint) is Annotated:
            own = (part for part in get_args(hint)[1:] if isinstance(part, Between))
            bounds = bounds or next(own, None)
            hint = get_args(hint)[0]
        else:
            optional = True
            hint = next(part for part in get_args(hint) if part is not type(None))
    return Kind(hint, bounds, optional)
