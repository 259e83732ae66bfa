"""Answering by a link for one use. Opening it shows nothing and uses nothing up.

The digits open it in this browser for as long as its session lives; answering, closing or the
asker's taking it back ends it.
"""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts import links
from holdfast.web.accounts.doors import link_door
from holdfast.web.accounts.models.links import Link
from holdfast.web.accounts.requests import Request
from holdfast.web.consultation.actions.asking import PURPOSE
from holdfast.web.consultation.forms.answering import CodeForm, UnkeptAnswerForm
from holdfast.web.consultation.models import Question
from holdfast.web.consultation.models.asking import state_of

from .answering import act_on, form_for, reading

OPENED, SENT = "consultation_opened", "consultation_sent"


@link_door
def by_link(request: Request, secret: str) -> HttpResponseBase:
    """Ask for the digits; once they fit, go the same way as a colleague inside."""
    link = links.find(secret, PURPOSE, request.now)
    question = Question.objects.whole().filter(pk=link.subject_id).first() if link else None
    if link is None or question is None or state_of(question) not in ("sent", "opened"):
        return _gone(request)
    if request.session.get(OPENED) != str(link.pk):
        return _ask_for_digits(request, link)
    form = form_for(request, question, UnkeptAnswerForm)
    act = act_on(question, form, request, None, request.path)

    def then() -> str:
        act()
        ended = state_of(Question.objects.get(pk=question.pk)) != "opened"
        if ended:
            request.session[SENT] = True
        return reverse("consultation:link_sent") if ended else request.path

    context = {**reading(question), "bare": True}
    return form.once(request, then) or form.page(request, "consultation/answer.html", context)


def _gone(request: Request) -> HttpResponse:
    if request.session.get(SENT):
        return redirect("consultation:link_sent")
    return render(request, "consultation/link_gone.html", status=410)


def _ask_for_digits(request: Request, link: Link) -> HttpResponseBase:
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if links.code_fits(link, form.cleaned_data["code"]):
            request.session[OPENED] = str(link.pk)
            return redirect(request.path)
        form.add_error("code", _said(link))
    return form.page(request, "consultation/link_code.html")


def _said(link: Link) -> str:
    link.refresh_from_db()
    left = Link.TRIES - link.tries
    if left < 1:
        return _("That was tried too often. Please ask your colleague for a new link.")
    return _("These digits do not fit. You can try %(n)s more times.") % {"n": left}


@link_door
def link_sent(request: Request) -> HttpResponse:
    """Say that it is done; nothing of the question is shown any more."""
    if not request.session.get(SENT):
        return render(request, "consultation/link_gone.html", status=410)
    return render(request, "consultation/link_sent.html")
