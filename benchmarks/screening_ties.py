"""Ties at scale: the three-step search with a hub, and whole conflicts in a simulated town."""

import random
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

import screening_data as data
from holdfast.screening import (
    Compared,
    Limits,
    Tie,
    default_kinds,
    inverse,
    normalise,
    paths,
)
from screening_figures import Figure, timed
from screening_matching import Registry

TODAY = date(2020, 12, 31)
KINDS = ("partner", "sibling", "parent", "friend", "colleague", "neighbour", "household", "kin")
MOST_ROWS = 120  # of one node that storage yields: the largest bound of a kind, and room


def large_graph(folder: Path, persons: int, ties: int) -> Iterator[Figure]:
    """A million persons, five million ties, one employer of 40,000."""
    index, therapists = _large(folder / "ties.sqlite3", persons, ties)
    limits = Limits(on=TODAY, therapists=therapists)
    rng = random.Random(3)
    starts = [rng.randrange(persons) for _ in range(1000)]
    hub = [person for (person,) in index.execute(
        "SELECT target FROM tie WHERE source = ? LIMIT 200", (persons,))]  # fmt: skip
    find = _neighbours(index)
    for name, some in (("any person", starts), ("the hub's people", hub)):
        for start in some[:50]:
            paths({start: 1.0}, find, limits)
        answers, times = timed(lambda s=start: paths({s: 1.0}, find, limits) for start in some)
        reached = sum(len({way.end for way in answer.ways}) for answer in answers) / len(some)
        yield Figure(
            f"three steps, {persons:,} persons, {ties:,} ties, {name}: 95th percentile",
            times.percentile(95),
            "ms",
            5,
            False,
            f"{times.percentile(95, cpu=True):.1f} ms of processor time",
        )
        yield Figure(f"  median {times.percentile(50):.2f} ms; therapists reached", reached)


def _large(path: Path, persons: int, ties: int) -> tuple[sqlite3.Connection, frozenset[int]]:
    rng = np.random.default_rng(7)
    kinds = default_kinds()
    index = sqlite3.connect(path)
    index.execute("PRAGMA synchronous = OFF")
    index.execute(
        "CREATE TABLE tie (source INTEGER, kind TEXT, target INTEGER,"
        " PRIMARY KEY (source, kind, target)) WITHOUT ROWID"
    )
    left = rng.integers(0, persons, ties)
    right = (left + rng.integers(1, 2000, ties)) % persons  # people know those near them
    chosen = rng.integers(0, len(KINDS) + 1, ties)
    employer = persons + rng.integers(1, 20_001, ties)
    employer[:40_000] = persons  # the hub
    chosen[:40_000] = len(KINDS)
    rows: list[tuple[int, str, int]] = []
    for number, kind in enumerate((*KINDS, "works_at")):
        at = chosen == number
        target = employer if kind == "works_at" else right
        for source, other in zip(left[at].tolist(), target[at].tolist(), strict=True):
            rows.append((source, kind, other))
            rows.append((other, kinds[kind].inverse, source))
    rows.sort()
    index.executemany("INSERT OR IGNORE INTO tie VALUES (?, ?, ?)", rows)
    index.commit()
    index.execute("PRAGMA cache_size = -400000")
    return index, frozenset(rng.choice(persons, 1000, replace=False).tolist())


def _neighbours(index: sqlite3.Connection) -> Callable[[Sequence[int]], Iterator[Tie]]:
    statement = "SELECT source, kind, target FROM tie WHERE source = ? LIMIT ?"

    def find(nodes: Sequence[int]) -> Iterator[Tie]:
        for node in nodes:
            for row in index.execute(statement, (node, MOST_ROWS)):
                yield Tie(*row)

    return find


# Conflicts in Anytown ---------------------------------------------------------------------------


ROLES = {
    "Opposite-sex spouse": "partner",
    "Same-sex spouse": "partner",
    "Opposite-sex unmarried partner": "partner",
    "Same-sex unmarried partner": "partner",
    "Biological child": "child",
    "Adopted child": "child",
    "Stepchild": "child",
    "Foster child": "ward",
    "Parent": "parent",
    "Sibling": "sibling",
    "Grandchild": "kin",
    "Parent-in-law": "kin",
    "Child-in-law": "kin",
    "Other relative": "kin",
}


class Town:
    """Who lives and works with whom in Anytown, by the simulation's own numbers."""

    def __init__(self) -> None:
        self.clean = data.first_of_each(data.anytown("census", "none"))
        self.noisy = {
            noise: data.first_of_each(data.anytown("census", noise))
            for noise in ("default", "heard")
        }
        self.household: dict[str, str] = {}
        self.members: dict[str, list[str]] = defaultdict(list)
        for row in self.clean:
            if row["housing_type"] == "Household":
                self.household[row["simulant_id"]] = row["household_id"]
                self.members[row["household_id"]].append(row["simulant_id"])
        self.role = {r["simulant_id"]: r["relationship_to_reference_person"] for r in self.clean}
        self.employer = {
            row["simulant_id"]: row["employer_id"] for row in data.anytown("w2", "none")
        }

    def kind(self, person: str, other: str) -> str:
        """Return what `person` is to `other` at home, as far as the census says."""
        mine, theirs = self.role[person], self.role[other]
        if theirs == "Reference person":
            return ROLES.get(mine, "household")
        if mine == "Reference person" and theirs in ROLES:
            return default_kinds()[ROLES[theirs]].inverse
        return "household"

    def others(self, person: str) -> list[str]:
        """Return who lives with a person."""
        return [o for o in self.members.get(self.household.get(person, ""), ()) if o != person]


class Practice:
    """A practice in Anytown: what it knows, on cards; and the truth, by the simulation's numbers.

    Therapists declare their households; clients told theirs and their employers at intake. Cards
    of clients hold the full record, cards of people named by others a name and an address.
    """

    def __init__(self, town: Town, therapists: int, clients: int, seed: int) -> None:
        self.town = town
        self.kinds = default_kinds()
        self.cards: list[str] = []  # the simulation's number behind each card
        self.by_card: dict[int, list[Tie]] = defaultdict(list)
        self.by_person: dict[int, list[Tie]] = defaultdict(list)
        self.numbers: dict[str, int] = {}
        self.people: list[tuple[str, Compared]] = []
        rows = {row["simulant_id"]: row for row in town.clean}
        adults = sorted(p for p in town.household if int(rows[p]["age"]) >= 25)
        chosen = random.Random(seed).sample(adults, therapists * (clients + 1))
        self.therapists = chosen[:therapists]
        self.rows = rows
        self.therapist_cards = {self._card(t, True): t for t in self.therapists}
        for card, therapist in list(self.therapist_cards.items()):
            self._household(card, therapist)
        for place, client in enumerate(chosen[therapists:]):
            card = self._card(client, True)
            self._tie(card, "client", list(self.therapist_cards)[place % therapists])
            self._household(card, client)
        self.registry = Registry(":memory:", self.people)

    def number(self, name: str) -> int:
        """Return a node for a person or an employer of the truth."""
        return self.numbers.setdefault(name, len(self.numbers))

    def _card(self, person: str, full: bool) -> int:
        compared = normalise(data.anytown_person(self.rows[person], "", "b" if full else ""), "mdy")
        self.cards.append(person)
        self.people.append((str(len(self.cards) - 1), compared))
        return len(self.cards) - 1

    def _tie(self, card: int, kind: str, other: int) -> None:
        """Store a tie between cards, and what it says of the people behind them."""
        ends = self.number(self.cards[card]), self.number(self.cards[other])
        for table, tie in ((self.by_card, Tie(card, kind, other)),
                           (self.by_person, Tie(ends[0], kind, ends[1]))):  # fmt: skip
            back = inverse(tie, self.kinds)
            table[tie.source].append(tie)
            table[back.source].append(back)

    def _household(self, card: int, person: str) -> None:
        for other in self.town.others(person):
            self._tie(self._card(other, False), self.town.kind(other, person), card)
        if person in self.town.employer:
            employer = self.number("works:" + self.town.employer[person])
            self._both(card, self.number(person), "works_at", employer)

    def _both(self, card: int, person: int, kind: str, employer: int) -> None:
        """Store a tie to an employer: employers have one number on cards and in truth."""
        for table, source in ((self.by_card, card), (self.by_person, person)):
            tie = Tie(source, kind, -1_000_000 - employer)
            back = inverse(tie, self.kinds)
            table[tie.source].append(tie)
            table[back.source].append(back)


def conflicts(many: int) -> Iterator[Figure]:
    """Ask as `many` people of the town would, with noisy details of themselves and their homes."""
    town = Town()
    employers, town.employer = town.employer, {}
    yield from _conflicts(town, "conflicts by home", many)
    town.employer = employers
    yield from _conflicts(town, "conflicts by home and work", many)


def _conflicts(town: Town, what: str, many: int) -> Iterator[Figure]:
    practice = Practice(town, therapists=20, clients=20, seed=11)
    rng = random.Random(13)
    there = set.intersection(*({row["simulant_id"] for row in r} for r in town.noisy.values()))
    askers = sorted((town.household.keys() & there) - set(practice.therapists))
    truth = {person: _truth(practice, person) for person in askers}
    tied = [person for person in askers if truth[person]]
    some = rng.sample(tied, min(many, len(tied)))
    some += rng.sample([person for person in askers if not truth[person]], many)
    for noise, noisy in town.noisy.items():
        rows = {row["simulant_id"]: row for row in noisy}
        for name, candidates in (("Holdfast", _by_match), ("name search", _by_name)):
            linked = _linked(practice, candidates)
            found = {p: _found(practice, p, rows, candidates, linked) for p in some}
            yield from _conflict_figures(f"{what}, {noise} noise, {name}", truth, found)


def _conflict_figures(
    name: str, truth: dict[str, frozenset[str]], found: dict[str, frozenset[str]]
) -> Iterator[Figure]:
    ties = sum(len(truth[person]) for person in found)
    seen = sum(len(truth[person] & answer) for person, answer in found.items())
    untied = [person for person in found if not truth[person]]
    yield Figure(f"{name}: true ties found, of {ties}", seen / ties)
    yield Figure(
        f"{name}: untied flagged, of {len(untied)}",
        sum(bool(found[person]) for person in untied) / len(untied),
    )


def _truth(practice: Practice, person: str) -> frozenset[str]:
    """Return the therapists tied to a person within three steps, if everybody were recognised."""
    start = practice.number(person)
    own = _own(practice, person, start, [practice.number(o) for o in practice.town.others(person)])
    ends = {practice.number(t): t for t in practice.therapists}

    def find(nodes: Sequence[int]) -> Iterator[Tie]:
        for node in nodes:
            yield from practice.by_person.get(node, ())
            yield from own if node == start else ()

    ways = paths({start: 1.0}, find, Limits(TODAY, frozenset(ends))).ways
    return frozenset(ends[way.end] for way in ways)


def _own(practice: Practice, person: str, node: int, others: list[int]) -> list[Tie]:
    """Return the ties that a person tells at intake: who lives with them, where they work."""
    town = practice.town
    ties = [
        Tie(node, town.kind(person, other), number)
        for other, number in zip(town.others(person), others, strict=True)
    ]
    if person in town.employer:
        employer = practice.number("works:" + town.employer[person])
        ties.append(Tie(node, "works_at", -1_000_000 - employer))
    return ties


Candidates = Callable[[Practice, Compared], list[tuple[int, float]]]


def _linked(practice: Practice, candidates: Candidates) -> dict[int, list[Tie]]:
    """Return the practice's own cards linked with one another where they are the same person."""
    return {
        card: [
            Tie(card, "same_person", other, strength=p)
            for other, p in candidates(practice, person)
            if other != card
        ]
        for card, (_, person) in enumerate(practice.people)
    }


def _found(
    practice: Practice,
    person: str,
    rows: dict[str, dict],
    candidates: Candidates,
    linked: dict[int, list[Tie]],
) -> frozenset[str]:
    """Return the therapists to whom the noisy details of a person and their home lead."""
    others, start = practice.town.others(person), -1
    nodes = [start - place for place in range(1, len(others) + 1)]
    links: dict[int, list[Tie]] = defaultdict(list)
    links[start] = _own(practice, person, start, nodes)
    for each, node in zip([person, *others], [start, *nodes], strict=True):
        if each in rows:
            fields = "b" if each == person else ""
            asked = normalise(data.anytown_person(rows[each], "", fields), "mdy")
            for card, p in candidates(practice, asked):
                links[node].append(Tie(node, "same_person", card, strength=p))

    def find(nodes: Sequence[int]) -> Iterator[Tie]:
        for node in nodes:
            yield from links.get(node, ())
            yield from practice.by_card.get(node, ())
            yield from linked.get(node, ())

    limits = Limits(TODAY, frozenset(practice.therapist_cards))
    ways = paths({start: 1.0}, find, limits).ways
    return frozenset(practice.therapist_cards[way.end] for way in ways)


def _by_match(practice: Practice, asked: Compared) -> list[tuple[int, float]]:
    answer = practice.registry.ask(asked)
    return [(int(practice.registry.ref(m.person)), m.probability) for m in answer.matches]


def _by_name(practice: Practice, asked: Compared) -> list[tuple[int, float]]:
    """Return everybody of the same first given name and surname, as a plain search would."""
    wanted = asked.given.partition(" ")[0], asked.surname
    return [
        (int(ref), 1.0)
        for ref, person in practice.people
        if all(wanted) and (person.given.partition(" ")[0], person.surname) == wanted
    ]
