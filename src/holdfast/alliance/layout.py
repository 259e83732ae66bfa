"""The columns of a CSV file of ratings: which there can be, and where a file has them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdfast.alliance.instruments import Instrument

SCHEMA = "holdfast/ratings/1"
COLUMNS = {
    "client": "any name or code; copied to the answer",
    "session": "number of the session, from 1; gaps are fine",
    "score": "in points of the scale; blank: not answered. Or the items:",
    "1, 2, 3 ...": "answers by item number (also item_1, q1); blank: skipped",
}
OPTIONAL = {
    "felt_off": "yes, no or blank: the client said that something felt off",
    "all_right": "yes, partly, no or blank: is that all right between us now?",
    "asked": "no: no check was due, among others because the client paused it",
}

_ITEM = re.compile(r"(?:item_?|q)?([1-9]\d?)")


class TableError(ValueError):
    """A file that cannot be used. `problems` says each thing that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the problems, and join them into one message."""
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Layout:
    """Where a file has what: column numbers, and what separates them."""

    separator: str
    client: int
    session: int
    score: int | None
    items: Mapping[int, int]
    others: Mapping[str, int]

    def number(self, text: str) -> float:
        """Return the number in `text`; in files separated by ';' a comma is a decimal comma."""
        text = text.strip()
        if self.separator == ";":
            text = text.replace(",", ".")
        value = float(text)
        if value != value or abs(value) == float("inf"):
            raise ValueError(text)
        return value


def read_layout(header: str, instrument: Instrument) -> Layout:
    """Return where the columns are. Raises TableError naming what is missing."""
    header = header.lstrip("\ufeff").strip("\r\n")
    separator = ";" if header.count(";") > header.count(",") else ","
    names = [name.strip().strip('"').lower() for name in header.split(separator)]
    items: dict[int, int] = {}
    for place, name in enumerate(names):
        if match := _ITEM.fullmatch(name):
            items[int(match[1])] = place
    problems = [
        f"there is no column {name!r}" for name in ("client", "session") if name not in names
    ]
    problems += [
        f"the column {n!r} is there twice" for n in sorted(set(names)) if names.count(n) > 1
    ]
    if "score" not in names and not items:
        problems.append("there is no column 'score', and none for items 1, 2, 3 ...")
    beyond = [item for item in items if item > instrument.items]
    if beyond and "score" not in names:
        problems.append(f"item {beyond[0]} is too many; {instrument.id} has {instrument.items}")
    if problems:
        wanted = "client,session,score"
        raise TableError([*problems, f"the first line should read like: {wanted}"])
    return Layout(
        separator,
        names.index("client"),
        names.index("session"),
        names.index("score") if "score" in names else None,
        {} if "score" in names else items,
        {name: names.index(name) for name in OPTIONAL if name in names},
    )
