"""What the person importing decided: columns, order of day and month, zone, who is who."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from holdfast.web.practice.importing.fields import DATES, guess_columns
from holdfast.web.practice.importing.reading import Table
from holdfast.web.practice.importing.values import Order, has_numbers, orders_in

NEW, COUPLE, OUT = "new", "couple", "out"


@dataclass(frozen=True)
class Choices:
    """Decisions about one file. `who` and `therapists` are keyed by the folded words of the file.

    `who` says NEW, COUPLE, OUT or the id of a therapy; `therapists` the id of one, or OUT.
    """

    columns: Mapping[int, str]
    zone: str
    order: Order = ""
    minutes: int = 50
    booked: str = OUT
    cancelled_by: str = "client"
    direction: str = "in"
    purpose: str = "practical"
    who: Mapping[str, str] = field(default_factory=dict)
    therapists: Mapping[str, str] = field(default_factory=dict)

    def dump(self) -> str:
        """Return the choices as JSON; `load` is its inverse."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> "Choices":
        """Read what `dump` wrote."""
        data = json.loads(text)
        data["columns"] = {int(place): name for place, name in data["columns"].items()}
        return cls(**data)

    def decided(self, **changes: object) -> "Choices":
        """Return the choices with these changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def first_choices(table: Table, kind: str, zone: str) -> Choices:
    """Guess the columns, and the order of day and month where the file leaves no doubt."""
    columns = guess_columns(table.columns, kind)
    return Choices(columns=columns, zone=zone, order=certain_order(table, columns))


def certain_order(table: Table, columns: Mapping[int, str]) -> Order:
    """Return the one order the dates allow; "" where they allow both, or contradict themselves."""
    cells = date_cells(table, columns)
    allowed = orders_in(cells)
    return next(iter(allowed)) if len(allowed) == 1 else ""


def order_matters(table: Table, columns: Mapping[int, str]) -> bool:
    """Whether any date is in numbers, so that day and month could be mixed up."""
    return has_numbers(date_cells(table, columns))


def date_cells(table: Table, columns: Mapping[int, str]) -> list[str]:
    """Return all cells of the columns that hold dates."""
    places = [place for place, name in columns.items() if name in DATES]
    return [row.cells[place] for row in table.rows for place in places]
