"""What clients let their therapist see: entries of a journal, and that there is a concern."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from holdfast.web.portal.journal_entries import LABELS
from holdfast.web.portal.models import ConcernTold, SharedEntry
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.once import once_a_page


@dataclass(frozen=True)
class ShownEntry:
    """A shared entry, opened for whoever may read the record."""

    who: str
    words: str
    felt: tuple[str, ...]
    written_on: date
    shared_at: datetime


def shown_entry(row: SharedEntry) -> ShownEntry:
    """Open a shared entry."""
    felt = row.text("feelings").split(", ")
    return ShownEntry(
        who=row.participant.card.shown_name,
        words=row.text("words"),
        felt=tuple(str(LABELS[one]) for one in felt if one in LABELS),
        written_on=row.written_on,
        shared_at=row.shared_at,
    )


def entries_of(therapy: Therapy, most: int | None = None) -> list[ShownEntry]:
    """Return what was shared in a therapy, the newest first."""
    rows = SharedEntry.objects.filter(therapy=therapy).select_related("participant__card__key")
    found = list(rows.order_by("-shared_at")[:most])
    for row in found:
        row.therapy = therapy
    return [shown_entry(row) for row in found]


@dataclass(frozen=True)
class ShownTold:
    """What a client let their therapist know of a concern, in the client's words."""

    who: str
    words: str
    at: datetime


def told_of(therapy: Therapy, most: int | None = None) -> list[ShownTold]:
    """Return what clients of a therapy told their therapist of, the newest first."""
    return [
        ShownTold(row.participant.card.shown_name, row.text("words"), row.at)
        for row in told_rows(therapy)[:most]
    ]


@once_a_page
def told_rows(therapy: Therapy) -> list[ConcernTold]:
    """Return the same unopened."""
    rows = ConcernTold.objects.filter(therapy=therapy).select_related("participant__card__key")
    found = list(rows.order_by("-at"))
    for row in found:
        row.therapy = therapy
    return found


def url_of_shared(therapy: Therapy) -> str:
    """Where all that was shared in a therapy stands."""
    return reverse("portal:journal_shared", args=[therapy.pk])
