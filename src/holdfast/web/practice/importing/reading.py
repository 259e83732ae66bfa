"""Start the child that opens files; answer with a table, or say in a sentence what is wrong."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

import holdfast

SECONDS = 60
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # it may start no further ones
CHILD = "holdfast.web.practice.importing.child"


class Unreadable(Exception):
    """A file that cannot be read; its message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One row, with its number as a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The columns and rows of a file, and notes on how it was read."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: Mapping[str, Any] = field(default_factory=dict)

    def dump(self) -> str:
        """Return the table as JSON; `load` is its inverse."""
        rows = [[row.number, *row.cells] for row in self.rows]
        return json.dumps({"columns": self.columns, "rows": rows, "notes": self.notes})

    @classmethod
    def load(cls, text: str) -> "Table":
        """Read what `dump` wrote."""
        data = json.loads(text)
        rows = tuple(Row(row[0], tuple(row[1:])) for row in data["rows"])
        return cls(tuple(data["columns"]), rows, data["notes"])


def read(content: bytes, name: str, today: date, seconds: float = SECONDS) -> Table:
    """Read a file in a process of its own. Raises Unreadable."""
    answer = _ask(content, name, today, seconds)
    if "problem" in answer:
        raise Unreadable(_sentence(answer["problem"], answer.get("about", "")))
    return _table(answer["rows"], answer["notes"])


def _ask(content: bytes, name: str, today: date, seconds: float) -> dict[str, Any]:
    """Run the child with an empty environment: it learns neither keys nor database."""
    ending = f"file{Path(name).suffix[:8]}"
    command = [sys.executable, "-m", CHILD, ending, today.isoformat()]
    place = str(Path(holdfast.__path__[0]).parent)
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter, no word of it from outside
            command,
            input=content,
            capture_output=True,
            timeout=seconds,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": place, **ONE_THREAD},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_sentence("too long", "")) from None
    if done.returncode != 0:
        raise Unreadable(_sentence("too much", ""))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _table(rows: Sequence[Sequence[str]], notes: Mapping[str, Any]) -> Table:
    """Find the row with the column names, and leave out rows with nothing in them."""
    from holdfast.web.practice.importing.fields import header_row

    place = header_row(rows)
    if place is None:
        raise Unreadable(_sentence("empty", ""))
    width = max(len(row) for row in rows[place:])
    filled = [
        Row(number, tuple(row) + ("",) * (width - len(row)))
        for number, row in enumerate(rows, start=1)
        if number > place + 1 and any(row)
    ]
    if not filled:
        raise Unreadable(_sentence("no rows", ""))
    header = [*rows[place], *[""] * (width - len(rows[place]))]
    columns = tuple(name or _("Column %d") % n for n, name in enumerate(header, start=1))
    return Table(columns, tuple(filled), notes)


def _sentence(word: str, about: str) -> str:
    sentences = {
        "empty": _("This file is empty. Export the list again and choose that file."),
        "no rows": _("This file has column names but no rows beneath them."),
        "pdf": _("This is a PDF. Export the list as CSV or Excel instead; a PDF has no columns."),
        "picture": _("This is a picture. Export the list as CSV or Excel instead."),
        "web page": _("This is a web page or XML, whatever it is called. Export as CSV or Excel."),
        "text document": _("This is a text document. Export the list as CSV or Excel instead."),
        "old excel": _(
            "This is an Excel file of the old kind (.xls), or one with a password. "
            "Open it and save it as .xlsx without a password, or as CSV."
        ),
        "open document": _("This is an OpenDocument file. Save it as .xlsx or CSV."),
        "zip": _("This is a packed folder (zip). Unpack it and choose one file in it."),
        "broken excel": _(
            "This Excel file is broken: it cannot be unpacked to the end. "
            "Open it in Excel, save it again, or export it anew."
        ),
        "broken csv": _("This file breaks off in the middle of a cell. Export it anew."),
        "broken calendar": _("This calendar file is broken. Export it anew as .ics."),
        "broken vcard": _(
            "This address book breaks off or holds nobody. Export it anew as vCard (.vcf)."
        ),
        "not text": _("This is not a table in text. Choose a CSV, Excel or calendar file."),
        "encoding": _(
            "The letters of this file cannot be read: its encoding is not known here. "
            "Save it as “CSV UTF-8”."
        ),
        "unpacks too large": _(
            "This Excel file unpacks to more than %(about)s MB. "
            "Copy the rows you need into a new file."
        ),
        "too many rows": _(
            "This file has more than %(about)s rows. Split it and import one part after the other; "
            "what is there already is left alone."
        ),
        "too many columns": _("This file has more than %(about)s columns. Keep those you need."),
        "too often": _("An appointment in this calendar repeats every hour or more often."),
        "too long": _("Reading this file took too long and was stopped. Split it into parts."),
        "too much": _(
            "Reading this file needed more than is allowed and was stopped. Split it into parts, "
            "or save it as CSV."
        ),
    }
    return sentences[word] % {"about": about}
