"""Excel workbooks: the first sheet with anything in it, dates as dates. Runs in the child."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from holdfast.web.practice.importing.limits import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, Problem

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 2_000


def read(content: bytes) -> dict[str, object]:
    """Return the rows of the first sheet that has any, and how it was read."""
    _check_package(content)
    warnings.simplefilter("ignore")  # what openpyxl leaves out (styles, pictures) is not read here
    try:
        shown = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        written = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        return _first_sheet(shown, written)
    except (Problem, MemoryError):
        raise
    except Exception as error:  # a broken package fails in more ways than openpyxl names
        raise Problem("broken excel", type(error).__name__) from None


def _check_package(content: bytes) -> None:
    """Look at what the package says it unpacks to; nothing unpacks to more than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Problem("broken excel") from None
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Problem("open document" if "mimetype" in names else "zip")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Problem("unpacks too large", str(MOST_UNPACKED // 1024 // 1024))


def _first_sheet(shown: Any, written: Any) -> dict[str, object]:
    for name in shown.sheetnames:
        sheet = shown[name]
        if not hasattr(sheet, "iter_rows") or sheet.sheet_state != "visible":
            continue
        unworked: list[str] = []
        rows = list(_rows(sheet, written[name], unworked))
        if any(any(row) for row in rows):
            others = len(shown.sheetnames) - 1
            notes = {"sheet": name, "others": others, "unworked": unworked[:20]}
            return {"rows": rows, "notes": notes}
    raise Problem("empty")


def _rows(shown: Any, written: Any, unworked: list[str]) -> Iterator[list[str]]:
    """Give the rows as text. A formula whose result was never worked out is noted by its place."""
    shown.reset_dimensions()  # a file may say it is a million rows high
    written.reset_dimensions()
    pairs = zip(shown.iter_rows(), written.iter_rows(), strict=False)
    for number, (values, formulas) in enumerate(pairs, start=1):
        if number > MOST_ROWS + 1:
            raise Problem("too many rows", str(MOST_ROWS))
        if len(values) > MOST_COLUMNS and any(c.value is not None for c in values[MOST_COLUMNS:]):
            raise Problem("too many columns", str(MOST_COLUMNS))
        for cell, formula in zip(values, formulas, strict=False):
            if cell.value is None and formula.data_type == "f":
                unworked.append(f"{formula.column_letter}{number}")
        yield [_text(cell.value) for cell in values[:MOST_COLUMNS]]


def _text(value: Any) -> str:
    """Return a value as text: dates as 2026-02-03, times as 14:30, no needless points."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    return str(value).strip()[:MOST_LETTERS]
