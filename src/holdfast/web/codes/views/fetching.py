"""What somebody may see or change, or a 404: the same as for what does not exist."""

from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.codes.models import Decision, Weighing
from holdfast.web.practice.actions.therapies import record_opening
from holdfast.web.practice.models import Therapy


def own_therapy(request: Request, therapy_id: UUID) -> Therapy:
    """Return a therapy in which this person is the therapist: they alone write."""
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    return get_object_or_404(own, pk=therapy_id)


def own_weighing(request: Request, weighing_id: UUID) -> Weighing:
    """Return a weighing of one's own: a thought not yet signed is nobody else's."""
    own = Therapy.objects.own_of(request.user, request.now)
    mine = Weighing.objects.filter(therapist__user=request.user)
    rows = mine.filter(Q(therapy__in=own) | Q(therapy=None))
    found = rows.select_related("therapy__key", "therapist__user__key", "participant__card__key")
    return get_object_or_404(found, pk=weighing_id)


def own_decision(request: Request, decision_id: UUID) -> Decision:
    """Return a decision of a therapy of one's own, to add to it."""
    own = Decision.objects.own_of(request.user, request.now)
    return get_object_or_404(own.whole(), pk=decision_id)


def decision_to_read(request: Request, decision_id: UUID) -> tuple[Decision, bool]:
    """Return a decision this person may read, and whether it is their own; notes the opening."""
    visible = Decision.objects.visible_to(request.user, request.now)
    decision = get_object_or_404(visible.whole(), pk=decision_id)
    if decision.therapy is None:
        return decision, True
    own = Therapy.objects.own_of(request.user, request.now).filter(pk=decision.therapy.pk).exists()
    role, purpose = (Role.THERAPIST, "care") if own else (Role.SUPERVISOR, "supervision")
    record_opening(decision.therapy, by=request.user, now=request.now, role=role, purpose=purpose)
    return decision, own
