"""Ratings in a CSV file: one row per client and session.

Everything wrong with a file is collected and said once, each time with its line. Nothing is
dropped: a file is read whole, or not at all.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from holdfast.alliance.instruments import Instrument
from holdfast.alliance.layout import Layout, TableError, read_layout
from holdfast.alliance.scoring import AnswersError, score
from holdfast.alliance.series import Rating, RepairAnswer

# In a longer file the rows of a client must stand together, so that it need not fit in memory.
MOST_UNSORTED = 200_000
_MOST_PROBLEMS = 20
_HIGHEST_SESSION = 5000
_DATE = re.compile(
    r"\d{1,4}[-/. ][A-Za-z]{3,}.*|[A-Za-z]{3,}[-/. ]\d+.*"
    r"|\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?.*|\d{1,2}\.\d{1,2}\.\d{2,4}.*"
)
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass
class Found:
    """What a first look at a file showed. `scattered`: a client's rows stand apart."""

    rows: int = 0
    clients: int = 0
    scattered: bool = False
    problems: list[str] = field(default_factory=list)
    n_problems: int = 0

    def note(self, line: int, problem: str) -> None:
        """Keep a problem; beyond the first twenty only count."""
        self.n_problems += 1
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(f"line {line}: {problem}")

    def raise_if_bad(self) -> None:
        """Raise TableError if anything was wrong."""
        if not self.n_problems:
            return
        more = self.n_problems - len(self.problems)
        raise TableError([*self.problems, *([f"and {more} more like these"] if more else [])])


def look_through(lines: Iterable[str], instrument: Instrument) -> Found:
    """Read a whole file and return what it holds. Raises TableError with all that is wrong."""
    found, seen, clients = Found(), _Seen(), set[str]()
    for line, row, layout in _rows(lines, instrument, found):
        client, rating = _read(row, layout, instrument, line, found)
        found.rows += 1
        if client != seen.client and client in clients:
            found.scattered = True
        clients.add(client)
        if rating and not seen.add(client, rating.session, found.rows):
            found.note(line, f"client {client!r} has session {rating.session} twice; keep one")
    found.clients = len(clients)
    if not found.rows and not found.n_problems:
        raise TableError(["there is no row below the first line"])
    if found.scattered and found.rows > MOST_UNSORTED:
        found.note(1, f"sort a file of more than {MOST_UNSORTED} rows by client first")
    found.raise_if_bad()
    return found


def by_client(
    lines: Iterable[str], instrument: Instrument, *, scattered: bool = False
) -> Iterator[tuple[str, tuple[Rating, ...]]]:
    """Yield each client's ratings by session, in the order the clients first appear.

    The file must have passed `look_through`; `scattered` is what that found.
    """
    ignored = Found()
    if scattered:
        gathered: dict[str, list[Rating]] = {}
        for line, row, layout in _rows(lines, instrument, ignored):
            client, rating = _read(row, layout, instrument, line, ignored)
            gathered.setdefault(client, []).extend([rating] if rating else [])
        yield from ((client, _sorted(ratings)) for client, ratings in gathered.items())
        return
    current, held = "", list[Rating]()
    for line, row, layout in _rows(lines, instrument, ignored):
        client, rating = _read(row, layout, instrument, line, ignored)
        if client != current and held:
            yield current, _sorted(held)
            held = []
        current = client
        held += [rating] if rating else []
    if held:
        yield current, _sorted(held)


def _sorted(ratings: list[Rating]) -> tuple[Rating, ...]:
    return tuple(sorted(ratings, key=lambda rating: rating.session))


class _Seen:
    """Which sessions a client has had: of all clients in a short file, of one in a long one."""

    def __init__(self) -> None:
        self.client = ""
        self.sessions: dict[str, set[int]] = {}

    def add(self, client: str, session: int, rows: int) -> bool:
        if client != self.client and rows > MOST_UNSORTED:
            self.sessions = {}
        self.client = client
        had = self.sessions.setdefault(client, set())
        is_new = session not in had
        had.add(session)
        return is_new


def _rows(
    lines: Iterable[str], instrument: Instrument, found: Found
) -> Iterator[tuple[int, list[str], Layout]]:
    iterator = iter(lines)
    header = next(iterator, "")
    if not header.strip():
        raise TableError(["the file is empty; its first line should be client,session,score"])
    layout = read_layout(header, instrument)
    width = len(header.split(layout.separator))
    reader = csv.reader(iterator, delimiter=layout.separator)
    for row in reader:
        line = reader.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != width:
            found.note(line, f"there are {len(row)} columns, the first line has {width}")
            found.rows += 1
            continue
        yield line, row, layout


def _read(
    row: Sequence[str], layout: Layout, instrument: Instrument, line: int, found: Found
) -> tuple[str, Rating | None]:
    client = row[layout.client].strip()
    before = found.n_problems
    if not client:
        found.note(line, "the client is blank")
    session = _session(row[layout.session], layout, line, found)
    value, scatter = _score(row, layout, instrument, line, found)
    felt_off = _word(row, layout, "felt_off", _YES_NO, line, found)
    asked = _word(row, layout, "asked", _YES_NO, line, found)
    all_right = _word(row, layout, "all_right", dict.fromkeys(("yes", "partly", "no")), line, found)
    if found.n_problems > before:
        return client, None
    return client, Rating(
        session,
        value,
        scatter,
        felt_off=felt_off == "yes",
        all_right=cast("RepairAnswer | None", all_right or None),
        asked=asked != "no",
    )


def _session(text: str, layout: Layout, line: int, found: Found) -> int:
    try:
        number = layout.number(text)
    except ValueError:
        found.note(line, f"the session is {text.strip()!r}; number the sessions 1, 2, 3 ...")
        return 0
    if number > _HIGHEST_SESSION:
        found.note(
            line,
            f"the session is {number:g}, which looks like a date kept by a spreadsheet; number "
            "the sessions 1, 2, 3 ...",
        )
    elif number != int(number) or number < 1:
        found.note(line, f"the session is {number:g}; it should be a whole number from 1")
    return int(number)


def _score(
    row: Sequence[str], layout: Layout, instrument: Instrument, line: int, found: Found
) -> tuple[float | None, float | None]:
    if layout.score is None:
        return _from_items(row, layout, instrument, line, found)
    value = _value(row[layout.score], "score", layout, line, found)
    lowest, highest = instrument.lowest_score, instrument.highest_score
    if value is not None and not lowest <= value <= highest:
        found.note(
            line, f"the score is {value:g}; {instrument.id} goes from {lowest:g} to {highest:g}"
        )
    return value, None


def _from_items(
    row: Sequence[str], layout: Layout, instrument: Instrument, line: int, found: Found
) -> tuple[float | None, float | None]:
    answers = {
        item: _value(row[place], f"answer to item {item}", layout, line, found)
        for item, place in layout.items.items()
    }
    try:
        result = score(instrument, answers)
    except AnswersError as error:
        for problem in error.problems:
            found.note(line, problem)
        return None, None
    return result.value, result.scatter


def _value(text: str, name: str, layout: Layout, line: int, found: Found) -> float | None:
    if not text.strip():
        return None
    try:
        return layout.number(text)
    except ValueError:
        found.note(line, f"the {name} is {text.strip()!r}; {_advice(text)}")
        return None


def _advice(text: str) -> str:
    if _DATE.fullmatch(text.strip()):
        return "a spreadsheet may have made a date of a number such as 4.5; restore the number"
    return "leave it blank where nothing was answered, or give a number such as 4.5"


def _word(
    row: Sequence[str],
    layout: Layout,
    name: str,
    known: Mapping[str, object],
    line: int,
    found: Found,
) -> str:
    if name not in layout.others:
        return ""
    word = row[layout.others[name]].strip().lower()
    if word and word not in known:
        found.note(line, f"{name} is {word!r}; it can be {', '.join(list(known)[:3])} or blank")
        return ""
    if known is _YES_NO and word:
        return "yes" if _YES_NO[word] else "no"
    return word
