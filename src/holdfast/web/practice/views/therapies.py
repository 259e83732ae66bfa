"""Opening a therapy, adding people, pausing it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import people, therapies
from holdfast.web.practice.forms.people import AddPersonForm, OpenForm, PauseForm
from holdfast.web.practice.models import Card, Participant, Therapist, Therapy


@door(Role.THERAPIST)
def open_therapy(request: Request) -> HttpResponse:
    """Begin a therapy with its people."""
    therapist = get_object_or_404(Therapist, user=request.user)
    form = OpenForm(request.POST or None, initial={"since": request.now.date()})

    def act() -> str:
        given = form.cleaned_data
        therapy = therapies.open_therapy(
            kind=given["kind"],
            therapist=therapist,
            by=request.user,
            now=request.now,
            since=given["since"],
        )
        for name in given["names"]:
            card = people.new_card(Card.HeldBy.THERAPY, now=request.now, name=name)
            people.add_participant(
                therapy, card, by=request.user, now=request.now, since=given["since"]
            )
        messages.success(request, _("Begun. Next comes the agreement."))
        return reverse("home:relationship", args=[therapy.pk])

    return form.once(request, act) or form.page(request, "practice/open_therapy.html")


@door(Role.THERAPIST)
def pause(request: Request, therapy_id: UUID) -> HttpResponse:
    """Pause a therapy that goes on, or take a paused one up again."""
    therapy = own_therapy(request, therapy_id)
    if therapy.state == Therapy.State.ENDED:
        raise Http404
    is_paused = therapy.state == Therapy.State.PAUSED
    then = Therapy.State.ACTIVE if is_paused else Therapy.State.PAUSED
    form = PauseForm(request.POST or None, initial={"then": then})

    def act() -> str:
        state = form.cleaned_data["then"]
        therapies.set_state(therapy, state, by=request.user, now=request.now)
        is_on = state == Therapy.State.ACTIVE
        messages.success(request, _("It goes on.") if is_on else _("Paused."))
        return reverse("home:relationship", args=[therapy.pk])

    context = {"therapy": therapy, "is_paused": is_paused}
    return form.once(request, act) or form.page(request, "practice/pause.html", context)


def own_therapy(request: Request, therapy_id: UUID) -> Therapy:
    """Return a therapy in which this person is the therapist, or raise 404."""
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    return get_object_or_404(own, pk=therapy_id)


def people_of(therapy: Therapy) -> list[Participant]:
    """Return everybody who takes part now, clients first."""
    there = therapy.participants.filter(until=None) | therapy.participants.filter(role="guardian")
    return list(there.with_cards().order_by("role", "since", "id"))


@door(Role.THERAPIST)
def add_person(request: Request, therapy_id: UUID) -> HttpResponse:
    """Add a client, or a guardian of one."""
    therapy = own_therapy(request, therapy_id)
    clients = [p for p in people_of(therapy) if p.role == Participant.Role.CLIENT]
    form = AddPersonForm(request.POST or None, clients=clients)

    def act() -> str:
        given = form.cleaned_data
        guardian = given["role"] == Participant.Role.GUARDIAN
        card = people.new_card(Card.HeldBy.THERAPY, now=request.now, name=given["name"])
        chosen = next((c for c in clients if str(c.pk) == given["stands_for"]), None)
        participant = people.add_participant(
            therapy,
            card,
            by=request.user,
            now=request.now,
            since=request.now.date(),
            role=given["role"],
            stands_for=chosen if guardian else None,
            until=given["until"] if guardian else None,
        )
        return reverse("practice:person", args=[participant.pk])

    return form.once(request, act) or form.page(
        request, "practice/add_person.html", {"therapy": therapy}
    )
