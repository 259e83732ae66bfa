"""`holdfast screen` and `holdfast screen-train`: lists in, likely pairs out."""

import csv
import logging
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import isnan, log2
from pathlib import Path
from typing import Any

import click
import yaml

from holdfast.cli.screening_batch import duckdb_engine, sized, spark_engine, write_table
from holdfast.cli.screening_files import COLUMNS, Notices, read_people
from holdfast.cli.screening_index import (
    build,
    doubles,
    frequencies,
    open_index,
    people,
    postings,
)
from holdfast.plain_yaml import TooDeep, line_of, look_over
from holdfast.screening import (
    Evidence,
    Model,
    default_model,
    match,
    model_data,
    model_from,
    probability,
    query,
)
from holdfast.screening.births import Order
from holdfast.screening.splink_settings import learned_model

MATCH_COLUMNS = ("query_id", "registry_id", "probability", "weight", "evidence")
FEWEST = 1000  # persons that training needs: fewer teach less than the shipped weights know

SCHEMA = f"""holdfast/screening-people/1 (REGISTRY, QUERIES): CSV with a first line, UTF-8
  columns, any of: {", ".join(COLUMNS)}
  date_of_birth: 1980-04-03, 3/4/1980 (--dates), 1980-04, 1980; former_name: several parted by ;

holdfast/screening-matches/1 (--output): CSV, best first for each query
  query_id, registry_id   the ids of the two lists
  probability             0 to 1, by the model
  weight                  bits: log2 of the odds; 0 is one half, 10 is 0.999
  evidence                comparison=level for each field both sides know; with --explain its bits;
                          household=... says: perhaps a relative, whatever the probability

holdfast/screening-model/1 (--model, screen-train --output): YAML, see docs/screening.md
"""


def _print_schema(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(SCHEMA, nl=False)
        context.exit()


def _a_share(_: click.Context, __: click.Parameter, value: float) -> float:
    """Refuse what is a number by its type only."""
    if isnan(value):
        raise click.BadParameter("nan is not in the range 0<x<1.")
    return value


SOURCE = click.Path(exists=True, dir_okay=False, path_type=Path)
schema_option = click.option(
    "--schema", is_flag=True, is_eager=True, expose_value=False, callback=_print_schema,
    help="Say what the files hold, and stop.",
)  # fmt: skip
dates_option = click.option(
    "--dates", type=click.Choice(["dmy", "mdy"]), default="dmy", show_default=True,
    help="How to read a date such as 03/04/1980.",
)  # fmt: skip
model_option = click.option(
    "--model", "model_file", type=SOURCE, help="Weights that screen-train has learned."
)


@click.command()
@click.argument("registry", type=SOURCE)
@click.argument("queries", type=SOURCE)
@click.option("--output", type=click.Path(path_type=Path), required=True, help="CSV to write.")
@click.option(
    "--engine", type=click.Choice(["index", "duckdb", "spark"]), default="index", show_default=True,
    help="index for up to a thousand queries; Splink on DuckDB or Spark for more.",
)  # fmt: skip
@click.option(
    "--threshold", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.5,
    callback=_a_share, show_default=True, help="Leave out pairs with a lower probability.",
)  # fmt: skip
@click.option("--explain", is_flag=True, help="Write how much each field counts, in bits.")
@model_option
@dates_option
@schema_option
def screen(
    registry: Path,
    queries: Path,
    output: Path,
    engine: str,
    threshold: float,
    explain: bool,
    model_file: Path | None,
    dates: Order,
) -> None:
    """Find the people of QUERIES in REGISTRY.

    Both are CSV files; --schema says with which columns. A pair found is a question for a person,
    never a decision.

    Example: holdfast screen clients.csv enquiries.csv --output matches.csv --explain
    """
    check_output(output, registry, queries, model_file)
    model, least = load_model(model_file), log2(threshold / (1 - threshold))
    model = replace(model, bands=replace(model.bands, possible=least))
    notices = {"registry": Notices(), "queries": Notices()}
    found = {"index": _by_index, "duckdb": _by_splink, "spark": _by_splink}[engine]
    with _output(output) as write:
        pairs, answered = 0, set()
        for query_id, registry_id, weight, evidence in found(
            registry, queries, model, dates, notices, engine
        ):
            pairs += 1
            answered.add(query_id)
            said = "; ".join(_evidence(each, explain) for each in evidence)
            write([query_id, registry_id, f"{probability(weight):.6f}", f"{weight:.3f}", said])
    for name, path in (("registry", registry), ("queries", queries)):
        for line in notices[name].lines(path.name):
            click.echo(line, err=True)
    of = f"{len(answered):,} of {notices['queries'].rows:,} queries"
    click.echo(f"{pairs:,} pairs for {of}, written to {output}", err=True)


def check_output(output: Path, *read: Path | None) -> None:
    """Raise click.ClickException unless `output` is a file of its own, or none yet."""
    if output.exists() and not output.is_file():
        raise click.ClickException(f"{output} is not a file. Name one to write.")
    if str(output) == "-":
        raise click.ClickException("Name a file to write: the list goes into a file only.")
    for path in read:
        if path is not None and output.exists() and output.samefile(path):
            raise click.ClickException(
                f"{output} is what is read, and would be lost. Name another file to write."
            )


def load_model(path: Path | None) -> Model:
    """Return the model in a YAML file, or the shipped one; click.ClickException if it is none."""
    if path is None:
        return default_model()
    try:
        text = path.read_text("utf-8")
        look_over(text)
        data = yaml.safe_load(text)
        return model_from(data if isinstance(data, dict) else {})
    except TooDeep as error:
        raise click.ClickException(f"{path}:{line_of(error)}: {error.problem}") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path}: this is no text in UTF-8, so no model.") from error
    except (ValueError, TypeError, yaml.YAMLError) as error:
        raise click.ClickException(f"{path}: {error}") from error


def _evidence(evidence: Evidence, explain: bool) -> str:
    said = f"{evidence.comparison}={evidence.level}"
    return f"{said} {evidence.weight:+.2f}" if explain else said


@contextmanager
def _output(path: Path) -> Iterator[Callable[[list[str]], Any]]:
    """Write beside `path` and move into place, so that a failure leaves no half list."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(MATCH_COLUMNS)
            yield writer.writerow
        part.replace(path)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _progress(what: str) -> Callable[[int], None]:
    def say(many: int) -> None:
        click.echo(f"{what} {many:,}", err=True)

    return say


def _say_doubles(notices: Notices, many: int) -> None:
    if many:
        notices.counts["rows repeat the id of another row"] = many


Found = Iterator[tuple[str, str, float, tuple[Evidence, ...]]]


def _by_index(
    registry: Path,
    queries: Path,
    model: Model,
    dates: Order,
    notices: dict[str, Notices],
    _: str,
) -> Found:
    secret = secrets.token_bytes(32)
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(Path(folder) / "index.sqlite3")
        rows = read_people(registry, dates, notices["registry"])
        build(index, rows, secret, _progress("Indexed"))
        _say_doubles(notices["registry"], doubles(index))
        known, too_little = model.of(frequencies(index)), 0
        find, fetch = postings(index), people(index)
        for query_id, person in read_people(queries, dates, notices["queries"]):
            answer = match(query(person, secret), known, find, fetch)
            too_little += not answer.sufficiency.enough
            for found in answer.matches:
                (ref,) = index.execute(
                    "SELECT ref FROM person WHERE id = ?", (found.person,)
                ).fetchone()
                yield query_id, ref, found.weight, found.evidence
        if too_little:
            notices["queries"].counts["queries say too little to be told from chance"] = too_little
        index.close()


def _by_splink(
    registry: Path,
    queries: Path,
    model: Model,
    dates: Order,
    notices: dict[str, Notices],
    engine: str,
) -> Found:
    with tempfile.TemporaryDirectory() as folder:
        tables = {name: Path(folder) / f"{name}.parquet" for name in notices}
        refs = {
            name: write_table(
                read_people(path, dates, notices[name]), tables[name], _progress(f"Read {name}:")
            )
            for name, path in (("registry", registry), ("queries", queries))
        }
        for name, ids in refs.items():
            _say_doubles(notices[name], len(ids) - len(set(ids)))
        run = (duckdb_engine if engine == "duckdb" else spark_engine)(tables)
        pairs = list(run.pairs(sized(model, len(refs["registry"])), model.bands.possible))
        for pair in sorted(pairs, key=lambda pair: (pair.query, -pair.weight, pair.person)):
            yield (
                refs["queries"][pair.query],
                refs["registry"][pair.person],
                pair.weight,
                pair.evidence,
            )


@click.command("screen-train")
@click.argument("registry", type=SOURCE)
@click.argument("queries", type=SOURCE, required=False)
@click.option("--output", type=click.Path(path_type=Path), required=True, help="YAML to write.")
@model_option
@dates_option
@schema_option
def screen_train(
    registry: Path, queries: Path | None, output: Path, model_file: Path | None, dates: Order
) -> None:
    """Learn the weights of agreement from REGISTRY, or from it and QUERIES.

    Splink estimates them by expectation maximisation, without anybody saying which pairs are the
    same person. It needs a thousand people or more, some of whom stand there twice (or in both).
    What the data cannot teach keeps its shipped weight.

    Example: holdfast screen-train clients.csv --output model.yaml
    """
    check_output(output, registry, queries, model_file)
    notices = {"registry": Notices(), "queries": Notices()}
    sources = {"registry": registry} | ({"queries": queries} if queries else {})
    model = load_model(model_file)
    with tempfile.TemporaryDirectory() as folder:
        tables = {name: Path(folder) / f"{name}.parquet" for name in sources}
        refs = {
            name: write_table(
                read_people(path, dates, notices[name]), tables[name], _progress(f"Read {name}:")
            )
            for name, path in sources.items()
        }
        if sum(map(len, refs.values())) < FEWEST:
            raise click.ClickException(
                f"{sum(map(len, refs.values())):,} people are too few to learn from; the shipped "
                f"weights do better below {FEWEST:,}."
            )
        learned = _train(duckdb_engine(tables), sized(model, len(refs["registry"])), list(sources))
    for name, path in sources.items():
        for line in notices[name].lines(path.name):
            click.echo(line, err=True)
    output.write_text(yaml.safe_dump(model_data(learned), sort_keys=False), "utf-8")
    click.echo(
        f"Learned weights are in {output}. Use them: holdfast screen --model {output}", err=True
    )


def _train(engine: Any, model: Model, tables: list[str]) -> Model:
    logging.getLogger("splink").setLevel(logging.ERROR)  # it lists every level not observed
    link_type = "link_only" if len(tables) > 1 else "dedupe_only"
    linker, _ = engine.linker(model, link_type, *tables)
    training = linker.training
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in ("l.birth_key = r.birth_key", "l.both_sounds = r.both_sounds"):
        training.estimate_parameters_using_expectation_maximisation(rule)
    return learned_model(model, linker.misc.save_model_to_json())
