"""`holdfast score`: the answers to a questionnaire, scored row by row."""

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import click
import yaml

from holdfast.alliance import (
    AnswersError,
    Instrument,
    TextPack,
    instrument,
    read_text,
    risk_answers,
    shipped_instruments,
)
from holdfast.alliance import score as score_answers
from holdfast.alliance.words import answers_in_words
from holdfast.cli.alliance_answer import refuse_to_overwrite
from holdfast.plain_yaml import TooDeep, line_of, look_over

SCHEMA = "holdfast/responses/1"
ANSWER_SCHEMA = "holdfast/scores/1"
_ITEM = re.compile(r"(?:item_?|q)?([1-9]\d?)")
_MOST_SHOWN = 20


@click.command()
@click.argument("name", metavar="INSTRUMENT", type=click.Choice(list(shipped_instruments())))
@click.argument("responses", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the scores to this CSV file; without it they are printed.",
)
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A text pack: print the answers in words instead of the scores.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _param, wanted: _print_schema(ctx) if wanted else None,
    help="Print the formats read and written, and stop.",
)
def score(
    name: str, responses: Path, output: Path | None, text: Path | None, as_json: bool
) -> None:
    """Score RESPONSES, a CSV file with one column per item of INSTRUMENT.

    Item columns are called 1, 2, 3 ... (also item_1, q1); all others are copied. Blank: skipped.

    Example: holdfast score phq-9 responses.csv --output scores.csv
    """
    refuse_to_overwrite(responses, output)
    which = instrument(name)
    pack = _text_pack(text, which) if text else None
    try:
        told = _look_through(responses, which)
        rows = _rows(responses, which, pack)
        if output:
            with output.open("w", encoding="utf-8", newline="") as stream:
                _write_csv(stream, rows)
        elif as_json or pack:
            _write_json(rows)
        else:
            _write_csv(sys.stdout, rows)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{responses.name} is not UTF-8 text; save it so.") from error
    except OSError as error:
        raise click.ClickException(f"cannot write {output}: {error.strerror}") from error
    for line in told:
        click.echo(line, err=True)


def _look_through(path: Path, which: Instrument) -> list[str]:
    """Score every row once to learn what is wrong, and return what must not be overlooked."""
    problems, at_risk, without, n_rows = _Lines(), _Lines(), _Lines(), 0
    for line, cells, layout in _cells_of(path, which):
        n_rows += 1
        try:
            row = _row(cells, layout, which, None)
        except AnswersError as error:
            for problem in error.problems:
                problems.add(f"line {line}: {problem}")
        except ValueError as error:
            problems.add(f"line {line}: {error}")
        else:
            at_risk.add(str(line), row["risk_items"])
            without.add(str(line), row["score"] is None)
    if problems.count:
        raise click.ClickException("Nothing was scored:\n  " + problems.joined("\n  "))
    if not n_rows:
        raise click.ClickException("There is no row below the first line.")
    return _told(at_risk, without, which)


def _told(at_risk: "_Lines", without: "_Lines", which: Instrument) -> list[str]:
    told = []
    if at_risk.count:
        told.append(
            f"Answers about self-harm or danger: line {at_risk.joined(', ')}. "
            "Please follow them up."
        )
    if without.count:
        told.append(f"Too few answers for a score: line {without.joined(', ')}.")
    if which.unchecked:
        told.append(f"From memory, not yet checked: {', '.join(which.unchecked)}.")
    return told if which.validated else [*told, which.licence]


class _Lines:
    """The first twenty of what may be many, and how many there were."""

    def __init__(self) -> None:
        self.first: list[str] = []
        self.count = 0

    def add(self, text: str, holds: object = True) -> None:
        if holds:
            self.count += 1
            self.first += [text] if self.count <= _MOST_SHOWN else []

    def joined(self, by: str) -> str:
        more = self.count - len(self.first)
        return by.join([*self.first, *([f"and {more} more"] if more else [])])


def _rows(path: Path, which: Instrument, pack: TextPack | None) -> Iterator[dict[str, Any]]:
    for line, cells, layout in _cells_of(path, which):
        yield {"line": line, **_row(cells, layout, which, pack)}


@dataclass(frozen=True)
class _Layout:
    names: tuple[str, ...]
    items: dict[int, int]
    separator: str


def _cells_of(path: Path, which: Instrument) -> Iterator[tuple[int, list[str], _Layout]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header = next(lines, "")
        separator = ";" if header.count(";") > header.count(",") else ","
        names = next(csv.reader([header], delimiter=separator), [])
        layout = _Layout(tuple(names), _items(names, which), separator)
        reader = csv.reader(lines, delimiter=separator)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num + 1, cells, layout


def _items(names: list[str], which: Instrument) -> dict[int, int]:
    found = {
        int(match[1]): place
        for place, name in enumerate(names)
        if (match := _ITEM.fullmatch(name.strip().lower()))
    }
    missing = sorted(set(range(1, which.items + 1)) - set(found))
    beyond = sorted(item for item in found if item > which.items)
    if missing:
        wanted = ",".join(["client", "session", *(str(n) for n in range(1, which.items + 1))])
        listed = ", ".join(str(item) for item in missing)
        raise click.ClickException(
            f"There is no column for item {listed}. The first line should read like: {wanted}"
        )
    if beyond:
        raise click.ClickException(f"Item {beyond[0]} is too many; {which.id} has {which.items}.")
    return found


def _row(
    cells: list[str], layout: _Layout, which: Instrument, pack: TextPack | None
) -> dict[str, Any]:
    if len(cells) != len(layout.names):
        raise ValueError(f"there are {len(cells)} columns, the first line has {len(layout.names)}")
    answers = {item: _answer(item, cells[at], layout) for item, at in layout.items.items()}
    found = score_answers(which, answers)
    copied = set(range(len(cells))) - set(layout.items.values())
    done: dict[str, Any] = {layout.names[at]: cells[at] for at in sorted(copied)}
    done |= {"score": found.value, **found.subscales}
    done["answered"] = which.items - len(found.skipped)
    done["skipped"] = " ".join(str(item) for item in found.skipped)
    done["scatter"] = None if found.scatter is None else round(found.scatter, 4)
    done["risk_items"] = " ".join(str(risk.item) for risk in risk_answers(which, answers))
    if pack:
        done["answers"] = dict(answers_in_words(which, pack, answers))
    return done


def _answer(item: int, cell: str, layout: _Layout) -> float | None:
    if not cell.strip():
        return None
    try:
        return float(cell.replace(",", ".") if layout.separator == ";" else cell)
    except ValueError:
        raise ValueError(
            f"item {item} is {cell.strip()!r}; give a number, or leave it blank where it was "
            "skipped (a spreadsheet may have made a date of a number)"
        ) from None


def _text_pack(path: Path, which: Instrument) -> TextPack:
    try:
        text = path.read_text(encoding="utf-8")
        look_over(text)
        data = yaml.safe_load(text)
        if not isinstance(data, dict):
            raise ValueError(f"{path.name} is not a text pack; `--schema` prints what one holds.")
        return read_text(data, which)
    except TooDeep as error:
        raise click.ClickException(f"{path}:{line_of(error)}: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def _write_csv(stream: TextIO, rows: Iterator[dict[str, Any]]) -> None:
    writer = csv.writer(stream)
    for number, row in enumerate(rows):
        names = [name for name in row if name != "line"]
        if number == 0:
            writer.writerow(names)
        writer.writerow(_cells(row, names))
    stream.flush()


def _write_json(rows: Iterator[dict[str, Any]]) -> None:
    click.echo(f'{{"schema": "{ANSWER_SCHEMA}", "rows": [')
    for number, row in enumerate(rows):
        click.echo(("," if number else "") + json.dumps(row, ensure_ascii=False))
    click.echo("]}")


def _cells(row: dict[str, Any], names: list[str]) -> Iterator[str]:
    for name in names:
        value = row[name]
        text = "" if value is None else str(value)
        # A cell that a spreadsheet would take for a formula is marked as text.
        yield f"'{text}" if isinstance(value, str) and text[:1] in ("=", "+", "-", "@") else text


def _print_schema(ctx: click.Context) -> None:
    told = {
        "reads": {
            "schema": SCHEMA,
            "columns": {"1, 2, 3 ...": "answers by item number (also item_1, q1); blank: skipped"},
            "optional": {"any other": "copied to the answer"},
        },
        "writes": {
            "schema": ANSWER_SCHEMA,
            "columns": {
                "score": "blank: too few answers",
                "one per subscale": "as the instrument defines",
                "answered, skipped": "how many items, and the numbers of those left out",
                "scatter": "standard deviation across items, in steps of an answer",
                "risk_items": "items about self-harm or danger that were answered with yes",
            },
        },
        "text_pack": {
            "schema": "holdfast/text/1",
            "keys": "instrument, language, title, question, items, answers, short, licence, "
            "asserted_by, asserted_on",
        },
    }
    click.echo(json.dumps(told, indent=2))
    ctx.exit()
