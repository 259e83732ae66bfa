"""Answering by a link for one use. Opening it shows nothing personal and uses nothing up."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from holdfast.web.accounts import links
from holdfast.web.accounts.doors import link_door
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.actions import answering
from holdfast.web.alliance.forms.answers import UnkeptAnswerForm
from holdfast.web.alliance.models import Check
from holdfast.web.alliance.shown import right_now, shown

from .answering import about, answer_form, heading

SENT = "answers_sent"


@link_door
def by_link(request: Request, secret: str) -> HttpResponseBase:
    """Show the form of a link, and take its answers once."""
    link = links.find(secret, answering.PURPOSE, request.now)
    asking = answering.asked_by(link, request.now) if link is not None else None
    if link is None or asking is None:
        return _ended(request)
    place = answering.place_of(asking)
    form = answer_form(request, place, UnkeptAnswerForm)

    def act() -> str:
        check = answering.take(
            place, form.answers, how=Check.How.LINK, now=request.now, asking=asking
        )
        links.use_up(link, request.now)
        request.session[SENT] = str(check.pk)
        return reverse("alliance:sent")

    answer = form.once(request, act)
    context = {**about(place), "bare": True, "heading": heading(place, request.now)}
    return answer or form.page(request, "alliance/answer.html", context)


def _ended(request: Request) -> HttpResponse:
    return render(request, "alliance/link_ended.html", status=410)


@link_door
def sent(request: Request) -> HttpResponse:
    """Show once, in the browser that sent them, the answers in words and what to do now."""
    return after_sending(request, request.session.pop(SENT, None), "alliance/sent.html")


def after_sending(request: Request, key: str | None, template: str) -> HttpResponse:
    """Show what was just sent, if anything was; a second look shows nothing of it."""
    rows = Check.objects.select_related("therapy__key", "participant")
    check = rows.filter(pk=key).first() if key else None
    context = {
        "shown": shown(check) if check else None,
        "right_now": right_now(check) if check else (),
    }
    return render(request, template, context)
