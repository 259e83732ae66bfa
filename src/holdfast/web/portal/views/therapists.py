"""Choosing a therapist: profiles for anybody, and a list of questions to print and keep."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from holdfast.web.accounts.doors import open_door
from holdfast.web.accounts.requests import Request
from holdfast.web.portal.bodies import bodies_for, country_of
from holdfast.web.portal.vetting import QUESTIONS, shown_therapists
from holdfast.web.practice.models import Practice

from .usual import country_of_practice, enquire_url


@open_door
def therapists(request: Request) -> HttpResponse:
    """Show who works here, if the practice shows that."""
    practice = Practice.get()
    context = {
        "therapists": shown_therapists(practice, request.now.date()),
        "takes_new": practice.takes_new,
        "enquire_url": enquire_url(),
    }
    return render(request, "portal/therapists/index.html", context)


@open_door
def profile(request: Request, therapist_id: UUID) -> HttpResponse:
    """Show one therapist; whoever is not shown to visitors does not exist here."""
    practice = Practice.get()
    there = shown_therapists(practice, request.now.date())
    one = next((row for row in there if row.id == therapist_id), None)
    if one is None:
        raise Http404
    country = country_of(country_of_practice(request))
    context = {
        "one": one,
        "takes_new": practice.takes_new,
        "bodies": [body for body in bodies_for(country.code, ()) if body.professions],
        "enquire_url": enquire_url(),
    }
    return render(request, "portal/therapists/profile.html", context)


@open_door
def questions(request: Request) -> HttpResponse:
    """Show questions worth asking before one starts. Ticks stay on the screen or on paper."""
    context: dict[str, Any] = {"asked": QUESTIONS, "enquire_url": enquire_url()}
    return render(request, "portal/therapists/questions.html", context)
