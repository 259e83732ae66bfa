"""Who of the people named within a year may be one person, written another way.

Somebody newly named joins whoever was named before them and may be the same, by the matcher, at
"possible" or better. They share a mark (`Named.coarse`): what is left out on their behalf is the
same, and they are counted together. Only people named in enquiries are compared, never a client's
card, and as if in a registry where every value is met once: true names and invented ones fall
together alike, whoever is a client.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from django.db.models import Q

from holdfast.screening import Compared, Frequencies, Model, default_model, match, query
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
    known = _known(rows, alike, enquiry, now)
    for group in _together(rows, alike):
        nodes = set(chain.from_iterable(alike[row.pk] for row in group))
        marks = {row.coarse for row in group}
        first = next((mark for node, mark in known if node in nodes or mark in marks), min(marks))
        for row in group:
            row.coarse = first
    Named.objects.bulk_update(rows, ["coarse"])


def _known(
    rows: Sequence[Named], alike: Mapping[UUID, set[int]], enquiry: Enquiry, now: datetime
) -> list[tuple[int, int]]:
    """Return node and mark of everybody who comes into question, whoever was named first first."""
    nodes, marks = set(chain.from_iterable(alike.values())), {row.coarse for row in rows}
    there = before(enquiry, now).filter(Q(card__node__in=nodes) | Q(coarse__in=marks))
    return list(there.order_by("asked_at", "pk").values_list("card__node", "coarse"))


def _alike(rows: Sequence[Named], enquiry: Enquiry, now: datetime) -> Mapping[UUID, set[int]]:
    """Return for each row the nodes of whoever was named and may be the same person."""
    key = index.key_in_use(now)
    fields = index.opened([row.card.node for row in rows], key)
    asked = {row.pk: query(fields[row.card.node.pk], key.hashing) for row in rows}
    pairs = _pairs({each for one in asked.values() for each in one.keys}, enquiry, now)
    people = dict(index.people(key)(list({node for _, node in pairs})))

    def postings(keys: Sequence[int], _limit: int) -> list[tuple[int, int]]:
        wanted = set(keys)
        return [pair for pair in pairs if pair[0] in wanted]

    def find(ids: Sequence[int]) -> list[tuple[int, Compared]]:
        return [(each, people[each]) for each in ids]

    answers = {pk: match(one, _model(), postings, find) for pk, one in asked.items()}
    return {
        row.pk: {found.person for found in answers[row.pk].matches} - {row.card.node.pk}
        for row in rows
    }


def _model() -> Model:
    """The matcher's own model; what the index holds has no part in it."""
    return default_model().of(Frequencies(AMONG, lambda keys: dict.fromkeys(keys, 1)))


def _pairs(keys: Collection[int], enquiry: Enquiry, now: datetime) -> list[tuple[int, int]]:
    """Return keys with the nodes of people named within a year.

    All of them, not the first few: who was named is a small part of the index, and a client who
    shares a key must not crowd anybody out.
    """
    rows = Posting.objects.filter(
        key__in=keys,
        node__card__named__asked_at__gt=now - A_YEAR,
        node__card__named__asked_at__lte=enquiry.asked_at,
    )
    return list(rows.values_list("key", "node"))


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
