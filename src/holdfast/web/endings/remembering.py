"""That somebody was a client here whose record was erased, for the search before therapy starts.

An erasure leaves a mark only where a rule of the therapist's codes still binds (`marking`). While
it does, whoever has that name and date of birth is found as the former client they are. A name
alone says too little, and nothing else of them is known.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q

from holdfast.screening import Tie, parse_birth
from holdfast.screening.births import is_whole
from holdfast.web.endings.marking import mark, names_on
from holdfast.web.endings.models import Marker
from holdfast.web.practice.models import Card

YEAR_ONLY = 0.5  # how likely a name and a year are one person; reasoned, not measured


def former_clients(nodes: Sequence[int], on: date) -> Iterator[Tie]:
    """Yield who of some nodes was a client of whom by the marks that hold on a day."""
    marks = Marker.objects.filter(Q(until=None) | Q(until__gt=on))
    marks = marks.filter(therapist__user__node__isnull=False)
    if not marks.exists():
        return
    asked = _asked(nodes)
    rows = marks.filter(mark__in=asked).order_by("made_at", "pk")
    found = rows.values_list("mark", "therapist__user__node", "ended_on")
    ties = (
        Tie(node, "former_client", therapist, until=ended, strength=sure)
        for each, therapist, ended in found
        for node, sure in asked[each]
    )
    yield from dict.fromkeys(ties)


def _asked(nodes: Sequence[int]) -> dict[str, list[tuple[int, float]]]:
    """Return the marks that people would have left, with whose they are and how sure that is."""
    cards = Card.objects.filter(node__in=nodes, key__destroyed_at=None)
    cards = cards.exclude(held_by=Card.HeldBy.CIRCLE).select_related("key", "node")
    asked: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for card in cards.prefetch_related("names").order_by("node"):
        born = card.text("birth").strip()
        read = parse_birth(born)
        sure = 1.0 if is_whole(read) else YEAR_ONLY
        for each in {mark(n, b) for n in names_on(card) for b in _written(born, read)}:
            asked[each].append((card.node.pk, sure))
    return asked


def _written(born: str, read: str) -> set[str]:
    """Return the ways in which a record may have held a date of birth; none if it says no year."""
    if not read or read[:4] == "0000":
        return set()
    parts = [part for part in (read[:4], read[4:6], read[6:]) if part.strip("0")]
    return {born, "-".join(parts)}
