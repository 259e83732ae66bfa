"""A person of a therapy: what the card says, how they may be reached, whom to call."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import people
from holdfast.web.practice.forms.people import CardForm, ContactPointForm, EmergencyContactForm
from holdfast.web.practice.models import (
    Card,
    CardName,
    ContactPoint,
    EmergencyContact,
    Participant,
    Therapy,
)
from holdfast.web.practice.models.therapies import Therapies

TEXTS = ("name", "birth", "pronouns", "language", "note")
NAMES = (CardName.Kind.GIVEN, CardName.Kind.FAMILY, CardName.Kind.FORMER)


def _seen(request: Request, participant_id: UUID) -> Participant:
    seen: QuerySet[Participant] = Participant.objects.visible_to(request.user, request.now)
    with_keys = seen.select_related("card__key", "therapy__key", "user")
    return get_object_or_404(with_keys, pk=participant_id)


def _own(request: Request, participant_id: UUID) -> Participant:
    own = Participant.objects.filter(therapy__in=_own_therapies(request))
    return get_object_or_404(own.select_related("card__key", "therapy__key"), pk=participant_id)


def _own_therapies(request: Request) -> Therapies:
    return Therapy.objects.own_of(request.user, request.now)


@door(Role.THERAPIST, Role.SUPERVISOR)
def person(request: Request, participant_id: UUID) -> HttpResponse:
    """Show a person as this therapy knows them."""
    participant = _seen(request, participant_id)
    card = participant.card
    context = {
        "participant": participant,
        "card": _opened(card),
        "points": [_point(card, p) for p in card.contact_points.all()],
        "emergency": [_emergency(card, c) for c in card.emergency_contacts.all()],
        "is_own": _own_therapies(request).filter(pk=participant.therapy_id).exists(),
    }
    return render(request, "practice/person.html", context)


def _opened(card: Card) -> dict[str, str]:
    return {field: card.text(field) for field in TEXTS} | _names(card)


def _names(card: Card) -> dict[str, str]:
    """The newest name of each kind."""
    found: dict[str, str] = {}
    for row in card.names.all():
        row.card = card
        found[row.kind] = row.text("value")
    return found


def _point(card: Card, point: ContactPoint) -> dict[str, Any]:
    point.card = card
    safe = [str(ContactPoint.Purpose(p).label) for p in point.safe_for]
    return {
        "row": point,
        "value": point.text("value"),
        "safe_for": safe,
        "safe_when": point.text("safe_when"),
    }


def _emergency(card: Card, contact: EmergencyContact) -> dict[str, str]:
    contact.card = card
    return {field: contact.text(field) for field in ("name", "relation", "phone")}


@door(Role.THERAPIST)
def change_person(request: Request, participant_id: UUID) -> HttpResponse:
    """Change what the card says."""
    participant = _own(request, participant_id)
    card = participant.card
    form = CardForm(
        request.POST or None,
        today=request.now.date(),
        version=card.version,
        initial=_opened(card),
    )

    def act() -> str:
        given = form.cleaned_data
        people.change_card(
            card,
            by=request.user,
            now=request.now,
            about=participant.therapy,
            changed=form.changed_data,
            names={kind: given[kind] for kind in NAMES},
            **{field: given[field] for field in TEXTS},
        )
        return reverse("practice:person", args=[participant.pk])

    return form.once(request, act) or form.page(
        request, "practice/change_person.html", {"participant": participant}
    )


@door(Role.THERAPIST)
def add_contact_point(request: Request, participant_id: UUID) -> HttpResponse:
    """Note a way to reach somebody."""
    return _contact_point(request, _own(request, participant_id), None)


@door(Role.THERAPIST)
def change_contact_point(request: Request, point_id: UUID) -> HttpResponse:
    """Change a way to reach somebody, or what it is safe for."""
    own = ContactPoint.objects.filter(card__participant__therapy__in=_own_therapies(request))
    point = get_object_or_404(own.select_related("card__key"), pk=point_id)
    return _contact_point(request, _own(request, point.card.participant.pk), point)


def _contact_point(
    request: Request, participant: Participant, point: ContactPoint | None
) -> HttpResponse:
    initial = _as_form(participant.card, point) if point else {}
    form = ContactPointForm(request.POST or None, initial=initial)

    def act() -> str:
        given = {k: form.cleaned_data[k] for k in ("kind", "value", "safe_for", "safe_when")}
        who: dict[str, Any] = {"by": request.user, "now": request.now, "about": participant.therapy}
        if point is None:
            people.add_contact_point(participant.card, **who, **given)
        else:
            people.change_contact_point(point, **who, **given)
        return reverse("practice:person", args=[participant.pk])

    context = {"participant": participant, "point": point}
    return form.once(request, act) or form.page(request, "practice/contact_point.html", context)


def _as_form(card: Card, point: ContactPoint) -> dict[str, Any]:
    shown = _point(card, point)
    return {
        "kind": point.kind,
        "value": shown["value"],
        "safe_for": point.safe_for,
        "safe_when": shown["safe_when"],
    }


@door(Role.THERAPIST)
def add_emergency_contact(request: Request, participant_id: UUID) -> HttpResponse:
    """Note whom to call in an emergency."""
    participant = _own(request, participant_id)
    form = EmergencyContactForm(request.POST or None)

    def act() -> str:
        given = {k: form.cleaned_data[k] for k in ("name", "relation", "phone")}
        people.add_emergency_contact(
            participant.card,
            by=request.user,
            now=request.now,
            about=participant.therapy,
            **given,
        )
        messages.success(request, _("The person to call in an emergency is noted."))
        return reverse("practice:person", args=[participant.pk])

    context = {"participant": participant}
    return form.once(request, act) or form.page(request, "practice/emergency_contact.html", context)
