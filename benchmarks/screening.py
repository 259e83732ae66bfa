"""How well screening finds people and ties, what it costs, and how others do.

Run `python benchmarks/screening.py` (minutes) or `python benchmarks/screening.py --size 1000000`
(an hour on a busy machine). Needs `pip install recordlinkage pseudopeople names` and
`pip install 'holdfast[batch]'`; the section postgresql needs PostgreSQL's server programs, and at
1,000,000 people about eight minutes. Times are wall times of whatever else the machine does: upper
bounds; a figure of processor time stands beside a missed one.
"""

import argparse
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import screening_batch
import screening_matching as matching
import screening_offers as offers
import screening_postgresql
import screening_ties as ties
from screening_figures import Figure

Section = Callable[[int, int, Path], Iterator[Figure]]

SECTIONS: dict[str, Section] = {
    "febrl4": lambda size, many, folder: matching.febrl4(),
    "grown": matching.grown,
    "postgresql": screening_postgresql.postgresql,
    "anytown": lambda size, many, folder: matching.anytown(),
    "conflicts": lambda size, many, folder: ties.conflicts(min(many, 1000)),
    "duckdb": lambda size, many, folder: screening_batch.duckdb(size, 5000, folder),
    "graph": lambda size, many, folder: ties.large_graph(folder, size, 5 * size),
    "offers": lambda size, many, folder: offers.onlooker(),
}


def main() -> None:
    """Run the sections asked for and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", help=f"of {', '.join(SECTIONS)} (all)")
    parser.add_argument("--size", type=int, default=100_000, help="people in the registry")
    parser.add_argument("--queries", type=int, default=2000)
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # pandas' own
    for name in options.sections or SECTIONS:
        print(f"-- {name}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            for figure in SECTIONS[name](options.size, options.queries, Path(folder)):
                print(figure.line(), flush=True)


if __name__ == "__main__":
    main()
