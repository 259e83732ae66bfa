"""What a question can be built from, taken apart into items that are shared one by one.

Each item is as the record has it; what a colleague would read of it is for `copies.py`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast import frame
from holdfast.web.accounts.models import User
from holdfast.web.alliance import contributes as alliances
from holdfast.web.codes import contributes as decisions
from holdfast.web.codes.kept import title_of
from holdfast.web.codes.models import Decision, Weighing, rests_in_vault
from holdfast.web.codes.said import plan_in_words, thoughts_in_words
from holdfast.web.codes.shown import answers_in_words, with_reason
from holdfast.web.codes.state import Weighed
from holdfast.web.consultation.models.asking import Source
from holdfast.web.frame import contributes as frames
from holdfast.web.practice.models import Session, Signal, Therapy

# What an address may say a question comes from; drift is a signal like any other.
SAID = {
    "signal": Source.SIGNAL, "drift": Source.SIGNAL, "decision": Source.DECISION,
    "weighing": Source.WEIGHING,
}  # fmt: skip

CAPABILITIES: dict[str, ModuleType] = {
    "frame": frames, "alliance": alliances, "codes": decisions,
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One thing that can be shared; `chosen` says whether it is proposed.

    `labels` stand before the parts of its text, one before each. They and the title are words of
    this program, which tell nothing of anybody.
    """

    key: str
    title: str
    text: str | tuple[str, ...]
    chosen: bool = False
    labels: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """What the record says in it, without the words of this program."""
        return (self.text,) if isinstance(self.text, str) else self.text

    def told(self, masked: Callable[[str], str]) -> str:
        """Return its text with what the record says masked, each part behind its label."""
        parts = [masked(part) for part in self.parts]
        if not self.labels:
            return "; ".join(parts)
        said = zip(self.labels, parts, strict=True)
        return "; ".join(f"{label}: {part}" for label, part in said) + "."


@dataclass(frozen=True)
class Grounds:
    """What a question is built from: the therapy it is about, and what can be shared of it."""

    source: str = Source.NOTHING
    source_id: UUID | None = None
    therapy: Therapy | None = None
    title: str = ""
    items: tuple[Item, ...] = ()


def grounds(
    source: str, source_id: UUID | None, user: User, now: datetime, therapy: UUID | None = None
) -> Grounds | None:
    """Return what a question would be built from, of this person's own; None for any other.

    From nothing, it is about `therapy` or about none.
    """
    own = Therapy.objects.own_of(user, now).with_keys()
    if source == Source.NOTHING:
        return _of_therapy(own.filter(pk=therapy).first(), user, now) if therapy else Grounds()
    find = {Source.SIGNAL: _signal, Source.DECISION: _decision, Source.WEIGHING: _weighing}
    finder = find.get(Source(source))
    return finder(source_id, user, now) if finder and source_id else None


def _of_therapy(therapy: Therapy | None, user: User, now: datetime) -> Grounds | None:
    if therapy is None:
        return None
    return Grounds(therapy=therapy, items=tuple(_about(therapy, user, now)))


def _about(therapy: Therapy | None, user: User, now: datetime) -> Iterator[Item]:
    """Yield what there is to say of any therapy: its kind, how long it goes, what was agreed."""
    if therapy is None:
        return
    held = therapy.sessions.filter(state=Session.State.HELD).count()
    counted = ngettext("{n} session so far", "{n} sessions so far", held).format(n=held)
    since = date_format(therapy.started_on, "j F Y") if therapy.started_on else ""
    begun = _("begun on {day}").format(day=since) if since else ""
    said = ", ".join(part for part in (str(therapy.get_kind_display()), counted, begun) if part)
    yield Item("therapy", _("The therapy"), f"{said}.", chosen=True)
    line = frames.frame_line([therapy], user, now).get(therapy.pk)
    if line and line.terms:
        labels, values = zip(*line.terms, strict=True)
        yield Item("frame", _("What was agreed"), values, labels=labels)


def _signal(pk: UUID, user: User, now: datetime) -> Grounds | None:
    own = Signal.objects.filter(therapy__in=Therapy.objects.own_of(user, now))
    row = own.select_related("therapy__key").filter(pk=pk).exclude(audience="lead").first()
    if row is None:
        return None
    capability = CAPABILITIES.get(row.capability)
    said = capability.words([row], user).get(row.pk) if capability else None
    if said is None:
        return None
    items = [Item("headline", _("What stands out"), said.headline, chosen=True)]
    items += (
        [Item("detail", _("What it rests on"), said.detail, chosen=True)] if said.detail else []
    )
    items += _of_drift(row) if row.capability == "frame" else []
    items += _about(row.therapy, user, now)
    return Grounds(Source.SIGNAL, row.pk, row.therapy, said.headline, tuple(items))


def _of_drift(row: Signal) -> list[Item]:
    said = frame.for_therapist(frame.read_drift(row.reason_value()))
    return [
        Item(key, title, text)
        for key, title, text in (
            ("agreed", _("In the agreement"), said.agreed),
            ("since", _("Since when"), said.since),
        )
        if text
    ]


def _decision(pk: UUID, user: User, now: datetime) -> Grounds | None:
    row = Decision.objects.own_of(user, now).whole().filter(pk=pk).first()
    if row is None:
        return None
    content = row.opened()
    if rests_in_vault(content):
        items = [
            Item("decided", _("What was decided"), content["decided"], chosen=True),
            *_about(row.therapy, user, now),
        ]
        return Grounds(Source.DECISION, row.pk, row.therapy, content["title"], tuple(items))
    items = [
        Item("title", _("The question"), content["title"], chosen=True),
        Item("verdict", _("What the codes say, taken together"), content["verdict"]["words"], True),
        *_numbered("answer", [(a["question"], with_reason(a)) for a in content["answers"]]),
        *_numbered("thought", thoughts_in_words(content["thoughts"]), chosen=True),
        *_numbered("plan", plan_in_words(content["plan"])),
        *_about(row.therapy, user, now),
    ]
    return Grounds(Source.DECISION, row.pk, row.therapy, content["title"], tuple(items))


def _weighing(pk: UUID, user: User, now: datetime) -> Grounds | None:
    here = Q(therapy__in=Therapy.objects.own_of(user, now)) | Q(therapy=None)
    own = Weighing.objects.filter(here, therapist__user=user)
    row = own.select_related("therapy__key", "therapist__user__key").filter(pk=pk).first()
    if row is None:
        return None
    weighed = row.weighed()
    items = (*of_weighed(weighed), *_about(row.therapy, user, now))
    return Grounds(Source.WEIGHING, row.pk, row.therapy, title_of(weighed.situation), items)


def of_weighed(weighed: Weighed) -> Iterator[Item]:
    """Yield what can be shared of a boundary that is weighed."""
    yield Item("title", _("The question"), title_of(weighed.situation), chosen=True)
    yield from _numbered("answer", answers_in_words(weighed))
    yield from _numbered("thought", thoughts_in_words(weighed.thoughts), chosen=True)


def _numbered(
    key: str, pairs: Sequence[tuple[str, str]], *, chosen: bool = False
) -> Iterator[Item]:
    for number, (title, text) in enumerate(pairs, start=1):
        if text:
            yield Item(f"{key}{number}", title, text, chosen)
