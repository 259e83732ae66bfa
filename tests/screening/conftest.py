"""A small registry in dictionaries: what storage has to do, and nothing more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from holdfast.screening import (
    Answer,
    Compared,
    Frequencies,
    Model,
    Person,
    default_model,
    frequency_keys,
    index_keys,
    match,
    normalise,
    query,
    record,
)

SECRET = b"an index key of 32 bytes to test"


@dataclass
class Registry:
    persons: dict[int, Compared] = field(default_factory=dict)
    holders: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[int] = field(default_factory=Counter)
    asked: list[str] = field(default_factory=list)

    def add(self, number: int, person: Person) -> None:
        compared = normalise(person)
        self.persons[number] = compared
        for key in index_keys(compared, SECRET):
            self.holders[key].append(number)
        self.counts.update(frequency_keys(record(compared), SECRET).values())

    def postings(self, keys: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
        self.asked.append("postings")
        for key in keys:
            yield from ((key, number) for number in self.holders.get(key, ())[:limit])

    def people(self, ids: Sequence[int]) -> Iterator[tuple[int, Compared]]:
        self.asked.append("people")
        yield from ((number, self.persons[number]) for number in ids)

    def model(self, total: int | None = None) -> Model:
        frequencies = Frequencies(total or len(self.persons), lambda keys: self.counts)
        return default_model().of(frequencies)

    def find(self, person: Person, total: int | None = None) -> Answer:
        asked = query(normalise(person), SECRET)
        return match(asked, self.model(total), self.postings, self.people)


@pytest.fixture
def registry() -> Registry:
    found = Registry()
    for number, person in enumerate(town(), start=1):
        found.add(number, person)
    return found


def town() -> Iterable[Person]:
    """Two thousand people of one town, made by arithmetic."""
    given = ["anna", "bela", "carl", "dora", "emil", "fred", "gina", "hugo", "ines", "jana"]
    surnames = ["adler", "brandt", "cohen", "dupont", "engel", "fischer", "garcia", "horvat"]
    streets = ["hill rd", "main st", "sea lane", "park ave"]
    for i in range(2000):
        yield Person(
            given_name=given[i * 7 // 2 % len(given)],
            surname=surnames[i * 3 % len(surnames)] + "abcdefg"[i // 11 % 7],
            date_of_birth=f"{1940 + i * 13 % 70}-{1 + i * 5 % 12:02d}-{1 + i * 11 % 28:02d}",
            street=f"{1 + i // 3} {streets[i % 4]}",
            suburb="kilda" if i % 2 else "brighton",
            postcode=str(2000 + i % 20),
            phone=f"0400{i:06d}",
            email=f"someone{i}@example.org",
            employer="harbour board" if i % 3 else "city library",
        )
