"""Minutes of supervision added up, by agreement and year. Values in, values out."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Sat:
    """One session as it counts for somebody: on a day, of a kind, so many minutes."""

    on: date
    kind: str
    minutes: int


@dataclass(frozen=True)
class Total:
    """The minutes of one year, by kind and together, and how many sessions there were."""

    year: int
    by_kind: Mapping[str, int]
    sessions: int

    @property
    def minutes(self) -> int:
        """All of them together."""
        return sum(self.by_kind.values())


def totals(sat: Iterable[tuple[Hashable, Sat]]) -> dict[Hashable, list[Total]]:
    """Add up sessions, each with the agreement it belongs to; the newest year first."""
    by_year: dict[Hashable, dict[int, list[Sat]]] = defaultdict(lambda: defaultdict(list))
    for agreement, one in sat:
        by_year[agreement][one.on.year].append(one)
    return {
        agreement: [_total(year, years[year]) for year in sorted(years, reverse=True)]
        for agreement, years in by_year.items()
    }


def _total(year: int, sat: list[Sat]) -> Total:
    by_kind: dict[str, int] = defaultdict(int)
    for one in sat:
        by_kind[one.kind] += one.minutes
    return Total(year, dict(by_kind), len(sat))
