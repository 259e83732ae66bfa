"""Lists of people as CSV, however they were saved: read row by row, problems said at the end."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import click

from holdfast.screening import FIELDS, Compared, Person, normalise
from holdfast.screening.births import Order, may_be

LONGEST_CELL = 100_000  # characters
SEPARATORS = ",;\t|"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
COLUMNS = ("id", *FIELDS)


@dataclass
class Notices:
    """What was odd in a file, counted while it is read; nothing of it stops the reading."""

    ignored: list[str] = field(default_factory=list)
    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def lines(self, name: str) -> list[str]:
        """Return the notices in words, for people."""
        said = [f"{name}: columns not used: {', '.join(self.ignored)}"] if self.ignored else []
        return said + [f"{name}: {many:,} {what}" for what, many in self.counts.items()]


def read_people(path: Path, order: Order, notices: Notices) -> Iterator[tuple[str, Compared]]:
    """Yield the id and the compared fields of every row.

    Columns may stand in any order and be fewer; unknown ones are ignored with a notice. Raises
    click.ClickException with the line when the file cannot be read as a table.
    """
    csv.field_size_limit(LONGEST_CELL)
    with path.open("rb") as file:
        rows = _rows(file, path, notices)
        header = _header(next(rows, []), path, notices)
        for number, row in enumerate(rows, start=1):
            if any(cell.strip() for cell in row):
                notices.rows += 1
                yield _person(header, row, number, order, notices)
    if not notices.rows:
        notices.counts["rows of people: nothing stands below the first line"] = 0


def _rows(file: BinaryIO, path: Path, notices: Notices) -> Iterator[list[str]]:
    """Yield the rows. If the blank line put behind the last one is swallowed, a quotation is open.

    The reader's own strict mode would refuse a mark inside a cell, too, which many exports have.
    """
    rows = csv.reader(chain(_lines(file, path, notices), ["\n"]), delimiter=_separator(path))
    row, began, next_begins = [""], 1, 1
    try:
        for row in rows:
            began, next_begins = next_begins, rows.line_num + 1
            yield row
    except csv.Error as error:
        raise click.ClickException(
            f"{path}, line {rows.line_num}: {error}. Most often a quotation mark is opened "
            "there and never closed."
        ) from error
    if row:
        raise click.ClickException(
            f"{path}, line {began}: a quotation mark is opened in the row that begins there and "
            "never closed. Everything behind it would be read as one cell."
        )


def _lines(file: BinaryIO, path: Path, notices: Notices) -> Iterator[str]:
    """Decode line by line: UTF-8, and Windows-1252 for a line that is not."""
    for number, line in enumerate(file):
        if number == 0 and line.startswith(UTF_16):
            raise click.ClickException(f"{path} is saved as UTF-16. Save it as CSV in UTF-8.")
        try:
            yield line.decode("utf-8-sig" if number == 0 else "utf-8")
        except UnicodeDecodeError:
            notices.counts["lines are not UTF-8 and were read as Windows-1252"] += 1
            yield line.decode("cp1252", errors="replace")


def _separator(path: Path) -> str:
    with path.open("rb") as file:
        first = file.readline(LONGEST_CELL).decode("utf-8", errors="replace")
    return max(SEPARATORS, key=first.count)


def _header(row: list[str], path: Path, notices: Notices) -> list[str]:
    header = [cell.strip().lower().replace(" ", "_") for cell in row]
    known = [name for name in header if name in FIELDS]
    if not known:
        found = ", ".join(row[:6]) or "nothing"
        raise click.ClickException(
            f"{path}: no column that can be compared in its first line ({found}). "
            f"Columns may be: {', '.join(COLUMNS)}."
        )
    doubled = [name for name in COLUMNS if header.count(name) > 1]
    if doubled:
        raise click.ClickException(f"{path}: two columns are called {doubled[0]!r}. Rename one.")
    notices.ignored.extend(name for name in header if name and name not in COLUMNS)
    if "id" not in header:
        notices.counts["rows in all have no `id`: the number of the row stands for it"] = 0
    return header


def _person(
    header: list[str], row: list[str], number: int, order: Order, notices: Notices
) -> tuple[str, Compared]:
    if len(row) > len(header):
        notices.counts["rows have more cells than the first line: the last ones are not used"] += 1
    if len(row) < len(header):
        notices.counts["rows have fewer cells than the first line: the others are not known"] += 1
    cells = dict(zip(header, row, strict=False))
    if "id" not in header:
        notices.counts["rows in all have no `id`: the number of the row stands for it"] += 1
    person = Person(**{name: cells.get(name, "") for name in FIELDS})
    compared = normalise(person, order)
    if person.date_of_birth.strip() and not compared.birth:
        notices.counts["dates of birth could not be read, or are placeholders"] += 1
    elif compared.birth and not may_be(compared.birth, datetime.now(UTC).date()):
        notices.counts["dates of birth cannot be right, and are compared as they were typed"] += 1
    if not any(compared):
        notices.counts["rows hold nothing that can be compared"] += 1
    return cells.get("id", "").strip() or str(number), compared
