"""Run the tests: rules and command line once, web on SQLite and PostgreSQL, browser on SQLite.

Example: python tests/run.py, with --slow what `make test-all` adds, with --long the long walks.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from postgres import server

ROOT = Path(__file__).resolve().parent.parent
RULES = ["alliance", "cli", "codes", "docs", "frame", "screening", "transference"]


def main() -> int:
    """Run each part in turn; returns 0 when all of them passed."""
    chosen = {"--slow": slow_parts, "--long": long_parts}
    parts = next((chosen[a] for a in sys.argv[1:] if a in chosen), quick_parts)()
    failed = [name for name, passed in parts if not passed]
    print(f"\nNot passed: {', '.join(failed)}." if failed else "\nEverything passed.", flush=True)
    return 1 if failed else 0


def quick_parts() -> Iterator[tuple[str, bool]]:
    """What `make test` runs."""
    marks = ["-m", "not slow and not browser"]
    yield part("rules and command line", [*rules(), *marks], measured=True)
    # Tables straight from the models on SQLite: quicker. PostgreSQL walks the migrations.
    yield part("web on SQLite", ["tests/web", "--nomigrations", *marks])
    with server() as url:
        sample = {"DATABASE_URL": url, "HOLDFAST_SAMPLE": "yes"}
        yield part("web on PostgreSQL", ["tests/web", *marks], **sample)
    browser = ["tests/web", "--nomigrations", "-m", "browser and not slow"]
    yield part("browser", browser, workers=3)


def slow_parts() -> Iterator[tuple[str, bool]]:
    """What `make test-all` adds."""
    yield part("slow: rules and command line", [*rules(), "-m", "slow"])
    # What takes longest begins first.
    slow = ["tests/web/test_demonstration_in_a_browser.py", "tests/web", "--nomigrations"]
    yield part("slow: web on SQLite", [*slow, "-m", "slow and not long"], workers=3)


def long_parts() -> Iterator[tuple[str, bool]]:
    """What `make test-long` runs: walks through whole worlds, and all cases on PostgreSQL."""
    yield part("long: web on SQLite", ["tests/web", "--nomigrations", "-m", "long"])
    with server() as url:
        marks = ["-m", "not slow and not browser"]
        yield part("long: all on PostgreSQL", ["tests/web", *marks], DATABASE_URL=url)


def rules() -> list[str]:
    """The folders of tests that need no Django, and what lies beside them."""
    beside = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").glob("test_*.py"))
    return [*beside, *(f"tests/{name}" for name in RULES if (ROOT / "tests" / name).exists())]


def part(
    name: str,
    arguments: list[str],
    *,
    measured: bool = False,
    workers: int = 2,
    **environment: str,
) -> tuple[str, bool]:
    """Run one part with pytest in some processes; returns its name and whether it passed.

    A `measured` part is run under coverage where HOLDFAST_COVERAGE is set. Browsers wait half of
    their time, so that two cores can see to three.
    """
    print(f"\n== {name}", flush=True)
    start = time.monotonic()
    covered = measured and "HOLDFAST_COVERAGE" in os.environ
    measure = ["coverage", "run", "-m"] if covered else []
    processes = ["-n", os.environ.get("HOLDFAST_TEST_WORKERS", str(workers)), "--dist=worksteal"]
    command = [sys.executable, "-m", *measure, "pytest", *arguments, *processes]
    env = {**os.environ, **environment}
    # Each of the many processes would compile the whole program anew.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, cwd=ROOT, env=env, check=False)
    print(f"   {time.monotonic() - start:.0f} s", flush=True)
    return name, done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
