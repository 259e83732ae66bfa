"""The same model run by Splink over whole lists: DuckDB on one machine, Spark on a cluster."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from holdfast.screening import Compared, Evidence, Frequencies, Model
from holdfast.screening.compare import LEVELS
from holdfast.screening.splink_columns import COLUMNS, LISTS, splink_row
from holdfast.screening.splink_settings import level_name, splink_settings, term_frequency_sql

CHUNK = 20_000
INSTALL = {
    "duckdb": "This needs Splink and DuckDB: pip install 'holdfast[batch]'",
    "spark": "This needs Splink, Spark and Java 17: pip install 'holdfast[spark]'",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and somebody in the registry who may be the same person."""

    query: int
    person: int
    weight: float
    evidence: tuple[Evidence, ...]


def write_table(
    people: Iterable[tuple[str, Compared]],
    path: Path,
    progress: Callable[[int], None] = lambda _: None,
) -> list[str]:
    """Write what Splink reads as a Parquet file; return the ids, in the order of their numbers."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        from pyarrow import parquet
    except ImportError as error:
        raise click.ClickException(INSTALL["duckdb"]) from error
    text = {name: pa.list_(pa.string()) if name in LISTS else pa.string() for name in COLUMNS}
    schema = pa.schema([("id", pa.int64()), *text.items()])
    refs: list[str] = []
    with parquet.ParquetWriter(path, schema) as writer:
        for chunk in _chunks(people):
            numbers = range(len(refs), len(refs) + len(chunk))
            columns = zip(*(splink_row(person) for _, person in chunk), strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(
                (numbers, *columns), schema, strict=True)]  # fmt: skip
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            refs.extend(ref for ref, _ in chunk)
            progress(len(refs))
    return refs


def _chunks(
    people: Iterable[tuple[str, Compared]],
) -> Iterator[list[tuple[str, Compared]]]:
    chunk: list[tuple[str, Compared]] = []
    for person in people:
        chunk.append(person)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def sized(model: Model, total: int) -> Model:
    """Return the model for a registry of `total` persons, whose counts Splink will take itself."""
    return model.of(Frequencies(total, lambda _: {}))


@dataclass(frozen=True, slots=True)
class Engine:
    """Splink over two tables, `registry` and `queries`, in one database.

    `api` is Splink's database API, `run` runs one statement, `rows` streams a Splink table.
    """

    dialect: str
    api: Any
    run: Callable[[str], Any]
    rows: Callable[[Any], Iterator[Mapping[str, Any]]]

    def linker(self, model: Model, link_type: str, *tables: str) -> tuple[Any, list[Any]]:
        """Return a Splink linker over `tables` with the registry's term frequencies."""
        from splink import Linker

        frames = [self.api.register(table, dataset_display_name=f"{table}_") for table in tables]
        settings = splink_settings(model, self.dialect, link_type=link_type)
        linker = Linker(frames, settings)
        asked = "queries" if "queries" in tables else ""
        for field, sql in term_frequency_sql(model, "registry", asked).items():
            self.run(f"CREATE OR REPLACE TEMPORARY VIEW tf_{field} AS {sql}")
            frequencies = self.api.register(f"tf_{field}")
            linker.table_management.register_term_frequency_lookup(frequencies, field)
        return linker, frames

    def pairs(self, model: Model, least: float, rules: list[str] | None = None) -> Iterator[Pair]:
        """Yield the pairs that weigh `least` bits or more, as `match` would weigh them."""
        linker, (queries, registry) = self.linker(model, "link_only", "queries", "registry")
        found = linker.inference.predict_between(
            queries,
            registry,
            threshold_match_weight=least,
            blocking_rules_to_generate_predictions=rules,
        )
        for row in self.rows(found):
            yield _pair(row)


def _pair(row: Mapping[str, Any]) -> Pair:
    query_side = "l" if row["source_dataset_l"].startswith("queries") else "r"
    registry_side = "r" if query_side == "l" else "l"
    evidence = (
        Evidence(
            name,
            level_name(name, row[f"gamma_{name}"]),
            row[f"mw_{name}"] + row.get(f"mw_tf_adj_{name}", 0.0),
        )
        for name in LEVELS
    )
    return Pair(
        query=row[f"id_{query_side}"],
        person=row[f"id_{registry_side}"],
        weight=row["match_weight"],
        evidence=tuple(e for e in evidence if e.level != "missing" and _says(e)),
    )


def _says(evidence: Evidence) -> bool:
    return evidence.comparison != "household" or evidence.level != "else"


def duckdb_engine(tables: Mapping[str, Path]) -> Engine:
    """Return an engine on DuckDB over Parquet files by the name of their table."""
    try:
        import duckdb
        from splink import DuckDBAPI
    except ImportError as error:
        raise click.ClickException(INSTALL["duckdb"]) from error
    connection = duckdb.connect()
    for name, path in tables.items():
        connection.read_parquet(str(path)).create(name)

    def rows(frame: Any) -> Iterator[Mapping[str, Any]]:
        found = connection.execute(f"SELECT * FROM {frame.physical_name}")  # noqa: S608
        names = [column[0] for column in found.description]
        while chunk := found.fetchmany(CHUNK):
            yield from (dict(zip(names, row, strict=True)) for row in chunk)

    return Engine("duckdb", DuckDBAPI(connection=connection), connection.execute, rows)


def spark_engine(tables: Mapping[str, Path], session: Any = None) -> Engine:
    """Return an engine on Spark; without a session, on one of this machine."""
    try:
        from splink import SparkAPI
        from splink.backends.spark import similarity_jar_location
    except ImportError as error:
        raise click.ClickException(INSTALL["spark"]) from error
    if session is None:
        session = local_session(similarity_jar_location())
    session.sparkContext.setCheckpointDir(str(min(tables.values()).parent / "checkpoints"))
    for name, path in tables.items():
        session.read.parquet(str(path)).createOrReplaceTempView(name)
    api: Any = SparkAPI  # untyped in Splink
    return Engine("spark", api(spark_session=session), session.sql, _spark_rows)


def _spark_rows(frame: Any) -> Iterator[Mapping[str, Any]]:
    yield from (row.asDict() for row in frame.as_spark_dataframe().toLocalIterator())


def local_session(jars: str) -> Any:
    """Return a Spark session on this machine's cores, without its web pages."""
    from pyspark.sql import SparkSession

    builder = (
        SparkSession.builder.master("local[*]")
        .appName("holdfast screen")
        .config("spark.jars", jars)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.default.parallelism", "8")
        .config("spark.sql.codegen.wholeStage", "false")  # the conditions outgrow one Java method
    )
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
