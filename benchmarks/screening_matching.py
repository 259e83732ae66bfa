"""How well people are found: FEBRL4, a registry grown around it, Anytown, and Splink beside."""

import logging
import random
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

import screening_data as data
from holdfast.cli import screening_index as store
from holdfast.screening import (
    Answer,
    Compared,
    Model,
    Person,
    default_model,
    match,
    normalise,
    query,
)
from screening_figures import Figure, Times, recall_at, timed

SECRET = bytes(range(32))
ALL = -60.0  # bits: keep every candidate, so that the threshold can be moved afterwards
FIELDS = {
    "full record": None,
    "name + birth + postcode": ("given_name", "surname", "date_of_birth", "postcode"),
    "name + birth": ("given_name", "surname", "date_of_birth"),
    "name": ("given_name", "surname"),
}
TELLS = "names or births replaced as a whole in the query (heavy noise)"


class Registry:
    """An index on disk, and the model that knows its frequencies."""

    def __init__(self, path: Path | str, people: Iterable[tuple[str, Compared]]) -> None:
        self.index = store.open_index(path)
        started, used = perf_counter(), process_time()
        self.size = store.build(self.index, people, SECRET)
        self.built, self.built_cpu = perf_counter() - started, process_time() - used
        self.index.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.index.execute("PRAGMA cache_size = -400000")
        self.model = default_model().of(store.frequencies(self.index))
        self.find, self.fetch = store.postings(self.index), store.people(self.index)

    def bytes_each(self) -> float:
        (pages,) = self.index.execute("PRAGMA page_count").fetchone()
        (size,) = self.index.execute("PRAGMA page_size").fetchone()
        return float(pages * size / self.size)

    def ref(self, number: int) -> str:
        (found,) = self.index.execute("SELECT ref FROM person WHERE id = ?", (number,)).fetchone()
        return str(found)

    def ask(self, person: Person | Compared, least: float | None = None) -> Answer:
        model = self.model if least is None else keeping(self.model, least)
        asked = person if isinstance(person, Compared) else normalise(person)
        return match(query(asked, SECRET), model, self.find, self.fetch)


def keeping(model: Model, least: float) -> Model:
    return replace(model, bands=replace(model.bands, possible=least))


def only(person: Person, fields: Sequence[str] | None) -> Person:
    return person if fields is None else Person(**{f: getattr(person, f) for f in fields})


def pairs(registry: Registry, asked: list[tuple[str, Person]]) -> tuple[list, Times]:
    """Ask all; return (weight, whether it is the one) for every candidate, and the times."""
    answers, times = timed(lambda p=person: registry.ask(p, ALL) for _, person in asked)
    found = [
        (each.weight, registry.ref(each.person) == ref)
        for (ref, _), answer in zip(asked, answers, strict=True)
        for each in answer.matches
        if each.weight > -10
    ]
    return found, times


def febrl4() -> Iterator[Figure]:
    """FEBRL4 against itself: 5,000 and 5,000, every one with a counterpart."""
    originals, duplicates = data.febrl4()
    registry = Registry(":memory:", ((ref, normalise(p)) for ref, p in originals.items()))
    found, times = pairs(registry, list(duplicates.items()))
    best = max((min(right / place, right / 5000) for place, right in _running(found)), default=0.0)
    yield Figure("FEBRL4: precision and recall at the best threshold", best, "", 0.999, limit=TELLS)
    yield Figure("FEBRL4: recall at precision .99", recall_at(0.99, found, 5000))
    yield Figure(
        "FEBRL4: one query, median of processor time", times.percentile(50, cpu=True), "ms"
    )


def _running(found: list[tuple[float, bool]]) -> Iterator[tuple[int, int]]:
    right = 0
    for place, (_, true) in enumerate(sorted(found, key=lambda pair: -pair[0]), start=1):
        right += true
        yield place, right


def grown(size: int, many: int, folder: Path) -> Iterator[Figure]:
    """FEBRL4's duplicates against a registry grown to `size`, and people who are not there."""
    originals, duplicates = data.febrl4()
    people = ((ref, normalise(p)) for ref, p in data.registry(originals, size))
    registry = Registry(folder / "index.sqlite3", people)
    at, million = f"{size:,}", size >= 1_000_000
    yield Figure(
        f"{at}: built in",
        registry.built,
        "s",
        120 if million else None,
        least=False,
        limit=f"busy machine; {registry.built_cpu:.0f} s of one processor, of which a "
        "seventh invents the people",
    )
    yield Figure(f"{at}: index and records, bytes a person", registry.bytes_each(), "B", 450, False)
    asked = random.Random(2).sample(list(duplicates.items()), many)
    absent = list(islice(data.strangers(list(originals.values()), random.Random(99)), many))
    aims = {"full record": 0.996, "name + birth + postcode": 0.92, "name + birth": 0.82}
    for name, fields in FIELDS.items():
        aim = aims.get(name) if (size == 100_000) == (name == "name + birth") else None
        yield from _one_pattern(registry, at, name, fields, asked, absent, aim)
    yield from _one_more(registry, at)


def _one_pattern(
    registry: Registry,
    at: str,
    name: str,
    fields: Sequence[str] | None,
    asked: list[tuple[str, Person]],
    absent: list[Person],
    aim: float | None,
) -> Iterator[Figure]:
    some = [(ref, only(person, fields)) for ref, person in asked]
    pairs(registry, some[:100])  # warm
    found, times = pairs(registry, some)
    yield Figure(
        f"{at}, {name}: recall at precision .99",
        recall_at(0.99, found, len(some)),
        "",
        aim,
        limit=TELLS,
    )
    full = name == "full record" and registry.size >= 1_000_000
    yield Figure(
        f"{at}, {name}: one query, median",
        times.percentile(50),
        "ms",
        3 if full else None,
        False,
        f"{times.percentile(50, cpu=True):.1f} ms of processor time",
    )
    yield Figure(
        f"{at}, {name}: one query, 95th percentile",
        times.percentile(95),
        "ms",
        5 if full else None,
        False,
        f"{times.percentile(95, cpu=True):.1f} ms of processor time",
    )
    answers = [registry.ask(only(person, fields)) for person in absent]
    for band, most in (("probable", 0.001), ("possible", 0.01)):
        wrong = sum(any(m.band == band for m in answer.matches) for answer in answers)
        yield Figure(
            f"{at}, {name}: not there, but {band}",
            wrong / len(absent),
            "",
            most,
            False,
            "two or three facts shared by chance",
        )
    if name == "name":
        asks = sum(not answer.sufficiency.enough for answer in answers)
        few = sum(len(answer.matches) <= 5 for answer in answers)
        yield Figure(f"{at}, {name}: says too little, asks for one more field", asks / len(absent))
        yield Figure(f"{at}, {name}: five candidates or fewer", few / len(absent))


def _one_more(registry: Registry, at: str) -> Iterator[Figure]:
    newcomers = list(islice(data.strangers(list(data.febrl4()[0].values()), random.Random(5)), 200))

    def add(person: Person) -> None:
        with registry.index:
            store.add(registry.index, "new", normalise(person), SECRET)

    _, times = timed(lambda p=person: add(p) for person in newcomers)
    yield Figure(
        f"{at}: one more person indexed and committed, median",
        times.percentile(50),
        "ms",
        2,
        False,
        "the disk's commit on a busy machine",
    )


def anytown() -> Iterator[Figure]:
    """Noisy files of a simulated town; also those who have no counterpart are asked for."""
    census = data.first_of_each(data.anytown("census"))
    links = {
        "tax file, name + address": (data.anytown("w2"), "mailing_address_", "", 0.95, 0.80),
        "social security, name + birth": (data.anytown("ssa"), None, "b", 0.99, None),
    }
    for name, (rows, address, fields, precision, aim) in links.items():
        queries = [
            (row["simulant_id"], normalise(data.anytown_person(row, address, fields), "mdy"))
            for row in data.first_of_each(rows)
        ]
        place = "" if address is not None else None
        people = [
            (row["simulant_id"], normalise(data.anytown_person(row, place, fields), "mdy"))
            for row in census
        ]
        if fields:  # the larger file is the registry
            queries, people = people, queries
        yield from _link(f"Anytown, {name}", people, queries, precision, aim)


def _link(
    name: str,
    people: list[tuple[str, Compared]],
    queries: list[tuple[str, Compared]],
    precision: float,
    aim: float | None,
) -> Iterator[Figure]:
    registry = Registry(":memory:", people)
    present = {ref for ref, _ in people}
    total = sum(ref in present for ref, _ in queries)
    found, _ = pairs(registry, queries)  # type: ignore[arg-type]
    at = f"{precision:g}"[1:]
    yield Figure(f"{name}: recall at precision {at}", recall_at(precision, found, total), "", aim)
    yield Figure(
        f"{name}: recall at precision {at}, Splink's EM and levels",
        _splink(people, queries, precision, total),
    )


def _splink(
    people: list[tuple[str, Compared]],
    queries: list[tuple[str, Compared]],
    precision: float,
    total: int,
) -> float:
    """Link with Splink's own comparisons and its training on these very files."""
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    fields = [f for f in ("street", "birth") if any(getattr(p, f) for _, p in people)]
    names = ["given", "surname", *fields]
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(str(Path(folder) / "splink.duckdb"))
        for table, rows in (("people", people), ("queries", queries)):
            columns = ", ".join(f"{n} VARCHAR" for n in ("ref", *names))
            connection.execute(f"CREATE TABLE {table} (id INTEGER, {columns})")
            connection.executemany(
                f"INSERT INTO {table} VALUES ({', '.join('?' * (len(names) + 2))})",
                [
                    (i, ref, *(getattr(p, n) or None for n in names))
                    for i, (ref, p) in enumerate(rows)
                ],
            )
        settings = SettingsCreator(
            link_type="link_only",
            unique_id_column_name="id",
            additional_columns_to_retain=["ref"],
            comparisons=[
                cl.JaroWinklerAtThresholds("given", [0.9, 0.8]).configure(
                    term_frequency_adjustments=True
                ),
                cl.JaroWinklerAtThresholds("surname", [0.9, 0.8]).configure(
                    term_frequency_adjustments=True
                ),
                *(cl.DamerauLevenshteinAtThresholds(f, [1, 2]) for f in fields),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("given", "surname"),
                *(block_on(f) for f in fields),
                block_on("surname", "substr(given, 1, 1)"),
                block_on("given", "substr(surname, 1, 3)"),
            ],
        )
        api = DuckDBAPI(connection=connection)
        linker = Linker([api.register("people"), api.register("queries")], settings)
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [block_on("given", "surname", *fields)], recall=0.6
        )
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        training.estimate_parameters_using_expectation_maximisation(block_on("given", "surname"))
        training.estimate_parameters_using_expectation_maximisation(block_on(fields[0]))
        frame = linker.inference.predict(threshold_match_weight=-10)
        found = connection.execute(
            f"SELECT match_weight, ref_l = ref_r FROM {frame.physical_name}"
        ).fetchall()
    return recall_at(precision, found, total)


def close(registry: Registry) -> None:
    """Close the index's file."""
    index: sqlite3.Connection = registry.index
    index.close()
