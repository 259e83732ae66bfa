"""What somebody may see or change, or a 404: the same as for what does not exist.

What lies in their vault opens only while that is open: beneath `may_lead`, whoever asks for it is
led there first.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.codes import actions, kept
from holdfast.web.codes.kept import InVault, Kept
from holdfast.web.codes.models import Decision, Weighing, rests_in_vault
from holdfast.web.practice.actions.therapies import record_opening
from holdfast.web.practice.models import Therapist, Therapy
from holdfast.web.vault.keys import key_of, lead, vault_of

View = Callable[..., HttpResponseBase]


class Elsewhere(Exception):
    """The way on leads elsewhere first: to one's vault, or to where something was moved."""

    def __init__(self, answer: HttpResponseBase) -> None:
        self.answer = answer
        super().__init__()


def may_lead(view: View) -> View:
    """Lead elsewhere where what is asked for cannot be shown here and now."""

    @wraps(view)
    def looks(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Elsewhere as error:
            return error.answer

    return looks


def own_therapy(request: Request, therapy_id: UUID) -> Therapy:
    """Return a therapy in which this person is the therapist: they alone write."""
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    return get_object_or_404(own, pk=therapy_id)


def own_weighing(request: Request, weighing_id: UUID) -> Weighing | InVault:
    """Return a weighing of one's own: a thought not yet signed is nobody else's."""
    own = Therapy.objects.own_of(request.user, request.now)
    mine = Weighing.objects.filter(therapist__user=request.user)
    rows = mine.filter(Q(therapy__in=own) | Q(therapy=None))
    found = rows.select_related("therapy__key", "therapist__user__key", "participant__card__key")
    row = found.filter(pk=weighing_id).first()
    if row is None:
        return _in_vault(request, weighing_id)
    if kept.is_of_own_feelings(row.weighed().situation):
        raise Elsewhere(_moved(request, row))
    return row


def _led_on(request: Request, weighing_id: UUID) -> Elsewhere | None:
    """Lead on from the pages of a weighing that was signed or thrown away.

    Whoever goes back is not met by a page that is not there. Of what lies in a vault only the seal
    tells what became of it.
    """
    seen = Decision.objects.visible_to(request.user, request.now)
    if seen.filter(pk=weighing_id).exists():
        return Elsewhere(_to_decision(request, weighing_id))
    key = key_of(request)
    if key is not None and (decision := kept.signed_as(key, weighing_id)):
        return Elsewhere(_to_decision(request, decision))
    mine = audit.Entry.objects.filter(kind=actions.DISCARDED, actor=str(request.user.pk))
    if mine.filter(subject_id=str(weighing_id)).exists():
        messages.info(request, _("You threw this weighing away. Nothing of it is left."))
        return Elsewhere(redirect("codes:decisions"))
    return None


def _to_decision(request: Request, decision_id: UUID | str) -> HttpResponseBase:
    messages.info(request, _("This was signed, and stands as you see it. You may add to it."))
    return redirect("codes:decision", decision_id)


def _moved(request: Request, row: Weighing) -> HttpResponseBase:
    """Move to the vault what was begun elsewhere; somebody without one makes it first."""
    vault = vault_of(request)
    if vault is None:
        return lead(request)
    series = actions.move_to_vault(row, vault, now=request.now)
    if series is None:
        return redirect("codes:decisions")
    return redirect("codes:weighing", series)


def _in_vault(request: Request, series: UUID) -> InVault:
    if not kept.holds(request.user, series):
        raise _led_on(request, series) or Http404
    key = key_of(request)
    if key is None:
        raise Elsewhere(lead(request))
    found = kept.opened(key, series)
    if found is None:
        raise Elsewhere(redirect("codes:decisions"))
    if found.decision:
        raise Elsewhere(_to_decision(request, found.decision))
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    therapy = get_object_or_404(own, pk=found.therapy)
    people = therapy.participants.with_cards()
    person = people.filter(pk=found.participant).first() if found.participant else None
    therapist = Therapist.objects.select_related("user__key").get(user=request.user)
    return InVault(key, series, found, therapy, person, therapist)


def behind(request: Request, decision: Decision) -> tuple[UUID, Kept] | None:
    """Return what lies in the open vault of whoever signed a decision; None for anybody else."""
    key = key_of(request)
    if key is None or decision.therapist.user_id != request.user.pk:
        return None
    return kept.behind(key, decision.pk)


def opened_behind(request: Request, decision: Decision) -> tuple[UUID, Kept]:
    """Return the same to change it: led to the vault while it is shut, a 404 for anybody else."""
    if not rests_in_vault(decision.opened()) or decision.therapist.user_id != request.user.pk:
        raise Http404
    if key_of(request) is None:
        raise Elsewhere(lead(request))
    found = behind(request, decision)
    if found is None:
        raise Http404
    return found


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
