"""Goals, on the therapist's side and on the client's."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.actions import aims as acts
from holdfast.web.alliance.aims import Aim, aims_of
from holdfast.web.alliance.forms.aims import GoalForm, HowFarForm, StateForm
from holdfast.web.alliance.forms.answers import SureForm
from holdfast.web.alliance.models import Goal
from holdfast.web.practice.models import Participant

from .fetching import closed, my_place, own_places, own_therapy, therapy_to_read


@door(Role.THERAPIST, Role.SUPERVISOR)
def goals(request: Request, therapy_id: UUID) -> HttpResponse:
    """Show what is worked for in one therapy."""
    therapy, is_own = therapy_to_read(request, therapy_id)
    found = aims_of(Goal.objects.filter(therapy=therapy).order_by("written_at"), therapy)
    context = {"therapy": therapy, "is_own": is_own, **_sorted(found)}
    return render(request, "alliance/goals.html", context)


def _sorted(found: list[Aim]) -> dict[str, list[Aim]]:
    going = [aim for aim in found if aim.goal.state == Goal.State.OPEN]
    return {"going": going, "over": [aim for aim in found if aim not in going]}


@door(Role.THERAPIST)
def new_goal(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """Write a goal together, in the client's words."""
    therapy = own_therapy(request, therapy_id)
    clients = {str(p.pk): p for p in therapy.participants.clients().with_cards().order_by("since")}
    whose = [(key, p.card.shown_name) for key, p in clients.items()]
    choices = [("", _("All of us")), *whose] if len(clients) > 1 else None
    form = GoalForm(request.POST or None, whose=choices)
    if choices:
        form.fields["whose"].required = False

    def act() -> str:
        given = form.cleaned_data
        only = next(iter(clients.values()), None) if len(clients) == 1 else None
        goal = acts.new_goal(therapy, clients.get(given.get("whose", ""), only), request.now)
        acts.write_goal(
            goal, words=given["words"], tasks=given["tasks"], by=request.user, now=request.now,
            by_client=None,
        )  # fmt: skip
        messages.success(request, _("Written. The client can agree on their side."))
        return reverse("alliance:goals", args=[therapy.pk])

    context = {"up": reverse("alliance:goals", args=[therapy.pk]), "is_new": True}
    return form.once(request, act) or form.page(request, "alliance/goal_write.html", context)


def _own_goal(request: Request, goal_id: UUID) -> Goal:
    rows = Goal.objects.own_of(request.user, request.now).select_related("therapy__key")
    return get_object_or_404(rows, pk=goal_id)


@door(Role.THERAPIST)
def goal(request: Request, goal_id: UUID) -> HttpResponseBase:
    """Word a goal anew; whoever agreed before is asked again."""
    row = _own_goal(request, goal_id)
    up = reverse("alliance:goals", args=[row.therapy_id])
    return _write(request, row, None, up)


def _write(request: Request, row: Goal, by_client: Participant | None, up: str) -> HttpResponseBase:
    initial = {"words": row.text("words"), "tasks": row.text("tasks")}
    form = GoalForm(
        request.POST or None, version=row.version, initial=initial, mine=by_client is not None
    )

    def act() -> str:
        given = form.cleaned_data
        acts.write_goal(
            row, words=given["words"], tasks=given["tasks"], by=request.user, now=request.now,
            by_client=by_client,
        )  # fmt: skip
        return up

    return form.once(request, act) or form.page(request, "alliance/goal_write.html", {"up": up})


@door(Role.THERAPIST)
def agree(request: Request, goal_id: UUID) -> HttpResponseBase:
    """Agree to a goal from the therapist's side."""
    row = _own_goal(request, goal_id)
    return _agree(request, row, None, reverse("alliance:goals", args=[row.therapy_id]))


def _agree(request: Request, row: Goal, by_client: Participant | None, up: str) -> HttpResponseBase:
    form = SureForm(request.POST or None, version=row.version)

    def act() -> str:
        acts.agree(row, by=request.user, now=request.now, by_client=by_client)
        return up

    context = {"words": row.text("words"), "tasks": row.text("tasks"), "up": up}
    return form.once(request, act) or form.page(request, "alliance/goal_agree.html", context)


@door(Role.THERAPIST)
def how_far(request: Request, goal_id: UUID) -> HttpResponseBase:
    """Say together how far it is."""
    row = _own_goal(request, goal_id)
    return _how_far(request, row, None, reverse("alliance:goals", args=[row.therapy_id]))


def _how_far(
    request: Request, row: Goal, by_client: Participant | None, up: str
) -> HttpResponseBase:
    form = HowFarForm(request.POST or None)

    def act() -> str:
        acts.say_how_far(
            row, form.cleaned_data["value"], by=request.user, now=request.now, by_client=by_client
        )
        return up

    context = {"words": row.text("words"), "up": up}
    return form.once(request, act) or form.page(request, "alliance/how_far.html", context)


@door(Role.THERAPIST)
def state(request: Request, goal_id: UUID) -> HttpResponseBase:
    """Say that a goal is reached, or let go."""
    row = _own_goal(request, goal_id)
    form = StateForm(request.POST or None, initial={"state": row.state})
    up = reverse("alliance:goals", args=[row.therapy_id])

    def act() -> str:
        acts.set_state(row, form.cleaned_data["state"], by=request.user, now=request.now)
        return up

    context = {"words": row.text("words"), "up": up}
    return form.once(request, act) or form.page(request, "alliance/goal_state.html", context)


# The client's side.


@door(Role.CLIENT)
def my_goals(request: Request) -> HttpResponse:
    """Show one's own goals, and those everybody in the therapy shares."""
    day = request.now.date()
    places = [
        (place, _mine_of(request, place), place.is_over(day)) for place in own_places(request)
    ]
    all_over = bool(places) and all(over for _place, _aims, over in places)
    return render(request, "alliance/my_goals.html", {"places": places, "all_over": all_over})


def _mine_of(request: Request, place: Participant) -> list[Aim]:
    rows = Goal.objects.of_account(request.user, request.now).filter(
        therapy=place.therapy_id, state=Goal.State.OPEN
    )
    return aims_of(rows.order_by("written_at"), place.therapy, name_others=False)


@door(Role.CLIENT)
def my_new_goal(request: Request, participant_id: UUID) -> HttpResponseBase:
    """Write a goal oneself."""
    place = my_place(request, participant_id)
    row = acts.new_goal(place.therapy, place, request.now)
    return closed(request, place) or _write(request, row, place, reverse("alliance:my_goals"))


def _my_goal(request: Request, goal_id: UUID) -> tuple[Goal, Participant]:
    rows = Goal.objects.of_account(request.user, request.now).select_related("therapy__key")
    row = get_object_or_404(rows, pk=goal_id)
    place: Any = own_places(request).filter(therapy=row.therapy_id)
    own = place.filter(pk=row.participant_id) if row.participant_id else place
    return row, get_object_or_404(own[:1])


@door(Role.CLIENT)
def my_agree(request: Request, goal_id: UUID) -> HttpResponseBase:
    """Agree to a goal as it is worded now."""
    row, place = _my_goal(request, goal_id)
    return closed(request, place) or _agree(request, row, place, reverse("alliance:my_goals"))


@door(Role.CLIENT)
def my_goal(request: Request, goal_id: UUID) -> HttpResponseBase:
    """Word a goal anew."""
    row, place = _my_goal(request, goal_id)
    return closed(request, place) or _write(request, row, place, reverse("alliance:my_goals"))


@door(Role.CLIENT)
def my_how_far(request: Request, goal_id: UUID) -> HttpResponseBase:
    """Say how far it is."""
    row, place = _my_goal(request, goal_id)
    return closed(request, place) or _how_far(request, row, place, reverse("alliance:my_goals"))
