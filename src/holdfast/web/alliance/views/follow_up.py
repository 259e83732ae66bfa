"""Answers about danger: what was answered, and what was done."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast import alliance
from holdfast.alliance import words
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.actions import danger
from holdfast.web.alliance.forms.naming import DoneForm
from holdfast.web.alliance.models import FollowUp
from holdfast.web.alliance.texts import text_for
from holdfast.web.audit import models as audit
from holdfast.web.practice.models import Therapy


@door(Role.THERAPIST, Role.COVER)
def follow_up(request: Request, follow_up_id: UUID) -> HttpResponseBase:
    """Show what was answered, and take what was done. Whoever covers sees no name here."""
    row, is_own = _row(request, follow_up_id)
    form = DoneForm(request.POST or None)

    def act() -> str:
        danger.settle(row, form.cleaned_data["done"], by=request.user, now=request.now)
        return reverse("home:start")

    is_open = row.settled_at is None
    if is_open and (answer := form.once(request, act)) is not None:
        return answer
    role = Role.THERAPIST if is_own else Role.COVER
    audit.record(
        "opened", now=request.now, actor=request.user, role=role, purpose="danger",
        subject=row, about=row.therapy_id,
    )  # fmt: skip
    context = {"row": row, "is_own": is_own, "is_open": is_open, **_about(row, is_own)}
    return form.page(request, "alliance/follow_up.html", context)


def _row(request: Request, follow_up_id: UUID) -> tuple[FollowUp, bool]:
    """Return an open one that concerns this person, or any of their own therapies."""
    own = Therapy.objects.own_of(request.user, request.now)
    open_ones = [row.pk for row in danger.open_for(request.user, request.now)]
    rows = FollowUp.objects.filter(Q(therapy__in=own) | Q(pk__in=open_ones))
    rows = rows.select_related("therapy__key", "participant__card__key", "check_row")
    row = get_object_or_404(rows, pk=follow_up_id)
    is_own = own.filter(pk=row.therapy_id).exists()
    row.check_row.therapy = row.participant.therapy = row.therapy
    return row, is_own


def _about(row: FollowUp, is_own: bool) -> dict[str, object]:
    check = row.check_row
    instrument = alliance.instrument(check.scale)
    found = alliance.risk_answers(instrument, check.given().statements)
    text = text_for(check.scale)
    return {
        "lines": words.risk_words_for_therapist(found, instrument, text),
        "who": row.participant.card.shown_name if is_own else row.therapy.code,
        "safety": row.participant.text("safety"),
        "done": row.text("done"),
    }
