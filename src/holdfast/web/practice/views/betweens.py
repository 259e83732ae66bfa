"""Contacts, crossings and promises."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import betweens
from holdfast.web.practice.forms.betweens import ContactForm, CrossingForm
from holdfast.web.practice.models import Contact, Crossing, Promise, Therapy
from holdfast.web.practice.views.therapies import own_therapy, people_of


@door(Role.THERAPIST)
def note_contact(request: Request, therapy_id: UUID) -> HttpResponse:
    """Note a contact between sessions."""
    therapy = own_therapy(request, therapy_id)
    form = ContactForm(
        request.POST or None,
        therapy=therapy,
        people=people_of(therapy),
        now=request.now,
        initial={"at": request.now.astimezone(therapy.tz).replace(tzinfo=None, second=0)},
    )

    def act() -> str:
        names = ("channel", "direction", "purpose", "at", "reply", "minutes", "note")
        betweens.note_contact(
            form.participant,
            by=request.user,
            now=request.now,
            **{name: form.cleaned_data[name] for name in names},
        )
        local = form.cleaned_data["at"].astimezone(therapy.tz)
        at = date_format(local, "l j F, H:i")
        messages.success(request, _("Noted: a contact on {at}.").format(at=at))
        return reverse("home:relationship", args=[therapy.pk])

    context = {"therapy": therapy, "heading": _("Note a contact"), "wide": True}
    return form.once(request, act) or form.page(request, "practice/note.html", context)


@door(Role.THERAPIST)
def note_crossing(request: Request, therapy_id: UUID) -> HttpResponse:
    """Note a departure from the usual frame."""
    therapy = own_therapy(request, therapy_id)
    form = CrossingForm(
        request.POST or None,
        therapy=therapy,
        people=people_of(therapy),
        now=request.now,
        initial={"on": request.now.date()},
    )

    def act() -> str:
        names = ("kind", "on", "initiated_by", "discussed", "kept_secret", "note")
        betweens.note_crossing(
            form.participant,
            by=request.user,
            now=request.now,
            **{name: form.cleaned_data[name] for name in names},
        )
        day = date_format(form.cleaned_data["on"], "l j F")
        messages.success(request, _("Noted: a crossing on {day}.").format(day=day))
        return reverse("home:relationship", args=[therapy.pk])

    context = {"therapy": therapy, "heading": _("Note a crossing")}
    return form.once(request, act) or form.page(request, "practice/note.html", context)


@door(Role.THERAPIST, Role.SUPERVISOR)
def contact(request: Request, contact_id: UUID) -> HttpResponse:
    """Show a contact that was noted."""
    seen = Contact.objects.visible_to(request.user, request.now)
    row = get_object_or_404(
        seen.select_related("therapy__key", "participant__card__key"), pk=contact_id
    )
    facts = [
        (_("With"), row.participant.card.shown_name),
        (_("How"), row.get_channel_display()),
        (_("Who began"), row.get_direction_display()),
        (_("What for"), row.get_purpose_display()),
        (_("Minutes"), row.minutes or ""),
    ]
    return _shown(request, row, _("Contact"), row.at.astimezone(row.therapy.tz), facts)


@door(Role.THERAPIST, Role.SUPERVISOR)
def crossing(request: Request, crossing_id: UUID) -> HttpResponse:
    """Show a crossing that was noted."""
    seen = Crossing.objects.visible_to(request.user, request.now)
    row = get_object_or_404(
        seen.select_related("therapy__key", "participant__card__key"), pk=crossing_id
    )
    talked = {True: _("yes"), False: _("not yet"), None: _("not noted")}[row.discussed]
    facts = [
        (_("With"), row.participant.card.shown_name),
        (_("What it was"), row.get_kind_display()),
        (_("Begun by"), row.get_initiated_by_display()),
        (_("Talked about"), talked),
        (_("To be kept from others"), _("yes") if row.kept_secret else _("no")),
    ]
    return _shown(request, row, _("Crossing"), row.on, facts)


def _shown(request: Request, row: Any, heading: str, when: Any, facts: list[Any]) -> HttpResponse:
    context = {
        "row": row,
        "heading": heading,
        "when": when,
        "facts": [(label, value) for label, value in facts if value],
        "note": row.text("note"),
    }
    return render(request, "practice/noted.html", context)


@door(Role.THERAPIST)
@require_POST
def promise_done(request: Request, promise_id: UUID) -> HttpResponse:
    """Mark a promise as kept, or take that back."""
    own = Promise.objects.filter(therapy__in=Therapy.objects.own_of(request.user, request.now))
    row = get_object_or_404(own, pk=promise_id)
    betweens.keep_promise(row, by=request.user, now=request.now, done=row.done_at is None)
    messages.success(
        request, _("The promise is kept.") if row.done_at else _("The promise is open again.")
    )
    return redirect("home:today")
