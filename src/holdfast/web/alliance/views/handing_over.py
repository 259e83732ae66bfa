"""Handing the screen over, and the one form that is left on it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.web.accounts import sessions
from holdfast.web.accounts.doors import door, open_door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.actions import answering
from holdfast.web.alliance.forms.answers import SureForm, UnkeptAnswerForm
from holdfast.web.alliance.handed import HANDED, shut
from holdfast.web.alliance.models import Asking, Check
from holdfast.web.alliance.shown import title_of

from .answering import about, answer_form, heading
from .by_link import after_sending
from .fetching import known_scale, own_client, place_now

SENT = "handed_sent"


@door(Role.THERAPIST)
def hand_over(request: Request, participant_id: UUID, scale: str) -> HttpResponseBase:
    """End the therapist's session in this browser and leave one form in it."""
    participant = own_client(request, participant_id)
    place = place_now(request, participant, known_scale(scale, with_words=True))
    form = SureForm(request.POST or None)

    def act() -> str:
        asking = answering.ask(place, Asking.How.HAND_OVER, by=request.user, now=request.now)
        sessions.end(request, request.now)
        request.session[HANDED] = str(asking.pk)
        return reverse("alliance:handed")

    context = {"participant": participant, "title": title_of(scale), "session": place.session}
    answer = form.once(request, act)
    if answer is not None:
        return shut(answer)
    return form.page(request, "alliance/hand_over.html", context)


@open_door
def handed(request: Request) -> HttpResponseBase:
    """Show the form that was handed over; after sending, thanks; after half an hour, neither."""
    if not request.session.get(HANDED):
        return redirect("accounts:sign_in")
    if SENT in request.session:
        return _sent(request)
    rows = Asking.objects.filter(pk=request.session[HANDED], answered_at=None)
    asking = rows.select_related("participant__card__key", "therapy__key", "session").first()
    if asking is None or request.now - asking.made_at > answering.HANDED_FOR:
        return redirect("accounts:sign_in")
    return _form(request, asking)


def _form(request: Request, asking: Asking) -> HttpResponseBase:
    place = answering.place_of(asking)
    form = answer_form(request, place, UnkeptAnswerForm)

    def act() -> str:
        check = answering.take(
            place, form.answers, how=Check.How.HAND_OVER, now=request.now, asking=asking
        )
        request.session[SENT] = str(check.pk)
        return reverse("alliance:handed")

    context = {
        **about(place), "bare": True, "handed": True, "heading": heading(place, request.now)
    }  # fmt: skip
    return form.once(request, act) or form.page(request, "alliance/answer.html", context)


def _sent(request: Request) -> HttpResponse:
    key = request.session[SENT]
    request.session[SENT] = ""
    return after_sending(request, key, "alliance/handed_sent.html")
