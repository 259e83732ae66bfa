"""What really happened, as plain frozen values.

Instants are aware datetimes; days are dates in the zone of the frame. An id is any text that the
caller knows the event by. `participant` is "" where a therapy has one client.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from .contact import Channel, Purpose
from .meeting import PlaceKind
from .money import Money

By = Literal["client", "therapist"]
Status = Literal["held", "cancelled", "missed", "moved", "planned"]
Dimension = Literal[
    "gift",
    "self_disclosure",
    "touch",
    "met_outside",
    "invitation",
    "favour",
    "money",
    "online",
    "other",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One planned session and what became of it.

    Without `start` and `end` a held session is not timed ("as agreed"): nothing is known in
    minutes. Without `place` it was where it was agreed.
    """

    id: str
    planned: Annotated[datetime, "the planned start"]
    minutes: Annotated[int, "the planned length"]
    status: Annotated[Status, "missed: no word; moved: to another time, agreed by both"] = "held"
    start: Annotated[datetime | None, "the actual start, if it was timed"] = None
    end: Annotated[datetime | None, "the actual end, if it was timed"] = None
    by: Annotated[By | None, "who cancelled"] = None
    cancelled: Annotated[datetime | None, "when it was cancelled"] = None
    late_by: Annotated[By | None, "who was late"] = None
    place: Annotated[PlaceKind | None, "where, if not as agreed"] = None
    room: Annotated[str, "another room or address than agreed"] = ""
    absent: Annotated[tuple[str, ...], "participants who did not come"] = ()

    def __post_init__(self) -> None:
        _aware(self.planned, self.start, self.end, self.cancelled)
        if self.start and self.end and self.end <= self.start:
            raise ValueError(f"the session {self.id} ends before it starts.")
        if self.status == "cancelled" and self.by is None:
            raise ValueError(f"the session {self.id} is cancelled; say by client or therapist.")


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactMade:
    """One contact between sessions, in either direction."""

    id: str
    at: datetime
    channel: Channel
    purpose: Purpose
    by: By
    reply: Annotated[bool, "it answers a contact by the other side"] = False
    minutes: int | None = None
    participant: str = ""

    def __post_init__(self) -> None:
        _aware(self.at)


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeDue:
    """One fee of one participant: what was asked, when, and what became of it."""

    id: str
    due: date
    amount: Annotated[Money, "what was asked; 0.00 if it was let go from the start"]
    status: Literal["open", "paid", "waived"] = "open"
    paid: date | None = None
    reason: Literal["session", "late_cancellation", "missed"] = "session"
    session: Annotated[str, "the id of the session"] = ""
    participant: str = ""

    def __post_init__(self) -> None:
        if self.status == "paid" and self.paid is None:
            raise ValueError(f"the fee {self.id} is paid; say the day it was paid.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossing:
    """One departure from the usual frame, harmless or not."""

    id: str
    at: datetime
    kind: Dimension
    by: By = "client"
    discussed: Annotated[bool | None, "talked about in a session; empty: not recorded"] = None
    secret: Annotated[bool, "one side asked to keep it from others"] = False
    amount: Annotated[Money | None, "what a gift is worth, roughly"] = None
    participant: str = ""

    def __post_init__(self) -> None:
        _aware(self.at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """An announced break; both days belong to it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        _ordered(self.first, self.last, "break")


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreedException:
    """An exception that both agreed: these terms do not bind on these days."""

    terms: Annotated[tuple[str, ...], "names of terms, such as length or fee"]
    first: date
    last: date
    note: str = ""

    def __post_init__(self) -> None:
        _ordered(self.first, self.last, "exception")


@dataclass(frozen=True, kw_only=True)
class Events:
    """All that happened in one therapy, in any order."""

    sessions: tuple[Session, ...] = ()
    contacts: tuple[ContactMade, ...] = ()
    fees: tuple[FeeDue, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    breaks: tuple[Break, ...] = ()
    exceptions: tuple[AgreedException, ...] = ()


def _aware(*moments: datetime | None) -> None:
    for moment in _given(moments):
        if moment.tzinfo is None:
            raise ValueError(
                f"the time {moment.isoformat()} has no zone; pass an aware time such as "
                "2026-03-31T17:30:00+02:00."
            )


def _given(moments: Iterable[datetime | None]) -> Iterable[datetime]:
    return (moment for moment in moments if moment is not None)


def _ordered(first: date, last: date, what: str) -> None:
    if last < first:
        raise ValueError(f"the {what} ends on {last}, before it begins on {first}.")
