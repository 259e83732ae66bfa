"""Where everybody begins who is not a therapist: what is here for them, and nothing more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from holdfast.web.accounts.doors import any_door, open_door
from holdfast.web.accounts.models import CLIENTS_SIDE, Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.home.gathering import told
from holdfast.web.home.standing import practice_state
from holdfast.web.home.views.client_start import client_start
from holdfast.web.home.ways import Way
from holdfast.web.portal.views.front import front
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import (
    Assignment,
    Cover,
    LogReader,
    SupervisionAgreement,
    Therapy,
)
from holdfast.web.practice.models.staff import in_force


@open_door
def start(request: Request) -> HttpResponse:
    """Send everybody to the page their work begins on; whoever is not signed in sees the front."""
    if not request.user.is_authenticated:
        return front(request)
    return redirect("home:today" if request.user.has(Role.THERAPIST) else "home:overview")


@any_door
def overview(request: Request) -> HttpResponse:
    """Show what is here for each role this person holds."""
    if request.user.roles & CLIENTS_SIDE:
        return client_start(request)
    context: dict[str, Any] = {
        "doors": _doors(request.user),
        "told": told(request.user, request.now),
    }
    if request.user.has(Role.LEAD):
        context["practice"] = practice_state(request.now)
    if request.user.has(Role.SUPERVISOR):
        context["supervision"] = _supervision(request.user, request.now)
    if request.user.has(Role.COVER):
        context["covers"] = _covers(request.user, request.now)
    return render(request, "home/overview.html", context)


# Supervisor and covering colleague.


@dataclass(frozen=True)
class Supervised:
    """A supervision agreement, and the records it opens."""

    agreement: SupervisionAgreement
    therapies: list[Therapy]


def _supervision(user: User, now: datetime) -> list[Supervised]:
    """List whom this person supervises. Only clinical responsibility opens records, by code."""
    agreements = list(
        SupervisionAgreement.objects.filter(in_force(now.date()), supervisor=user, agreed=True)
        .select_related("supervisee__user__key")
        .order_by("since")
    )
    seats = (
        Assignment.objects.filter(
            in_force(now.date()),
            therapist__in=[a.supervisee_id for a in agreements],
            therapy__in=Therapy.objects.visible_to(user, now),
        )
        .exclude(therapist__user=user)
        .select_related("therapy")
        .order_by("therapy__code")
    )
    opened: dict[object, list[Therapy]] = {}
    for seat in seats:
        opened.setdefault(seat.therapist_id, []).append(seat.therapy)
    return [Supervised(a, opened.get(a.supervisee_id, []) if _opens(a) else []) for a in agreements]


def _opens(agreement: SupervisionAgreement) -> bool:
    return agreement.kind == SupervisionAgreement.Kind.RESPONSIBLE


def _covers(user: User, now: datetime) -> list[Cover]:
    named = Cover.objects.filter(in_force(now.date()), colleague=user)
    return list(named.select_related("therapist__user__key").order_by("since"))


# What leads on from here, by role.


_WAYS: tuple[tuple[str, Any, Any, str], ...] = (
    (
        Role.INTAKE,
        _("Who may be offered"),
        _("Enter a new enquiry and learn which therapists can be offered, and nothing else."),
        "screening:intake",
    ),
    (
        Role.DESK,
        _("Conflict desk"),
        _("Findings that need a person to look at them."),
        "screening:desk",
    ),
    (
        Role.READER,
        _("Concerns"),
        _("Concerns whose writers chose you as their reader."),
        "portal:concerns",
    ),
    (
        Role.SUPERVISOR,
        _("Consultation"),
        _("Questions colleagues have brought to you."),
        "consultation:index",
    ),
    (
        Role.SUPERVISOR,
        _("My supervision"),
        _("What is agreed with you, whom it is about, and what it opens."),
        "practice:my_supervision",
    ),
    (
        Role.COVER,
        _("Emergency access"),
        _("What an emergency needs, for those you cover. Give a reason; the therapist is told."),
        "practice:emergency",
    ),
    (
        Role.LEAD,
        _("People and roles"),
        _("Who works here, what each may do, and what waits for a second person."),
        "accounts:roles",
    ),
    (
        Role.LEAD,
        _("Templates"),
        _("What an agreement of this practice starts from."),
        "frame:templates",
    ),
    (
        Role.LEAD,
        _("The practice"),
        _("Its name, time zone and hours, and who did what."),
        "practice:house",
    ),
    (
        Role.LEAD,
        _("Bring lists in"),
        _("Clients and sessions from other software; a column says whose each row is."),
        "practice:import",
    ),
)


def _doors(user: User) -> list[Way]:
    doors = [
        Way(label, what, url)
        for role, label, what, name in _WAYS
        if user.has(role) and (url := url_of(name))
    ]
    if LogReader.is_named(user):
        what = _("When records were opened for a concern or by the conflict desk.")
        doors.append(Way(_("The separate log"), what, url_of("practice:reserved_log")))
    return doors
