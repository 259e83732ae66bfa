"""Text with a table in it: which letters, which separator, which rows. Runs in the child."""

import codecs
import csv
import io
from collections import Counter
from itertools import chain

from holdfast.web.practice.importing.limits import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, Problem

SEPARATORS = (",", ";", "\t", "|")
LOOKED_AT = 60


def read(content: bytes) -> dict[str, object]:
    """Return the rows of a text file and how it was read."""
    text, encoding = decoded(content)
    if "\0" in text:
        raise Problem("not text")
    text, separator = _separated(text)
    try:
        rows = _rows(text, separator)
    except csv.Error as error:
        raise Problem("broken csv", str(error)[:120]) from None
    return {"rows": rows, "notes": {"encoding": encoding}}


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text and its encoding: by its first mark, else UTF-8, else Windows."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _as(content, encoding), encoding
    if unmarked := _unmarked_utf_16(content):
        return _as(content, unmarked), unmarked
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Problem("encoding")


def _as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Problem("encoding") from None


def _unmarked_utf_16(content: bytes) -> str:
    """In UTF-16 every other byte of western text is zero."""
    begin = content[:400]
    even, odd = begin[0::2], begin[1::2]
    if odd.count(0) > len(odd) * 0.6:
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > len(even) * 0.6 else ""


def _separated(text: str) -> tuple[str, str]:
    """Find the separator: said in the first line (`sep=;`), or the one that parts rows alike."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return rest, first.strip()[4]
    return text, max(SEPARATORS, key=lambda separator: _fits(text, separator))


def _fits(text: str, separator: str) -> tuple[int, int]:
    """How many of the first rows have the same number of columns, more than one."""
    widths: Counter[int] = Counter()
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ):
            if number == LOOKED_AT:
                break
            if len(row) > 1:
                widths[len(row)] += 1
    except csv.Error:
        return (0, 0)
    width, often = widths.most_common(1)[0] if widths else (0, 0)
    return often, width


def _rows(text: str, separator: str) -> list[list[str]]:
    """Return the rows. A blank line is put behind the last: a quotation left open swallows it."""
    rows: list[list[str]] = []
    row = [""]
    lines = chain(io.StringIO(text, newline=""), ["\n"])
    for row in csv.reader(lines, delimiter=separator):
        if len(rows) > MOST_ROWS:
            raise Problem("too many rows", str(MOST_ROWS))
        if len(row) > MOST_COLUMNS:
            raise Problem("too many columns", str(MOST_COLUMNS))
        rows.append([_value(cell) for cell in row])
    if row:
        raise Problem("broken csv", "unexpected end of data")
    return rows[:-1]


def _value(cell: str) -> str:
    """Return a cell without the trick `="0123"` by which software keeps leading zeros."""
    cell = cell.strip()
    if cell.startswith('="') and cell.endswith('"') and cell.count('"') == 2:
        cell = cell[2:-1]
    return cell[:MOST_LETTERS]
