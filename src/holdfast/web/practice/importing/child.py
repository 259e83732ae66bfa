"""The process that opens files. It has no secrets, no database, no Django, and little of anything.

It is told the name of the file and the day (`file.csv 2026-02-17`), reads the file from standard
input and writes one JSON value: `{"rows": [[…]], "notes": {…}}` or `{"problem": …, "about": …}`.
Whatever a file does to it ends here: it has so many seconds of computing, so much memory, and may
write nothing.
"""

import json
import resource
import sys
from datetime import date

from holdfast.web.practice.importing.limits import CPU_SECONDS, MEMORY_BYTES, Problem


def main() -> None:
    """Read one file within limits."""
    name, today = sys.argv[1], date.fromisoformat(sys.argv[2])
    _limit()
    json.dump(answer(sys.stdin.buffer.read(), name, today), sys.stdout)


def answer(content: bytes, name: str, today: date) -> dict[str, object]:
    """Return what was read, or the problem."""
    try:
        return _read(content, name, today)
    except Problem as problem:
        return {"problem": problem.word, "about": problem.about}
    except MemoryError:
        return {"problem": "too much", "about": ""}


def _limit() -> None:
    """Give up what reading a table never needs."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard < 0 else min(most, hard),) * 2)


def _read(content: bytes, name: str, today: date) -> dict[str, object]:
    """Choose a reader by what the file is, not by what it is called."""
    from holdfast.web.practice.importing import read_calendar, read_csv, read_excel, read_vcard

    if not content.strip(b"\0 \r\n\t"):
        raise Problem("empty")
    for mark, word in KNOWN:
        if content.startswith(mark):
            raise Problem(word)
    if content.startswith(b"PK"):
        return read_excel.read(content)
    if b"BEGIN:VCALENDAR" in content[:2000].upper():
        return read_calendar.read(content, today)
    if read_vcard.is_vcard(content):
        return read_vcard.read(content)
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise Problem("broken excel")
    return read_csv.read(content)


KNOWN = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "old excel"),
    (b"{\\rtf", "text document"),
    (b"<html", "web page"),
    (b"<!DOCTYPE", "web page"),
    (b"<?xml", "web page"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
)


if __name__ == "__main__":
    main()
