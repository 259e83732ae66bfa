"""My circle: people and places close to a therapist. Nobody else gets any of these pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.models import Therapist
from holdfast.web.screening.actions import circle as actions
from holdfast.web.screening.circle_kinds import kind_words
from holdfast.web.screening.forms.circle import DatesForm, DoneForm, PersonForm, PlaceForm
from holdfast.web.screening.models import Circle, CircleLook

YEAR = 365
PLACE_ORDER = {"asked": 0, "lapsed": 1, "kept": 2, "out": 3}


def own_therapist(request: Request) -> Therapist:
    """Return the therapist who asks, or a 404: a role alone makes nobody's circle."""
    return get_object_or_404(Therapist.objects.select_related("user__key"), user=request.user)


def _own(request: Request, circle_id: UUID) -> Circle:
    rows = Circle.objects.visible_to(request.user, request.now).with_keys()
    return get_object_or_404(rows, pk=circle_id)


@door(Role.THERAPIST)
def circle(request: Request) -> HttpResponseBase:
    """List those declared, what is to be renewed first, and take word that it is complete."""
    therapist = own_therapist(request)
    form = DoneForm(request.POST or None)
    day = request.now.date()

    def act() -> str:
        actions.look_through(therapist, by=request.user, now=request.now)
        messages.success(
            request, _("Your circle is noted as complete. You are asked again in a year.")
        )
        return reverse("screening:circle")

    if answer := form.once(request, act):
        return answer
    rows = Circle.objects.visible_to(request.user, request.now).with_keys()
    shown = sorted((_shown(row, request) for row in rows), key=lambda one: one["order"])
    look = CircleLook.objects.filter(therapist=therapist).first()
    context = {
        "here": [one for one in shown if one["state"] in ("kept", "asked")],
        "gone": [one for one in shown if one["state"] in ("lapsed", "out")],
        "looked_on": look.looked_on if look else None,
        "is_due": look is None or (day - look.looked_on).days >= YEAR,
    }
    return form.page(request, "screening/circle.html", context)


def _shown(row: Circle, request: Request) -> dict[str, Any]:
    state, name = row.state(request.now.date()), row.shown_name
    years = "–".join(str(d.year) if d else "" for d in (row.since, row.until))
    return {
        "row": row,
        "name": name,
        "kind": kind_words(row.kind),
        "years": "" if years == "–" else years,
        "state": state,
        "order": (PLACE_ORDER[state], name.casefold()),
    }


@door(Role.THERAPIST)
def add_person(request: Request) -> HttpResponseBase:
    """Declare somebody."""
    therapist = own_therapist(request)
    form = PersonForm(request.POST or None, today=request.now.date())

    def act() -> str:
        row = actions.declare(therapist, by=request.user, now=request.now, **told_of(form))
        _say(request, form, row)
        return reverse("screening:circle")

    context = {"title": _("Somebody close to me")}
    return form.once(request, act) or form.page(request, "screening/circle_person.html", context)


@door(Role.THERAPIST)
def add_place(request: Request) -> HttpResponseBase:
    """Declare a congregation, a club, a place of work."""
    therapist = own_therapist(request)
    form = PlaceForm(request.POST or None, today=request.now.date())

    def act() -> str:
        actions.declare(therapist, by=request.user, now=request.now, **told_of(form))
        messages.success(request, _("It is in your circle."))
        return reverse("screening:circle")

    context = {"title": _("A place I belong to")}
    return form.once(request, act) or form.page(request, "screening/circle_person.html", context)


@door(Role.THERAPIST)
def change(request: Request, circle_id: UUID) -> HttpResponseBase:
    """Change what is known of somebody; it counts as said anew."""
    row = _own(request, circle_id)
    made = PlaceForm if row.is_place else PersonForm
    form: DatesForm = made(
        request.POST or None,
        today=request.now.date(),
        version=row.version,
        initial=_place(row) if row.is_place else PersonForm.saved(row),
    )

    def act() -> str:
        actions.change(row, by=request.user, now=request.now, **told_of(form))
        _say(request, form, row)
        return reverse("screening:circle")

    context = {"title": row.shown_name, "row": row}
    return form.once(request, act) or form.page(request, "screening/circle_person.html", context)


@door(Role.THERAPIST)
def renew(request: Request, circle_id: UUID) -> HttpResponseBase:
    """Say that somebody is still so, or put back who had lapsed or was taken out."""
    row = _own(request, circle_id)
    if request.method == "POST":
        actions.renew([row], by=request.user, now=request.now)
        messages.success(request, _("Still so. You are asked again in a year."))
    return redirect("screening:circle")


@door(Role.THERAPIST)
def take_out(request: Request, circle_id: UUID) -> HttpResponseBase:
    """Take somebody out, after one look; it can be undone for thirty days."""
    row = _own(request, circle_id)
    form = DoneForm(request.POST or None)

    def act() -> str:
        actions.take_out(row, by=request.user, now=request.now)
        messages.success(request, _("Taken out. You can put them back for thirty days."))
        return reverse("screening:circle")

    context = {"name": row.shown_name, "kind": kind_words(row.kind)}
    return form.once(request, act) or form.page(request, "screening/circle_out.html", context)


def told_of(form: DatesForm) -> dict[str, Any]:
    """Return what a form says of somebody, as the acts take it."""
    found = form.cleaned_data
    told: dict[str, Any] = {"kind": found["kind"], **form.span()}
    if isinstance(form, PersonForm):
        told |= {
            "name": form.shown_name(), "person": form.person(),
            "promised": found["promised"], "sensitive": found["sensitive"],
        }  # fmt: skip
    else:
        told["name"] = found["name"]
    return told


def _place(row: Circle) -> dict[str, Any]:
    saved = PersonForm.saved(row)
    return {"kind": row.kind, "name": row.shown_name} | {n: saved[n] for n in ("since", "until")}


def _say(request: Request, form: DatesForm, row: Circle) -> None:
    """Say that it is kept, and what would help to find the person again if little is known."""
    person = row.person()
    known = person.surname and (
        person.date_of_birth or person.postcode or person.suburb or person.phone or person.email
    )
    if row.is_place or known:
        messages.success(request, _("In your circle."))
        return
    messages.info(
        request,
        _("In your circle. With a family name and one thing more, the year of birth or the town, "
          "they are found far more surely."),
    )  # fmt: skip
