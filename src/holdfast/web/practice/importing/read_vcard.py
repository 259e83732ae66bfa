"""Address books (vCard 2.1, 3.0, 4.0), one row for each person. Runs in the child.

Each card is read by itself, so that one that is broken costs no other. Pictures, notes and
whatever else a card may hold are not looked at.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

import vobject

from holdfast.web.practice.importing.limits import MOST_LETTERS, MOST_ROWS, Problem
from holdfast.web.practice.importing.read_csv import decoded

HEADER = [
    "Name", "Given name", "Family name", "Former name", "Birthday", "Street", "Town", "Post code",
    "State", "Phone", "E-mail", "Employer",
]  # fmt: skip
FORMER = ("x-maidenname", "x-maiden-name", "x-evolution-birth-name", "x-birthname")
LARGE = re.compile(r"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|NOTE)[;:]", re.IGNORECASE)

logging.getLogger("vobject").disabled = True  # it would quote lines of the file


def is_vcard(content: bytes) -> bool:
    """Whether this looks like an address book, in whatever letters."""
    begin = content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n")
    return begin.upper().startswith(b"BEGIN:VCARD")


def read(content: bytes) -> dict[str, object]:
    """Return a table of the people, and how many cards could not be read."""
    text, encoding = decoded(content)
    rows: list[list[str]] = []
    unreadable = 0
    for card in _cards(text):
        row = _row(card)
        if row is None:
            unreadable += 1
        else:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise Problem("too many rows", str(MOST_ROWS))
    if not rows:
        raise Problem("broken vcard")
    notes = {"vcard": len(rows), "unreadable": unreadable, "encoding": encoding}
    return {"rows": [HEADER, *rows], "notes": notes}


def _cards(text: str) -> Iterator[str]:
    """Yield each card; one inside another (an agent's) goes with the outer one's lines."""
    lines: list[str] = []
    depth = 0
    for line in _small(text.splitlines()):
        mark = line.strip().upper()
        depth += mark == "BEGIN:VCARD"
        if depth:
            lines.append(line)
        if mark == "END:VCARD" and depth:
            depth -= 1
            if not depth:
                yield "\r\n".join(lines)
                lines = []
    if depth:
        raise Problem("broken vcard")


def _small(lines: list[str]) -> Iterator[str]:
    """Leave out pictures, sounds, keys and notes with the lines that go on from them."""
    left_out = quoted = soft = False
    for line in lines:
        if not (left_out and (soft or line[:1] in (" ", "\t", ""))):
            left_out = bool(LARGE.match(line))
            quoted = "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
        soft = quoted and line.endswith("=")
        if not left_out:
            yield line


def _row(card: str) -> list[str] | None:
    """Return the cells of one card; None for one that cannot be read, or names nobody."""
    try:
        found = next(vobject.readComponents(card, allowQP=True, ignoreUnreadable=True))
        cells = [cell[:MOST_LETTERS] for cell in _cells(found.contents)]
        return cells if any(c.isalpha() for c in cells[0]) else None
    except MemoryError:
        raise
    except Exception:  # a broken card fails in more ways than the library names
        return None


def _cells(held: Any) -> list[str]:
    given, family = _names(held)
    former = next((_text(held, name) for name in FORMER if name in held), "")
    name = _text(held, "fn") or f"{given} {family}".strip() or _text(held, "org")
    return [
        name, given, family, former, _text(held, "bday"),
        *_address(held), _text(held, "tel").removeprefix("tel:"),
        _text(held, "email").removeprefix("mailto:"), _text(held, "org"),
    ]  # fmt: skip


def _names(held: Any) -> tuple[str, str]:
    value = held["n"][0].value if held.get("n") else None
    if not isinstance(value, vobject.vcard.Name):
        return "", ""
    given = " ".join(part for part in (_flat(value.given), _flat(value.additional)) if part)
    family = " ".join(part for part in (_flat(value.family), _flat(value.suffix)) if part)
    return given, family


def _address(held: Any) -> tuple[str, str, str, str]:
    for row in held.get("adr", ()):
        value = row.value
        if isinstance(value, vobject.vcard.Address):
            return _flat(value.street), _flat(value.city), _flat(value.code), _flat(value.region)
    return "", "", "", ""


def _text(held: Any, name: str) -> str:
    """Return the first value of that name with something in it."""
    return next((text for row in held.get(name, ()) if (text := _flat(row.value))), "")


def _flat(value: Any) -> str:
    parts = value if isinstance(value, (list, tuple)) else [value]
    return " ".join(" ".join(str(part) for part in parts).split())
