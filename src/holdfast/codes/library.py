"""All the data together: acts, facts, editions in every revision, situations.

`load` reads a folder in the form of docs/codes-format.md; `shipped` is the one that comes with
the package.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from holdfast.codes import read_client, read_code, read_facts, read_situations
from holdfast.codes.edition import Edition, Rank
from holdfast.codes.facts import Fact, Facts, choose
from holdfast.codes.points import single
from holdfast.codes.read_client import Country, Place, Topic
from holdfast.codes.read_conditions import ConditionReader
from holdfast.codes.read_facts import Act, Always, Contradiction
from holdfast.codes.read_situations import SituationKind
from holdfast.codes.reading import Item, Problem, Reader

DATA = Path(__file__).parent / "data"
NOT_CODES = ("situations", "client", "help")  # folders of data that hold no editions


class UnknownName(ValueError):
    """A code, situation or act is asked for that is not there."""


@dataclass(frozen=True)
class Chosen:
    """An edition that is asked, and why this one."""

    edition: Edition
    asked: str
    reason: str  # named | in_force | newest


@dataclass(frozen=True, eq=False)
class Library:
    """Everything that was read."""

    acts: Mapping[str, Act]
    facts: Mapping[str, Fact]
    contradictions: tuple[Contradiction, ...]
    always_prohibited: tuple[Always, ...]
    revisions: Mapping[str, Edition]  # by key, such as aca-2014.r1
    situations: Mapping[str, SituationKind]
    places: Mapping[str, Place]
    topics: Mapping[str, Topic]
    help: Mapping[str, Country]

    @property
    def editions(self) -> dict[str, Edition]:
        """The newest revision of each edition, by edition id."""
        newest: dict[str, Edition] = {}
        for edition in sorted(self.revisions.values(), key=lambda e: e.revision):
            newest[edition.id] = edition
        return dict(sorted(newest.items(), key=lambda each: (-each[1].rank, each[0])))

    def choose(self, asked: str, on: date) -> Chosen:
        """Return the edition meant by an id (aca-2014), a revision (aca-2014.r1) or a body (aca).

        Of a body it is the edition in force on the day; if none is, the newest. Raises UnknownName.
        """
        if asked in self.revisions:
            return Chosen(self.revisions[asked], asked, "named")
        editions = self.editions
        if asked in editions:
            return Chosen(editions[asked], asked, "named")
        family = [e for e in editions.values() if e.family == asked]
        family.sort(key=lambda e: (e.in_force(on), e.in_force_from))
        if not family:
            names = [*editions, *{e.family for e in editions.values()}]
            raise UnknownName(f"There is no code {asked}. {choose(asked, names)}".strip())
        return Chosen(family[-1], asked, "in_force" if family[-1].in_force(on) else "newest")

    def usual(self, on: date) -> list[str]:
        """Return what is asked when nobody names any: complete codes in force, and our own rule.

        Law is not among them: which law binds depends on where the therapist works.
        """
        return [
            e.id
            for e in self.editions.values()
            if e.in_force(on) and (e.rank is Rank.HOUSE or (e.complete and e.rank is Rank.CODE))
        ]

    def situation(self, situation_id: str) -> SituationKind:
        """Return a situation by id. Raises UnknownName."""
        if situation_id not in self.situations:
            near = choose(situation_id, list(self.situations))
            raise UnknownName(f"There is no situation {situation_id}. {near}".strip())
        return self.situations[situation_id]

    def contradicted(self, known: Facts, on: date) -> list[Contradiction]:
        """Return what in these facts cannot stand together."""
        point = single(known, on)
        return [
            each
            for each in self.contradictions
            if (each.when is not None and each.when.bits(point)[0])
            or (each.order is not None and _reversed(known, each.order))
        ]

    def facts_meaning(self, fact_ids: Iterable[str]) -> str:
        """Return a hash of what must never change in these facts (SHA-256, hexadecimal)."""
        parts = [fact_meaning(self.facts[fact]) for fact in sorted(fact_ids)]
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def fact_meaning(fact: Fact) -> tuple[str, ...]:
    """Return what rules can see of a fact."""
    seen = (fact.id, fact.kind, list(map(str, fact.values)), fact.while_unknown, fact.unit)
    return (*map(str, seen), str(fact.direction))


def _reversed(known: Facts, order: tuple[str, str]) -> bool:
    first, then = known.get(order[0]), known.get(order[1])
    return isinstance(first, date) and isinstance(then, date) and first > then


@cache
def shipped() -> Library:
    """Return the data that come with the package, read once."""
    return load(DATA)


def load(folder: Path) -> Library:
    """Read a folder of data. Raises BrokenData with everything that is wrong, file and line."""
    reader = Reader()
    acts_item = _file(reader, folder / "acts.yaml", read_facts.ACTS_SCHEMA, folder)
    facts_item = _file(reader, folder / "facts.yaml", read_facts.FACTS_SCHEMA, folder)
    acts = read_facts.read_acts(reader, acts_item)
    facts = read_facts.read_facts(reader, facts_item)
    conditions = ConditionReader(reader, facts)
    code_reader = read_code.CodeReader(reader, acts, conditions)
    situations = _situations(reader, folder, acts, facts)
    topics_item = _optional(reader, folder / "client" / "topics.yaml", folder)
    places = read_client.read_places(reader, topics_item) if topics_item else {}
    library = Library(
        acts=acts,
        facts=facts,
        contradictions=read_facts.read_contradictions(reader, facts_item, conditions),
        always_prohibited=read_facts.read_always(reader, acts_item, acts, conditions),
        revisions=_revisions(reader, folder, code_reader),
        situations=situations,
        places=places,
        topics=read_client.read_topics(reader, topics_item, places, situations)
        if topics_item
        else {},
        help=_help(reader, folder),
    )
    reader.finish()
    return library


def _file(reader: Reader, path: Path, schema: str, folder: Path) -> Item:
    name = str(path.relative_to(folder.parent))
    if not path.exists():
        reader.problems.append(Problem(name, 0, "this file is missing"))
        return Item({}, name, 0)
    return reader.file(path, schema, name)


def _optional(reader: Reader, path: Path, folder: Path) -> Item | None:
    """Return a file that a folder of data may do without."""
    return _file(reader, path, read_client.TOPICS_SCHEMA, folder) if path.exists() else None


def _help(reader: Reader, folder: Path) -> dict[str, Country]:
    found: dict[str, Country] = {}
    for path in sorted((folder / "help").glob("*.yaml")):
        country = read_client.read_country(
            reader, _file(reader, path, read_client.HELP_SCHEMA, folder)
        )
        found[country.code] = country
    return found


def _revisions(
    reader: Reader, folder: Path, code_reader: read_code.CodeReader
) -> dict[str, Edition]:
    found: dict[str, Edition] = {}
    for path in sorted(folder.glob("*/*.yaml")):
        if path.parent.name in NOT_CODES:
            continue
        item = _file(reader, path, read_code.SCHEMA, folder)
        edition = code_reader.read(item)
        if edition.key in found:
            reader.wrong(item, f"{edition.key} stands in {found[edition.key].file} too")
        found[edition.key] = edition
    for edition in found.values():
        earlier = f"{edition.id}.r{edition.revision - 1}"
        if edition.revision != 1 and earlier not in found:
            reader.problems.append(Problem(edition.file, 0, f"there is no {earlier} before it"))
    return found


def _situations(
    reader: Reader, folder: Path, acts: Mapping[str, Act], facts: Mapping[str, Fact]
) -> dict[str, SituationKind]:
    found: dict[str, SituationKind] = {}
    for path in sorted((folder / "situations").glob("*.yaml")):
        item = _file(reader, path, read_situations.SCHEMA, folder)
        for situation in read_situations.read_situations(reader, item, acts, facts):
            if situation.id in found:
                says = f"the situation {situation.id} stands here and elsewhere"
                reader.problems.append(Problem(item.file, situation.line, says))
            found[situation.id] = situation
    return found
