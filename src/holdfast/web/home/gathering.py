"""Gathering what the capabilities contribute. Every function asks each of them once."""

import logging
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from holdfast.web.accounts.models import User
from holdfast.web.practice.contributors import capability_of, contributors, offers
from holdfast.web.practice.models import Signal, Therapy
from holdfast.web.practice.seam import BriefLine, FrameLine, Lane, Moment, Panel, SignalWords, Told

log = logging.getLogger("holdfast.signals")

UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError)
ORDINARY = 50  # the weight of a panel that says nothing else


@dataclass(frozen=True)
class WordedSignal:
    """A signal beside the words its capability finds for it.

    `about` names whose it is where a therapy has several clients.
    """

    signal: Signal
    words: SignalWords
    about: str = ""


@dataclass(frozen=True)
class ShownPanel:
    """A panel with its inside drawn. A late one stands below what the page itself shows."""

    title: str
    column: str
    late: bool
    body: SafeString
    short: str
    folds: bool


def briefs(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """What to know before a session of each therapy, the lightest weight first."""
    lines: dict[uuid.UUID, list[BriefLine]] = defaultdict(list)
    for offered in offers("brief") if therapies else ():
        for therapy, found in offered(therapies, reader, now).items():
            lines[therapy].extend(found)
    return {therapy: sorted(found, key=_weight) for therapy, found in lines.items()}


def shareable_briefs(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """The same without what is private: for paper, and for a screen that others may see."""
    found = briefs(therapies, reader, now)
    return {key: [line for line in lines if not line.private] for key, lines in found.items()}


def frame_lines(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, FrameLine]:
    """The frame of each therapy in one line; none where nothing was agreed yet."""
    found: dict[uuid.UUID, FrameLine] = {}
    for offered in offers("frame_line") if therapies else ():
        found.update(offered(therapies, reader, now))
    return found


def worded(
    signals: Iterable[Signal], reader: User, names: Mapping[uuid.UUID, str] | None = None
) -> list[WordedSignal]:
    """Put each signal beside its words, in the order given; `names` are those of participants.

    A signal whose capability has no words for it is left out: it could not be explained.
    """
    rows = list(signals)
    words: dict[uuid.UUID, SignalWords] = {}
    for module in contributors():
        own = [row for row in rows if row.capability == capability_of(module)]
        if own and (offered := getattr(module, "words", None)):
            words.update(_words_of(own, reader, offered))
    named = names or {}
    return [
        WordedSignal(
            row, words[row.pk], named.get(row.participant_id, "") if row.participant_id else ""
        )
        for row in rows
        if row.pk in words
    ]


def _words_of(
    rows: list[Signal], reader: User, offered: Callable[..., Mapping[uuid.UUID, SignalWords]]
) -> Mapping[uuid.UUID, SignalWords]:
    """The words a capability finds. One reason that nobody can read does not take the others along.

    Reasons outlive the program that wrote them, and a page must not fail over one of them.
    """
    try:
        return offered(rows, reader)
    except UNREADABLE:
        if len(rows) == 1:
            log.warning("signal %s has a reason that cannot be read", rows[0].pk)
            return {}
    words: dict[uuid.UUID, SignalWords] = {}
    for row in rows:
        words.update(_words_of([row], reader, offered))
    return words


def panels(therapy: Therapy, reader: User, now: datetime, request: HttpRequest) -> list[ShownPanel]:
    """The boxes of the capabilities, drawn by their own templates, the lightest weight first."""
    found: list[Panel] = []
    for offered in offers("panel"):
        found.extend(offered(therapy, reader, now))
    return [
        ShownPanel(
            p.title,
            p.column,
            p.weight > ORDINARY,
            render_to_string(p.template, dict(p.context), request),
            p.short,
            p.folds,
        )
        for p in sorted(found, key=_weight)
    ]


def moments(therapy: Therapy, reader: User, start: datetime, end: datetime) -> list[Moment]:
    """What happened from `start` until before `end`, newest first."""
    found: list[Moment] = []
    for offered in offers("moments"):
        found.extend(offered(therapy, reader, start, end))
    return sorted(
        (m for m in found if start <= m.at < end), key=lambda moment: moment.at, reverse=True
    )


def lanes(therapy: Therapy, reader: User, start: datetime, end: datetime) -> tuple[Lane, ...]:
    """The rows of the chart that hold anything, the lightest weight first."""
    found: dict[str, Lane] = {}
    for offered in offers("lanes"):
        found.update({lane.name: lane for lane in offered(therapy, reader, start, end)})
    return tuple(sorted((lane for lane in found.values() if lane.points), key=_weight))


def told(reader: User, now: datetime) -> list[Told]:
    """What this person was told and has not put away, the lightest weight first."""
    return sorted(
        (line for offered in offers("told") for line in offered(reader, now)), key=_weight
    )


def _weight(thing: BriefLine | Panel | Lane | Told) -> int:
    return thing.weight
