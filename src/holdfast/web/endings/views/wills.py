"""A professional will: one's own, and those in which one is named."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import any_door, door, fresh
from holdfast.web.accounts.models import CLIENTS_SIDE, Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.endings.actions import wills
from holdfast.web.endings.duties import duties
from holdfast.web.endings.forms.house import OpenWillForm, TrialForm, WillForm
from holdfast.web.endings.forms.plans import SureForm
from holdfast.web.endings.models import Will, WillOpening
from holdfast.web.practice.models import ContactPoint, Participant, Session, Therapist, Therapy

from .fetching import me

STAFF = frozenset(set(Role.values) - CLIENTS_SIDE)
SHOWN = 20


@door(Role.THERAPIST)
def my_will(request: Request) -> HttpResponseBase:
    """Show and change one's own will, and when it was tried."""
    therapist = me(request)
    will = (
        Will.objects.select_related("colleague__key", "second__key")
        .filter(therapist=therapist)
        .first()
    )
    if will is not None:
        will.therapist = therapist
    people = _colleagues(request.user)
    form = WillForm(
        request.POST or None, people=people, version=will.version if will else "",
        initial=_opened(will),
    )  # fmt: skip

    def act() -> str:
        given = form.cleaned_data
        users = {str(u.pk): u for u in _users(request.user)}
        wills.make(
            therapist, colleague=users[given["colleague"]], second=users[given["second"]],
            words=given["words"], by=request.user, now=request.now,
        )  # fmt: skip
        messages.success(request, _("Kept. The colleague you named has been told."))
        return reverse("endings:my_will")

    context = {
        "will": will,
        "trial_due": will.trial_due(request.now.date()) if will else False,
        "trials": _trials(will),
        "openings": list(will.openings.select_related("by__key").order_by("-at")) if will else [],
        "duties": duties(therapist, "closing_practice", request.now.date()),
    }
    return form.once(request, act) or form.page(request, "endings/my_will.html", context)


def _trials(will: Will | None) -> list[tuple[Any, str]]:
    if will is None:
        return []
    rows = list(will.trials.order_by("-on"))
    for row in rows:
        row.will = will
    return [(row, row.text("found")) for row in rows]


def _opened(will: Will | None) -> dict[str, Any]:
    if will is None:
        return {}
    return {
        "colleague": str(will.colleague_id),
        "second": str(will.second_id),
        "words": will.text("words"),
    }


def _users(user: User) -> list[User]:
    held = User.objects.filter(grants__role__in=STAFF, grants__until=None, is_active=True)
    rows = held.exclude(pk=user.pk).exclude(accepted_at=None).distinct()
    return list(rows.select_related("key"))


def _colleagues(user: User) -> list[tuple[str, str]]:
    return sorted(
        ((str(u.pk), u.shown_name) for u in _users(user)), key=lambda one: one[1].casefold()
    )


@door(Role.THERAPIST)
def tried(request: Request) -> HttpResponseBase:
    """Record a trial run: the colleague opened the list, and what was found."""
    therapist = me(request)
    will = get_object_or_404(Will, therapist=therapist)
    will.therapist = therapist
    form = TrialForm(request.POST or None)

    def act() -> str:
        wills.tried(will, form.cleaned_data["found"], by=request.user, now=request.now)
        return reverse("endings:my_will")

    context = {"up": reverse("endings:my_will")}
    return form.once(request, act) or form.page(request, "endings/tried.html", context)


@any_door
def named(request: Request) -> HttpResponseBase:
    """Show in whose will the reader is named, and what was opened that concerns them."""
    rows = Will.objects.named_to(request.user).select_related("therapist__user__key")
    told = WillOpening.objects.told_to(request.user).order_by("-at")
    openings = told.select_related("will__therapist__user__key", "by__key")[:SHOWN]
    context = {
        "wills": list(rows),
        "openings": list(openings),
        "is_therapist": request.user.has(Role.THERAPIST),
    }
    return render(request, "endings/wills.html", context)


def _named(request: Request, will_id: UUID) -> Will:
    rows = Will.objects.named_to(request.user).select_related("therapist__user__key", "second__key")
    return get_object_or_404(rows, pk=will_id)


@any_door
@fresh
def open_will(request: Request, will_id: UUID) -> HttpResponseBase:
    """Say what has happened, and open the list of people to call."""
    will = _named(request, will_id)
    form = OpenWillForm(request.POST or None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        made = wills.open_list(will, reason, trial=False, by=request.user, now=request.now)
        return reverse("endings:to_call", args=[made.pk])

    context = {"will": will, "up": reverse("endings:wills")}
    return form.once(request, act) or form.page(request, "endings/open_will.html", context)


@any_door
@fresh
def try_will(request: Request, will_id: UUID) -> HttpResponseBase:
    """Try whether the list would open, without opening it."""
    will = _named(request, will_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        made = wills.open_list(will, "", trial=True, by=request.user, now=request.now)
        return reverse("endings:to_call", args=[made.pk])

    context = {
        "title": _("A trial run"),
        "says": _("It shows whether the list would open and how many are on it, and names nobody."),
        "go": _("Try it"),
        "up": reverse("endings:wills"),
    }
    return form.once(request, act) or form.page(request, "endings/sure.html", context)


@any_door
def to_call(request: Request, opening_id: UUID) -> HttpResponseBase:
    """Show whom to call, for 72 hours from its opening."""
    rows = WillOpening.objects.lasting(request.user, request.now)
    opening = get_object_or_404(
        rows.select_related("will__therapist__user__key", "will__second__key"), pk=opening_id
    )
    will = opening.will
    people = _to_call(wills.going_on(will), request)
    context = {
        "opening": opening,
        "will": will,
        "words": "" if opening.trial else will.text("words"),
        "people": [] if opening.trial else people,
        "count": len(people),
        "with_number": sum(bool(p["points"]) for p in people),
        "can_take_over": Therapist.objects.filter(user=request.user).exists(),
    }
    return render(request, "endings/to_call.html", context)


def _to_call(therapies: list[Therapy], request: Request) -> list[dict[str, Any]]:
    rows = Participant.objects.clients().filter(therapy__in=therapies, until=None).with_cards()
    coming = Session.objects.filter(
        therapy__in=therapies, state=Session.State.PLANNED, starts_at__gte=request.now
    )
    following: dict[UUID, Session] = {}
    for session in coming.order_by("-starts_at"):
        following[session.therapy_id] = session
    found = []
    for row in rows.prefetch_related("card__contact_points"):
        coming_up: Session | None = following.get(row.therapy_id)
        found.append(
            {
                "name": row.card.shown_name,
                "points": _ways(row),
                "next": coming_up.local_start if coming_up else None,
            }
        )
    return sorted(found, key=lambda p: (p["next"] is None, p["next"] or request.now))


def _ways(row: Participant) -> list[tuple[str, str, str]]:
    """Return the ways that were said to be safe for appointments or emergencies."""
    purposes = (ContactPoint.Purpose.SCHEDULING, ContactPoint.Purpose.EMERGENCY)
    found = []
    for point in row.card.contact_points.all():
        point.card = row.card
        if any(point.is_safe_for(purpose) for purpose in purposes):
            when = point.text("safe_when")
            found.append((str(point.get_kind_display()), point.text("value"), when))
    return found


@any_door
@fresh
def the_rest(request: Request, opening_id: UUID) -> HttpResponseBase:
    """Ask to take the records over: a second person has to agree to each."""
    lasting = WillOpening.objects.lasting(request.user, request.now).filter(trial=False)
    opening = get_object_or_404(lasting.select_related("will__therapist__user__key"), pk=opening_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        asked = wills.ask_for_the_rest(opening.will, by=request.user, now=request.now)
        messages.success(
            request, _("Asked for {n}. Each waits for a second person.").format(n=asked)
        )
        return reverse("endings:to_call", args=[opening.pk])

    if not Therapist.objects.filter(user=request.user).exists():
        return redirect("endings:to_call", opening.pk)
    context = {
        "title": _("Take the records over?"),
        "says": _(
            "You ask to join each of these therapies. It opens their records to you once a second "
            "person has agreed: the practice lead, or somebody who works in them too."
        ),
        "go": _("Ask for it"),
        "up": reverse("endings:to_call", args=[opening.pk]),
    }
    return form.once(request, act) or form.page(request, "endings/sure.html", context)
