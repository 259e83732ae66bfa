"""Find a person among many: keys to candidates, candidates to weights, weights to an answer.

Storage is two functions handed in, each called once, so that a database answers a whole hop in
one statement:

- `postings(keys, limit)` yields (key, person id) for at most `limit` persons of each key;
- `people(ids)` yields (person id, compared fields), opened if they are sealed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2

from holdfast.screening.compare import LEVELS, MISSING, compare
from holdfast.screening.enough import Sufficiency, sufficiency
from holdfast.screening.keys import frequency_keys, query_keys
from holdfast.screening.model import Model, probability
from holdfast.screening.person import Compared
from holdfast.screening.record import Record, record

MOST_POSTINGS = 150  # persons read for one key: who shares a commoner key shares a rarer one too
MOST_SCORED = 120  # candidates compared in full, best first
FEWEST_SCORED = 20  # of which these however far behind the best they are, the others if not too far
FAR_BEHIND = 0.3

Postings = Callable[[Sequence[int], int], Iterable[tuple[int, int]]]
People = Callable[[Sequence[int]], Iterable[tuple[int, Compared]]]


@dataclass(frozen=True, slots=True)
class Query:
    """A person looked for, prepared once: what is compared, and the keys to look under."""

    record: Record
    keys: tuple[int, ...]
    frequency_keys: dict[str, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one comparison contributes: its level and weight in bits."""

    comparison: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate, with the waterfall: the prior plus the evidence is the weight, in bits."""

    person: int
    weight: float
    prior: float
    evidence: tuple[Evidence, ...]
    band: str  # "probable" or "possible"

    @property
    def probability(self) -> float:
        """The probability that this is the person, by the model."""
        return probability(self.weight)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who it may be, best first, and whether the query said enough to tell."""

    matches: tuple[Match, ...]
    sufficiency: Sufficiency
    scored: int  # candidates compared


def query(person: Compared, secret: bytes) -> Query:
    """Prepare a person to be looked for under the index key `secret`."""
    prepared = record(person)
    return Query(prepared, tuple(query_keys(person, secret)), frequency_keys(prepared, secret))


def match(asked: Query, model: Model, postings: Postings, people: People) -> Answer:
    """Return who in the registry may be the person asked for, with reasons.

    `model` must know the registry (`Model.of`). Candidates below `model.bands.possible` are left
    out of the answer. The same query, model and registry give the same answer.
    """
    weights = model.weights(asked.frequency_keys)
    ids = candidates(postings(asked.keys, MOST_POSTINGS), model.total)
    scored = 0
    matches = []
    for person, found in people(ids):
        scored += 1
        levels = compare(asked.record, record(found))
        weight = model.prior + sum(row[level] for row, level in zip(weights, levels, strict=True))
        if weight >= model.bands.possible:
            matches.append(_match(person, weight, model, _evidence(levels, weights)))
    matches.sort(key=lambda found: (-found.weight, found.person))
    enough = sufficiency(asked.record, model, weights, len(matches))
    return Answer(tuple(matches), enough, scored)


def candidates(found: Iterable[tuple[int, int]], total: int) -> list[int]:
    """Return the ids worth comparing, those who share the rarest keys first."""
    pairs = list(found)
    sizes = Counter(key for key, _ in pairs)
    rarity = {key: log2(1 + total / size) for key, size in sizes.items()}
    ranks: dict[int, float] = {}
    for key, person in pairs:
        ranks[person] = ranks.get(person, 0.0) + rarity[key]
    best = sorted(ranks.items(), key=lambda item: (-item[1], item[0]))
    least = FAR_BEHIND * best[0][1] if best else 0.0
    return [
        person
        for place, (person, rank) in enumerate(best[:MOST_SCORED])
        if place < FEWEST_SCORED or rank >= least
    ]


def _match(person: int, weight: float, model: Model, evidence: tuple[Evidence, ...]) -> Match:
    """Name the band. Who may be a relative is never called probable: a person has to look."""
    family = any(each.comparison == "household" for each in evidence)
    band = "probable" if weight >= model.bands.probable and not family else "possible"
    return Match(person, weight, model.prior, evidence, band)


def _evidence(
    levels: tuple[int, ...], weights: tuple[tuple[float, ...], ...]
) -> tuple[Evidence, ...]:
    rows = zip(LEVELS.items(), levels, weights, strict=True)
    return tuple(
        Evidence(name, names[level], row[level])
        for (name, names), level, row in rows
        if level != MISSING and (name != "household" or row[level])
    )
