"""How long Today, Clients and the relationship page take, in a small practice and in a large one.

The small one has 50 therapies and 10,000 sessions, the large one 5,000 and 1,000,000, of 60
therapists. Both have a therapist with 25 therapies that go on; the large one also has one with 80.
They are asked in turn, on SQLite and on PostgreSQL, so that whatever else the machine does falls on
all alike. Printed are median and 95th percentile of what the server takes, and of it the time the
web process itself worked (on a machine that does other things the better number), the number of
queries, and what sealing costs: the same pages with opening a text replaced by looking up what it
says, as a ratio of the time worked.

Practices are kept in a folder and used again while the tables stay the same.

Example: nice .venv/bin/python benchmarks/pages.py --folder /tmp/practices
         (the first time about a quarter of an hour; with --quick two minutes, the small one only)
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "tests"))
SIZES = {"small": (50, 10_000, 2), "large": (5_000, 1_000_000, 60)}
AIM_MS, AIM_RATIO = 100.0, 1.5


@dataclass
class Measured:
    """All that was measured of one page, for one person, in one practice, on one system."""

    sealed: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    unsealed: list[float] = field(default_factory=list)
    queries: set[int] = field(default_factory=set)
    fields: float = 0.0
    keys: float = 0.0
    name_us: list[float] = field(default_factory=list)
    text_us: list[float] = field(default_factory=list)

    def add(self, found: Mapping[str, Any]) -> None:
        """Take in one round."""
        self.sealed += found["sealed"]
        self.processor += found["processor"]
        self.unsealed += found["unsealed"]
        self.queries |= set(found["queries"])
        self.fields, self.keys = found["fields"], found["keys"]
        self.name_us += [found["name_us"]] if found["name_us"] else []
        self.text_us += [found["text_us"]] if found["text_us"] else []


Results = dict[tuple[str, str, str, str], Measured]


def main() -> int:
    """Build what is missing, measure, print; returns 1 if an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/holdfast-practices"))
    parser.add_argument("--requests", type=int, default=200, help="of each page and person")
    parser.add_argument("--rounds", type=int, default=4, help="in which the requests are shared")
    parser.add_argument("--quick", action="store_true", help="the small practice only")
    parser.add_argument("--system", choices=["both", "sqlite", "postgresql"], default="both")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    sizes = ["small"] if given.quick else list(SIZES)
    for size in sizes:
        build(given.folder / size, SIZES[size])
    results: Results = {}
    with systems(given.folder, sizes, given.system) as places:
        for _ in range(given.rounds):
            for (system, size), environment in places.items():
                measure(results, system, size, environment, given.requests // given.rounds)
    missed = report(results, as_json=given.json)
    return int(missed)


def build(folder: Path, size: tuple[int, int, int]) -> None:
    """Write the practice unless it is there and the tables are still the same."""
    mark, now = folder / "tables", tables()
    if mark.exists() and mark.read_text() == now and (folder / "practice.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("holdfast.sqlite3*"):
        old.unlink()
    print(f"Writing a practice into {folder}:", file=sys.stderr)
    run("pages_practice.py", *map(str, size), environment={"HOLDFAST_DATA": str(folder)})
    mark.write_text(now)


def tables() -> str:
    """A word that changes when a migration or the way of building does."""
    files = sorted((ROOT / "src").glob("holdfast/web/*/migrations/*.py"))
    whole = b"".join(f.read_bytes() for f in [*files, HERE / "pages_practice.py"])
    return hashlib.sha256(whole).hexdigest()


@contextmanager
def systems(
    folder: Path, sizes: list[str], which: str
) -> Iterator[dict[tuple[str, str], dict[str, str]]]:
    """Yield for each system and size the environment in which its pages are asked for."""
    places = {("SQLite", size): {"HOLDFAST_DATA": str(folder / size)} for size in sizes}
    if which == "sqlite":
        yield places
        return
    from postgres import server

    with server() as url:
        copies = {("PostgreSQL", size): copied(url, folder / size, size) for size in sizes}
        yield copies if which == "postgresql" else {**places, **copies}


def copied(url: str, folder: Path, size: str) -> dict[str, str]:
    """Copy a practice into a database of its own; returns its environment."""
    here = {"HOLDFAST_DATA": str(folder), "DATABASE_URL": database(url, f"practice_{size}")}
    run("pages_postgresql.py", environment=here)
    return here


def database(url: str, name: str) -> str:
    """Make an empty database; the server of the tests logs every statement, here it does not."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER ROLE holdfast SET log_statement = 'none'")
        connection.execute(f"CREATE DATABASE {name}")
    return url.rpartition("/")[0] + f"/{name}"


def measure(
    results: Results, system: str, size: str, environment: Mapping[str, str], requests: int
) -> None:
    """Ask for every page so many times and take the times in."""
    print(f"  asking {system}, {size}", file=sys.stderr, flush=True)
    for found in json.loads(run("pages_asked.py", str(requests), environment=environment)):
        if found["who"] == "big" and size == "small":
            continue  # its second therapist has a caseload like the first
        key = system, found["page"], found["who"], size
        results.setdefault(key, Measured()).add(found)


def run(program: str, *arguments: str, environment: Mapping[str, str]) -> str:
    """Run one of the programs beside this one; returns what it printed."""
    command = [sys.executable, str(HERE / program), *arguments]
    done = subprocess.run(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def report(results: Results, *, as_json: bool) -> bool:
    """Print a line for each page; returns whether an aim was missed."""
    lines = [line(key, found, results) for key, found in sorted(results.items())]
    if as_json:
        print(json.dumps(lines, indent=2))
    else:
        print(table(lines))
        print(f"\nAims: 95th percentile under {AIM_MS:g} ms and within {AIM_RATIO:g} times that of "
              "the small practice; the same number of queries at both sizes.")  # fmt: skip
        print(opening(results))
    return any(row["missed"] for row in lines)


def line(key: tuple[str, str, str, str], found: Measured, results: Results) -> dict[str, Any]:
    """What is said of one page: its figures, and which aims it missed."""
    system, page, who, size = key
    small = results.get((system, page, "usual", "small"), found)
    p95, ratio = (
        percentile(found.sealed, 95),
        percentile(found.sealed, 95) / percentile(small.sealed, 95),
    )
    missed = [] if p95 < AIM_MS else ["time"]
    if who == "usual":
        missed += ["ratio"] if ratio > AIM_RATIO else []
    missed += ["queries"] if found.queries != small.queries else []
    return {
        "system": system,
        "page": page,
        "caseload": 80 if who == "big" else 25,
        "practice": size,
        "median ms": round(median(found.sealed), 1),
        "p95 ms": round(p95, 1),
        "of small": round(ratio, 2),
        "processor": f"{median(found.processor):.1f}, {percentile(found.processor, 95):.1f}",
        "queries": "/".join(map(str, sorted(found.queries))),
        "opened": f"{found.fields:.0f}+{found.keys:.0f}",
        "sealing": round(median(found.processor) / median(found.unsealed), 2),
        "missed": ", ".join(missed),
    }


def percentile(times: list[float], share: int) -> float:
    """The time that so many in a hundred stay under."""
    return sorted(times)[min(len(times) - 1, len(times) * share // 100)]


def table(lines: list[dict[str, Any]]) -> str:
    """Lay the lines out as a Markdown table."""
    head = list(lines[0])
    rows = [head, ["---"] * len(head), *([str(v) for v in row.values()] for row in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def opening(results: Results) -> str:
    """Say what opening one value costs."""
    names = [us for found in results.values() for us in found.name_us]
    texts = [us for found in results.values() for us in found.text_us]
    said = [f"Opening a name takes {median(names):.1f} microseconds"] if names else []
    said += [f"a text of over 1,000 bytes {median(texts):.1f}"] if texts else []
    return ", ".join(said) + ". `opened` counts texts and, after the plus, keys unwrapped for them."


if __name__ == "__main__":
    sys.exit(main())
