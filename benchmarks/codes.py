"""What it costs to ask the codes: the verdicts alone, and with bounds and the next question.

Every situation that people ask about is put to all shipped codes, with random facts known
(each fact that the situation asks: known with probability one half). Milliseconds for all codes
together.

Example: nice .venv/bin/python benchmarks/codes.py --rounds 5
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from random import Random

from holdfast.codes import Library, Situation, Supplied, advise, shipped
from holdfast.codes.answer import verdict_alone
from holdfast.codes.facts import Fact, Kind, Value
from holdfast.codes.situation import Put, Unclear, settle

ON = date(2026, 6, 1)
AIMS = {"verdicts": 5.0, "with bounds and next question": 100.0}


def main() -> int:
    """Measure, print, and return 1 if an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times through all situations")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    library = shipped()
    asked = list(situations(library, given.rounds, Random(given.seed)))
    verdicts = [partial(ask_verdicts, library, put) for _, put in asked]
    codes = list(library.editions)
    whole = [partial(advise, library, situation, ON, codes) for situation, _ in asked]
    for warm in verdicts[: len(library.situations)]:
        warm()
    found = {"verdicts": spread(verdicts), "with bounds and next question": spread(whole)}
    report(found, len(asked), len(library.editions), given.json)
    return int(any(found[name]["p95"] > aim for name, aim in AIMS.items()))


def situations(library: Library, rounds: int, random: Random) -> Iterator[tuple[Situation, Put]]:
    """Yield each situation with random facts, as often as there are rounds."""
    for _ in range(rounds):
        for kind in library.situations.values():
            supplied = {
                fact: Supplied(some_value(library.facts[fact], random), why="benchmark")
                for fact in kind.asks
                if fact not in kind.fixes and random.random() < 0.5
            }
            situation = Situation(kind.id, supplied=supplied)
            try:
                yield situation, settle(library, situation, ON)
            except Unclear:
                continue  # random facts that contradict each other are no situation


def some_value(fact: Fact, random: Random) -> Value:
    """Return a random value of a fact."""
    if fact.kind is Kind.DATE:
        return ON - timedelta(days=random.randrange(3000))
    return random.randrange(6) if fact.kind is Kind.NUMBER else random.choice(fact.steps)


def ask_verdicts(library: Library, put: Put) -> None:
    """Ask every code for its verdict alone."""
    for edition in library.editions.values():
        verdict_alone(edition, put.act, put.facts, ON, library.facts)


def spread(calls: list[Callable[[], object]]) -> dict[str, float]:
    """Return median, 95th percentile and maximum of the calls in milliseconds."""
    took = []
    for call in calls:
        start = time.perf_counter()
        call()
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    return {
        "median": took[len(took) // 2],
        "p95": took[int(len(took) * 0.95)],
        "max": took[-1],
    }


def report(found: dict[str, dict[str, float]], asked: int, codes: int, as_json: bool) -> None:
    """Print what was measured, beside the aims."""
    if as_json:
        print(json.dumps({"asked": asked, "codes": codes, "milliseconds": found}))
        return
    print(f"{asked} situations put to {codes} codes, milliseconds for all codes together")
    for name, figures in found.items():
        shown = ", ".join(f"{key} {value:.2f}" for key, value in figures.items())
        print(f"{name}: {shown} (aim: p95 under {AIMS[name]:.0f})")


if __name__ == "__main__":
    raise SystemExit(main())
