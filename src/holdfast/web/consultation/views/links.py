"""A link for a colleague outside, and its digits, shown once to whoever asked."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.web.accounts.answers import shown_once
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.links import NewLink
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.consultation.actions import asking as acts
from holdfast.web.consultation.forms.asking import SureForm
from holdfast.web.consultation.models import Question

from .fetching import own_question

SHOWN_ONCE = "consultation_link"


def show_link(request: Request, question: Question, made: NewLink) -> str:
    """Keep a new link for one showing; returns the address of that."""
    path = reverse("consultation:by_link", args=[made.secret])
    request.session[SHOWN_ONCE] = {"question": str(question.pk), "path": path, "code": made.code}
    return reverse("consultation:link_made", args=[question.pk])


@door(Role.THERAPIST)
def link(request: Request, question_id: UUID) -> HttpResponseBase:
    """Make a new link; the one before opens nothing more."""
    question = own_question(request, question_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        made = acts.make_link(question, by=request.user, now=request.now)
        return show_link(request, question, made)

    context = {"question": question, "up": reverse("consultation:asked", args=[question.pk])}
    return form.once(request, act) or form.page(request, "consultation/link.html", context)


@door(Role.THERAPIST)
def link_made(request: Request, question_id: UUID) -> HttpResponse:
    """Show a link and its digits, once."""
    question = own_question(request, question_id)
    made = request.session.pop(SHOWN_ONCE, None)
    if made is None or made["question"] != str(question.pk):
        return redirect("consultation:asked", question.pk)
    context = {
        "question": question,
        "address": request.build_absolute_uri(made["path"]),
        "digits": f"{made['code'][:3]} {made['code'][3:]}",
        "up": reverse("consultation:asked", args=[question.pk]),
    }
    return shown_once(render(request, "consultation/link_made.html", context))
