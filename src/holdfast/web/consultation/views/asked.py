"""A question one asked: as it was shared, what was answered, and what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.codes.models import Decision, awaits
from holdfast.web.consultation.actions import answering, asking
from holdfast.web.consultation.forms.asking import AttachForm, DoneForm, SureForm
from holdfast.web.consultation.models import Attached, Question, Step
from holdfast.web.consultation.models.asking import Source, state_of, step_of, steps_of

from .fetching import own_question


@door(Role.THERAPIST)
def asked(request: Request, question_id: UUID) -> HttpResponseBase:
    """Show a question with its answer; what was done is noted here."""
    question = own_question(request, question_id)
    form = DoneForm(request.POST or None)

    def act() -> str:
        words = form.cleaned_data["words"]
        asking.note_done(question, words, by=request.user, now=request.now)
        return reverse("consultation:asked", args=[question.pk])

    context = {**about(request, question), **_to_attach(request, question)}
    return form.once(request, act) or form.page(request, "consultation/asked.html", context)


def about(request: Request, question: Question) -> dict[str, Any]:
    """What every page of one's own question says."""
    state = state_of(question)
    mine = question.therapy is not None
    return {
        "question": question,
        "copy": question.copy,
        "colleague": question.colleague,
        "state": state,
        "is_open": state in ("sent", "opened"),
        "answer": step_of(question, Step.Kind.ANSWERED),
        "done": [row for row in steps_of(question) if row.kind == Step.Kind.DONE],
        "up": reverse("home:relationship", args=[question.therapy_id])
        if mine
        else reverse("consultation:index"),
        "up_label": question.therapy.shown_title or question.therapy.code
        if question.therapy
        else _("Consultation"),
        "origin": _origin(request, question),
    }


def _origin(request: Request, question: Question) -> str:
    """Return where what it was built from can be read; empty where it cannot any more."""
    own = Decision.objects.own_of(request.user, request.now)
    if attached := Attached.objects.filter(question=question, decision__in=own).first():
        return reverse("codes:decision", args=[attached.decision_id])
    if question.source == Source.DECISION and own.filter(pk__in=[question.source_id]).exists():
        return reverse("codes:decision", args=[question.source_id])
    return ""


def _to_attach(request: Request, question: Question) -> dict[str, Any]:
    """Offer decisions that wait for an answer, where this one belongs to none yet."""
    is_free = state_of(question) in ("answered", "done") and question.therapy_id is not None
    if not is_free or Attached.objects.filter(question=question).exists():
        return {"attaching": None}
    waiting = _waiting(request, question)
    pairs = [(str(row.pk), row.opened()["title"]) for row in waiting]
    return {"attaching": AttachForm(decisions=pairs, prefix="attach") if pairs else None}


def _waiting(request: Request, question: Question) -> list[Decision]:
    own = Decision.objects.own_of(request.user, request.now)
    here = own.filter(therapy=question.therapy_id, awaits_consultation=True).whole()
    return [row for row in here.order_by("-signed_at", "id") if awaits(row)]


@door(Role.THERAPIST)
@require_POST
def attach(request: Request, question_id: UUID) -> HttpResponseBase:
    """Add an answer to a decision that waits for one."""
    question = own_question(request, question_id)
    found = {str(row.pk): row for row in _waiting(request, question)}
    pairs = [(key, row.opened()["title"]) for key, row in found.items()]
    form = AttachForm(request.POST, decisions=pairs, prefix="attach")
    page = reverse("consultation:asked", args=[question.pk])

    def act() -> str:
        decision = found[form.cleaned_data["decision"]]
        answering.attach(question, decision, by=request.user, now=request.now)
        messages.success(request, _("It stands in the decision now."))
        return page

    return form.once(request, act) or redirect(page)


@door(Role.THERAPIST)
def withdraw(request: Request, question_id: UUID) -> HttpResponseBase:
    """Take a question back before it is answered."""
    question = own_question(request, question_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        asking.withdraw(question, by=request.user, now=request.now)
        messages.success(request, _("Taken back. Nothing of it is shown to them any more."))
        return reverse("consultation:asked", args=[question.pk])

    context = about(request, question)
    return form.once(request, act) or form.page(request, "consultation/withdraw.html", context)
