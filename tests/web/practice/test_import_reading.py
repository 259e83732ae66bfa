"""Files of every kind, read by a child within limits: a table, or a clear sentence."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook

from holdfast.web.practice.importing import child
from holdfast.web.practice.importing.reading import Table, Unreadable, read
from holdfast.web.practice.importing.values import Reading, Wrong, read_moment

TODAY = date(2026, 2, 17)
CSV = "First Name,Last Name,E-mail\nDana,Whitfield,dana@example.org\nZoë,Größe,zoe@example.org\n"


@pytest.fixture(autouse=True)
def _in_this_process(request, monkeypatch) -> None:
    """Read without starting a child, except where the child is what is tested."""
    if "child" not in request.node.name:
        monkeypatch.setattr(
            "holdfast.web.practice.importing.reading._ask",
            lambda content, name, today, seconds: child.answer(content, name, today),
        )


def rows(content: bytes, name: str = "list.csv") -> list[tuple[str, ...]]:
    table = read(content, name, TODAY)
    return [table.columns, *(row.cells for row in table.rows)]


def workbook(*sheets: list[list[object]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for number, sheet in enumerate(sheets):
        page = made.create_sheet(f"Sheet {number}")
        for row in sheet:
            page.append(row)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_the_letters_are_found_out(encoding) -> None:
    assert rows(CSV.encode(encoding))[2] == ("Zoë", "Größe", "zoe@example.org")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_out(separator) -> None:
    assert rows(CSV.replace(",", separator).encode())[1][:2] == ("Dana", "Whitfield")


def test_excel_says_its_separator_in_the_first_line() -> None:
    assert rows(b"sep=;\nName;Note\nDana;a,b,c\n")[1] == ("Dana", "a,b,c")


def test_a_title_above_the_columns_is_no_column() -> None:
    table = read(b"Clients of the practice,,\nas of 1 May,,\n\n" + CSV.encode(), "x.csv", TODAY)

    assert table.columns == ("First Name", "Last Name", "E-mail")
    assert [row.number for row in table.rows] == [5, 6], "as a spreadsheet counts"


def test_zeros_kept_by_a_trick_stay() -> None:
    assert rows(b'Name,Phone\nDana,"=""0207946"""\n')[1] == ("Dana", "0207946")


def test_excel_dates_are_dates() -> None:
    sheet = [
        ["Client", "Date", "Start", "Length", "Fee", "Paid"],
        ["Dana", datetime(2026, 2, 3), time(14, 30), timedelta(minutes=50), 60.5, True],
        ["Dana", datetime(2026, 2, 10, 14, 0), None, 50, 60.0, False],
    ]
    found = rows(workbook(sheet), "list.xlsx")

    assert found[1] == ("Dana", "2026-02-03", "14:30", "0:50", "60.5", "yes")
    assert found[2] == ("Dana", "2026-02-10 14:00", "", "50", "60", "no")


def test_the_first_sheet_with_something_is_read_and_the_others_are_named() -> None:
    table = read(workbook([], [["Name"], ["Dana"]], [["x"]]), "list.xlsx", TODAY)

    assert table.columns == ("Name",)
    assert (table.notes["sheet"], table.notes["others"]) == ("Sheet 1", 2)


def test_a_formula_without_a_result_is_named_by_its_place() -> None:
    table = read(workbook([["Name", "Fee"], ["Dana", "=10*6"]]), "list.xlsx", TODAY)

    assert table.rows[0].cells == ("Dana", "")
    assert table.notes["unworked"] == ["B2"]


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(3):
            package.writestr(f"xl/{number}.xml", b"0" * (80 * 1024 * 1024))
    return kept.getvalue()


def broken() -> bytes:
    return workbook([["Name"], ["Dana"]])[:-400]


def zipped() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        package.writestr("list.csv", CSV)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "x.csv", "This file is empty"),
        (b"\n \n\n", "x.csv", "This file is empty"),
        (b"Name,Phone\n", "x.csv", "no rows beneath"),
        (b'Name,Note\nDana,"unfinished\nEli,b\n', "x.csv", "breaks off in the middle of a cell"),
        (b"%PDF-1.7 ...", "x.csv", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "x.xls", "save it as .xlsx"),
        (b"<html><table></table>", "x.xls", "web page"),
        (b"\x89PNG....", "x.csv", "picture"),
        (b"Name\n\x81\x8d\x8f\x90", "x.csv", "encoding is not known"),
        (b"\xff\xfeN\x00a\x00m", "x.csv", "encoding is not known"),
        (b"a\0b\0\1\2" + b"\7\0\0\1" * 200, "x.csv", "not a table in text"),
        (b"no package at all", "x.xlsx", "This Excel file is broken"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:tomorrow\n", "x.ics", "calendar file is broken"),
        (("a," * 200 + "\n1\n").encode(), "x.csv", "more than 120 columns"),
        (b"a,b\n" + b"1,2\n" * 20_001, "x.csv", "more than 20000 rows"),
    ],
)
def test_each_trouble_has_its_sentence(content, name, says) -> None:
    with pytest.raises(Unreadable) as wrong:
        read(content, name, TODAY)

    assert says in str(wrong.value)


@pytest.mark.parametrize(
    ("make", "says"),
    [(bomb, "unpacks to more than 200 MB"), (broken, "Excel file is broken"), (zipped, "(zip)")],
)
def test_packages_that_are_none(make, says) -> None:
    with pytest.raises(Unreadable) as wrong:
        read(make(), "x.xlsx", TODAY)

    assert says in str(wrong.value)


def test_a_child_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(Unreadable) as wrong:
        read(CSV.encode(), "x.csv", TODAY, seconds=0.001)

    assert "took too long" in str(wrong.value)


def test_the_child_may_neither_write_nor_take_all_memory(tmp_path) -> None:
    script = f"""
import sys
sys.argv = ["x", "a.csv", "2026-02-17"]
from holdfast.web.practice.importing import child
child._limit()
try:
    open({str(tmp_path / "written")!r}, "wb", buffering=0).write(b"x")
    print("wrote")
except OSError:
    print("refused")
try:
    bytearray(3 * 1024 ** 3)
    print("took")
except MemoryError:
    print("refused")
"""
    done = subprocess.run(
        [sys.executable, "-c", "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
         + script], capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stdout.split() == ["refused", "refused"], done.stderr


def test_a_child_reads_each_kind() -> None:
    assert rows(CSV.encode())[1] == ("Dana", "Whitfield", "dana@example.org")
    assert rows(workbook([["Name"], ["Dana"]]), "x.xlsx")[1] == ("Dana",)
    assert rows(CALENDAR.encode(), "x.ics")[1][0] == "Dana Whitfield"


def test_the_child_learns_no_secret(monkeypatch) -> None:
    seen = {}

    def spy(command, **given):
        seen.update(given["env"])
        return subprocess.CompletedProcess(
            command, 0, json.dumps({"rows": [["a"], ["b"]], "notes": {}}).encode()
        )

    monkeypatch.setenv("HOLDFAST_KEYS", "/somewhere/keys.json")
    monkeypatch.setattr(subprocess, "run", spy)
    read(b"a\nb\n", "x.csv", TODAY)

    assert not any(name.startswith("HOLDFAST") or "DATABASE" in name for name in seen)


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x//EN
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19701025T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:weekly
SUMMARY:Dana Whitfield
DTSTART;TZID=Europe/London:20260113T170000
DTEND;TZID=Europe/London:20260113T175000
RRULE:FREQ=WEEKLY;UNTIL=20260407T220000Z
EXDATE;TZID=Europe/London:20260303T170000
END:VEVENT
BEGIN:VEVENT
UID:weekly
SUMMARY:Dana Whitfield
RECURRENCE-ID;TZID=Europe/London:20260310T170000
DTSTART;TZID=Europe/London:20260311T090000
DTEND;TZID=Europe/London:20260311T095000
END:VEVENT
BEGIN:VEVENT
UID:day
SUMMARY:Holiday
DTSTART;VALUE=DATE:20260501
END:VEVENT
BEGIN:VEVENT
UID:utc
SUMMARY:Sam
DTSTART:20260220T100000Z
DURATION:PT1H
END:VEVENT
BEGIN:VEVENT
UID:off
SUMMARY:Sam
STATUS:CANCELLED
DTSTART:20260221T100000Z
END:VEVENT
BEGIN:VEVENT
UID:old
SUMMARY:Sam
DTSTART:20240220T100000Z
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_is_unrolled_from_today_on_in_its_own_time() -> None:
    table = read(CALENDAR.replace("\n", "\r\n").encode(), "x.ics", TODAY)
    weekly = [(r.cells[1], r.cells[2], r.cells[3]) for r in table.rows if r.cells[0] != "Sam"]

    assert weekly == [
        ("2026-02-17", "17:00", "50"),
        ("2026-02-24", "17:00", "50"),
        ("2026-03-11", "09:00", "50"),  # moved from the 10th; the 3rd was taken out
        ("2026-03-17", "17:00", "50"),
        ("2026-03-24", "17:00", "50"),
        ("2026-03-31", "17:00", "50"),  # the clocks changed on the 29th
        ("2026-04-07", "17:00", "50"),
    ]
    assert [r.cells[1:5] for r in table.rows if r.cells[0] == "Sam"] == [
        ("2026-02-20", "10:00", "60", "UTC")
    ]
    assert table.notes == {"whole_days": 1, "past": 1}


def test_a_table_can_be_kept_and_taken_up_again() -> None:
    table = read(CSV.encode(), "x.csv", TODAY)

    assert Table.load(table.dump()) == table


@pytest.mark.parametrize("cell", ["9999-12-31T23:59-12:00", "9999-12-31 23:59", "0001-01-01 00:00"])
def test_a_day_far_away_is_said_to_be(cell: str) -> None:
    how = Reading("", "Europe/Berlin", TODAY, "EUR")

    with pytest.raises(Wrong, match="too far away"):
        read_moment(cell, "", how)
