"""How soon drift is seen, and how often a kept frame is taken for a drifting one.

    python benchmarks/drift.py                 # the tables of docs/frame.md
    python benchmarks/drift.py --write         # also the figures that the package shows

Every frame is simulated (`simulated_frames.py` states the assumptions). The rule is asked after
each session, as it is in use, and only about what had happened by then. A false signal is a key
that opens on a kept frame. The delay is the number of sessions held from the onset of a drift to
its first signal. Two naive rules see the same facts at the same moments: "any departure" and "3 in
a row" (for contacts and crossings: in three weeks in a row).
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

import holdfast.frame as frame
import simulated_frames as frames
from holdfast.frame.chance import CHANCE_SCHEMA
from holdfast.frame.chart import Point, Rate
from holdfast.frame.drift import all_series
from holdfast.frame.history import History
from holdfast.frame.series import TUNING

DATA = Path(frame.__file__).parent / "data" / "chance.json"
RULES = ("holdfast", "3 in a row", "any departure")
WARM_UP_WEEKS = 26
WATCHED_WEEKS = 30


@dataclass
class Kept:
    """What kept frames gave: signals by rule and kind, and for ours the most departures seen."""

    years: float = 0.0
    signals: dict[str, Counter[str]] = field(default_factory=lambda: {r: Counter() for r in RULES})
    reached: dict[str, Counter[int]] = field(default_factory=dict)


def until(events: frame.Events, now: datetime) -> frame.Events:
    """Return what had happened by `now`."""
    return replace(
        events,
        sessions=tuple(one for one in events.sessions if one.planned < now),
        contacts=tuple(one for one in events.contacts if one.at < now),
        crossings=tuple(one for one in events.crossings if one.at < now),
        fees=tuple(one for one in events.fees if one.due <= now.date()),
    )


def looks(events: frame.Events) -> list[datetime]:
    """Return when the rule is asked: an hour and a half after each planned session."""
    return [one.planned + timedelta(minutes=90) for one in events.sessions]


def ours(agreement: frame.Agreement, events: frame.Events, start: int = 0) -> dict[str, tuple]:
    """Return by key: kind, when it was first signalled, most departures while it was open."""
    found: dict[str, tuple[str, datetime, int]] = {}
    for now in looks(events)[start:]:
        for drift in frame.find_drift([agreement], until(events, now), now).drifts:
            _, first, most = found.get(drift.key, (drift.kind, now, 0))
            found[drift.key] = (drift.kind, first, max(most, drift.seen))
    return found


def naive(agreement: frame.Agreement, events: frame.Events) -> Iterator[tuple[str, str, datetime]]:
    """Yield (rule, kind, when) of each signal that the two naive rules give.

    They too are asked after each session: what happens in between is seen at the next one.
    """
    times = looks(events)
    for rule, kind, at in immediate(agreement, events, times[-1]):
        yield rule, kind, next((look for look in times if look >= at), times[-1])


def immediate(
    agreement: frame.Agreement, events: frame.Events, now: datetime
) -> Iterator[tuple[str, str, datetime]]:
    """Yield the signals of the naive rules at the moment they could be given."""
    for series in all_series(History([agreement], events, now)):
        if series.looks_itself and series.kind == "contact_rising":
            continue
        wait = timedelta(days=7) if series.kind == "fee_late" else timedelta()
        away = [point for point in series.points if point.departs]
        yield from (("any departure", series.kind, point.at + wait) for point in away)
        in_time = series.looks_itself or isinstance(TUNING[series.kind], Rate)
        runs = weeks_in_a_row(away) if in_time else in_a_row(series.points)
        yield from (("3 in a row", series.kind, at + wait) for at in runs)


def in_a_row(points: tuple[Point, ...]) -> Iterator[datetime]:
    """Yield when a third departure in a row was measured, once a run."""
    run = 0
    for point in points:
        run = run + 1 if point.departs else run if point.departs is None else 0
        if run == 3 and point.departs:
            yield point.at


def weeks_in_a_row(points: list[Point]) -> Iterator[datetime]:
    """Yield when a third week in a row had an event, once a run."""
    first_of_week = {point.at.isocalendar()[:2]: point for point in reversed(points)}
    ordered = sorted(first_of_week.values(), key=lambda point: point.at)
    run = 1
    for before, point in pairwise(ordered):
        run = run + 1 if (monday(point.at) - monday(before.at)).days == 7 else 1
        if run == 3:
            yield point.at


def monday(at: datetime) -> datetime:
    return datetime(at.year, at.month, at.day) - timedelta(at.weekday())


def kept_frames(job: tuple[int, int, float]) -> Kept:
    """Return what `count` kept frames of two years gave, beginning at the seed `first`."""
    first, count, rougher = job
    result = Kept()
    for seed in range(first, first + count):
        agreement, events = frames.therapy(seed, weeks=104, rougher=rougher)
        result.years += 104 / 52.18
        for kind, _, most in ours(agreement, events).values():
            result.signals["holdfast"][kind] += 1
            result.reached.setdefault(kind, Counter())[most] += 1
        result.signals["3 in a row"].update(
            k for r, k, _ in naive(agreement, events) if r == RULES[1]
        )
        result.signals["any departure"].update(
            k for r, k, _ in naive(agreement, events) if r == RULES[2]
        )
    return result


def delays(job: tuple[str, int, int]) -> list[dict[str, int | None]]:
    """Return, for each drifting frame, the sessions held until each rule signalled its kind."""
    name, first, count = job
    results = []
    for seed in range(first, first + count):
        kind = frames.DRIFTS[name].kind
        weeks = WARM_UP_WEEKS + WATCHED_WEEKS
        agreement, events = frames.therapy(seed, weeks=weeks, drift=name, onset=WARM_UP_WEEKS)
        onset = frames.START + timedelta(weeks=WARM_UP_WEEKS)
        held = [s.planned for s in events.sessions if s.status == "held" and s.planned >= onset]
        looking = sum(one.planned < onset for one in events.sessions)
        before = ours(agreement, until(events, onset), max(0, looking - 1))
        if any(found == kind for found, _, _ in before.values()):
            continue  # already open for another reason: nothing to time
        times = {
            rule: [at for r, k, at in naive(agreement, events) if (r, k) == (rule, kind)]
            for rule in RULES[1:]
        }
        times["holdfast"] = [
            at for k, at, _ in ours(agreement, events, looking).values() if k == kind
        ]
        results.append({rule: waited(times[rule], held, onset) for rule in RULES})
    return results


def waited(signals: list[datetime], held: list[datetime], onset: datetime) -> int | None:
    """Return how many sessions were held from the onset to the first signal after it."""
    after = [at for at in signals if at >= onset]
    return sum(planned <= min(after) for planned in held) if after else None


def main() -> None:
    """Print the tables; with --write, store the figures of the kept frames."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--frames", type=int, default=1000, help="kept frames of two years")
    options.add_argument("--drifting", type=int, default=100, help="frames for each kind of drift")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument(
        "--rougher", type=float, default=1, help="multiply the departures of kept frames"
    )
    options.add_argument("--write", action="store_true", help=f"write {DATA.name}")
    given = options.parse_args()
    begun = time.perf_counter()
    with ProcessPoolExecutor(given.workers) as pool:
        share = max(1, given.frames // 40)
        jobs = [(at, share, given.rougher) for at in range(0, given.frames, share)]
        kept = gathered(pool.map(kept_frames, jobs))
        print_kept(kept)
        names = list(frames.DRIFTS) if given.drifting else []
        timed = pool.map(delays, [(name, 1_000_000, given.drifting) for name in names])
        if names:
            print_delays(dict(zip(names, timed, strict=True)))
    print(f"\n{speed()}\nTook {time.perf_counter() - begun:.0f} s.")
    if given.write:
        write(kept)


def gathered(parts: Iterator[Kept]) -> Kept:
    total = Kept()
    for part in parts:
        total.years += part.years
        for rule in RULES:
            total.signals[rule].update(part.signals[rule])
        for kind, counts in part.reached.items():
            total.reached.setdefault(kind, Counter()).update(counts)
    return total


def print_kept(kept: Kept) -> None:
    print(f"False signals per therapy-year, {kept.years:.0f} simulated years of kept frames\n")
    print("| kind | " + " | ".join(RULES) + " |")
    print("|---|" + "---:|" * len(RULES))
    for kind in sorted({kind for rule in RULES for kind in kept.signals[rule]}):
        row = [f"{kept.signals[rule][kind] / kept.years:.3f}" for rule in RULES]
        print(f"| {kind} | " + " | ".join(row) + " |")
    totals = [f"**{kept.signals[rule].total() / kept.years:.2f}**" for rule in RULES]
    print("| **all** | " + " | ".join(totals) + " |")


def print_delays(timed: dict[str, list[dict[str, int | None]]]) -> None:
    print(
        f"\nSessions held until the drift is seen: median (90 of 100 within), within "
        f"{WATCHED_WEEKS} weeks\n"
    )
    print("| drift | frames | " + " | ".join(RULES) + " |")
    print("|---|---:|" + "---:|" * len(RULES))
    for name, results in timed.items():
        row = [described([one[rule] for one in results]) for rule in RULES]
        print(f"| {frames.DRIFTS[name].says} | {len(results)} | " + " | ".join(row) + " |")


def described(waits: list[int | None]) -> str:
    """Return the median and the 90th percentile; never seen counts as longer than any."""
    ordered = sorted(999 if wait is None else wait for wait in waits)
    if not ordered:
        return "–"
    middle, most = median(ordered), ordered[int(0.9 * (len(ordered) - 1))]
    seen = sum(wait < 999 for wait in ordered) / len(ordered)
    never = "" if seen == 1 else f", seen in {seen:.0%}"
    return f"{shown(middle)} ({shown(most)}){never}"


def shown(wait: float) -> str:
    return "not seen" if wait >= 999 else f"{wait:g}"


def speed() -> str:
    """Return how long one therapy with 80 sessions takes."""
    agreement, events = frames.therapy(7, weeks=90)
    events = replace(events, sessions=events.sessions[:80])
    now = looks(events)[-1]
    times = []
    for _ in range(200):
        begun = time.perf_counter()
        frame.find_drift([agreement], events, now)
        times.append(time.perf_counter() - begun)
    counts = f"{len(events.contacts)} contacts and {len(events.fees)} fees"
    return f"One therapy with 80 sessions, {counts}: {median(times) * 1000:.2f} ms."


def write(kept: Kept) -> None:
    """Store how often each number of departures was reached by a false signal."""
    kinds = sorted({*TUNING, "contact_rising", "crossings_many", "crossings_unspoken"})
    signals = {
        kind: sorted([n, count] for n, count in kept.reached.get(kind, Counter()).items())
        for kind in kinds
        if kind in frames.SIMULATED
    }
    data = {
        "schema": CHANCE_SCHEMA,
        "made_by": "python benchmarks/drift.py --write",
        "about": "false signals on simulated kept frames: [departures reached, how many signals]",
        "therapy_years": round(kept.years),
        "signals": signals,
    }
    DATA.write_text(json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main()
