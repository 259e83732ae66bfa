"""One model, two ways to run it: the same levels and the same weights for the same pairs."""

import gc
import random
from collections import Counter
from pathlib import Path

import pytest

from holdfast.screening import (
    FIELDS,
    Compared,
    Frequencies,
    Model,
    Person,
    default_model,
    frequency_keys,
    normalise,
    query,
    record,
)
from holdfast.screening.compare import LEVELS, MISSING, compare
from holdfast.screening.splink_settings import learned_model, level_name, splink_settings

pytest.importorskip("splink")
from holdfast.cli.screening_batch import (
    Engine,
    Pair,
    duckdb_engine,
    sized,
    spark_engine,
    write_table,
)

SECRET = bytes(32)
CHOICES = {
    "given_name": "|anna|ana|bob|robert|mike|michael|j|jane marie|marie|wei|王|王伟|alexandra"
    "|alex|lee",
    "surname": "|lee|li|van der berg|vanderberg|berg|smith jones|jones|johansen|johanson|baker|anna"
    "|王|wojciechowski jr|wojciechowski sr",
    "former_name": "|||baker|smith; lee|jones",
    "date_of_birth": "|1980-04-03|1980-03-04|1980-04-08|1981-04-08|1980|1981|1980-04|--04-03"
    "|1980-12-25|1975-01-02|1980-05|19801345",
    "street": "|12 main st|12 mian st|14 main st|main st|12 hill rd|17|12 hillside terrace"
    "|北京路 5",
    "suburb": "||kilda|killda|brighton|brightoon|perth",
    "postcode": "||2000|2001|6000",
    "state": "|nsw|wa",
    "phone": "|0412345678|0412345679|0499999999",
    "email": "|annlee@a.com|annlee@b.com|x@y.org",
    "employer": "|harbour board|harbour|library",
}


def invent(many: int, seed: int) -> list[Compared]:
    rng = random.Random(seed)
    chosen = {field: CHOICES[field].split("|") for field in FIELDS}
    return [
        normalise(Person(**{field: rng.choice(chosen[field]) for field in FIELDS}))
        for _ in range(many)
    ]


def tables(folder: Path, registry: list[Compared], queries: list[Compared]) -> dict[str, Path]:
    paths = {"registry": folder / "registry.parquet", "queries": folder / "queries.parquet"}
    for path, people in zip(paths.values(), (registry, queries), strict=True):
        write_table(((str(n), person) for n, person in enumerate(people)), path)
    return paths


def of(registry: list[Compared]) -> Model:
    counts: Counter[int] = Counter()
    for person in registry:
        counts.update(frequency_keys(record(person), SECRET).values())
    return default_model().of(Frequencies(len(registry), lambda keys: counts))


def agree(pairs: list[Pair], registry: list[Compared], queries: list[Compared]) -> None:
    """Every pair has the same levels, and a weight within 0.01 bit."""
    model = of(registry)
    asked = [query(person, SECRET) for person in queries]
    weights = [model.weights(each.frequency_keys) for each in asked]
    known = [record(person) for person in registry]
    for pair in pairs:
        levels = compare(asked[pair.query].record, known[pair.person])
        row = weights[pair.query]
        online = model.prior + sum(w[level] for w, level in zip(row, levels, strict=True))
        names = {
            name: LEVELS[name][level]
            for name, level in zip(LEVELS, levels, strict=True)
            if level != MISSING and (name, LEVELS[name][level]) != ("household", "else")
        }

        assert {e.comparison: e.level for e in pair.evidence} == names
        assert pair.weight == pytest.approx(online, abs=0.01)
        assert model.prior + sum(e.weight for e in pair.evidence) == pytest.approx(online, abs=0.01)


def every_pair(engine: Engine, registry: list[Compared]) -> list[Pair]:
    return list(engine.pairs(sized(default_model(), len(registry)), -1000.0, rules=["1 = 1"]))


def test_duckdb_weighs_as_the_index_does(tmp_path: Path) -> None:
    registry, queries = invent(100, seed=1), invent(60, seed=2)

    pairs = every_pair(duckdb_engine(tables(tmp_path, registry, queries)), registry)

    assert len(pairs) == 6000
    agree(pairs, registry, queries)


@pytest.mark.slow
def test_duckdb_weighs_100_000_pairs_as_the_index_does(tmp_path: Path) -> None:
    registry, queries = invent(400, seed=3), invent(250, seed=4)

    pairs = every_pair(duckdb_engine(tables(tmp_path, registry, queries)), registry)

    assert len(pairs) == 100_000
    agree(pairs, registry, queries)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Spark's own, about its Python
def test_spark_weighs_as_the_index_does(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    registry, queries = invent(60, seed=5), invent(40, seed=6)
    engine = spark_engine(tables(tmp_path, registry, queries))

    pairs = every_pair(engine, registry)
    gc.collect()  # Spark leaves sockets; let them go where the warning is expected

    assert len(pairs) == 2400
    agree(pairs, registry, queries)


def test_the_blocks_of_splink_find_what_the_index_finds(tmp_path: Path) -> None:
    """Of 200 people with one thing changed each, blocking loses none."""
    registry = [
        normalise(
            Person(
                f"{'abcdefghij'[i % 10]}na{'klmnoprstu'[i // 10 % 10]}",
                f"ber{'dgklmnrst'[i % 9]}{'aeiou'[i // 9 % 5]}",
                date_of_birth=f"{1950 + i % 50}-{1 + i % 12:02d}-{1 + i % 28:02d}",
                street=f"{i} hill rd",
                postcode=str(2000 + i),
            )
        )
        for i in range(200)
    ]
    changes: list[dict[str, str]] = [
        {"given": "zzz"}, {"surname": "zzz"}, {"birth": ""}, {"street": "", "postcode": ""},
        {"postcode": "9999"},
    ]  # fmt: skip
    queries = [person._replace(**changes[i % 5]) for i, person in enumerate(registry)]

    pairs = duckdb_engine(tables(tmp_path, registry, queries)).pairs(
        sized(default_model(), 200), 6.0
    )

    assert {pair.query for pair in pairs if pair.query == pair.person} == set(range(200))


def test_one_broad_fact_alone_makes_no_pair_unless_nothing_more_is_known(tmp_path: Path) -> None:
    """A million people share each birthday with some thirty others."""
    born = {"date_of_birth": "1970-05-09"}
    known = normalise(Person("Mira", "Lund", street="4 hill rd", postcode="2000", **born))
    queries = [
        normalise(Person("Oskar", "Berg", street="9 sea lane", postcode="7777", **born)),
        normalise(Person("Oskar", "Berg", **born)),
        normalise(Person(street="9 sea lane", postcode="7777", **born)),
        normalise(Person("Oskar", "Lund", street="9 sea lane", postcode="7777", **born)),
    ]

    pairs = duckdb_engine(tables(tmp_path, [known], queries)).pairs(
        sized(default_model(), 1), -1000.0
    )

    assert {pair.query for pair in pairs} == {1, 2, 3}


def test_learned_levels_are_taken_and_fixed_ones_kept() -> None:
    model = sized(default_model(), 1000)
    settings = splink_settings(model, "duckdb")
    for comparison in settings["comparisons"]:
        for row in comparison["comparison_levels"]:
            if not row.get("is_null_level"):
                row["m_probability"], row["u_probability"] = 0.25, 0.125
    del settings["comparisons"][0]["comparison_levels"][1]["m_probability"]  # never observed

    learned = learned_model(model, settings).comparisons

    assert (learned["phone"][0].m, learned["phone"][0].u) == (0.25, 0.125)
    assert learned["given"][0] == model.comparisons["given"][0]
    assert learned["household"] == model.comparisons["household"]


def test_levels_by_number() -> None:
    """Splink counts down to the level that stands last; -1 is missing."""
    assert level_name("phone", 2) == "exact"
    assert level_name("phone", 0) == "else"
    assert level_name("birth", 0) == "part_else"
    assert level_name("birth", 11) == "exact"
    assert level_name("birth", -1) == "missing"
