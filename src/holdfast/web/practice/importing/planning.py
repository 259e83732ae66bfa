"""What an import would do, row by row, before anything is done."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.web.practice.importing.choices import COUPLE, NEW, OUT, Choices
from holdfast.web.practice.importing.fields import is_formula, plain
from holdfast.web.practice.importing.people import (
    Known,
    candidates,
    couple_in,
    likely,
    whole_name,
)
from holdfast.web.practice.importing.reading import Row, Table
from holdfast.web.practice.importing.values import Reading
from holdfast.web.sealing import primitives

Outcome = Literal["make", "there", "out", "wrong", "ask"]
Mark = tuple[str, str]  # kind and keyed hash
NEEDED = frozenset({"client", "client_id", "given", "family", "date", "therapist"})


@dataclass(frozen=True)
class Caseload:
    """What the person importing may compare with, and nothing else.

    `marks` are what their own earlier imports made, for each therapist; `starts` the local starts
    of the sessions of `known`.
    """

    user: UUID
    therapists: Mapping[str, UUID]
    own: UUID | None = None
    known: tuple[Known, ...] = ()
    marks: Mapping[tuple[UUID, str, str], UUID] = field(default_factory=dict)
    starts: Mapping[UUID, frozenset[datetime]] = field(default_factory=dict)
    hash_key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Line:
    """What becomes of one row, and why."""

    number: int
    label: str
    outcome: Outcome
    what: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewPerson:
    """A person to make a card for."""

    name: str
    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    points: tuple[tuple[str, str], ...] = ()
    emergency: tuple[str, str] | None = None


@dataclass(frozen=True)
class NewTherapy:
    """A therapy to open. `since` None: from its first session."""

    name: str
    therapist: UUID
    people: tuple[NewPerson, ...]
    kind: str = "individual"
    state: str = "active"
    since: date | None = None
    ended: date | None = None


@dataclass(frozen=True)
class NewSession:
    """A session to write down, and the part in it of the person called `name`.

    Amounts are in the smallest unit of the currency.
    """

    start: datetime
    zone: str
    minutes: int
    state: str
    where: str = "room"
    started: datetime | None = None
    ended: datetime | None = None
    cancelled_by: str = ""
    cancelled_at: datetime | None = None
    note: str = ""
    name: str = ""
    due: int | None = None
    currency: str = ""
    paid: int = 0
    paid_on: date | None = None


@dataclass(frozen=True)
class NewContact:
    """A contact between sessions to write down."""

    at: datetime
    channel: str
    direction: str
    purpose: str
    minutes: int | None = None
    note: str = ""
    name: str = ""


Thing = NewSession | NewContact


@dataclass(frozen=True)
class Step:
    """One thing to do: for which therapist, in which therapy, and how it is known again.

    `target` is the id of a therapy, or the key of one that `opens`. `thing` None: a therapy alone.
    """

    row: int
    therapist: UUID
    target: str
    marks: tuple[Mark, ...] = ()
    thing: Thing | None = None


@dataclass(frozen=True)
class Plan:
    """The lines of the report, the therapies to open by their key, and the steps."""

    lines: tuple[Line, ...]
    opens: Mapping[str, NewTherapy]
    steps: tuple[Step, ...]

    def count(self, outcome: Outcome) -> int:
        """How many rows come out so."""
        return sum(line.outcome == outcome for line in self.lines)


class Skip(Exception):
    """A row that makes nothing, with what becomes of it and why."""

    def __init__(self, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.outcome, self.why = outcome, why


class Draft:
    """A plan while it is made, row by row. Subclasses say what one row makes."""

    kind = ""
    without_match = NEW

    def __init__(
        self, table: Table, choices: Choices, caseload: Caseload, *, today: date, currency: str
    ) -> None:
        self.table, self.choices, self.caseload = table, choices, caseload
        self.today, self.currency = today, currency
        self.how = Reading(choices.order, choices.zone, today, currency)
        self.lines: list[Line] = []
        self.opens: dict[str, NewTherapy] = {}
        self.steps: list[Step] = []
        self.rows_by_mark: dict[tuple[UUID, Mark], int] = {}

    def plan(self) -> Plan:
        """Go through all rows."""
        for row in self.table.rows:
            self._row(row)
        return Plan(tuple(self.lines), dict(self.opens), tuple(self.steps))

    def _row(self, row: Row) -> None:
        cell, formulas = self._cells(row)
        notes = list(formulas.values())
        name = whole_name(cell)
        label = name or cell.get("client_id", "") or cell.get("id", "")
        try:
            if needed := [said for field, said in formulas.items() if field in NEEDED]:
                notes.remove(needed[0])
                raise Skip("wrong", needed[0])
            what = self.read(row.number, cell, name, self._therapist(cell), notes)
        except Skip as skip:
            self.lines.append(Line(row.number, label, skip.outcome, skip.why, tuple(notes)))
        else:
            self.lines.append(Line(row.number, label, "make", what, tuple(notes)))

    def read(
        self, number: int, cell: Mapping[str, str], name: str, therapist: UUID, notes: list[str]
    ) -> str:
        """Take one row into the plan and say what it makes; raises Skip."""
        raise NotImplementedError

    def _cells(self, row: Row) -> tuple[dict[str, str], dict[str, str]]:
        """Return the cells by field, and what to say of formulas: their cells stay empty."""
        cell: dict[str, str] = {}
        formulas = {}
        for place, name in self.choices.columns.items():
            text = row.cells[place] if place < len(row.cells) else ""
            if is_formula(text):
                said = {"cell": text[:30], "column": self.table.columns[place]}
                formulas[name] = (
                    _("“%(cell)s” in “%(column)s” is a formula; it was not read.") % said
                )
                text = ""
            cell[name] = text
        return cell, formulas

    def _therapist(self, cell: Mapping[str, str]) -> UUID:
        """Return whose row this is: the person's own, or by what the column says."""
        if self.caseload.own is not None:
            self._check_own(cell)
            return self.caseload.own
        said = plain(cell.get("therapist", ""))
        if not said:
            raise Skip("wrong", _("The row names no therapist."))
        chosen = self.choices.therapists.get(said, "")
        if chosen == OUT:
            raise Skip("out", _("You left this therapist’s rows out."))
        found = UUID(chosen) if chosen else self.caseload.therapists.get(said)
        if found is None or found not in self.caseload.therapists.values():
            shown = cell["therapist"][:60]
            raise Skip("ask", _("Nobody called “%s” works here as a therapist.") % shown)
        return found

    def _check_own(self, cell: Mapping[str, str]) -> None:
        """In a file of the whole practice only one's own rows are taken."""
        said = plain(cell.get("therapist", ""))
        theirs = self.caseload.therapists.get(said) if said else None
        if theirs is not None and theirs != self.caseload.own:
            raise Skip("out", _("The row is a colleague’s."))

    def target(self, number: int, cell: Mapping[str, str], name: str, therapist: UUID) -> str:
        """Return the therapy a row belongs to: one that is there, or the key of one to open."""
        if there := self._imported(cell, name, therapist):
            return str(there)
        if not name:
            raise Skip("wrong", _("The row names no client that is known here."))
        chosen = self.choices.who.get(plain(name), "") or self._default(name)
        if chosen == OUT:
            raise Skip("out", _("Left out: it is not said whose this is."))
        if chosen not in {NEW, COUPLE}:
            return self._known(chosen)
        key = f"{therapist} {plain(name)}"
        self.opens.setdefault(key, self.opened(name, therapist, chosen))
        return key

    def _imported(self, cell: Mapping[str, str], name: str, therapist: UUID) -> UUID | None:
        """Return the therapy that an earlier import by the same person opened for this client.

        By name only for somebody who sees no caseload to compare with.
        """
        marks = [self.mark("client_id", therapist, cell.get("client_id", ""))]
        if self.caseload.own is None:
            marks.append(self.mark("client_name", therapist, plain(name)))
        found = (self.caseload.marks.get((therapist, *mark)) for mark in marks if mark)
        return next((therapy for therapy in found if therapy is not None), None)

    def _known(self, chosen: str) -> str:
        """Hold a chosen therapy against those this person may see; anything else is not there."""
        if all(str(one.therapy) != chosen for one in self.caseload.known):
            raise Skip("ask", _("The therapy chosen for this name is not among yours."))
        return chosen

    def _default(self, name: str) -> str:
        """Without a decision: the one therapy of exactly this name; of several none."""
        found = candidates(name, self.caseload.known)
        if not found and self.without_match == OUT:
            found = likely(name, self.caseload.known)
        if len(found) > 1:
            raise Skip("ask", _("Several of your therapies go by this name. Say which is meant."))
        return str(found[0].therapy) if found else self.without_match

    def opened(self, name: str, therapist: UUID, chosen: str) -> NewTherapy:
        """Return the therapy to open for a name."""
        people = couple_in(name) if chosen == COUPLE else (name,)
        kind = {1: "individual", 2: "couple"}.get(len(people), "family")
        return NewTherapy(name, therapist, tuple(NewPerson(one) for one in people), kind)

    def mark(self, kind: str, therapist: UUID, *parts: str) -> Mark | None:
        """Return the keyed hash of a number or of the parts of a row; None where all are empty."""
        if not any(parts):
            return None
        said = json.dumps([str(self.caseload.user), str(therapist), kind, *parts])
        return kind, primitives.lookup_hash(self.caseload.hash_key, said)

    def once(self, number: int, therapist: UUID, mark: Mark) -> None:
        """Raise Skip if a row like this was imported before, or stands further up."""
        if (therapist, *mark) in self.caseload.marks:
            raise Skip("there", _("Imported before; nothing changes."))
        first = self.rows_by_mark.setdefault((therapist, mark), number)
        if first != number:
            raise Skip("there", _("The same as row %d.") % first)

    def to_zone(self, cell: Mapping[str, str]) -> str:
        """Return the zone the times of a row are meant in."""
        return cell.get("zone", "") or self.choices.zone


def shown_names(people: Iterable[NewPerson]) -> str:
    """Return the names of people as a title does."""
    return " & ".join(person.name for person in people)


def filled(marks: Sequence[Mark | None]) -> tuple[Mark, ...]:
    """Return the marks there are."""
    return tuple(mark for mark in marks if mark is not None)
