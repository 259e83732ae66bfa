"""The model of agreement as a Splink model, and back: one model, two ways to run it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from holdfast.screening.compare import LEVELS
from holdfast.screening.conditions import ELSE, MISSING_SQL, conditions
from holdfast.screening.model import Level, Model
from holdfast.screening.splink_columns import BLOCKS, Block, Equal

LEAST, MOST = 1e-7, 0.99999  # bounds of learned probabilities: never certain from a sample
# Not learned: too rare in a sample, said of people of whom less is known than of most, or (names
# that changed places) one piece of evidence that stands under two comparisons.
FIXED = {
    "given": frozenset({"crossed"}),
    "surname": frozenset({"crossed"}),
    "household": frozenset(LEVELS["household"]),
    "address": frozenset({"postcode", "suburb", "state"}),
    "birth": frozenset(name for name in LEVELS["birth"] if name.startswith("part_")),
}


def blocking_rules() -> list[str]:
    """Return the rules by which Splink chooses pairs to compare."""
    return [" AND ".join([*_equal(block.equal), *_more(block)]) for block in BLOCKS]


def _equal(pairs: Equal) -> list[str]:
    return [f"l.{left} = r.{right}" for left, right in pairs]


def _more(block: Block) -> list[str]:
    """Return that something more agrees, or that nothing is known of which it could."""
    if not block.more:
        return []
    agree = [f"coalesce({same}, FALSE)" for group in block.more for same in _equal(group)]
    unknown = [rule for group in block.more for rule in _unknown(group)]
    return [f"({' OR '.join(agree + unknown)})"]


def _unknown(group: Equal) -> Iterator[str]:
    for side, columns in zip("lr", zip(*group, strict=True), strict=True):
        nothing = " AND ".join(f"{side}.{column} IS NULL" for column in sorted(set(columns)))
        yield f"({nothing})"


def splink_settings(model: Model, dialect: str, *, link_type: str = "link_only") -> dict[str, Any]:
    """Return Splink 5 settings that give each pair the same weight as `match` does.

    `model` must know the registry's size. Term frequencies are those of the registry:
    register what `term_frequency_sql` selects. `dialect` is "duckdb" or "spark".
    """
    sql = conditions(dialect)
    return {
        "link_type": link_type,
        "unique_id_column_name": "id",
        "probability_two_random_records_match": 1.0 / (model.total + 1.0),
        "blocking_rules_to_generate_predictions": blocking_rules(),
        "comparisons": [
            _comparison(name, levels, sql[name], model.total)
            for name, levels in model.comparisons.items()
        ],
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": True,
    }


def _comparison(
    name: str, levels: Sequence[Level], sql: Mapping[str, str], total: int
) -> dict[str, Any]:
    ordered = sorted(levels, key=lambda level: level.name == ELSE[name])
    rows = [_level(level, sql.get(level.name, "ELSE"), total) for level in ordered]
    missing = {"sql_condition": MISSING_SQL[name], "is_null_level": True}
    rows.insert(0, missing | {"label_for_charts": "missing"})
    return {"output_column_name": name, "comparison_levels": rows}


def _level(level: Level, sql: str, total: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "sql_condition": sql,
        "label_for_charts": level.name,
        "m_probability": level.m,
        "u_probability": level.expected_u(total),
    }
    if level.frequency:
        found["tf_adjustment_column"] = level.frequency
        found["disable_tf_exact_match_detection"] = True
    return found


def frequency_levels(model: Model) -> dict[str, Level]:
    """Return for each field with term frequencies a level that uses them."""
    return {
        level.frequency: level
        for levels in model.comparisons.values()
        for level in levels
        if level.frequency
    }


def term_frequency_sql(model: Model, table: str, asked: str = "") -> dict[str, str]:
    """Return for each field a query for its term frequencies, as `Level.term_frequency` counts.

    With `asked`, the name of another table, only values that occur there are counted.
    """

    def which(field: str) -> str:
        return f"IN (SELECT {field} FROM {asked})" if asked else "IS NOT NULL"  # noqa: S608

    return {
        field: f"SELECT {field}, least((count(*) - 1 + {level.others})"  # noqa: S608
        f" / cast({model.total} AS double), cast(1.0 AS double)) AS tf_{field}"
        f" FROM {table} WHERE {field} {which(field)} GROUP BY {field}"
        for field, level in frequency_levels(model).items()
    }


def level_name(comparison: str, gamma: int) -> str:
    """Return the level behind Splink's number: it counts down to 0, -1 is missing."""
    if gamma < 0:
        return "missing"
    ordered = sorted(LEVELS[comparison], key=lambda name: name == ELSE[comparison])
    return ordered[len(ordered) - 1 - gamma]


def learned_model(model: Model, settings: Mapping[str, Any]) -> Model:
    """Return `model` with the probabilities of a Splink model trained on its settings.

    Levels that training could not reach keep what they had, and so do those of `FIXED`.
    """
    comparisons = dict(model.comparisons)
    for trained in settings["comparisons"]:
        name = trained["output_column_name"]
        rows = {row["label_for_charts"]: row for row in trained["comparison_levels"]}
        comparisons[name] = tuple(
            level if level.name in FIXED.get(name, ()) else _learned(level, rows[level.name])
            for level in comparisons[name]
        )
    return replace(model, comparisons=comparisons)


def _learned(level: Level, row: Mapping[str, Any]) -> Level:
    m, u = row.get("m_probability"), row.get("u_probability")
    if not isinstance(m, float) or not isinstance(u, float):
        return level
    m, u = (float(f"{min(max(p, LEAST), MOST):.6g}") for p in (m, u))
    return replace(level, m=m, u=u)
