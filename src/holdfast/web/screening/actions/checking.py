"""The check of an enquiry, made by the worker: who may be this person, what ties, who is offered.

Whatever it finds, it does the same kinds of work and leaves one list, or the word that a person
has to look. What it found is kept for the conflict desk alone.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from holdfast.screening import Named as NamedRule
from holdfast.screening import left_out, offers
from holdfast.screening.graph import Way
from holdfast.screening.offers import MOST_ENQUIRIES
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import enqueue
from holdfast.web.practice.models import Card, Therapist
from holdfast.web.screening import graph, index
from holdfast.web.screening.actions.enquiring import RELEASED_AFTER
from holdfast.web.screening.actions.ties import link
from holdfast.web.screening.clusters import before, settle
from holdfast.web.screening.findings import content_of, mark_of
from holdfast.web.screening.models import SELF, Enquiry, Finding, Named, Node, OfferList
from holdfast.web.screening.models.enquiries import NamedPeople
from holdfast.web.screening.suitable import suitable
from holdfast.web.screening.times import propose

LEAVES_OUT = 0.35  # a way weaker than this leaves out nobody more than a name does anyway
IN_HAND = timedelta(seconds=1)  # what a check may take, so that its length is never seen


@transaction.atomic
def check(enquiry_id: str, *, now: datetime) -> None:
    """Check an enquiry that nobody has checked. Doing it twice changes nothing."""
    rows = Enquiry.objects.select_for_update(of=("self",)).with_cards()
    enquiry = rows.filter(pk=enquiry_id).first()
    if enquiry is None or enquiry.state not in (Enquiry.State.RECEIVED, Enquiry.State.WAITS):
        return
    settle(enquiry, now)
    ways = look(enquiry, now)
    if enquiry.state == Enquiry.State.RECEIVED:
        _answer(enquiry, ways, now)
    audit.record("enquiry checked", now=now, subject=enquiry, chain=audit.RESERVED)


def look(enquiry: Enquiry, now: datetime) -> Sequence[Way]:
    """Find every way from an enquiry to a therapist, keep what each means, and return them."""
    index.put_staff(now)
    nodes = {n.card_id: n for n in Node.objects.filter(card__named__enquiry=enquiry)}
    together, known = {node.pk for node in nodes.values()}, index.registry(now)
    for node in sorted(nodes.values(), key=lambda node: node.pk):
        link(node, now=now, apart=together, known=known)
    therapists = graph.therapist_nodes(now.date())
    found = graph.ways(nodes[enquiry.card_id].pk, now.date(), enquiry, therapists)
    for way in found.ways:
        keep(enquiry.card, way, therapists[way.end], now=now, enquiry=enquiry)
    return found.ways


def keep(
    card: Card, way: Way, therapist: Therapist, *, now: datetime, enquiry: Enquiry | None = None
) -> Finding | None:
    """Keep what a way from the person of a card to a therapist means; None if it is known."""
    found, content = content_of(way, therapist, now.date())
    mark = mark_of(found)
    if Finding.objects.filter(card=card, therapist=therapist, mark=mark).exists():
        return None
    row = Finding(
        card=card, enquiry=enquiry, therapist=therapist, side=found.side, mark=mark, found_at=now,
        tells=found.side == "therapist" and _may_be_told(enquiry, therapist),
    )  # fmt: skip
    row.seal(content=json.dumps(content, sort_keys=True))
    row.save(force_insert=True)
    return row


def _may_be_told(enquiry: Enquiry | None, therapist: Therapist) -> bool:
    """Whether the person asked for this therapist by name, or agreed that they be told."""
    return enquiry is not None and (enquiry.may_tell or enquiry.asked_for_id == therapist.pk)


def _answer(enquiry: Enquiry, ways: Sequence[Way], now: datetime) -> None:
    """Give the enquiry its list, or leave it to the desk; shown at a time fixed beforehand."""
    there = graph.therapist_nodes(now.date())
    fit = suitable(there, enquiry, now)
    people = named(enquiry, ways, there, now)
    found = offers(there, fit, [each.rule for each in people], index.offers_secret())
    enquiry.state = Enquiry.State.WAITS
    enquiry.waits_for = Enquiry.Waits.THIRD if found.waits else Enquiry.Waits.NOBODY
    if found.offered:
        enquiry.state, enquiry.waits_for = Enquiry.State.ANSWERED, ""
        give(enquiry, [fit[node] for node in found.offered], now=now)
        _remember(people, there)
    if not found.offered or any(each.is_news for each in people):
        enqueue("screening.tell_desk", due_at=now, enquiry=enquiry.pk)
    while enquiry.release_at < now + IN_HAND:
        enquiry.release_at += RELEASED_AFTER
    enquiry.save(update_fields=["state", "waits_for", "release_at"])


def _remember(people: Sequence["Person"], therapists: Collection[int]) -> None:
    for each in people:
        rule, secret = each.rule, index.offers_secret()
        each.row.left_out = sorted(rule.tied or {left_out(rule.coarse, therapists, secret)})
        each.row.save(update_fields=["left_out"])


def give(
    enquiry: Enquiry, therapists: Sequence[Therapist], *, now: datetime, by: UUID | None = None
) -> OfferList:
    """Write the list of who may be offered, with a few times each. It stays as it is."""
    times = propose(enquiry, therapists, now)
    ids = sorted(str(each.pk) for each in therapists)
    return OfferList.objects.create(
        enquiry=enquiry, therapists=ids, times=times, given_at=now, by=by
    )


@dataclass(frozen=True)
class Person:
    """Somebody an enquiry names, as the rule of offers takes them.

    `is_news`: a tie was found to somebody who is not left out, because the name was asked about
    before and keeps what was answered then. The desk is told; the list does not tell.
    """

    row: Named
    rule: NamedRule
    is_news: bool


def named(
    enquiry: Enquiry, ways: Sequence[Way], therapists: Collection[int], now: datetime
) -> list[Person]:
    """Return everybody an enquiry names. Whoever was named before leaves out the same again."""
    rows = list(enquiry.named.order_by("pk").select_related("card__node", "card__key"))
    theirs = _by_person(rows, [way for way in ways if way.end in therapists])
    return [_person(row, enquiry, theirs[row.coarse], now) for row in rows]


def _person(row: Named, enquiry: Enquiry, ways: Sequence[Way], now: datetime) -> Person:
    others = before(enquiry, now).filter(coarse=row.coarse)
    answered = others.exclude(left_out=None).order_by("asked_at", "pk").first()
    kept = set(answered.left_out or ()) if answered else set[int]()
    tied = {way.end for way in ways if way.strength >= LEAVES_OUT}
    weakly = {way.end for way in ways[:1]}  # takes the place of the hash, which may be wrong
    rule = NamedRule(row.coarse, frozenset(kept or tied or weakly), _earlier(others, enquiry))
    return Person(row, rule, is_news=bool(kept) and not tied <= kept)


def _earlier(others: NamedPeople, enquiry: Enquiry) -> int:
    """Count the enquiries of the same coordinator, or of the public page, that named a person.

    Not those of colleagues: whoever waits would learn that somebody else named this person.
    """
    own = others.filter(enquiry__made_by=enquiry.made_by)
    return min(own.values("enquiry").distinct().count(), MOST_ENQUIRIES)


def _by_person(people: Sequence[Named], ways: Sequence[Way]) -> dict[int, list[Way]]:
    """Part the ways, strongest first, by the person named whom each passes, or who asks."""
    marks = {p.card.node.pk: p.coarse for p in people if p.relation != SELF}
    own = next(p.coarse for p in people if p.relation == SELF)
    theirs: dict[int, list[Way]] = defaultdict(list)
    for way in ways:
        through = way.through(marks.keys())
        theirs[own if through is None else marks[through]].append(way)
    return theirs
