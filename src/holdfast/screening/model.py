"""The model of agreement: what each level of each comparison weighs.

Fellegi and Sunter (1969): under independence of the comparisons given match status, the log odds
that two records are one person is the sum of log2(m / u) over their levels, plus the prior. Term
frequencies after Winkler (1988). The prior is one match among the persons of the registry.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from math import log2, pow
from typing import Any

import yaml

from holdfast.screening.compare import LEVELS

SCHEMA = "holdfast/screening-model/1"
TOWN = 50_000  # persons who live around a registry without standing in it

Counts = Callable[[Sequence[int]], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Level:
    """One grade of agreement; `m` and `u` are probabilities, see `data/model.yaml`."""

    name: str
    m: float
    u: float
    frequency: str = ""  # the field whose value's frequency takes the place of u
    people: float = 0.0  # u as that many persons of the registry
    others: float = 1.0  # persons thought to share a value that only one is known to have

    def expected_u(self, total: int) -> float:
        """Return u in a registry of `total` persons, before any term frequency."""
        return self.people / (total + TOWN) if self.people else self.u

    def weight(self, total: int, count: int | None = None) -> float:
        """Return the weight in bits; `count` persons of `total` share the value, if known."""
        if self.frequency and count is not None:
            return log2(self.m / self.term_frequency(total, count))
        return log2(self.m / self.expected_u(total))

    def term_frequency(self, total: int, count: int) -> float:
        """Return how often a value that `count` of `total` share is met by chance.

        The person looked for may be one of the `count`: chance is the rest, and `others`.
        """
        return min((max(count, 1) - 1 + self.others) / total, 1.0)


@dataclass(frozen=True, slots=True)
class Bands:
    """Match weights in bits from which a candidate is called possible and probable."""

    possible: float
    probable: float


@dataclass(frozen=True, slots=True)
class Frequencies:
    """What a registry says of its values: how many persons, and how many share a value.

    `counts` takes frequency keys (`keys.frequency_keys`) and returns the counts it knows.
    """

    total: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Model:
    """Levels for each comparison in the order of `compare.LEVELS`, bands, a registry's counts."""

    comparisons: Mapping[str, tuple[Level, ...]]
    bands: Bands
    frequencies: Frequencies | None = None

    def of(self, frequencies: Frequencies) -> "Model":
        """Return this model for a registry with these frequencies."""
        return replace(self, frequencies=frequencies)

    @property
    def total(self) -> int:
        """The number of persons in the registry, at least one."""
        return max(self.frequencies.total, 1) if self.frequencies else 1

    @property
    def prior(self) -> float:
        """The weight before anything is compared, in bits: one in all."""
        return -log2(self.total)

    def weights(self, keys: Mapping[str, int]) -> tuple[tuple[float, ...], ...]:
        """Return the weight of every level for a query with these frequency keys.

        Each comparison ends with 0.0, so that the level MISSING (-1) reads as no evidence.
        """
        known = self.frequencies.counts(list(keys.values())) if self.frequencies and keys else {}
        counts = {field: known.get(key, 0) for field, key in keys.items()}
        return tuple(
            (*(level.weight(self.total, counts.get(level.frequency)) for level in levels), 0.0)
            for levels in self.comparisons.values()
        )


def probability(weight: float) -> float:
    """Return the probability for a match weight in bits: 0 is one half, 10 is 0.999.

    >>> probability(0.0), round(probability(10.0), 3)
    (0.5, 0.999)
    """
    return 1.0 / (1.0 + pow(2.0, -min(max(weight, -1000.0), 1000.0)))


def model_from(data: Mapping[str, Any]) -> Model:
    """Return the model described by a mapping of the form of `data/model.yaml`.

    Raises ValueError with everything that is wrong.
    """
    problems = [f"schema is {data.get('schema')!r}, expected {SCHEMA!r}"]
    if data.get("schema") == SCHEMA:
        problems = [p for name in LEVELS for p in _problems(name, data.get("comparisons", {}))]
    if not problems and data.get("bands", {}).keys() != {"possible", "probable"}:
        problems = ["bands must give `possible` and `probable` in bits"]
    if problems:
        raise ValueError("this is not a screening model: " + "; ".join(problems))
    comparisons = {
        name: tuple(Level(level, **data["comparisons"][name][level]) for level in levels)
        for name, levels in LEVELS.items()
    }
    return Model(comparisons, Bands(**data["bands"]))


def _problems(name: str, comparisons: Mapping[str, Any]) -> list[str]:
    found = comparisons.get(name)
    if not isinstance(found, Mapping) or set(found) != set(LEVELS[name]):
        return [f"{name} must have the levels {', '.join(LEVELS[name])}"]
    return [
        f"{name} {level}: {key} is {values.get(key)!r}, a probability above 0 up to 1 is needed"
        for level, values in found.items()
        for key in ("m", "u")
        if not isinstance(values.get(key), int | float) or not 0 < values[key] <= 1
    ]


def model_data(model: Model) -> dict[str, Any]:
    """Return the model as a mapping that `model_from` reads and YAML can hold."""
    return {
        "schema": SCHEMA,
        "comparisons": {
            name: {level.name: _level_data(level) for level in levels}
            for name, levels in model.comparisons.items()
        },
        "bands": {"possible": model.bands.possible, "probable": model.bands.probable},
    }


def _level_data(level: Level) -> dict[str, float | str]:
    data: dict[str, float | str] = {"m": level.m, "u": level.u}
    if level.frequency:
        data["frequency"] = level.frequency
    if level.people:
        data["people"] = level.people
    if level.others != 1.0:
        data["others"] = level.others
    return data


@lru_cache(maxsize=1)
def default_model() -> Model:
    """Return the model that ships with the package."""
    text = files("holdfast.screening").joinpath("data/model.yaml").read_text("utf-8")
    return model_from(yaml.safe_load(text))
