"""What the worker does beside the check: telling the desk, and linking cards."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdfast.web.practice.actions.notices import tell
from holdfast.web.practice.models import Notice
from holdfast.web.screening.actions import again
from holdfast.web.screening.actions.desk import people_at_the_desk
from holdfast.web.screening.actions.ties import link
from holdfast.web.screening.models import Enquiry, Node
from holdfast.web.screening.times import is_beside

AT_ONCE = 200


def tell_if_beside(enquiry_id: str, at: datetime, *, now: datetime) -> None:
    """Tell the conflict desk if a first session lies beside one that should be apart from it."""
    enquiry = Enquiry.objects.filter(pk=enquiry_id).first()
    if enquiry is not None and is_beside(enquiry, at, now):
        tell_desk(enquiry_id, now=now)


def tell_desk(enquiry_id: str, *, now: datetime) -> None:
    """Tell the conflict desk that an enquiry needs a person to look, and no more than that."""
    tell(people_at_the_desk(), Notice.Kind.FOR_THE_DESK, now=now, subject_id=UUID(enquiry_id))


def link_new(*, now: datetime) -> int:
    """Compare cards that are new or have changed with everybody else; returns how many."""
    new = Node.objects.filter(linked=False, card__isnull=False)
    waiting = list(new.select_related("card__named").order_by("pk")[:AT_ONCE])
    for node in waiting:
        _link_one(node, now)
    return len(waiting)


@transaction.atomic
def _link_one(node: Node, now: datetime) -> None:
    """Link one card, but not with those that its own enquiry names beside it."""
    enquiry = getattr(getattr(node.card, "named", None), "enquiry_id", None)
    apart = Node.objects.filter(card__named__enquiry=enquiry) if enquiry else Node.objects.none()
    link(node, now=now, apart=set(apart.values_list("pk", flat=True)))
    again.forget_looks([node])
