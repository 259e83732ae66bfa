"""Does a query say enough to tell people apart, and if not: what one thing to ask for.

The most a query can weigh is what it would weigh if every field it has agreed exactly. Where
that does not reach "probable", no candidate can be told from chance, and asking is better than
guessing. The gain of one more field is what its exact agreement would usually add.
"""

from dataclasses import dataclass

from holdfast.screening.model import Model
from holdfast.screening.record import Record

# comparison and level that a further field would reach, in the order in which people can answer
ASK: dict[str, tuple[str, str]] = {
    "date_of_birth": ("birth", "exact"),
    "postcode": ("address", "postcode"),
    "phone": ("phone", "exact"),
    "email": ("email", "exact"),
    "street": ("address", "home"),
    "employer": ("employer", "exact"),
    "given_name": ("given", "exact"),
    "surname": ("surname", "exact"),
}
MOST_PLAUSIBLE = 5  # more possible candidates than this are not an answer


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Whether the query can be decided, how, and the one more field to ask for ("" if none).

    `attainable` is the weight in bits if everything known agreed.
    """

    enough: bool
    attainable: float
    ask: str


def sufficiency(
    asked: Record, model: Model, weights: tuple[tuple[float, ...], ...], possible: int
) -> Sufficiency:
    """Judge a query; `possible` is how many candidates it leaves possible."""
    reached = attainable(asked, model, weights)
    enough = reached >= model.bands.probable and possible <= MOST_PLAUSIBLE
    return Sufficiency(enough, reached, "" if enough else _ask(asked, model, reached))


def attainable(asked: Record, model: Model, weights: tuple[tuple[float, ...], ...]) -> float:
    """Return the weight in bits that a record equal to `asked` would have."""
    best = {name: _best_level(asked, name) for name in model.comparisons}
    rows = zip(model.comparisons.items(), weights, strict=True)
    return model.prior + sum(
        next((w for level, w in zip(levels, row, strict=False) if level.name == best[name]), 0.0)
        for (name, levels), row in rows
    )


def _best_level(asked: Record, name: str) -> str:
    if name == "birth":
        return _best_birth_level(asked.birth)
    if name == "address":
        if asked.home or asked.street:
            return "home" if asked.home else "street"
        known = ("postcode", "suburb", "state")
        return next((field for field in known if getattr(asked, field)), "")
    return "exact" if name != "household" and getattr(asked, name) else ""


def _best_birth_level(birth: str) -> str:
    if not birth:
        return ""
    year, month, day = birth[:4] != "0000", birth[4:6] != "00", birth[6:] != "00"
    if year and month:
        return "exact" if day else "part_year_month"
    return "part_year" if year else "part_month_day"


def _is_known(asked: Record, field: str) -> bool:
    if field == "date_of_birth":
        return _best_birth_level(asked.birth) == "exact"
    return bool(getattr(asked, {"given_name": "given"}.get(field, field)))


def _ask(asked: Record, model: Model, reached: float) -> str:
    """Return the first missing field that would be enough, or the one that helps most."""
    gains = {
        field: _gain(model, *ASK[field]) for field in ASK if not _is_known(asked, field)
    }  # fmt: skip
    wanted = model.bands.probable - reached
    sufficient = (field for field, gain in gains.items() if gain >= wanted)
    return next(sufficient, max(gains, key=lambda field: gains[field], default=""))


def _gain(model: Model, comparison: str, level_name: str) -> float:
    levels = model.comparisons[comparison]
    return next(level.weight(model.total) for level in levels if level.name == level_name)
