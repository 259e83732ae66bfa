"""Whether somebody of the practice is close to a therapist, as far as either of them declared it.

Screening keeps what people tell of their circles. It is asked here for nothing but yes or no, about
people who work here only; with whom and how stays there.
"""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from holdfast.screening import default_kinds
from holdfast.web.practice.models import Therapist
from holdfast.web.screening.models import Node, SamePerson, Tie

LIKELY = 0.5


def are_tied(therapist: Therapist, day: date) -> set[uuid.UUID]:
    """Return accounts of those who work here and are declared close to this therapist."""
    themselves = set(Node.objects.filter(user=therapist.user_id).values_list("pk", flat=True))
    if not themselves:
        return set()
    declared = Tie.objects.filter(kind__in=_close(), circle__lapses_on__gte=day)
    near = declared.filter(source__in=themselves | _same(themselves))
    found = set(near.values_list("target", flat=True))
    here = Node.objects.filter(pk__in=found | _same(found), user__isnull=False)
    return set(here.values_list("user_id", flat=True)) - {therapist.user_id}


def is_tied(therapist: Therapist, account: uuid.UUID, day: date) -> bool:
    """Say whether an account is declared close to a therapist."""
    return account in are_tied(therapist, day)


def _close() -> list[str]:
    return [name for name, kind in default_kinds().kinds.items() if kind.close]


def _same(nodes: Iterable[int]) -> set[int]:
    """Nodes that are the same person as one of these, as somebody said or as is likely."""
    asked = set(nodes)
    pairs = SamePerson.objects.filter(Q(one__in=asked) | Q(other__in=asked))
    sure = [pair for pair in pairs if pair.probability >= LIKELY]
    return {node for pair in sure for node in (pair.one_id, pair.other_id)}
