"""Weights: what agreement says."""

from math import log2

import pytest
import yaml

from holdfast.screening import (
    Frequencies,
    Person,
    default_model,
    frequency_keys,
    model_data,
    model_from,
    normalise,
    probability,
    record,
)
from holdfast.screening.model import SCHEMA, Level

SECRET = bytes(32)


def test_a_rare_name_says_more_than_a_common_one() -> None:
    keys = {
        name: frequency_keys(record(normalise(Person(surname=name))), SECRET)
        for name in ("Smith", "Wojciechowski")
    }
    counts = {keys["Smith"]["surname"]: 100, keys["Wojciechowski"]["surname"]: 2}
    model = default_model().of(Frequencies(10_000, lambda wanted: counts))
    surname = list(model.comparisons).index("surname")

    common, rare = (model.weights(keys[name])[surname][0] for name in keys)

    assert rare - common == pytest.approx(log2(50))
    assert common == pytest.approx(log2(0.77 * 100))


def test_a_value_nobody_has_counts_as_one_person() -> None:
    level = Level("exact", m=0.5, u=0.001, frequency="surname")

    assert level.weight(1000, 0) == level.weight(1000, 1) == log2(500)


def test_an_email_address_is_rarely_shared() -> None:
    level = Level("exact", m=0.5, u=0.001, frequency="email", others=0.05)

    assert level.weight(1000, 1) == log2(10_000)
    assert level.weight(1000, 2) == pytest.approx(log2(500 / 1.05))


def test_levels_counted_in_people_follow_the_registry() -> None:
    level = Level("home_close", m=0.5, u=1e-6, people=3)

    assert level.expected_u(10_000) == 3 / 60_000
    assert level.expected_u(1_000_000) == 3 / 1_050_000


def test_better_levels_weigh_more() -> None:
    model = default_model().of(Frequencies(100_000, lambda keys: {}))
    for name in ("given", "surname", "birth", "phone", "email", "employer"):
        row = {level.name: level.weight(100_000) for level in model.comparisons[name]}
        assert max(row, key=lambda level: row[level]) in {"exact", "crossed"}, name
        assert row["else"] < 0, name


def test_the_prior_is_one_in_all() -> None:
    assert default_model().of(Frequencies(1024, lambda keys: {})).prior == -10


@pytest.mark.parametrize(("weight", "p"), [(0, 0.5), (1, 2 / 3), (-1, 1 / 3), (9e9, 1), (-9e9, 0)])
def test_probability(weight: float, p: float) -> None:
    assert probability(weight) == pytest.approx(p)


def test_a_model_survives_being_written() -> None:
    written = yaml.safe_load(yaml.safe_dump(model_data(default_model())))

    assert model_from(written) == default_model()


def test_everything_wrong_with_a_model_is_said_at_once() -> None:
    data = model_data(default_model())
    data["comparisons"]["given"]["exact"]["m"] = 1.5
    data["comparisons"]["phone"]["close"]["u"] = 0
    del data["comparisons"]["surname"]["part"]

    with pytest.raises(ValueError, match="not a screening model") as error:
        model_from(data)

    for said in ("given exact: m is 1.5", "phone close: u is 0", "surname must have the levels"):
        assert said in str(error.value)


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match=f"expected '{SCHEMA}'"):
        model_from({"schema": "holdfast/agreement/1"})
