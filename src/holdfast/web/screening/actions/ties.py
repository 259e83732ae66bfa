"""Keeping a tie that somebody told, in both directions; and pairs that may be one person."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from holdfast.screening import Match, Query, default_kinds, inverse, match, query
from holdfast.screening import Tie as Value
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.screening.index import Registry, opened, people, postings, registry
from holdfast.web.screening.models import Circle, Enquiry, Mentioned, Node, SamePerson, Tie

MOST_PAIRS = 5  # more people that may be the same are no answer; so many of each sort


@transaction.atomic
def join(
    source: Node,
    kind: str,
    target: Node,
    *,
    enquiry: Enquiry | None = None,
    circle: Circle | None = None,
    mentioned: Mentioned | None = None,
    since: date | None = None,
    until: date | None = None,
    promised: bool = False,
) -> None:
    """Keep that `source` is the `kind` of `target`, and the same seen from the other end.

    Say which enquiry, declared person or person spoken of told of it: the tie goes with that.
    """
    there = Value(source.pk, kind, target.pk, since, until, promised)
    Tie.objects.bulk_create(
        Tie(
            source_id=each.source, kind=each.kind, target_id=each.target, since=since,
            until=until, promised=promised, enquiry=enquiry, circle=circle, mentioned=mentioned,
        )
        for each in (there, inverse(there, default_kinds()))
    )  # fmt: skip


@transaction.atomic
def link(
    node: Node, *, now: datetime, apart: Collection[int] = (), known: Registry | None = None
) -> int:
    """Note who else in the index may be the person of a node; returns how many are new.

    `apart` are nodes known to be other people: those named in one breath. A pair that was noted
    before keeps the answer that a person gave. `known` is the index as it stands, given by whoever
    asks for several people at once.
    """
    known = known or registry(now)
    asked = query(opened([node], known.key)[node.pk], known.key.hashing)
    lasting, named = _who_it_may_be(asked, known, {node.pk, *apart})
    pairs = [
        SamePerson(
            one_id=min(node.pk, found.person), other_id=max(node.pk, found.person),
            weight=found.weight, band=found.band, found_at=now,
        )
        for found in [*lasting[:MOST_PAIRS], *named[:MOST_PAIRS]]
    ]  # fmt: skip
    SamePerson.objects.bulk_create(pairs, ignore_conflicts=True)
    Node.objects.filter(pk=node.pk).update(linked=True)
    return len(pairs)


def _who_it_may_be(
    asked: Query, known: Registry, but: Collection[int]
) -> tuple[list[Match], list[Match]]:
    """Return who it may be: of those who are here to stay, and of whom enquiries only named.

    They are looked for apart, best first, since only so many are read and compared.
    """
    find = people(known.key)
    first = match(asked, known.model, postings(lasting=True), find).matches
    lasting = [found for found in first if found.person not in but]
    left_out = {*but, *(found.person for found in lasting)}
    second = match(asked, known.model, postings(), find).matches
    others = [found for found in second if found.person not in left_out]
    only = _only_named([found.person for found in others])
    return lasting, [found for found in others if found.person in only]


def _only_named(nodes: Collection[int]) -> set[int]:
    """Those whom an enquiry named that became no therapy.

    They have no place to take from others: else naming somebody often enough hides a client.
    """
    named = Node.objects.filter(pk__in=nodes, card__named__isnull=False)
    still = named.exclude(card__named__enquiry__state=Enquiry.State.ACCEPTED)
    return set(still.values_list("pk", flat=True))


@transaction.atomic
def answer(pair: SamePerson, said: str, *, by: User, now: datetime) -> None:
    """Keep a person's answer to the question whether two cards are the same person."""
    pair.answer, pair.answered_by, pair.answered_at = said, by, now
    pair.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record("same person answered", now=now, actor=by, subject=pair, chain=audit.RESERVED)
