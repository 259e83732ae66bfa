"""Ties as the rules take them: those that people told, and those that practice knows anyway.

Who is or was in therapy with whom, who stands for whom, who works together and who supervises is
read where practice keeps it, so that nothing has to be kept in step. Of whom a record was erased
an app above may know what a rule of a code still needs (`remembering`).
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.db.models import Q

from holdfast.screening import Found, Limits, Neighbours, Tie, default_kinds, most_ties, paths
from holdfast.screening.ties import SAME_PERSON
from holdfast.web.practice.models import Participant, SupervisionAgreement, Therapist, Therapy
from holdfast.web.practice.models.staff import in_force
from holdfast.web.screening import models
from holdfast.web.screening.remembering import remembered

AMONG_CLIENTS: dict[str, str] = {Therapy.Kind.COUPLE: "partner", Therapy.Kind.FAMILY: "kin"}
FROM_PLACES = ("employs", "has_member")
WEAKEST = 0.1


def ways(
    node: int,
    on: date,
    enquiry: models.Enquiry | None = None,
    therapists: Collection[int] | None = None,
) -> Found:
    """Return every way from a person to a therapist of the practice, on a day.

    Ties that an enquiry told count for that enquiry, and for others once it became a therapy:
    otherwise whoever sends two enquiries could plant a tie with one and see it in the other.
    `therapists` are the nodes of `therapist_nodes`, given by whoever has them already.
    """
    there = therapist_nodes(on) if therapists is None else therapists
    limits = Limits(on=on, therapists=frozenset(there), weakest=WEAKEST, apart=_named(enquiry))
    return paths({node: 1.0}, neighbours(on, there, enquiry), limits)


def _named(enquiry: models.Enquiry | None) -> frozenset[int]:
    """Whom an enquiry names beside the person who asks: each has ways of their own."""
    if enquiry is None:
        return frozenset()
    others = enquiry.named.exclude(relation=models.SELF)
    return frozenset(others.values_list("card__node", flat=True))


def therapist_nodes(on: date) -> dict[int, Therapist]:
    """Return everybody who works as a therapist here on a day, by node."""
    there = Therapist.objects.filter(in_force(on), user__is_active=True, user__node__isnull=False)
    return {t.user.node.pk: t for t in there.select_related("user__node", "user__key")}


def neighbours(
    on: date, therapists: Collection[int], enquiry: models.Enquiry | None = None
) -> Neighbours:
    """Return the function that `paths` asks, once a round, for the ties of some nodes."""

    def find(nodes: Sequence[int]) -> Iterator[Tie]:
        yield from _told(nodes, on, enquiry)
        yield from _same(nodes, enquiry)
        yield from _therapies(nodes, on)
        yield from _together(nodes)
        yield from _colleagues(nodes, on, therapists)
        yield from remembered(nodes, on)

    return find


def _told(nodes: Sequence[int], on: date, own: models.Enquiry | None) -> Iterator[Tie]:
    """Ties that people told and that have not lapsed; of a place only as many as are followed."""
    kinds = default_kinds()
    accepted = Q(enquiry__state=models.Enquiry.State.ACCEPTED, enquiry__ends_on__gte=on)
    there = models.Tie.objects.filter(
        Q(enquiry=own, enquiry__isnull=False)
        | accepted
        | Q(circle__lapses_on__gte=on)
        | Q(mentioned__ends_on__gte=on)
    ).order_by("pk")
    for tie in there.filter(source__in=nodes, source__place=None):
        yield tie.value()
    places = models.Node.objects.filter(pk__in=nodes, place__isnull=False)
    for place in places.values_list("pk", flat=True):
        for kind in FROM_PLACES:
            for tie in there.filter(source=place, kind=kind)[: most_ties(kinds, kind)]:
                yield tie.value()


def _same(nodes: Sequence[int], own: models.Enquiry | None) -> Iterator[Tie]:
    """Pairs that may be one person, but for cards that other enquiries hold and nobody accepted."""
    pairs = models.SamePerson.objects.filter(Q(one__in=nodes) | Q(other__in=nodes))
    pairs = pairs.filter(_counts("one", own), _counts("other", own))
    asked = set(nodes)
    for pair in pairs.exclude(answer=models.SamePerson.Answer.DIFFERENT).order_by("pk"):
        for here, there in ((pair.one_id, pair.other_id), (pair.other_id, pair.one_id)):
            if here in asked:
                yield Tie(here, SAME_PERSON, there, strength=pair.probability)


def _counts(end: str, own: models.Enquiry | None) -> Q:
    named = f"{end}__card__named"
    accepted = Q(**{f"{named}__enquiry__state": models.Enquiry.State.ACCEPTED})
    mine = Q(**{f"{named}__enquiry": own, f"{named}__isnull": False})
    return Q(**{f"{named}__isnull": True}) | accepted | mine


def _therapies(nodes: Sequence[int], on: date) -> Iterator[Tie]:
    """Between clients and their therapists, present and former."""
    places = Participant.objects.clients().filter(
        card__node__in=nodes, therapy__assignments__therapist__user__node__isnull=False
    )
    rows = places.values_list(
        "card__node", "therapy__assignments__therapist__user__node",
        "therapy__assignments__since", "until", "therapy__ended_on", "therapy__assignments__until",
    )  # fmt: skip
    for person, therapist, since, *ends in rows.order_by("pk", "therapy__assignments__pk"):
        until = min((end for end in ends if end is not None), default=None)
        over = until is not None and until < on
        yield Tie(person, "former_client" if over else "client", therapist, since, until)


def _together(nodes: Sequence[int]) -> Iterator[Tie]:
    """Between those who come together as a couple or a family, and between guardian and child."""
    both = Participant.objects.filter(card__node__in=nodes)
    clients = both.clients().filter(
        therapy__kind__in=AMONG_CLIENTS, therapy__participants__role=Participant.Role.CLIENT
    )
    rows = clients.values_list("card__node", "therapy__participants__card__node", "therapy__kind")
    for one, other, kind in rows.order_by("pk", "therapy__participants__pk"):
        if other is not None and other != one:
            yield Tie(one, AMONG_CLIENTS[kind], other)
    for kind, place in (("guardian", "stands_for"), ("ward", "guardians")):
        stands = both.filter(**{f"{place}__card__node__isnull": False})
        for one, other in stands.values_list("card__node", f"{place}__card__node"):
            yield Tie(one, kind, other)


def _colleagues(nodes: Sequence[int], on: date, therapists: Collection[int]) -> Iterator[Tie]:
    """Between others who work here and the therapists, and between supervisor and supervisee."""
    rows = models.Node.objects.filter(pk__in=nodes, user__isnull=False)
    staff = dict(rows.values_list("user", "pk"))
    if not staff:
        return
    for node in staff.values():
        yield from (Tie(node, "colleague", other) for other in therapists if other != node)
    agreed = SupervisionAgreement.objects.filter(in_force(on), supervisor__in=staff)
    for supervisor, supervisee in agreed.values_list("supervisor", "supervisee__user__node"):
        if supervisee is not None:
            yield Tie(staff[supervisor], "supervisor", supervisee)
