"""Episodes as a table: the CSV that the command line and an export share.

The first line may name the schema (`# schema: holdfast/episodes/1`). Then a header and one line
per episode. Everything that is wrong with a file is said at once.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast, get_args

from holdfast.transference.episode import (
    PARTS,
    Episode,
    PartName,
    Point,
    Teller,
    TimeOfEpisode,
)

SCHEMA = "holdfast/episodes/1"
COLUMNS = {
    "episode": "your own number or name of the episode, different on each line",
    "person": "pseudonym of the person the episode is about",
    "is_therapist": "yes or no: is that person the therapist?",
    "codes": "codes separated by ';', for example wish.close;other.leaves;self.sad",
}
OPTIONAL = {
    "session": "session in which it was told; pairs from one session are not compared",
    "date": "day on which it was told, as 2026-11-22",
    "time": "past, current or unknown",
    "told_by": "client (their words), therapist (inferred) or unknown",
    "coded_by": "initials of who coded it",
} | {
    f"{part}_{axis}": f"{axis} of {what}, whole number -5 to 5"
    for part, what in zip(PARTS, ("the wish", "the other's response", "their own"), strict=True)
    for axis in ("affiliation", "control")
}
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class TableError(ValueError):
    """A file that cannot be read as episodes; `problems` lists all that is wrong with it."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the problems, a sentence each."""
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def read_episodes(lines: Iterable[str]) -> tuple[Episode, ...]:
    """Read the lines of a CSV file; raise TableError with everything that is wrong."""
    text = list(lines)
    above = _schema_lines(text)
    reader = csv.DictReader(text[above:])
    _check_header(reader.fieldnames or [])
    episodes: list[Episode] = []
    problems: list[str] = []
    try:
        for row in reader:
            _add(row, above + reader.line_num, episodes, problems)
    except csv.Error as error:
        # The line that cannot be read is not counted yet.
        problems.append(f"line {above + reader.line_num + 1}: {error}; is it a CSV file?")
    problems.extend(_clashes(episodes))
    if not episodes and not problems:
        problems.append("there is no episode below the header; add one line per episode")
    if problems:
        raise TableError(problems)
    return tuple(episodes)


def _add(row: dict[str, str], line: int, episodes: list[Episode], problems: list[str]) -> None:
    try:
        episodes.append(_episode(row))
    except ValueError as error:
        problems.extend(f"line {line}: {one}" for one in str(error).split("\n"))


def _schema_lines(text: list[str]) -> int:
    """Check the schema line and return how many lines stand above the header: 1 or 0."""
    if text:
        text[0] = text[0].removeprefix("\ufeff")  # spreadsheets write a byte order mark
    if not text or not text[0].startswith("#"):
        return 0
    # A spreadsheet that saved the file again leaves commas behind the schema.
    named = text[0].partition("schema:")[2].strip().strip(",")
    if named != SCHEMA:
        raise TableError([f"the file says its schema is {named!r}; we read {SCHEMA!r}"])
    return 1


def _check_header(names: Sequence[str]) -> None:
    problems = [
        f"there is no column {name!r} ({what})"
        for name, what in COLUMNS.items()
        if name not in names
    ]
    problems += [
        f"column {name!r} is not known; known are {', '.join([*COLUMNS, *OPTIONAL])}"
        for name in names
        if name not in COLUMNS and name not in OPTIONAL
    ]
    problems += [
        f"column {name!r} stands there twice" for name in {*names} if names.count(name) > 1
    ]
    if problems:
        raise TableError(problems)


def _episode(row: dict[str, str]) -> Episode:
    problems: list[str] = []
    if None in row:  # DictReader gathers surplus fields under None
        raise ValueError("there are more fields than columns; put text with commas in quotes")
    cells = {name: (value or "").strip() for name, value in row.items()}
    mine = YES_NO.get(cells["is_therapist"].lower())
    if mine is None:
        problems.append(f"is_therapist is {cells['is_therapist']!r}; write yes or no")
    if not cells["episode"]:
        problems.append("episode is empty; give it a number, for example 7")
    if not cells["person"]:
        problems.append("person is empty; write a pseudonym, for example mother")
    codes = frozenset(code.strip() for code in cells["codes"].split(";") if code.strip())
    if not codes:
        problems.append("codes is empty; write at least one, for example wish.close")
    points = _points(cells, problems)
    on = _date(cells.get("date", ""), problems)
    time = _choice("time", cells.get("time", ""), get_args(TimeOfEpisode), problems)
    told_by = _choice("told_by", cells.get("told_by", ""), get_args(Teller), problems)
    if problems:
        raise ValueError("\n".join(problems))
    return Episode(
        id=cells["episode"],
        person=cells["person"],
        is_therapist=bool(mine),
        codes=codes,
        session=cells.get("session", ""),
        on=on,
        time=cast(TimeOfEpisode, time),
        told_by=cast(Teller, told_by),
        coded_by=cells.get("coded_by", ""),
        points=points,
    )


def _choice(name: str, value: str, choices: tuple[str, ...], problems: list[str]) -> str:
    if value and value not in choices:
        problems.append(f"{name} is {value!r}; write {', '.join(choices)} or nothing")
    return value or "unknown"


def _date(value: str, problems: list[str]) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        problems.append(f"date is {value!r}; write it as 2026-11-22")
        return None


def _points(cells: dict[str, str], problems: list[str]) -> dict[PartName, Point]:
    points: dict[PartName, Point] = {}
    for part in PARTS:
        pair = [cells.get(f"{part}_{axis}", "") for axis in ("affiliation", "control")]
        if not any(pair):
            continue
        try:
            points[part] = Point(int(pair[0]), int(pair[1]))
        except ValueError:
            problems.append(
                f"the sliders of {part} are {pair[0]!r} and {pair[1]!r}; write two whole numbers "
                "from -5 to 5, for example 3 and -1, or leave both empty"
            )
    return points


def _clashes(episodes: Sequence[Episode]) -> list[str]:
    """Say which ids come twice, and which person is once the therapist and once not."""
    ids = Counter(episode.id for episode in episodes)
    twice = sorted(name for name, count in ids.items() if count > 1)
    me = {e.person for e in episodes if e.is_therapist}
    both = sorted(me & {e.person for e in episodes if not e.is_therapist})
    return [f"episode {name!r} stands there twice; give each its own" for name in twice] + [
        f"{name!r} is marked as the therapist on some lines and not on others" for name in both
    ]
