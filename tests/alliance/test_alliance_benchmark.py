"""The printed claims, measured again on fewer clients and other draws."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
RIGHT = ROOT / "src" / "holdfast" / "alliance" / "data" / "right_how_often.yaml"


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    yield
    for name in [name for name in sys.modules if name.startswith("alliance")]:
        del sys.modules[name]


@pytest.mark.slow
@pytest.mark.usefixtures("benchmarks")
def test_most_ruptures_are_seen_by_the_next_session_and_more_than_by_every_baseline():
    from alliance import LEARNED, SHIPPED, compare
    from alliance_rules import WORLDS

    row = compare("base", WORLDS["base"], 4000)

    _, best = row.best_baseline(0.05)
    for name in (SHIPPED, LEARNED):
        found = row.results[name][0.05]
        assert found.false == pytest.approx(0.05, abs=0.005)
        assert found.seen[1] >= 0.70
        assert found.seen[1] > best


@pytest.mark.slow
@pytest.mark.usefixtures("benchmarks")
def test_how_often_a_signal_is_right_is_what_was_measured():
    from alliance import right_table

    _, measured = right_table(4000)
    shipped = yaml.safe_load(RIGHT.read_text(encoding="utf-8"))["rates"]

    for now, then in zip(measured, shipped, strict=True):
        assert now == pytest.approx(then, abs=0.05)


@pytest.mark.usefixtures("benchmarks")
def test_no_rule_looks_ahead():
    import numpy as np

    from alliance_rules import BASELINES, filter_statistic, reference_of
    from alliance_series import World, draw
    from holdfast.alliance import Scale, default_prior

    series = draw(World(), 60, 5)
    scale, prior = Scale(0, 40, 0.1), default_prior("srs")
    reference = reference_of(series)
    rules = [lambda x, rule=rule: rule(x, reference) for rule in BASELINES.values()]
    rules.append(lambda x: filter_statistic(x, scale, prior))

    for rule in rules:
        whole, part = rule(series.scores), rule(series.scores[:, :6])
        np.testing.assert_array_equal(whole[:, :6], part)


@pytest.mark.usefixtures("benchmarks")
def test_the_same_seed_draws_the_same_series():
    import numpy as np

    from alliance_rules import WORLDS
    from alliance_series import draw

    for world in WORLDS.values():
        one, other = draw(world, 40, 7), draw(world, 40, 7)
        np.testing.assert_array_equal(one.scores, other.scores)
        assert not one.rupture[:, 0].any()
        assert (one.scores[~np.isnan(one.scores)] >= world.lowest).all()
        assert (one.scores[~np.isnan(one.scores)] <= world.highest).all()
