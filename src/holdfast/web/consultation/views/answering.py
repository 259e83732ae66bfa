"""Answering a question that was put to one: first whether one could know the person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.accounts.models import User
from holdfast.web.accounts.requests import Request
from holdfast.web.consultation.actions import answering as acts
from holdfast.web.consultation.forms.answering import READ_ON, AnswerForm, CouldYouForm
from holdfast.web.consultation.models import Question, Step
from holdfast.web.consultation.models.asking import state_of, step_of

from .fetching import ASKED, question_to


@door(*ASKED)
def answer(request: Request, question_id: UUID) -> HttpResponseBase:
    """Ask first; then show the question and take the answer; then show what was answered."""
    question = question_to(request, question_id)
    page = reverse("consultation:answer", args=[question.pk])
    form = form_for(request, question, AnswerForm)
    done = form.once(request, act_on(question, form, request, request.user, page))
    return done or form.page(request, "consultation/answer.html", reading(question))


def form_for(request: Request, question: Question, answers: type[AnswerForm]) -> OnceForm:
    """Return the form that stands next. One sent for an earlier step finds that it has passed."""
    if state_of(question) == "sent":
        return CouldYouForm(request.POST or None)
    return answers(request.POST or None)


def act_on(
    question: Question, form: OnceForm, request: Request, by: User | None, page: str
) -> Callable[[], str]:
    """Return what sending that form does."""

    def act() -> str:
        given = form.cleaned_data
        if isinstance(form, CouldYouForm):
            step = acts.open_it if given["could"] == READ_ON else acts.close
            step(question, by=by, now=request.now)
        elif given["close"]:
            acts.close(question, by=by, now=request.now)
        else:
            acts.answer(question, given["words"], by=by, now=request.now)
        return page

    return act


def reading(question: Question) -> dict[str, Any]:
    """What the colleague reads: no more of it than the step allows."""
    state = state_of(question)
    copy = question.copy
    told = {"hint": copy["hint"], "from": copy["from"], "phone": copy["phone"]}
    shows_all = state in ("opened", "answered", "done")
    return {
        "question": question,
        "state": state,
        "first": told if state == "sent" else None,
        "copy": copy if shows_all else None,
        "mine": step_of(question, Step.Kind.ANSWERED) if shows_all else None,
    }
