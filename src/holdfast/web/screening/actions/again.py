"""Looking again: ties between people in therapy and their therapists that came to light later.

Every ten minutes the worker takes the clients whose ties to their therapist were not looked for
since something changed: a new therapy, a colleague who joins, a former client who comes back, a
couple opened, a name or an address that is another now, somebody newly declared or named. No act
starts it, so that none of them leaves a trace in what is done or how long it takes. Only the desk
learns what is found.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from holdfast.screening.graph import Way
from holdfast.web.jobs.models import enqueue
from holdfast.web.practice.actions.notices import tell
from holdfast.web.practice.models import Assignment, Notice, Participant, Therapist
from holdfast.web.practice.models.staff import in_force
from holdfast.web.screening import graph, index
from holdfast.web.screening.actions.checking import keep
from holdfast.web.screening.actions.desk import people_at_the_desk
from holdfast.web.screening.actions.ties import link
from holdfast.web.screening.models import Node, Screened

AT_ONCE = 100
THERAPIES = ("client", "former_client")


def look(*, now: datetime) -> int:
    """Screen who was not screened yet, at most a hundred; returns how many ties are new."""
    index.put_staff(now)
    therapists = {t.pk: (node, t) for node, t in graph.therapist_nodes(now.date()).items()}
    waiting = list(_waiting(now.date())[:AT_ONCE])
    nodes = Node.objects.select_related("card__key").in_bulk({node for node, _ in waiting})
    new = sum(
        _screen(nodes[node], *therapists[therapist], now=now)
        for node, therapist in waiting
        if therapist in therapists
    )
    _tell_desk(new, now)
    return new


def _tell_desk(new: int, now: datetime) -> None:
    if new:
        tell(people_at_the_desk(), Notice.Kind.FOR_THE_DESK, now=now)


def have_looked(former: Participant, *, now: datetime) -> None:
    """Have the worker search anew for a former client who asks to come back.

    Always, and before anybody answers: that it is done says nothing of what is found.
    """
    enqueue("screening.coming_back", due_at=now, participant=former.pk)


@transaction.atomic
def look_for(participant_id: str, *, now: datetime) -> int:
    """Search for ties between a former client and their therapists; returns how many are new.

    After an end nobody is looked at by `look`, so what came about since then is news.
    """
    rows = Participant.objects.clients().select_related("card__key")
    former = rows.filter(pk=participant_id).first()
    if former is None:
        return 0
    index.put_staff(now)
    node = index.put(former.card, now)
    if not node.linked:
        link(node, now=now)
    therapists = {t: n for n, t in graph.therapist_nodes(now.date()).items()}
    theirs = Assignment.objects.filter(in_force(now.date()), therapy=former.therapy_id)
    ids = set(theirs.values_list("therapist", flat=True))
    asked = [(at, t) for t, at in therapists.items() if t.pk in ids]
    new = sum(_screen(node, at, therapist, now=now) for at, therapist in asked)
    _tell_desk(new, now)
    return new


def forget_looks(nodes: Iterable[Node]) -> None:
    """Have these screened again; of one declared or spoken of, whose tie it is."""
    for node in nodes:
        looked = Q(node=node)
        if node.card is not None and hasattr(node.card, "circle"):
            looked |= Q(therapist=node.card.circle.therapist_id)
        if node.card is not None and hasattr(node.card, "mentioned"):
            looked |= Q(node__card=node.card.mentioned.client.card_id)
        Screened.objects.filter(looked).delete()


def _waiting(day: date):  # type: ignore[no-untyped-def]
    """Pairs of a client's node and a therapist of theirs, not looked at since either changed."""
    clients = Participant.objects.clients().filter(
        Q(until=None) | Q(until__gte=day), card__node__linked=True
    )
    seats = Assignment.objects.filter(
        in_force(day),
        Q(therapy__ended_on=None) | Q(therapy__ended_on__gte=day),
        therapy__participants__in=clients,
    ).annotate(node=F("therapy__participants__card__node"))
    looked = Screened.objects.filter(node=OuterRef("node"), therapist=OuterRef("therapist"))
    pairs = seats.filter(~Exists(looked)).order_by("node", "therapist")
    return pairs.values_list("node", "therapist").distinct()


@transaction.atomic
def _screen(node: Node, ends_at: int, therapist: Therapist, *, now: datetime) -> int:
    """Look for ties between one client and one therapist; returns how many are new."""
    Screened.objects.get_or_create(node=node, therapist=therapist, defaults={"at": now})
    found = graph.ways(node.pk, now.date())
    assert node.card is not None
    there = [way for way in found.ways if way.end == ends_at]
    kept = [keep(node.card, way, therapist, now=now) for way in _telling(there, node)]
    return sum(row is not None for row in kept)


def _telling(ways: list[Way], node: Node) -> Iterator[Way]:
    """Leave out what is no news: the therapy itself, and those who come to it together."""
    own = Participant.objects.filter(card=node.card).values("therapy")
    together = set(
        Node.objects.filter(card__participant__therapy__in=own).values_list("pk", flat=True)
    )
    for way in ways:
        last = way.steps[-1] if way.steps else None
        if not (last and last.kind in THERAPIES and last.source in together):
            yield way
