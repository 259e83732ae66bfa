"""The seam between the pages that gather and the capabilities that contribute.

A capability offers any of the functions below in its module `contributes.py`, which
`practice/contributors.py` lists. Each takes many therapies where it can and asks at most two
queries whatever their number. All values are frozen and hold words already chosen for their reader.
What several functions read is read once for a page (`practice/once.py`, `practice/reading.py`).

    find(therapies, now) -> Iterable[Found]              signals, written by the worker
    brief(therapies, reader, now) -> Mapping[UUID, Sequence[BriefLine]]
    frame_line(therapies, reader, now) -> Mapping[UUID, FrameLine]
    words(signals, reader) -> Mapping[UUID, SignalWords] the sentences of its own signals
    panel(therapy, reader, now) -> Sequence[Panel]
    moments(therapy, reader, start, end) -> Iterable[Moment]
    lanes(therapy, reader, start, end) -> Sequence[Lane]
    after_session(session, reader) -> Sequence[EntryPart]
    standing(now) -> Sequence[Standing]                  counts for the practice lead
    told(reader, now) -> Sequence[Told]                  what this person was told and not put away
    copy(person, reader) -> Sequence[CopyPart]           export
    clients_words(therapy) -> Sequence[ClientsWords]     their words on the record, printed with it
    between_us(therapy, reader) -> Iterable[Between]     what felt wrong between the two
    on_hold(therapy ids) -> bool                         whether a legal hold is in force on one
    vault_shelves() -> Sequence[Shelf]                   what it keeps in vaults, when one was left
    erase(person, now) -> None                           what erasing a person means here, below

`erase` is offered by every capability that has rows tied to a card, a participant or a therapy;
a test holds that. It is called for one participant, inside one transaction and inside an open
erasure (`audit.immutable.erasing`), upper capabilities first, so that nothing above points at a
row any more. It has to

1. delete every row of its own that belongs to this person: that reaches their place or their card
   by foreign keys, signed rows included;
2. if no other client's record remains in the therapy, delete every row that belongs to the therapy;
3. leave rows that are also somebody else's (a session of a couple, a text both signed): what is
   said there is sealed under the therapy's key and goes when the last of them is erased;
4. delete or empty whatever it keeps of this person that hangs on no foreign key: ids, files;
5. destroy no keys, write no audit entry, ask no time: whoever calls does that once for all;
6. do nothing the second time: erasing is repeated after a restore.

`practice.actions.forgetting.erases("my_app")` does 1 to 3 from the foreign keys of the app's models
and is all that most capabilities need: `erase = erases("frame")`. What lies in a vault nobody can
find by whom it is about; the certificate says so.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django import forms

from holdfast.web.practice.counts import told

URGENT = 0  # the weight of what stands before all else, wherever it is shown

Audience = Literal["therapist", "participant", "lead"]


@dataclass(frozen=True)
class Found:
    """A signal that was found: where, of what kind, since when, why, and on what evidence.

    `key` is the same whenever the same onset is found again. `reason` holds plain values that can
    be written as JSON; the capability's `words` turns them into sentences.
    """

    therapy: uuid.UUID
    capability: str
    kind: str
    key: str
    since: date
    reason: Mapping[str, Any]
    evidence: tuple[str, ...] = ()
    participant: uuid.UUID | None = None
    audience: Audience = "therapist"


@dataclass(frozen=True)
class SignalWords:
    """How one signal reads: a headline, a sentence, a tag, and where its evidence is."""

    headline: str
    detail: str
    tag: str
    tone: Literal["amber", "clay", "spruce", "plum", "sky"]
    action: str
    url: str


@dataclass(frozen=True)
class BriefLine:
    """One thing to know before a session. `quote` marks somebody's own words.

    The lightest `weight` stands first; `URGENT` is for what cannot wait until tomorrow.

    `private` marks what comes out of a vault: it is shown to its owner on the page of the
    relationship alone, and never on paper.
    """

    label: str
    text: str
    quote: bool = False
    weight: int = 50
    private: bool = False

    @property
    def urgent(self) -> bool:
        """Whether it stands before all else."""
        return self.weight == URGENT


@dataclass(frozen=True)
class FrameLine:
    """The frame in one line: pairs of label and value, and where the agreement is."""

    terms: tuple[tuple[str, str], ...]
    status: str
    url: str


@dataclass(frozen=True)
class Panel:
    """A box on the relationship page, laid out by a template of the capability.

    On a phone it is folded to its title, with `short` beside it, unless something waits in it
    (`folds` is False then).
    """

    title: str
    template: str
    context: Mapping[str, Any]
    column: Literal["main", "side"] = "side"
    weight: int = 50
    short: str = ""
    folds: bool = True


@dataclass(frozen=True)
class Moment:
    """Something that happened, for the timeline.

    `turn` is a short label for the chart where other terms hold from here on: "Agreement v2".
    """

    at: datetime
    kind: str
    title: str
    detail: str = ""
    url: str = ""
    tone: str = "spruce"
    turn: str = ""


@dataclass(frozen=True)
class Point:
    """One mark in a lane. `value` is on the lane's scale; `words` fill its cell in the table."""

    at: datetime
    words: str
    value: float | None = None
    mark: Literal["dot", "ring", "bar", "square", "diamond", "down", "gap"] = "dot"
    tone: str = "spruce"
    label: str = ""
    url: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Lane:
    """One row of the relationship chart, with what its table says.

    `scale` is (lowest, highest) of the values; a lane without values has none. `low` and `high` of
    the points draw the expected band.
    """

    name: str
    note: str
    points: tuple[Point, ...]
    shape: Literal["line", "bars", "marks"] = "marks"
    scale: tuple[float, float] | None = None
    baseline: float | None = None
    weight: int = 50


@dataclass(frozen=True)
class Standing:
    """A number about the whole practice for its lead: never by therapist, never content.

    `label` stands behind the number and agrees with it ("credential", "credentials"). `asks` says
    that a number above zero wants something done; `url` where that can be done; `in_order` is the
    sentence for zero. `of_clients`: it counts therapies or what happened in them, so that a small
    number is not told, and `label` is the one for `counts.words_for(number)`.
    """

    label: str
    number: int
    asks: bool = False
    url: str = ""
    in_order: str = ""
    of_clients: bool = False

    @property
    def told(self) -> str:
        """The number as a practice lead may read it."""
        return told(self.number) if self.of_clients else str(self.number)


@dataclass(frozen=True)
class Shelf:
    """What a capability keeps in vaults, for whoever a vault was left to.

    `read` raises ValueError or KeyError for what it does not know.
    """

    name: str
    title: str
    read: "Callable[[bytes], OnShelf]"


@dataclass(frozen=True)
class OnShelf:
    """One entry: when it was written, the id of the therapy it is about, labels with texts."""

    at: datetime
    therapy: str
    parts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Told:
    """Something this person was told: in words, and where more about it is.

    The lightest `weight` stands first, as in a brief.
    """

    words: str
    url: str = ""
    weight: int = 50


@dataclass(frozen=True)
class ClientsWords:
    """A client's own words about the record, which travel with it, and what was answered.

    `kind` stays the same in every language and `title` says it. `session` is the one they are
    about, None where they are about the whole.
    """

    participant: uuid.UUID
    kind: str
    title: str
    words: str
    at: datetime
    session: uuid.UUID | None = None
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Between:
    """Something between client and therapist that comes before any thought of transference."""

    kind: Literal["concern", "felt_off"]
    on: date


@dataclass(frozen=True)
class EntryPart:
    """A part of the after-session entry: a form, how it is laid out, and what saving it does.

    `save` is called inside the transaction of the entry, with the form bound and valid.
    """

    name: str
    form: Callable[[Mapping[str, Any] | None], forms.Form]
    template: str
    save: Callable[[forms.Form, datetime], None]
    weight: int = 50


@dataclass(frozen=True)
class CopyPart:
    """What a capability puts into a person's copy, and what it leaves out and why.

    `at_once` says that this person made it, gave it or agreed to it: it goes into the copy they
    take themselves. Anything else waits until its therapist has looked at each row. `shared` says
    that it speaks of several people of the therapy: each of them has to permit it first.
    `name` stays the same in every language; a program that reads the copy goes by it.
    """

    title: str
    rows: Sequence[Mapping[str, Any]]
    left_out: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    name: str = ""
    at_once: bool = False
    shared: bool = False
