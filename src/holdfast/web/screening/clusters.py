"""Who of the people named within a year may be one person, written another way.

Somebody newly named joins whoever was named before them and may be the same, by the matcher, at
"possible" or better. They share a mark (`Named.coarse`): what is left out on their behalf is the
same, and they are counted together. Only people named in enquiries are compared, never a client's
card, and as if in a registry where every value is met once: true names and invented ones fall
together alike, whoever is a client.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from django.db.models import Q

from holdfast.screening import Frequencies, Model, Postings, default_model, match, query
from holdfast.web.screening import index
from holdfast.web.screening.models import Enquiry, Named, Posting
from holdfast.web.screening.models.enquiries import NamedPeople

A_YEAR = timedelta(days=365)
AMONG = 64  # a small practice: with more people fewer would be possible, of clients too


def before(enquiry: Enquiry, now: datetime) -> NamedPeople:
    """Return whom other enquiries named within a year, up to this one."""
    rows = Named.objects.filter(asked_at__gt=now - A_YEAR, asked_at__lte=enquiry.asked_at)
    return rows.exclude(enquiry=enquiry)


def settle(enquiry: Enquiry, now: datetime) -> None:
    """Give everybody an enquiry names the mark of who was named first and may be the same."""
    rows = list(enquiry.named.select_related("card__node").order_by("pk"))
    alike = _alike(rows, enquiry, now)
    for group in _together(rows, alike):
        nodes = set(chain.from_iterable(alike[row.pk] for row in group))
        marks = {row.coarse for row in group}
        known = before(enquiry, now).filter(Q(card__node__in=nodes) | Q(coarse__in=marks))
        first = known.order_by("asked_at", "pk").first()
        mark = first.coarse if first else min(marks)
        enquiry.named.filter(pk__in=[row.pk for row in group]).update(coarse=mark)


def _alike(rows: Sequence[Named], enquiry: Enquiry, now: datetime) -> Mapping[UUID, set[int]]:
    """Return for each row the nodes of whoever was named and may be the same person."""
    key, model, there = index.key_in_use(now), _model(), _postings(enquiry, now)
    fields = index.opened([row.card.node for row in rows], key)
    found = {}
    for row in rows:
        asked = query(fields[row.card.node.pk], key.hashing)
        answer = match(asked, model, there, index.people(key))
        found[row.pk] = {each.person for each in answer.matches} - {row.card.node.pk}
    return found


def _model() -> Model:
    """The matcher's own model; what the index holds has no part in it."""
    return default_model().of(Frequencies(AMONG, lambda keys: dict.fromkeys(keys, 1)))


def _postings(enquiry: Enquiry, now: datetime) -> Postings:
    """Return the function that `match` asks, for people named within a year alone.

    All of them, not the first few: who was named is a small part of the index, and a client who
    shares a key must not crowd anybody out.
    """
    rows = Posting.objects.filter(
        node__card__named__asked_at__gt=now - A_YEAR,
        node__card__named__asked_at__lte=enquiry.asked_at,
    )

    def find(keys: Sequence[int], _limit: int) -> Iterator[tuple[int, int]]:
        yield from rows.filter(key__in=keys).values_list("key", "node")

    return find


def _together(rows: Sequence[Named], alike: Mapping[UUID, set[int]]) -> list[list[Named]]:
    """Group the people of one enquiry: spellings of one name are one person there, too."""

    def joined(one: Named, other: Named) -> bool:
        return one.coarse == other.coarse or (
            other.card.node.pk in alike[one.pk] or one.card.node.pk in alike[other.pk]
        )

    groups: list[list[Named]] = []
    for row in rows:
        near = [group for group in groups if any(joined(row, other) for other in group)]
        apart = [group for group in groups if group not in near]
        groups = [*apart, [row, *chain.from_iterable(near)]]
    return groups
