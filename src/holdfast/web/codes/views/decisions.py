"""Signed decisions: read, added to, printed; and the list of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.codes import shipped
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.codes import actions
from holdfast.web.codes.duties import CONSULTING, SUPERVISING, duties
from holdfast.web.codes.forms.adding import AddForm, LookForm, RepairForm
from holdfast.web.codes.forms.choosing import ClientForm
from holdfast.web.codes.forms.signing import MetForm
from holdfast.web.codes.models import (
    Addendum,
    Decision,
    Weighing,
    added_to,
    awaits,
    due_on,
    to_look_at_again,
    unmet,
)
from holdfast.web.codes.pdf import response
from holdfast.web.codes.said import plan_in_words, thoughts_in_words
from holdfast.web.practice.models import Practice, Therapy

from .fetching import decision_to_read, own_decision
from .weighing import where

A_PAGE = 30


@door(Role.THERAPIST)
def decisions(request: Request) -> HttpResponseBase:
    """List what is being weighed and what was signed, across one's own therapies."""
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    clients = sorted(((str(t.pk), t.shown_title or t.code) for t in own), key=lambda c: c[1])
    form = ClientForm(request.POST or None, choices=clients)
    if form.is_bound and form.is_valid():
        return redirect("codes:weigh", form.cleaned_data["therapy"])
    signed = Decision.objects.own_of(request.user, request.now).whole().order_by("-signed_at", "id")
    page = Paginator(signed, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "clients": clients,
        "page": page,
        "signed": [in_short(row, request) for row in page.object_list],
        "begun": _begun(request),
    }
    status = 422 if form.is_bound else 200
    return render(request, "codes/decisions.html", context, status=status)


def _begun(request: Request) -> list[tuple[Weighing, str]]:
    own = Therapy.objects.own_of(request.user, request.now)
    mine = Weighing.objects.filter(therapist__user=request.user)
    rows = mine.filter(Q(therapy__in=own) | Q(therapy=None))
    found = rows.select_related("therapy__key", "therapist__user__key").order_by("-changed_at")
    return [(row, shipped().situation(row.weighed().situation).title) for row in found]


def in_short(row: Decision, request: Request) -> dict[str, Any]:
    """Return a decision as a list shows it: its title, verdict, and what is open."""
    content, due = row.opened(), due_on(row)
    return {
        "row": row,
        "title": content["title"],
        "verdict": content["verdict"],
        "open": len(unmet(row, content)),
        "due": due,
        "is_due": due is not None and due <= request.now.date(),
        "awaits": awaits(row),
        "again": to_look_at_again(row),
    }


@door(Role.THERAPIST, Role.SUPERVISOR)
def decision(request: Request, decision_id: UUID) -> HttpResponse:
    """Show a signed decision with all that was added to it."""
    row, is_own = decision_to_read(request, decision_id)
    content = row.opened()
    safeguards = safeguards_now(row, content)
    context = {
        **in_short(row, request),
        "done": sum(1 for one in safeguards if one["on"]),
        "decision": row,
        "therapy": row.therapy,
        "is_own": is_own,
        "said": {**content, "safeguards": safeguards},
        "thoughts": thoughts_in_words(content["thoughts"]),
        "plan": plan_in_words(content["plan"]),
        "added": [a for a in added_to(row) if a.kind != Addendum.Kind.STEP],
        "duties": duties(row.therapist, request.now.date(), (*CONSULTING, *SUPERVISING)),
        "up": where(row),
    }
    return render(request, "codes/decision.html", context)


def safeguards_now(row: Decision, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the safeguards as they stand now: met before signing, since, or open."""
    since = {step.fact: step for step in added_to(row, Addendum.Kind.STEP)}
    told = []
    for each in content["safeguards"]:
        step = since.get(each["id"])
        on = date.fromisoformat(each["on"]) if each["on"] else None
        later = {"on": step.on, "note": step.shown} if step else {"on": on}
        told.append({**each, **later})
    return told


@door(Role.THERAPIST)
def met(request: Request, decision_id: UUID, number: int) -> HttpResponseBase:
    """Note that a safeguard was met after signing."""
    row = own_decision(request, decision_id)
    asked = safeguards_now(row, row.opened())
    if not 0 < number <= len(asked):
        raise Http404
    one, today = asked[number - 1], request.now.date()
    form = MetForm(request.POST or None, fact=one["id"], today=today)
    page = reverse("codes:decision", args=[row.pk])
    if form.is_bound and (before := form.again(request)):
        return before
    if one["on"]:
        return redirect(page)

    def act() -> str:
        found = form.cleaned_data
        actions.meet(
            row, one["id"], on=found["on"], note=found["note"], by=request.user, now=request.now
        )
        return page

    context = {"one": one, "up": page, "decision": row}
    return form.once(request, act) or form.page(request, "codes/met.html", context)


@door(Role.THERAPIST)
def add(request: Request, decision_id: UUID) -> HttpResponseBase:
    """Add a note, a colleague's answer or a review."""
    row = own_decision(request, decision_id)
    kind = Addendum.Kind.CONSULTATION if awaits(row) else Addendum.Kind.NOTE
    form = AddForm(request.POST or None, today=request.now.date(), initial={"kind": kind})
    page = reverse("codes:decision", args=[row.pk])

    def act() -> str:
        found = form.cleaned_data
        review = found["kind"] == Addendum.Kind.REVIEW
        answer = found["kind"] == Addendum.Kind.CONSULTATION
        actions.add(
            row,
            found["kind"],
            found["words"],
            by=request.user,
            now=request.now,
            colleague=found["colleague"] if answer else "",
            on=found["on"] if review else None,
        )
        return page

    context = {"decision": row, "up": page}
    return form.once(request, act) or form.page(request, "codes/add.html", context)


@door(Role.THERAPIST)
def repair(request: Request, decision_id: UUID) -> HttpResponseBase:
    """Note how something that went wrong is being mended."""
    row = own_decision(request, decision_id)
    form = RepairForm(request.POST or None)
    page = reverse("codes:decision", args=[row.pk])

    def act() -> str:
        kind = Addendum.Kind.REPAIR
        actions.add(row, kind, form.words(), by=request.user, now=request.now)
        return page

    context = {"decision": row, "up": page}
    return form.once(request, act) or form.page(request, "codes/repair.html", context)


@door(Role.THERAPIST)
def look_again(request: Request, decision_id: UUID) -> HttpResponseBase:
    """Note what a second look found, after the data it rests on was corrected."""
    row = own_decision(request, decision_id)
    form = LookForm(request.POST or None)
    page = reverse("codes:decision", args=[row.pk])

    def act() -> str:
        kind = Addendum.Kind.SECOND_LOOK
        actions.add(row, kind, form.cleaned_data["words"], by=request.user, now=request.now)
        return page

    editions = shipped().editions
    corrected = [editions[key.rpartition(".r")[0]] for key in to_look_at_again(row)]
    context = {"decision": row, "up": page, "corrected": corrected}
    return form.once(request, act) or form.page(request, "codes/look_again.html", context)


@door(Role.THERAPIST, Role.SUPERVISOR)
def pdf(request: Request, decision_id: UUID) -> HttpResponseBase:
    """Give a decision with all that was added to it as PDF."""
    row, _is_own = decision_to_read(request, decision_id)
    audit.record(
        "decision printed",
        now=request.now,
        actor=request.user,
        subject=row,
        about=row.about,
    )
    return response(row, Practice.get().name)
