"""A situation about one's own feelings, as its author's vault holds it.

Whom it is about, what was answered, and what was signed with its receipt stand inside the seal.
Beside it stand the shelf and the day. No row points from a decision to it: it says itself which
decision it belongs to.
"""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from holdfast.codes import shipped
from holdfast.web.accounts.models import User
from holdfast.web.codes.models import named
from holdfast.web.codes.state import Weighed
from holdfast.web.practice.models import Participant, Therapist, Therapy
from holdfast.web.sealing import primitives
from holdfast.web.vault.actions import Key
from holdfast.web.vault.listing import Line, lines
from holdfast.web.vault.models import Entry

SHELF = "weighings"
SCHEMA = "holdfast/kept-weighing/1"


@dataclass(frozen=True)
class Kept:
    """What was weighed: about whom (ids), what was answered, and once signed all of it as text.

    `met` are the safeguards met after signing: by fact, the day and how. `was` is the id it had
    while it was weighed, so that its old pages lead on; outside the seal nobody learns of it.
    """

    begun_at: datetime
    changed_at: datetime
    therapy: str
    participant: str
    weighed: Weighed
    decision: str = ""
    signed: str = ""
    met: Mapping[str, tuple[date, str]] = field(default_factory=dict)
    was: str = ""

    def as_bytes(self) -> bytes:
        """Write it for the vault."""
        data = {
            "schema": SCHEMA,
            "begun_at": self.begun_at.isoformat(),
            "changed_at": self.changed_at.isoformat(),
            "therapy": self.therapy,
            "participant": self.participant,
            "weighed": self.weighed.written(),
            "decision": self.decision,
            "signed": self.signed,
            "met": {fact: [on.isoformat(), note] for fact, (on, note) in self.met.items()},
            "was": self.was,
        }
        return json.dumps(data, ensure_ascii=False).encode()

    @classmethod
    def read(cls, plain: bytes) -> "Kept":
        """Read it; raises ValueError for what this version does not know."""
        data: dict[str, Any] = json.loads(plain)
        if data.get("schema") != SCHEMA:
            raise ValueError(f"schema is {data.get('schema')!r}; it should be {SCHEMA!r}")
        return cls(
            begun_at=datetime.fromisoformat(data["begun_at"]),
            changed_at=datetime.fromisoformat(data["changed_at"]),
            therapy=data["therapy"],
            participant=data["participant"],
            weighed=Weighed.read_from(data["weighed"], shipped().facts),
            decision=data["decision"],
            signed=data["signed"],
            met={f: (date.fromisoformat(on), note) for f, (on, note) in data["met"].items()},
            was=data.get("was", ""),
        )

    @property
    def content(self) -> dict[str, Any]:
        """Everything that was signed, as it was shown."""
        found: dict[str, Any] = json.loads(self.signed)
        return found

    @property
    def still_open(self) -> list[str]:
        """The safeguards that are to be met after signing, in words."""
        if not self.signed or not self.weighed.acting:
            return []
        asked = self.content["safeguards"]
        return [one["todo"] for one in asked if not one["on"] and one["id"] not in self.met]

    @property
    def title(self) -> str:
        """The situation in words."""
        return title_of(self.weighed.situation)

    def saying(self, weighed: Weighed, now: datetime) -> "Kept":
        """The same with what was answered meanwhile."""
        return replace(self, weighed=weighed, changed_at=now)


@dataclass(frozen=True)
class InVault:
    """A weighing out of an open vault, for the pages that also show one of the database."""

    key: Key
    series: uuid.UUID
    kept: Kept
    therapy: Therapy
    participant: Participant | None
    therapist: Therapist

    in_vault = True
    is_private = False

    @property
    def pk(self) -> uuid.UUID:
        """By which its pages are found."""
        return self.series

    @property
    def participant_id(self) -> uuid.UUID | None:
        """Whom it is about, where it is about one of several."""
        return self.participant.pk if self.participant else None

    @property
    def begun_at(self) -> datetime:
        """When it was begun: known inside the seal alone."""
        return self.kept.begun_at

    @property
    def code(self) -> str:
        """By which it is spoken of without a name."""
        return self.therapy.code

    @property
    def with_whom(self) -> str:
        """With whom it is."""
        return named(self.therapy)

    def weighed(self) -> Weighed:
        """Return what was answered so far."""
        return self.kept.weighed


def title_of(situation: str) -> str:
    """Return a situation in words; one that the codes no longer know by its id."""
    kind = shipped().situations.get(situation)
    return kind.title if kind else situation


def is_of_own_feelings(situation: str) -> bool:
    """Say whether a situation is about what goes on in the therapist: it belongs in their vault."""
    kind = shipped().situations.get(situation)
    return kind is not None and kind.own_feelings


def holds(user: User, series: uuid.UUID) -> bool:
    """Say whether a person's own vault holds a weighing of this id."""
    return bool(Entry.objects.of(user).filter(shelf=SHELF, series=series).exists())


def opened(key: Key, series: uuid.UUID) -> Kept | None:
    """Open one; None where it is not there, or was changed from outside."""
    there = Entry.objects.filter(vault=key.vault, shelf=SHELF, series=series, replaced_at=None)
    entry = there.first()
    if entry is None:
        return None
    entry.vault = key.vault
    try:
        return Kept.read(entry.open(key.private))
    except (primitives.SealBroken, ValueError, KeyError):
        return None


def listed(key: Key | None) -> list[Line]:
    """Return what lists show of each: whom it is about, the situation, and its decision.

    Nothing while the vault is shut.
    """
    return lines(key, SHELF, _described) if key else []


def _described(plain: bytes) -> dict[str, Any]:
    kept = Kept.read(plain)
    return {
        "changed_at": kept.changed_at.isoformat(),
        "therapy": kept.therapy,
        "situation": kept.weighed.situation,
        "decision": kept.decision,
        "was": kept.was,
        "open": kept.still_open,
    }


@dataclass(frozen=True)
class Begun:
    """Something begun and not signed, as a list shows it."""

    pk: uuid.UUID
    title: str
    with_whom: str
    changed_at: datetime


def begun_in_vault(found: Iterable[Line], names: Mapping[str, str]) -> list[Begun]:
    """Return what is being weighed about some therapies, the latest first.

    `names` are the therapies by their ids, as their therapist names them.
    """
    begun = [
        Begun(
            line.series,
            title_of(line.about["situation"]),
            names[line.about["therapy"]],
            datetime.fromisoformat(line.about["changed_at"]),
        )
        for line in found
        if line.about and not line.about["decision"] and line.about["therapy"] in names
    ]
    return sorted(begun, key=lambda one: one.changed_at, reverse=True)


def signed_as(key: Key, series: uuid.UUID) -> str:
    """Return the decision that a weighing of this id became; empty if the vault knows of none."""
    signed = {one.about.get("was"): one.about["decision"] for one in listed(key) if one.about}
    return str(signed.get(str(series), ""))


def behind(key: Key, decision: uuid.UUID) -> tuple[uuid.UUID, Kept] | None:
    """Return what was signed with a decision, by the id that only the seal holds."""
    wanted = str(decision)
    for line in listed(key):
        if line.about and line.about["decision"] == wanted:
            kept = opened(key, line.series)
            return (line.series, kept) if kept else None
    return None
