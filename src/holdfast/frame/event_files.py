"""Events as a CSV file: one row per event, first line `# schema: holdfast/events/1`.

The columns are the fields of the events; `what` says which event a row is. Columns that a file
does not need may be absent, and their order is free. A time without an offset is local time in
the zone of the frame.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from types import NoneType
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

from . import form
from .events import AgreedException, Break, ContactMade, Crossing, Events, FeeDue, Session
from .form import InvalidForm, Problem
from .terms import TERM_NAMES

EVENTS_SCHEMA = "holdfast/events/1"
# what a row is: (its class, the field of Events that gathers it)
ROWS: dict[str, tuple[type, str]] = {
    "session": (Session, "sessions"),
    "contact": (ContactMade, "contacts"),
    "fee": (FeeDue, "fees"),
    "crossing": (Crossing, "crossings"),
    "break": (Break, "breaks"),
    "exception": (AgreedException, "exceptions"),
}
COLUMNS = ("what", *dict.fromkeys(f.name for kind, _ in ROWS.values() for f in fields(kind)))
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
# A spreadsheet would run a cell that begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def load_events(text: str, zone: ZoneInfo) -> Events:
    """Return the events in a CSV text; InvalidForm names every wrong cell by its line."""
    lines = text.removeprefix("\ufeff").splitlines()
    problems: list[Problem] = []
    if not lines or lines[0].rstrip(",;").strip().strip('"') != f"# schema: {EVENTS_SCHEMA}":
        says = f"the first line must be “# schema: {EVENTS_SCHEMA}”."
        raise InvalidForm((Problem("line 1", lines[0][:60] if lines else "", says),))
    rows = csv.DictReader(io.StringIO("\n".join(lines[1:])), restkey="", strict=True)
    try:
        found = [_row(row, rows.line_num + 1, zone, problems) for row in _rows(rows, problems)]
    except csv.Error as wrong:
        problems.append(
            Problem(f"line {rows.line_num + 1}", None, f"not readable as CSV: {wrong}.")
        )
    _same_ids(problems, [event for event in found if event] if not problems else [])
    if problems:
        raise InvalidForm(tuple(problems))
    return _gather(event for event in found if event is not None)


def dump_events(events: Events) -> str:
    """Return the events as CSV text, times in UTC; `load_events` is its inverse."""
    out = io.StringIO()
    out.write(f"# schema: {EVENTS_SCHEMA}\n")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for what, (_, many) in ROWS.items():
        for event in getattr(events, many):
            plain = {key: _text(value) for key, value in form.write(event).items()}
            writer.writerow({"what": what, **plain})
    return out.getvalue()


def events_schema() -> dict[str, Any]:
    """Return what a row of each kind may hold, as JSON Schemas by the value of `what`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What happened in one therapy, one CSV row per event",
        "schema": EVENTS_SCHEMA,
        "first_line": f"# schema: {EVENTS_SCHEMA}",
        "lists_in_a_cell": "parted by ;",
        "rows": {what: form.object_schema(kind) for what, (kind, _) in ROWS.items()},
    }


def _rows(rows: "csv.DictReader[str]", problems: list[Problem]) -> Iterable[dict[str, str]]:
    for name in rows.fieldnames or ():
        if name and name not in COLUMNS:
            says = f"there is no column “{name[:40]}”; columns are {', '.join(COLUMNS)}."
            problems.append(Problem("line 2", name, says))
    if "what" not in (rows.fieldnames or ()):
        problems.append(Problem("line 2", None, f"a column “what” is needed: {', '.join(ROWS)}."))
        return ()
    return rows


def _row(row: dict[str, str], line: int, zone: ZoneInfo, problems: list[Problem]) -> object:
    """Return the event of one row; what is wrong with it joins `problems`."""
    cells = {key: text.strip() for key, text in row.items() if key and text and text.strip()}
    if not cells:
        return None
    what = cells.pop("what", "")
    if what not in ROWS:
        says = f"“{what[:40]}” is not an event; write one of {', '.join(ROWS)}."
        problems.append(Problem(f"line {line}, what", what, says))
        return None
    kind = ROWS[what][0]
    try:
        event: object = form.read(kind, {key: _cell(kind, key, cells[key], zone) for key in cells})
    except InvalidForm as wrong:
        place = f"line {line}, "
        problems += [Problem(place + (p.path or what), p.value, p.says) for p in wrong.problems]
        return None
    problems += _unknown_terms(event, line)
    return event


def _unknown_terms(event: object, line: int) -> list[Problem]:
    names = event.terms if isinstance(event, AgreedException) else ()
    says = f"is not a term; write one of {', '.join(TERM_NAMES)}."
    unknown = [name for name in names if name not in TERM_NAMES]
    return [Problem(f"line {line}, terms", name, f"“{name[:40]}” {says}") for name in unknown]


def _cell(kind: type, name: str, text: str, zone: ZoneInfo) -> object:
    """Return a cell as the plain value that its field reads; left as text where it does not fit."""
    hint = get_type_hints(kind).get(name)
    takes = {part for part in get_args(hint) or (hint,) if part is not NoneType}
    if bool in takes:
        return _YES_NO.get(text.lower(), text)
    if int in takes and text.isdecimal() and len(text) < 10:
        return int(text)
    if datetime in takes:
        return _local(text, zone)
    if Ellipsis in takes:
        return [part.strip() for part in text.split(";") if part.strip()]
    return text.removeprefix("'")


def _local(text: str, zone: ZoneInfo) -> object:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _same_ids(problems: list[Problem], events: list[object]) -> None:
    seen: set[str] = set()
    for event in events:
        name = getattr(event, "id", None)
        if name in seen:
            problems.append(Problem("id", name, f"the id “{name}” stands twice; ids are unique."))
        if name:
            seen.add(name)


def _gather(found: Iterable[object]) -> Events:
    gathered: dict[str, list[Any]] = {many: [] for _, many in ROWS.values()}
    for event in found:
        gathered[next(many for kind, many in ROWS.values() if type(event) is kind)].append(event)
    return Events(**{many: tuple(events) for many, events in gathered.items()})


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
