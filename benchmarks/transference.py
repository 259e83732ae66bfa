"""How often does the comparison of episodes fire when nothing is carried over, and when it is?

    python benchmarks/transference.py                    every count, about ten minutes
    python benchmarks/transference.py --quick            the four corners, about one minute
    python benchmarks/transference.py --write docs/transference.md

Clients are made up: each person, the therapist among them, has a pattern (how likely each code is)
drawn independently of all others, and each episode draws its codes from the pattern of its person.
That is "nothing carried over". For the power, the therapist's pattern is a copy of one person's
(or two fifths of a copy). The test is called as everybody calls it, through
`holdfast.transference.resemblance`.

Also measured: how well the intervals of `theme_rates` cover, and how often a theme "stands out"
with a client who is like the others.
"""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from holdfast.transference import Episode, ThemeSessions, resemblance, theme_rates
from holdfast.transference.counts import wilson

PERMUTATIONS = 399
MEASURES = ["every count", "other worlds", "power", "themes"]
CORNERS = [(5, 5), (15, 5), (5, 10), (15, 10)]
EVERY = [(mine, theirs) for mine in range(5, 16) for theirs in range(5, 11)]


@dataclass(frozen=True)
class World:
    """How a made-up client tells: `counts` fixes the episodes of each person, () leaves it open.

    `unequal` is the exponent of how common codes are (0: all alike; 1: as 1, 1/2, 1/3 ...; 2: as
    1, 1/4, 1/9 ...); `marked` how marked patterns are (1: a flat Dirichlet draw; smaller is more
    marked); `theme` whether everything told in one session shares a code, with two episodes in
    each session; `parts` whether the codes are wishes and responses, one of each an episode.
    """

    name: str
    persons: int = 4
    codes: int = 12
    drawn: int = 3
    unequal: float = 0.0
    marked: float = 1.0
    counts: tuple[int, ...] = ()
    theme: bool = False
    parts: bool = False
    sessions_known: bool = True


REFERENCE = World("4 persons, 12 codes")
MARKED = World("marked patterns", marked=0.3)
MARKED_UNEQUAL = World("marked, unequal", marked=0.3, unequal=1.0)
WORLDS = [
    World("codes unequally common", unequal=1.0),
    World("wish, other, self: one each of 14", codes=42, parts=True),
    World("the same, marked, unequal", codes=42, parts=True, marked=0.3, unequal=1.0),
    MARKED,
    MARKED_UNEQUAL,
    World("8 persons, marked, unequal", persons=8, marked=0.3, unequal=1.0),
    World("12 persons, marked, unequal", persons=12, marked=0.3, unequal=1.0),
    World("4 persons, marked, extremely unequal", marked=0.3, unequal=2.0),
    World("2 persons", persons=2),
    World("36 codes, marked, unequal", codes=36, marked=0.3, unequal=1.0),
    World("6 codes, one each", codes=6, drawn=1),
    World("persons with 5, 10, 3, 1", counts=(5, 10, 3, 1)),
    World("one with 5, five with 1", counts=(5, 1, 1, 1, 1, 1)),
    World("one with 5, eight with 2", counts=(5, 2, 2, 2, 2, 2, 2, 2, 2)),
    World("a theme per session", theme=True),
    World("the same, sessions not given", theme=True, sessions_known=False),
]


def tell(
    world: World, mine: int, theirs: int, copied: float, rng: np.random.Generator
) -> list[Episode]:
    """Return one made-up client's episodes; the therapist's pattern is `copied` from person 0."""
    counts = world.counts or (theirs,) * world.persons
    patterns = draw_patterns(world, len(counts) + 1, rng)
    own = copied * patterns[0] + (1 - copied) * patterns[-1]
    told = [(f"P{i}", pattern) for i, n in enumerate(counts) for pattern in [patterns[i]] * n]
    told += [("me", own)] * mine
    sessions = rng.permutation(len(told)) // 2
    themes = rng.integers(world.codes, size=len(told))
    episodes = []
    for (person, pattern), session in zip(told, sessions, strict=True):
        codes = draw_codes(world, pattern, rng)
        if world.theme:
            codes.add(str(themes[session]))
        known = str(session) if world.theme and world.sessions_known else ""
        episodes.append(Episode("", person, person == "me", frozenset(codes), session=known))
    return episodes


def draw_patterns(world: World, n: int, rng: np.random.Generator) -> np.ndarray:
    """Return `n` independent patterns: how likely each code is, a row each."""
    size = world.codes // 3 if world.parts else world.codes
    common = np.tile(1 / np.arange(1, size + 1) ** world.unequal, world.codes // size)
    draws = rng.gamma(world.marked * world.codes * common / common.sum(), size=(n, world.codes))
    return (draws + 1e-12) / (draws + 1e-12).sum(axis=1, keepdims=True)


def draw_codes(world: World, pattern: np.ndarray, rng: np.random.Generator) -> set[str]:
    """Return the codes of one episode, drawn without putting back."""
    order = np.log(pattern) + rng.gumbel(size=world.codes)
    if not world.parts:
        return set(map(str, np.argsort(-order)[: world.drawn]))
    best = order.reshape(3, -1).argmax(axis=1)
    return {f"{part}.{code}" for part, code in zip(("wish", "other", "self"), best, strict=True)}


def fires(
    world: World, mine: int, theirs: int, copied: float, repeats: int, rng: np.random.Generator
) -> tuple[int, int]:
    """Return how many of `repeats` clients fire: as shipped, and by the person labels alone.

    A refusal (too few different codes, where codes are extremely unequal) does not fire.
    """
    shipped = alone = 0
    for _ in range(repeats):
        told = tell(world, mine, theirs, copied, rng)
        found = resemblance(told, permutations=PERMUTATIONS, seed=int(rng.integers(2**31)))
        shipped += any(match.stands_out for match in found.matches)
        alone += any(match.p_told <= 0.05 for match in found.matches)
    return shipped, alone


def share(count: int, n: int) -> str:
    """Return a share in percent with its 95% interval."""
    low, high = wilson(count, n)
    return f"{100 * count / n:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def every_count(repeats: int, cells: list[tuple[int, int]], rng: np.random.Generator) -> list[str]:
    """Measure the reference world at each count; rows of a Markdown table."""
    rows = [
        "| about the therapist | about each person | false positives, % | person labels alone, % |",
        "|---|---|---|---|",
    ]
    worst = 0
    for mine, theirs in cells:
        shipped, alone = fires(REFERENCE, mine, theirs, 0.0, repeats, rng)
        worst = max(worst, shipped)
        rows.append(f"| {mine} | {theirs} | {share(shipped, repeats)} | {share(alone, repeats)} |")
    line = (
        f"Highest of {len(cells)} counts: {share(worst, repeats)} %. {repeats} clients a count, "
        f"{PERMUTATIONS} permutations, {REFERENCE.name}, {REFERENCE.drawn} codes an episode; "
        "in brackets 95% Wilson intervals."
    )
    return [line, "", *rows]


def other_worlds(repeats: int, rng: np.random.Generator) -> list[str]:
    """Measure false positives of other worlds at the corners; rows of a Markdown table."""
    heads = [f"{mine}+{theirs}" for mine, theirs in CORNERS]
    rows = [
        f"{repeats} clients a cell; in brackets 95% Wilson intervals.",
        "",
        f"| world | {' | '.join(heads)} |",
        "|---" * (len(heads) + 1) + "|",
    ]
    for world in WORLDS:
        # Fixed counts do not depend on the second number of a corner: two corners are enough.
        cells = [cell for cell in CORNERS if not world.counts or cell[1] == 5]
        found = {c: share(fires(world, *c, 0.0, repeats, rng)[0], repeats) for c in cells}
        rows.append(f"| {world.name} | {' | '.join(found.get(c, '') for c in CORNERS)} |")
    return rows


def power(repeats: int, rng: np.random.Generator) -> list[str]:
    """Measure how often a copied pattern is found; rows of a Markdown table."""
    heads = [f"{mine}+{theirs}" for mine, theirs in [*CORNERS, (10, 10)]]
    rows = [f"| world | copied | {' | '.join(heads)} |", "|---" * (len(heads) + 2) + "|"]
    for world in (REFERENCE, MARKED, MARKED_UNEQUAL):
        for copied, words in ((1.0, "wholly"), (0.4, "two fifths")):
            cells = [
                f"{100 * fires(world, *cell, copied, repeats, rng)[0] / repeats:.0f}"
                for cell in [*CORNERS, (10, 10)]
            ]
            rows.append(f"| {world.name} | {words} | {' | '.join(cells)} |")
    return rows


def themes(repeats: int, rng: np.random.Generator) -> list[str]:
    """Measure `theme_rates` on made-up caseloads of 12 clients with 3 to 30 sessions each."""
    covered = fired = fired_alike = compared = alike = 0
    for i in range(repeats):
        same = i % 2 == 0
        rates = np.full(12, 1 / 6) if same else rng.beta(2, 10, size=12)
        sessions = rng.integers(3, 31, size=12)
        counts = rng.binomial(sessions, rates)
        caseload = {
            f"C{j}": {"t": ThemeSessions(int(k), int(n))}
            for j, (k, n) in enumerate(zip(counts, sessions, strict=True))
        }
        alike += same
        for found in theme_rates(caseload, "C0"):
            compared += 1
            covered += found.low <= rates[0] <= found.high
            fired += found.stands_out and not same
            fired_alike += found.stands_out and same
    return [
        f"- The 90% interval covers the true rate in {share(covered, compared)} % of {compared} "
        "comparisons (it is only given for a theme that was noted at least once).",
        f"- Where all clients are alike, the theme stands out in {share(fired_alike, alike)} % "
        f"of {alike} caseloads.",
        f"- Where clients differ (rates drawn from Beta(2, 10)), in "
        f"{share(fired, repeats - alike)} % of {repeats - alike}.",
    ]


def write(path: Path, blocks: dict[str, list[str]]) -> None:
    """Put each block between its marks in the Markdown file at `path`."""
    text = path.read_text(encoding="utf-8")
    for name, lines in blocks.items():
        start, end = f"<!-- measured: {name} -->", f"<!-- end: {name} -->"
        if start not in text or end not in text:
            raise SystemExit(f"{path} has no marks {start} ... {end}")
        body = "\n".join([start, "", *lines, "", end])
        text = re.sub(
            f"{re.escape(start)}.*?{re.escape(end)}", lambda _m, b=body: b, text, flags=re.S
        )
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Measure, print, and on demand write into the documentation."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="corners only, fewer clients")
    parser.add_argument("--repeats", type=int, default=0, help="clients a count (2000; quick 300)")
    parser.add_argument("--only", choices=MEASURES, help="one measure instead of all")
    parser.add_argument("--write", type=Path, help="Markdown file with marks to fill")
    options = parser.parse_args()
    repeats = options.repeats or (300 if options.quick else 2000)
    # A generator each, so that --only gives the figures that the whole run gives.
    streams = zip(MEASURES, np.random.default_rng(2026).spawn(len(MEASURES)), strict=True)
    rngs = dict(streams)
    measures = {
        "every count": lambda: every_count(
            repeats, CORNERS if options.quick else EVERY, rngs["every count"]
        ),
        "other worlds": lambda: other_worlds(repeats, rngs["other worlds"]),
        "power": lambda: power(max(repeats // 4, 100), rngs["power"]),
        "themes": lambda: themes(repeats, rngs["themes"]),
    }
    blocks = {}
    for name in [options.only] if options.only else MEASURES:
        print(f"\n{name}", flush=True)
        blocks[name] = measures[name]()
        print("\n".join(blocks[name]), flush=True)
    if options.write:
        write(options.write, blocks)


if __name__ == "__main__":
    main()
