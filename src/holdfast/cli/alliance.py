"""`holdfast alliance` and `holdfast score`: signals in a file of ratings, and scores."""

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import click
import numpy as np

from holdfast.alliance import (
    USUAL_RATE,
    Course,
    Episode,
    Instrument,
    Prior,
    Rating,
    Scale,
    check_rate,
    default_prior,
    instrument,
    learn,
    scale_of,
    shipped_instruments,
)
from holdfast.alliance.expectation import Expectation, expect
from holdfast.alliance.layout import COLUMNS, OPTIONAL, SCHEMA, TableError
from holdfast.alliance.repair import course
from holdfast.alliance.series import points_of
from holdfast.alliance.signals import limit_for_two
from holdfast.alliance.table import by_client, look_through
from holdfast.cli.alliance_answer import ANSWER_SCHEMA, MOST_DRAWN, Answer, refuse_to_overwrite
from holdfast.cli.score import score

__all__ = ["alliance", "score"]

WRITTEN = ("client", "session", "score", "expected", "low", "high", "p", "signal", "repaired_at")
# Clients worked on at a time, and clients that are enough to learn from.
_CHUNK = 2000
_TO_LEARN_FROM = 300

Client = tuple[str, tuple[Rating, ...]]
SCALES = [id for id, each in shipped_instruments().items() if each.kind == "alliance"]


@click.command()
@click.argument("ratings", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--scale", "id", type=click.Choice(SCALES), default="check", show_default=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write every session with what was expected to this CSV file.",
)
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help=f"Draw up to {MOST_DRAWN} clients to this SVG file, those with signals first.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option(
    "--rate",
    type=float,
    default=USUAL_RATE,
    show_default=True,
    help="Signals from scores per ordinary session, up to 0.05.",
)
@click.option(
    "--learn", "wants_to_learn", is_flag=True, help="Learn about the scale from the file."
)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _param, wanted: _print_schema(ctx) if wanted else None,
    help="Print the formats read and written, and stop.",
)
def alliance(
    ratings: Path,
    id: str,
    output: Path | None,
    plot: Path | None,
    as_json: bool,
    rate: float,
    wants_to_learn: bool,
) -> None:
    """Find signals of rupture and repair in RATINGS, a CSV file.

    Columns: client, session, score (or the items 1, 2, 3 ...); optional felt_off, all_right, asked.

    Example: holdfast alliance ratings.csv --scale srs --output signals.csv
    """
    refuse_to_overwrite(ratings, output, plot)
    which = instrument(id)
    try:
        check_rate(rate)
        with _reading(ratings, "Checking") as lines:
            found = look_through(lines, which)
        prior = _prior(ratings, which, found.scattered, wants_to_learn)
    except TableError as error:
        raise click.ClickException(f"{ratings.name}:\n  " + "\n  ".join(error.problems)) from error
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{ratings.name} is not UTF-8 text; save it as UTF-8."
        ) from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    answer = Answer(which, prior, rate, as_json)
    with _reading(ratings, "Working") as lines, _writing(output) as written:
        clients = by_client(lines, which, scattered=found.scattered)
        _work(clients, answer, csv.writer(written) if written else None)
    answer.finish(found.rows)
    if plot:
        answer.draw(plot)


def _work(clients: Iterator[Client], answer: Answer, writer: Any) -> None:
    """Go through the clients in chunks of a fixed size, so that memory stays flat."""
    if writer:
        writer.writerow(WRITTEN)
    scale = scale_of(answer.which)
    while chunk := list(islice(clients, _CHUNK)):
        expectation = expect(_matrix(chunk), scale, answer.prior)
        for row, (client, ratings) in enumerate(chunk):
            done = _course(ratings, expectation, row, scale, answer)
            answer.add(client, done)
            if writer:
                writer.writerows(_lines(client, done))


def _matrix(chunk: list[Client]) -> np.ndarray[Any, np.dtype[np.float64]]:
    longest = max(len(ratings) for _, ratings in chunk)
    scores = np.full((len(chunk), longest), np.nan)
    for row, (_, ratings) in enumerate(chunk):
        scores[row, : len(ratings)] = [
            np.nan if rating.score is None else rating.score for rating in ratings
        ]
    return scores


def _course(
    ratings: tuple[Rating, ...],
    expectation: Expectation,
    row: int,
    scale: Scale,
    answer: Answer,
) -> Course:
    found = points_of(ratings, expectation, row, scale, answer.prior)
    limit = limit_for_two(answer.rate)
    # Nearly all clients have nothing that could be a signal; they need no closer look.
    quiet = all(
        rating.score is not None and not rating.felt_off and (point.p is None or point.p >= limit)
        for rating, point in zip(ratings, found, strict=True)
    )
    if quiet and not answer.prior.clients and any(r.score != scale.best for r in ratings):
        return Course(found, (), None)
    return course(found, ratings, scale, answer.prior, rate=answer.rate)


def _lines(client: str, done: Course) -> Iterator[tuple[Any, ...]]:
    episodes: dict[int, list[Episode]] = {}
    for episode in done.episodes:
        episodes.setdefault(episode.signal.session, []).append(episode)
    for point in done.points:
        here = episodes.get(point.session, [])
        back = [each.repair.back_at for each in here if each.repair.state in ("back", "mended")]
        yield (
            _safe(client),
            point.session,
            _cell(point.score, 6),
            _cell(point.expected, 4),
            _cell(point.low, 4),
            _cell(point.high, 4),
            _cell(point.p, 5),
            " ".join(each.signal.kind for each in here),
            next((session for session in back if session), ""),
        )


def _cell(value: float | None, digits: int) -> str:
    return "" if value is None else f"{round(value, digits):.10g}"


def _safe(text: str) -> str:
    """Return a cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" else text


def _prior(path: Path, which: Instrument, scattered: bool, wants_to_learn: bool) -> Prior:
    default = default_prior(which.id)
    if not wants_to_learn:
        return default
    with path.open(encoding="utf-8-sig", newline="") as lines:
        clients = by_client(lines, which, scattered=scattered)
        enough = (each for each in clients if sum(r.score is not None for r in each[1]) >= 3)
        sample = list(islice(enough, _TO_LEARN_FROM))
    if not sample:
        return learn(np.empty((0, 1)), scale_of(which), default)
    learned = learn(_matrix(sample), scale_of(which), default)
    return replace(learned, origin=f"{learned.origin} of this file")


@contextmanager
def _reading(path: Path, label: str) -> Iterator[Iterator[str]]:
    """Open a file and show how far it has been read, on a terminal."""
    hidden = not sys.stderr.isatty()
    bar = click.progressbar(length=path.stat().st_size, label=label, file=sys.stderr, hidden=hidden)
    with path.open(encoding="utf-8-sig", newline="") as lines, bar as progress:

        def told() -> Iterator[str]:
            read = 0
            for number, line in enumerate(lines, start=1):
                read += len(line)
                if number % 5000 == 0:
                    progress.update(read)
                    read = 0
                yield line
            progress.update(read)

        yield told()


@contextmanager
def _writing(path: Path | None) -> Iterator[TextIO | None]:
    if path is None:
        yield None
        return
    try:
        with path.open("w", encoding="utf-8", newline="") as written:
            yield written
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror}") from error


def _print_schema(ctx: click.Context) -> None:
    writes = {
        "client, session, score": "as read; an apostrophe is put before a leading = + - @",
        "expected, low, high": "middle and 95% range foreseen from the client's earlier answers",
        "p": "share of this client's ordinary sessions that score this low or lower",
        "signal": "reported, lower, two_low, low_start, not_filled; several separated by spaces",
        "repaired_at": "session in which the score was back, within three answered sessions",
    }
    told = {
        "reads": {"schema": SCHEMA, "columns": COLUMNS, "optional": OPTIONAL},
        "writes": {"schema": ANSWER_SCHEMA, "columns": writes},
    }
    click.echo(json.dumps(told, indent=2))
    ctx.exit()
