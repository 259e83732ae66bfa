"""What the client's side contributes to the pages that gather: see `practice.seam`.

Concerns sent to somebody else are in none of these, whoever asks. What a client wanted their
therapist to know is a row of the therapy, and only that row is looked at.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import CLIENTS_SIDE, User
from holdfast.web.portal import record_parts
from holdfast.web.portal.copying import copied
from holdfast.web.portal.models import Concern, SharedEntry
from holdfast.web.portal.shown import (
    entries_of,
    shown_entry,
    told_of,
    told_rows,
    url_of_shared,
)
from holdfast.web.portal.standing import changed_hands, standings
from holdfast.web.practice.actions.forgetting import erases
from holdfast.web.practice.models import Participant, Therapy
from holdfast.web.practice.seam import BriefLine, ClientsWords, CopyPart, Moment, Panel, Told

LATEST = 2
IN_BRIEF = timedelta(days=21)


def brief(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """Bring what a client shared of late, and what they asked for or wrote about the record."""
    found = _shared_of_late(therapies, now)
    for key, lines in record_parts.brief(therapies, reader, now).items():
        found.setdefault(key, []).extend(lines)
    return found


def _shared_of_late(
    therapies: Sequence[Therapy], now: datetime
) -> dict[uuid.UUID, list[BriefLine]]:
    """The latest entry that was shared within three weeks, in its writer's words."""
    by_key = {t.pk: t for t in therapies}
    rows = SharedEntry.objects.filter(therapy__in=by_key, shared_at__gt=now - IN_BRIEF)
    rows = rows.select_related("participant__card__key").order_by("shared_at")
    newest = {row.therapy_id: row for row in rows}
    found: dict[uuid.UUID, list[BriefLine]] = {}
    for key, row in newest.items():
        row.therapy = by_key[key]
        entry = shown_entry(row)
        label = _("Shared from {who}’s journal").format(who=entry.who)
        found[key] = [BriefLine(label, _short(entry.words), quote=True, weight=30)]
    return found


def _short(words: str, most: int = 180) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 2].rstrip()} …"


def panel(therapy: Therapy, reader: User, now: datetime) -> Sequence[Panel]:
    """Show what clients shared and told, and what they asked for or wrote about the record."""
    shared, told = entries_of(therapy, LATEST), told_of(therapy, LATEST)
    records = record_parts.panel(therapy, reader, now)
    if not shared and not told:
        return records
    context = {"therapy": therapy, "shared": shared, "told": told, "all": url_of_shared(therapy)}
    own = Panel(_("From the client"), "portal/journal/panel.html", context, weight=40)
    return (own, *records)


def moments(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Iterable[Moment]:
    """Tell when an entry was shared, and when the client told of a concern."""
    url = url_of_shared(therapy)
    rows = SharedEntry.objects.filter(therapy=therapy, shared_at__gte=start, shared_at__lt=end)
    for row in rows.select_related("participant__card__key"):
        title = _("{who} shared an entry").format(who=row.participant.card.shown_name)
        yield Moment(row.shared_at, "journal", title, url=url, tone="plum")
    for one in (row for row in told_rows(therapy) if start <= row.at < end):
        title = _("{who} let you know of a concern").format(who=one.participant.card.shown_name)
        yield Moment(one.at, "concern", title, url=url, tone="sky")
    yield from record_parts.moments(therapy, reader, start, end)


def told(reader: User, now: datetime) -> Sequence[Told]:
    """Tell a reader that a concern waits, and a client what was answered about their record."""
    return (*_concerns(reader, now), *record_parts.told(reader, now))


def _concerns(reader: User, now: datetime) -> Sequence[Told]:
    """That a concern waits for its reader; never whose or about whom."""
    if reader.roles & CLIENTS_SIDE:
        return _told_client(reader, now)
    waiting = [s for s in standings(Concern.objects.sent_to(reader)) if s.waits_for_reader()]
    if not waiting:
        return ()
    late = any(s.is_late(now) for s in waiting)
    words = _("A concern waits for you to read and answer.")
    if late:
        words = _("A concern waits for your answer, and its day has passed.")
    return (Told(words, reverse("portal:concerns")),)


def _told_client(client: User, now: datetime) -> Sequence[Told]:
    """Tell a client that something waits, in words that give nothing away on the start page."""
    own = [s for s in standings(Concern.objects.sent_by(client)) if not changed_hands(client, s)]
    if not any(s.has_news or s.is_late(now) for s in own):
        return ()
    return (Told(_("There is something for you to read."), reverse("portal:concern")),)


def copy(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Give a person what they shared, their words about the record, and their own concerns."""
    return (*copied(person, reader), *record_parts.copy(person, reader))


def clients_words(therapy: Therapy) -> Sequence[ClientsWords]:
    """Give what clients wrote about the record, for wherever it is printed."""
    return record_parts.clients_words(therapy)


erase = erases("portal")
