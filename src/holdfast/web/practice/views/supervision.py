"""Supervision: agreed by the lead, seen by both sides. Who stands in for whom, and who joins."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.shortcuts import render as page_of
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import Grant, Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import supervision as acts
from holdfast.web.practice.forms.supervision import (
    SOME,
    EndForm,
    SupervisionForm,
    clauses_on_ties,
)
from holdfast.web.practice.models import SupervisionAgreement, Therapist, Therapy
from holdfast.web.practice.models.staff import in_force
from holdfast.web.practice.views.house import LEAD

Choices = list[tuple[str, str]]


def _agreements() -> QuerySet[SupervisionAgreement]:
    people = SupervisionAgreement.objects.select_related("supervisor__key", "supervisee__user__key")
    codes = Prefetch("therapies", Therapy.objects.order_by("code"))
    return people.prefetch_related(codes).order_by("-since", "id")


def _shown(agreement: SupervisionAgreement, now: datetime) -> dict[str, Any]:
    over = agreement.until is not None and agreement.until < now.date()
    state = "over" if over else "agreed" if agreement.agreed else "waits"
    return {
        "row": agreement,
        "supervisor": agreement.supervisor.shown_name,
        "supervisee": agreement.supervisee.shown_name,
        "codes": [therapy.code for therapy in agreement.therapies.all()],
        "ties": agreement.text("ties"),
        "state": state,
        "opens": agreement.kind == SupervisionAgreement.Kind.RESPONSIBLE,
    }


@LEAD
def supervision(request: Request) -> HttpResponse:
    """List every supervision agreement, those in force first, and who has none."""
    rows = [_shown(agreement, request.now) for agreement in _agreements()]
    held = SupervisionAgreement.objects.filter(in_force(request.now.date()), agreed=True)
    without = Therapist.objects.filter(in_force(request.now.date())).exclude(
        pk__in=held.values("supervisee")
    )
    context = {
        "rows": [row for row in rows if row["state"] != "over"],
        "over": [row for row in rows if row["state"] == "over"],
        "without": sorted(t.shown_name for t in without.select_related("user__key")),
    }
    return page_of(request, "practice/supervision.html", context)


@door(Role.THERAPIST, Role.SUPERVISOR)
def my_supervision(request: Request) -> HttpResponse:
    """Show both sides what is agreed with them and what it covers."""
    mine = _agreements().filter(Q(supervisor=request.user) | Q(supervisee__user=request.user))
    rows = [_shown(agreement, request.now) for agreement in mine]
    return page_of(request, "practice/supervision_mine.html", {"rows": rows})


@LEAD
@fresh
def ask_supervision(request: Request) -> HttpResponse:
    """Agree on supervision; one that opens records waits for a second person."""
    therapists = therapist_choices(request)
    form = SupervisionForm(
        request.POST or None, people=_supervisors(), therapists=therapists,
        initial={"since": request.now.date()},
    )  # fmt: skip

    def act() -> str:
        given = form.cleaned_data
        supervisee = Therapist.objects.select_related("user__key").get(pk=given["supervisee"])
        names = ("kind", "since", "until", "ties", "hours_a_month")
        agreement = acts.ask_supervision(
            supervisor=User.objects.select_related("key").get(pk=given["supervisor"]),
            supervisee=supervisee,
            therapies=_covered(form, supervisee, request.now) if given["covers"] == SOME else None,
            by=request.user,
            now=request.now,
            **{name: given[name] for name in names},
        )
        said = _("Agreed.") if agreement.agreed else _("Asked for. It waits for a second person.")
        messages.success(request, said)
        return reverse("practice:supervision")

    context = {"clauses": clauses_on_ties(_codes_here())}
    return form.once(request, act) or form.page(request, "practice/supervision_ask.html", context)


def _covered(form: SupervisionForm, supervisee: Therapist, now: datetime) -> list[Therapy]:
    """The therapies of these codes. Raises ValidationError for codes that are not theirs."""
    wanted = form.therapy_codes()
    seats = supervisee.assignments.filter(in_force(now.date()), therapy__code__in=wanted)
    found = {seat.therapy.code: seat.therapy for seat in seats.select_related("therapy")}
    if unknown := [code for code in wanted if code not in found]:
        raise ValidationError(
            _("%(codes)s: the supervisee has no such therapy now. Ask them for the code."),
            params={"codes": ", ".join(unknown)},
        )
    return list(found.values())


def _codes_here() -> set[str]:
    bound = Therapist.objects.filter(until=None).values_list("codes", flat=True)
    return {code for codes in bound for code in codes}


def _supervisors() -> Choices:
    """Whoever holds the role of a supervisor."""
    held = Grant.objects.filter(role=Role.SUPERVISOR, until=None, in_force=True)
    users = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return _named({user.pk: user.shown_name for user in users.select_related("key")})


def therapist_choices(request: Request, but: User | None = None) -> Choices:
    """Therapists who work here now, by name."""
    here = Therapist.objects.filter(in_force(request.now.date()), user__is_active=True)
    rows = here.exclude(user=but) if but else here
    return _named({t.pk: t.shown_name for t in rows.select_related("user__key")})


def _named(names: dict[UUID, str]) -> Choices:
    pairs = [(str(pk), name) for pk, name in names.items()]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


@LEAD
@fresh
def end_supervision(request: Request, agreement_id: UUID) -> HttpResponse:
    """End a supervision agreement on a day."""
    agreed = _agreements().filter(agreed=True)
    agreement = get_object_or_404(agreed, pk=agreement_id)
    initial = {"on": agreement.until or request.now.date()}
    form = EndForm(request.POST or None, initial=initial)

    def act() -> str:
        acts.end_supervision(
            agreement, by=request.user, now=request.now, on=form.cleaned_data["on"]
        )
        messages.success(request, _("It ends with that day. Both are told."))
        return reverse("practice:supervision")

    context = {"shown": _shown(agreement, request.now)}
    return form.once(request, act) or form.page(request, "practice/supervision_end.html", context)
