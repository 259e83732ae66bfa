"""Keeping a tie that somebody told, in both directions; and pairs that may be one person."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from holdfast.screening import Match, Postings, Query, default_kinds, inverse, match, query
from holdfast.screening import Tie as Value
from holdfast.screening.match import MOST_POSTINGS
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.screening.index import Registry, opened, people, postings, registry
from holdfast.web.screening.models import Circle, Enquiry, Mentioned, Node, SamePerson, Tie

Pairs = Sequence[tuple[int, int]]  # of a key and who holds it

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
    lasting, named = who_it_may_be(asked, known, {node.pk, *apart})
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


def who_it_may_be(
    asked: Query, known: Registry, but: Collection[int]
) -> tuple[list[Match], list[Match]]:
    """Return who it may be: of those who are here to stay, and of whom enquiries only named.

    They are ranked and compared apart, best first, since only so many are compared: else naming
    somebody often enough hides a client.
    """
    rows = list(postings()(asked.keys, MOST_POSTINGS))
    found = (
        match(asked, known.model, _these(part), people(known.key)).matches
        for part in _parted(rows, known.only_named)
    )
    stay, others = ([one for one in each if one.person not in but] for each in found)
    return stay, others


def _parted(rows: Pairs, only: Collection[int]) -> tuple[Pairs, Pairs]:
    """Part holders of keys; of a key read no further, read those here to stay who come later."""
    many = Counter(key for key, _node in rows)
    named = [row for row in rows if row[1] in only]
    short = {key for key, _node in named if many[key] >= MOST_POSTINGS}
    lasting = [row for row in rows if row[1] not in only and row[0] not in short]
    return [*lasting, *postings(but=only)(sorted(short), MOST_POSTINGS)], named


def _these(rows: Pairs) -> Postings:
    return lambda _keys, _limit: rows


@transaction.atomic
def answer(pair: SamePerson, said: str, *, by: User, now: datetime) -> None:
    """Keep a person's answer to the question whether two cards are the same person."""
    pair.answer, pair.answered_by, pair.answered_at = said, by, now
    pair.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record("same person answered", now=now, actor=by, subject=pair, chain=audit.RESERVED)
