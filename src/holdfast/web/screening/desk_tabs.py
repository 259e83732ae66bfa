"""The two pages of a person at the desk: how much is on each, and which to open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from holdfast.web.screening.models import Finding

PAGES: dict[str, tuple[str, Any]] = {
    Finding.Side.THERAPIST: ("screening:desk_person", _("Person and therapist")),
    Finding.Side.CLIENT: ("screening:desk_therapies", _("Through another’s therapy")),
}


@dataclass(frozen=True)
class Tab:
    """One of the two pages: what it is called, how many ties stand there, how many unread."""

    side: str
    address: str
    label: Any
    count: int
    unread: int


def tabs(card_id: UUID, findings: Sequence[Finding]) -> list[Tab]:
    """Return both pages of a person from their findings."""
    return [_tab(card_id, side, [row for row in findings if row.side == side]) for side in PAGES]


def _tab(card_id: UUID, side: str, rows: Sequence[Finding]) -> Tab:
    name, label = PAGES[side]
    unread = sum(row.read_at is None for row in rows)
    return Tab(side, reverse(name, args=[card_id]), label, len(rows), unread)


def by_person(findings: Iterable[Finding]) -> Mapping[UUID, list[Finding]]:
    """Gather findings by the card of the person; of whoever has none, none."""
    found: dict[UUID, list[Finding]] = defaultdict(list)
    for row in findings:
        found[row.card_id].append(row)
    return found


def where_to_look(card_id: UUID, findings: Sequence[Finding]) -> str:
    """Return a person's page that has something unread, else the one that has something."""
    both = tabs(card_id, findings)
    return max(both, key=lambda tab: (tab.unread > 0, tab.count > 0)).address
