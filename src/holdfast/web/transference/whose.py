"""Which therapies an entry can be about, how they are named, and by what they are found again.

No address says which therapy somebody's private entries are about. A list is narrowed by a mark
that only the open vault can make from a therapy's id.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Session, Therapy
from holdfast.web.sealing import primitives
from holdfast.web.vault.actions import Key

LATELY = timedelta(hours=14)
MARK = 12


@dataclass(frozen=True)
class Whose:
    """One therapy as its therapist names it; `mark` finds it in addresses."""

    id: uuid.UUID
    label: str
    mark: str = ""
    individual: bool = True


def own_therapies(user: User, now: datetime) -> list[Therapy]:
    """Return one's own therapies, those that go on first, then by name."""
    rows = Therapy.objects.own_of(user, now).with_keys()
    return sorted(rows, key=lambda t: (t.state == Therapy.State.ENDED, label(t).casefold()))


def label(therapy: Therapy) -> str:
    """How its therapist names a therapy."""
    return therapy.shown_title or therapy.code


def marked(user: User, key: Key, now: datetime) -> list[Whose]:
    """Return one's own therapies with their marks."""
    individual = Therapy.Kind.INDIVIDUAL
    return [
        Whose(t.pk, label(t), mark(key, t.pk), t.kind == individual)
        for t in own_therapies(user, now)
    ]


def mark(key: Key, therapy: uuid.UUID) -> str:
    """Return the mark of a therapy in one's own lists."""
    secret = primitives.derive(key.private, "holdfast/whose/1")
    return primitives.lookup_hash(secret, str(therapy))[:MARK]


def by_mark(found: Sequence[Whose], wanted: str) -> Whose:
    """Return the therapy of a mark, or a 404."""
    for one in found:
        if one.mark == wanted:
            return one
    raise Http404


def names(user: User, now: datetime) -> dict[str, str]:
    """Return the labels of one's own therapies by their ids as entries hold them."""
    return {str(t.pk): label(t) for t in own_therapies(user, now)}


def choices(user: User, now: datetime) -> list[tuple[str, str]]:
    """Return what a field "about" offers: one's own therapies."""
    return [(str(t.pk), label(t)) for t in own_therapies(user, now)]


def sessions_lately(user: User, now: datetime) -> list[tuple[str, str]]:
    """Return today's sessions that have begun, the latest first, as "therapy|session"."""
    own = Therapy.objects.own_of(user, now)
    rows = Session.objects.filter(
        therapy__in=own, starts_at__gt=now - LATELY, starts_at__lte=now
    ).exclude(state__in=[Session.State.CANCELLED, Session.State.MISSED])
    found = rows.select_related("therapy__key").order_by("-starts_at")[:12]
    return [(f"{s.therapy_id}|{s.pk}", f"{s.local_start:%H:%M}  {label(s.therapy)}") for s in found]
