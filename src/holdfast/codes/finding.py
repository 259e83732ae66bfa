"""What a check of the data found, and the smallest set of facts that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from holdfast.codes.facts import Value, show
from holdfast.codes.points import Grid, lowest


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with the data."""

    check: str
    says: str
    edition: str = ""
    act: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        place = " / ".join(part for part in (self.edition, self.act) if part)
        facts = ", ".join(f"{fact}: {show(value)}" for fact, value in self.facts.items())
        shown = f" Smallest facts that show it: {{{facts}}}" if facts else ""
        return f"{self.check}: {place + ': ' if place else ''}{self.says}.{shown}"


def smallest(grid: Grid, bad: int, possible: int) -> dict[str, Value]:
    """Return the fewest facts that are enough to show a failure, from its first point.

    Enough means: whatever the other facts are, as long as they do not contradict each other, it
    fails. Up to three facts are tried in every combination; beyond that facts are dropped one by
    one, and what is left cannot be made smaller by dropping one more.
    """
    point = grid.point(lowest(bad))
    fine = possible & ~bad
    for size in range(4):
        for chosen in combinations(point, size):
            if not _cell(grid, point, chosen) & fine:
                return {fact: point[fact] for fact in chosen}
    kept = tuple(point)
    for fact in point:
        fewer = tuple(other for other in kept if other != fact)
        if not _cell(grid, point, fewer) & fine:
            kept = fewer
    return {fact: point[fact] for fact in kept}


def _cell(grid: Grid, point: Mapping[str, Value], chosen: tuple[str, ...]) -> int:
    """Return the points that share the chosen facts' values."""
    cell = grid.full
    for fact in chosen:
        cell &= next(mask for mask, value in grid.columns[fact] if value == point[fact])
    return cell
