"""How well the filter sees ruptures, beside the published rules: in series with known ruptures.

    python benchmarks/alliance.py             the whole comparison, a few minutes
    python benchmarks/alliance.py --quick     fewer clients, under a minute
    python benchmarks/alliance.py --write     also puts the tables into docs/alliance.md, and how
                                              often a signal is right into the package's data

All series are made up (`alliance_series`): this ranks rules, it validates none. Every rule works
one step ahead (`alliance_rules`). Thresholds are set on a draw of their own, so that each rule
raises the same number of false signals, and then used on another.
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

import numpy as np
import yaml

from alliance_measures import Result, calibration, measure, threshold, unties
from alliance_rules import (
    BASELINES,
    WORLDS,
    evidence_statistic,
    filter_statistic,
    published,
    reference_of,
)
from alliance_series import Floats, Series, World, draw
from holdfast.alliance import Prior, Scale, default_prior, expect, learn
from holdfast.alliance.signals import FOR_TWO

RATES = (0.02, 0.05, 0.10)
SHIPPED, LEARNED = "filter, as shipped", "filter, learned"
ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "alliance.md"
RIGHT = ROOT / "src" / "holdfast" / "alliance" / "data" / "right_how_often.yaml"


@dataclass(frozen=True)
class Row:
    """One world: results by rule and rate, and the rate the shipped filter has at its settings."""

    name: str
    results: dict[str, dict[float, Result]]
    own_rates: dict[str, tuple[float, float]]

    def best_baseline(self, rate: float) -> tuple[str, float]:
        """Return the baseline that sees most ruptures by the next session, and what it sees."""
        seen = {name: self.results[name][rate].seen[1] for name in BASELINES}
        best = max(seen, key=lambda name: seen[name])
        return best, seen[best]


def scale_of(world: World) -> Scale:
    """Return the scale the answers of a world are given on."""
    return Scale(world.lowest, world.highest, world.step)


def prior_of(world: World) -> Prior:
    """Return the default that is shipped for a scale like that of the world."""
    if world.highest == 40:
        return default_prior("srs")
    return default_prior("check" if world.family == "bounded" else "wai-sr")


def statistics(
    series: Series, sample: Series, world: World, learned: Prior
) -> Iterator[tuple[str, Floats]]:
    """Yield every rule's number per session, by name."""
    reference, scale = reference_of(sample), scale_of(world)
    for name, rule in BASELINES.items():
        yield name, unties(rule(series.scores, reference))
    yield SHIPPED, filter_statistic(series.scores, scale, prior_of(world))
    yield LEARNED, filter_statistic(series.scores, scale, learned)


def compare(name: str, world: World, clients: int) -> Row:
    """Return how every rule does in a world at the same rates of false signals."""
    sample, tuning, test = (draw(world, clients, seed) for seed in (1, 2, 3))
    learned = learn(sample.scores[:300], scale_of(world), prior_of(world))
    limits = {
        rule: {rate: threshold(values, tuning, rate) for rate in RATES}
        for rule, values in statistics(tuning, sample, world, learned)
    }
    results, own = {}, {}
    for rule, values in statistics(test, sample, world, learned):
        results[rule] = {rate: measure(values, test, limits[rule][rate]) for rate in RATES}
        own[rule] = (measure(values, test, 0.02).false, measure(values, test, 0.05).false)
    return Row(name, results, {rule: own[rule] for rule in (SHIPPED, LEARNED)})


def published_table(clients: int) -> list[str]:
    """Return the published rules at their own thresholds, and the filter at the same rate."""
    world = WORLDS["base"]
    sample, tuning, test = (draw(world, clients, seed) for seed in (1, 2, 3))
    reference, scale = reference_of(sample), scale_of(world)
    ours = [filter_statistic(each.scores, scale, prior_of(world)) for each in (tuning, test)]
    lines = _header(
        "rule",
        "false per session",
        "per ten sessions",
        "at onset",
        "by next",
        "by the one after",
        "right",
        "filter, by next, at that rate",
    )
    for name, (rule, limit) in published(reference).items():
        found = measure(BASELINES[rule](test.scores, reference), test, limit)
        same = measure(ours[1], test, threshold(ours[0], tuning, found.false))
        lines.append(_line(name, *_numbers(found), f"{same.seen[1]:.2f}"))
    for rate in (0.02, 0.05):
        found = measure(ours[1], test, rate)
        lines.append(_line(f"filter as shipped, set to {rate:g}", *_numbers(found), ""))
    return lines


def equal_rate_table(row: Row, rate: float) -> list[str]:
    """Return every rule at the same rate of false signals in one world."""
    lines = _header(
        "rule",
        "false per session",
        "per ten sessions",
        "at onset",
        "by next",
        "by the one after",
        "right",
    )
    order = sorted(row.results, key=lambda name: -row.results[name][rate].seen[1])
    return lines + [_line(name, *_numbers(row.results[name][rate])) for name in order]


def sweep_table(rows: list[Row]) -> list[str]:
    """Return, for every world and rate, the filter beside the best baseline; lost rows say so."""
    lines = _header(
        "world",
        "rate",
        "best baseline",
        "it sees",
        "as shipped",
        "learned",
        "",
        "own rate at .02",
        "at .05",
    )
    for row in rows:
        for rate in RATES:
            best, seen = row.best_baseline(rate)
            shipped, learned = (row.results[name][rate].seen[1] for name in (SHIPPED, LEARNED))
            own = [
                f"{row.own_rates[SHIPPED][at]:.3f} / {row.own_rates[LEARNED][at]:.3f}"
                for at in (0, 1)
            ]
            lines.append(
                _line(
                    row.name,
                    f"{rate:.2f}",
                    best,
                    f"{seen:.3f}",
                    f"{shipped:.3f}",
                    f"{learned:.3f}",
                    _verdict(seen, shipped, learned),
                    *(own if rate == RATES[0] else ["", ""]),
                )
            )
    return lines


def _count(rows: list[Row]) -> str:
    """Return how many rows the filter wins, as shipped and learned."""
    won = {
        name: sum(
            row.results[name][rate].seen[1] > row.best_baseline(rate)[1]
            for row in rows
            for rate in RATES
        )
        for name in (SHIPPED, LEARNED)
    }
    of = len(rows) * len(RATES)
    return f"Won: {won[SHIPPED]} of {of} rows as shipped, {won[LEARNED]} of {of} learned."


def _verdict(baseline: float, shipped: float, learned: float) -> str:
    lost = [name for name, seen in (("shipped", shipped), ("learned", learned)) if seen <= baseline]
    return f"**lost** ({', '.join(lost)})" if lost else "won"


def calibration_table(clients: int) -> list[str]:
    """Return how well what is foreseen holds, by number of the session."""
    lines = _header(
        "world and prior",
        "sessions",
        "in 80% band",
        "in 95% band",
        "p < .02",
        "p < .05",
        "tenths of the prediction, lowest first",
    )
    model = replace(default_prior("srs"), mean=0.7)
    cases = [("model holds", _from_model(model, clients), Scale(0, 40, 0.1), model)]
    for name in ("base", "bounded"):
        world = WORLDS[name]
        series, scale = draw(world, clients, 3), scale_of(world)
        learned = learn(draw(world, 300, 1).scores, scale, prior_of(world))
        cases += [(f"{name}, shipped", series, scale, prior_of(world))]
        cases += [(f"{name}, learned", series, scale, learned)]
    for name, series, scale, prior in cases:
        for label, sessions in (("2-3", slice(1, 3)), ("4-8", slice(3, 8)), ("9+", slice(8, None))):
            found = calibration(series, scale, prior, sessions)
            tenths = " ".join(f"{share:.2f}"[1:] for share in found.histogram)
            lines.append(
                _line(
                    name,
                    label,
                    f"{found.cover_80:.3f}",
                    f"{found.cover_95:.3f}",
                    f"{found.p_below_02:.3f}",
                    f"{found.p_below_05:.3f}",
                    tenths,
                )
            )
    return lines


def _from_model(prior: Prior, clients: int) -> Series:
    """Return ratings as the filter believes they come about, without ruptures."""
    rng, scale, sessions = np.random.default_rng(8), Scale(0, 40, 0.1), 20
    shape = prior.degrees / 2
    spread = np.sqrt((shape - 1) * prior.noise**2 / rng.gamma(shape, 1, (clients, 1)))
    level = prior.mean + spread * prior.between / prior.noise * rng.standard_normal((clients, 1))
    steps = rng.standard_normal((clients, sessions)) * np.sqrt(prior.wander)
    steps[:, 0] = 0
    level = level + spread * np.cumsum(steps, axis=1)
    raw = scale.outside(level + spread * rng.standard_normal(level.shape), prior.headroom)
    nowhere = np.zeros(raw.shape, dtype=bool)
    return Series(raw.round(1), ~nowhere, nowhere, nowhere)


def right_table(clients: int) -> tuple[list[str], list[dict[str, float]]]:
    """Return how often a signal is right where ruptures are seldom, usual, common."""
    lines = _header("setting", "hazard .02", "hazard .05", "hazard .10")
    rows = []
    for rate in (0.02, 0.05):
        right = {}
        for name, hazard in (("seldom", 0.02), ("usual", 0.05), ("common", 0.10)):
            world = World(hazard=hazard)
            series = draw(world, clients, 3)
            values = filter_statistic(series.scores, scale_of(world), prior_of(world))
            right[name] = round(measure(values, series, rate).right, 2)
        rows.append({"rate": rate, **right})
        lines.append(_line(f"{rate:g}", *(f"{share:.2f}" for share in right.values())))
    return lines, rows


def parts_table(clients: int) -> list[str]:
    """Return what the filter sees when a part of it is taken away or done otherwise."""
    lines = _header("filter", "base .02", ".05", ".10", "bounded .02", ".05", ".10")
    variants = {
        "as shipped": {},
        "scores as they are (no map)": {"headroom": 1000.0},
        "full arcsine map": {"headroom": 0.0},
        "low scores count in full": {"hazard": 1e-9},
        "level never moves": {"wander": 1e-6},
        "level moves much": {"wander": 0.3},
        "all clients equally noisy": {"degrees": 200.0},
        "only single sessions": {"for_two": 0.0},
        "a fifth kept for two in a row": {"for_two": 0.2},
        "likelihood ratio instead of p": {"evidence": 1.0},
    }
    draws = {
        name: [draw(WORLDS[name], clients, seed) for seed in (2, 3)] for name in ("base", "bounded")
    }
    for label, changed in variants.items():
        cells = []
        for pair in draws.values():
            values = [_variant(series, changed) for series in pair]
            for rate in RATES:
                limit = threshold(values[0], pair[0], rate)
                cells.append(f"{measure(values[1], pair[1], limit).seen[1]:.3f}")
        lines.append(_line(label, *cells))
    return lines


def _variant(series: Series, changed: dict[str, float]) -> Floats:
    scale, options = Scale(0, 40, 0.1), dict(changed)
    if options.pop("evidence", 0):
        return evidence_statistic(series.scores, scale, default_prior("srs"))
    for_two = options.pop("for_two", FOR_TWO)
    return filter_statistic(series.scores, scale, replace(default_prior("srs"), **options), for_two)


def speed() -> str:
    """Return how long 10,000 clients of 30 sessions take."""
    scores = np.random.default_rng(1).uniform(25, 40, (10_000, 30)).round(1)
    took = []
    for _ in range(5):
        began = process_time()
        expect(scores, Scale(0, 40, 0.1), default_prior("srs"))
        took.append(process_time() - began)
    return f"10,000 clients of 30 sessions: {min(took):.2f} s of processor time (best of five)."


def _numbers(found: Result) -> list[str]:
    seen = [f"{share:.2f}" for share in found.seen]
    return [f"{found.false:.3f}", f"{10 * found.false:.2f}", *seen, f"{found.right:.2f}"]


def _header(*names: str) -> list[str]:
    return [_line(*names), _line(*("---" for _ in names))]


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def report(clients: int) -> Iterator[tuple[str, list[str]]]:
    """Yield every table under its name, as soon as it is there."""
    yield "speed", [speed()]
    yield "published", published_table(clients)
    rows = [compare(name, world, clients) for name, world in WORLDS.items()]
    yield "base", equal_rate_table(rows[0], 0.05)
    yield "sweep", sweep_table(rows)
    yield "count", [_count(rows)]
    yield "calibration", calibration_table(clients)
    yield "parts", parts_table(clients)


def main() -> None:
    """Print the tables; with --write also keep them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer clients")
    parser.add_argument("--write", action="store_true", help="keep the tables in docs and data")
    options = parser.parse_args()
    clients = 1500 if options.quick else 8000
    text = DOCS.read_text(encoding="utf-8") if options.write else ""
    for name, lines in report(clients):
        print(f"\n## {name}\n", *lines, sep="\n", flush=True)
        text = _put(text, name, lines)
    lines, rows = right_table(clients)
    print("\n## right\n", *lines, sep="\n")
    if options.write:
        DOCS.write_text(_put(text, "right", lines), encoding="utf-8")
        head = RIGHT.read_text(encoding="utf-8").split("rates:")[0]
        told = [yaml.safe_dump(row, default_flow_style=True, sort_keys=False) for row in rows]
        RIGHT.write_text(head + "rates:\n" + "".join(f"  - {row}" for row in told), "utf-8")


def _put(text: str, name: str, lines: list[str]) -> str:
    """Return `text` with what stands between the marks of `name` replaced."""
    between = re.compile(f"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    return between.sub(lambda found: found[1] + "\n".join([*lines, found[2]]), text)


if __name__ == "__main__":
    main()
