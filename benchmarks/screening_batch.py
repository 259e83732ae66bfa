"""Whole lists at once: Splink with our model on DuckDB, as `holdfast screen --engine duckdb`."""

import random
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import screening_data as data
from holdfast.cli.screening_batch import duckdb_engine, sized, write_table
from holdfast.screening import default_model, normalise
from screening_figures import Figure, recall_at


def duckdb(size: int, many: int, folder: Path) -> Iterator[Figure]:
    """FEBRL4's duplicates against a registry grown to `size`, in one go."""
    originals, duplicates = data.febrl4()
    tables = {name: folder / f"{name}.parquet" for name in ("registry", "queries")}
    started = perf_counter()
    people = ((ref, normalise(p)) for ref, p in data.registry(originals, size))
    refs = write_table(people, tables["registry"])
    asked = random.Random(2).sample(list(duplicates.items()), many)
    queries = write_table(((ref, normalise(p)) for ref, p in asked), tables["queries"])
    yield Figure(f"{size:,}: invented, normalised and written once", perf_counter() - started, "s")
    started = perf_counter()
    engine = duckdb_engine(tables)
    loaded = perf_counter() - started
    found = list(engine.pairs(sized(default_model(), size), -10.0))
    took = perf_counter() - started
    at = f"DuckDB, {many:,} x {size:,}"
    yield Figure(f"{at}: loaded, linked and read", took, "s", 5 if size >= 1_000_000 else None,
                 False, f"busy machine; of it {loaded:.1f} s loading")  # fmt: skip
    right = [(pair.weight, queries[pair.query] == refs[pair.person]) for pair in found]
    yield Figure(f"{at}: recall at precision .99", recall_at(0.99, right, many), "", 0.995,
                 limit="names or births replaced as a whole in the query")  # fmt: skip
