"""The facts of our frame, my sessions and breaks, and saying that something was not so."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.frame.models import newest_in_force
from holdfast.web.portal import choosing
from holdfast.web.portal.actions import statements
from holdfast.web.portal.facts import facts_of, line_of
from holdfast.web.portal.forms.records import NotSoForm
from holdfast.web.portal.models import Statement
from holdfast.web.portal.views.own import own_place, own_places
from holdfast.web.practice.models import Break, Participant, Session
from holdfast.web.practice.standing_for import child_of, is_guardian, one_child_of
from holdfast.web.practice.took_part import attendance_of, breaks_of, sessions_of

A_PAGE = 25
LINES = ("session", "contact", "break")


@door(Role.CLIENT)
def my_frame(request: Request) -> HttpResponse:
    """Choose the work, or where there is one only, show its facts at once."""
    places = [p for p in own_places(request) if p.role == Participant.Role.CLIENT]
    if len(places) == 1:
        return _facts(request, places[0])
    return render(request, "portal/records/which.html", {"places": places})


@door(Role.CLIENT)
def frame_of(request: Request, participant_id: UUID) -> HttpResponse:
    """Show the facts of one work."""
    place = own_place(request, participant_id)
    if place.role != Participant.Role.CLIENT:
        raise Http404
    return _facts(request, place)


def _facts(request: Request, place: Participant) -> HttpResponse:
    facts = facts_of(place, request.now)
    page = Paginator(facts.history, A_PAGE).get_page(request.GET.get("page"))
    said = set(Statement.objects.filter(participant=place).values_list("about", "about_id"))
    agreement = newest_in_force([place.therapy]).get(place.therapy_id)
    context: dict[str, Any] = {
        "over": place.is_over(request.now.date()),
        "seat": place,
        "together": facts.together,
        "different": [(line, (line.about, line.id) in said) for line in facts.different],
        "history": [(line, (line.about, line.id) in said) for line in page.object_list],
        "page": page,
        "agreement": agreement,
    }
    return render(request, "portal/records/my_frame.html", context)


@door(Role.CLIENT)
def not_so(request: Request, participant_id: UUID, about: str, row_id: UUID) -> HttpResponseBase:
    """Say that a line is not how it was: to the therapist here, to another reader elsewhere."""
    place = own_place(request, participant_id)
    if about not in LINES or place.role != Participant.Role.CLIENT:
        raise Http404
    line = line_of(place, about, row_id, request.now)
    if line is None:
        raise Http404
    form = NotSoForm(request.POST or None)

    def act() -> str:
        statements.state(
            place, form.cleaned_data["words"], kind=Statement.Kind.NOT_SO, by=request.user,
            now=request.now, about=about, about_id=row_id, line=line.words,
        )  # fmt: skip
        return f"{reverse('portal:my_words')}?said=yes"

    elsewhere = [] if choosing.is_practice_of_one() else _others(request, place)
    context = {"line": line, "elsewhere": elsewhere, "seat": place}
    context["over"] = place.is_over(request.now.date())
    return form.once(request, act) or form.page(request, "portal/records/not_so.html", context)


def _others(request: Request, place: Participant) -> list[choosing.Place]:
    """Whom a concern that begins with this line can be about: who works or worked in it."""
    mine = choosing.places_of(request.user, request.now)
    return [one for one in mine if one.participant.pk == place.pk]


@door(Role.CLIENT, Role.GUARDIAN)
def my_sessions(request: Request) -> HttpResponse:
    """Show what comes, what was, and the breaks, for each place of this person."""
    own = list(own_places(request))
    context = {
        "places": [_sessions(p, request) for p in own],
        "child": one_child_of(own),
        "guards": is_guardian(own),
    }
    return render(request, "portal/records/my_sessions.html", context)


def _sessions(place: Participant, request: Request) -> dict[str, Any]:
    rows = list(sessions_of(place).defer("note"))
    mine = attendance_of(place)
    ahead = [s for s in rows if s.starts_at >= request.now and s.state == Session.State.PLANNED]
    past = [s for s in reversed(rows) if s.starts_at < request.now]
    today = request.now.date()
    breaks: list[Break] = list(breaks_of(place))
    return {
        "place": place,
        "child": child_of(place),
        "over": place.is_over(today),
        "ahead": ahead[:12],
        "past": [(s, mine.get(s.pk)) for s in past[:A_PAGE]],
        "more": len(past) > A_PAGE,
        "breaks": [b for b in breaks if b.until >= today],
        "breaks_before": [b for b in reversed(breaks) if b.until < today][:6],
    }
