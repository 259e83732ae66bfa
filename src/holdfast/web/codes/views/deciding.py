"""Thinking it over, checking the answers, and signing."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from holdfast.codes import Advice, Supplied, Unclear
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.codes import actions
from holdfast.web.codes.actions.signing import wanting
from holdfast.web.codes.asking import advice_on
from holdfast.web.codes.forms.signing import MetForm, PrivateMetForm, SignForm
from holdfast.web.codes.forms.thinking import (
    PlanForm,
    PrivatePlanForm,
    PrivateThoughtsForm,
    ThoughtsForm,
)
from holdfast.web.codes.kept import InVault
from holdfast.web.codes.models import Weighing
from holdfast.web.codes.said import plan_in_words, thoughts_in_words
from holdfast.web.codes.shown import code_name, shown
from holdfast.web.codes.state import PLANNED, THOUGHTS, Weighed

from .fetching import may_lead, own_weighing
from .weighing import about, so_far


@door(Role.THERAPIST)
@may_lead
def thoughts(request: Request, weighing_id: UUID) -> HttpResponseBase:
    """Ask for the outcomes of doing it and of not doing it, and whose need it is."""
    row = own_weighing(request, weighing_id)
    weighed = row.weighed()
    form = (PrivateThoughtsForm if isinstance(row, InVault) else ThoughtsForm)(
        request.POST or None, initial=weighed.thoughts
    )

    def act() -> str:
        told = {name: form.cleaned_data[name] for name in THOUGHTS}
        actions.keep(row, replace(weighed, thoughts=told), by=request.user, now=request.now)
        return reverse("codes:weighing", args=[row.pk])

    context = about(row, weighed)
    return form.once(request, act) or form.page(request, "codes/thoughts.html", context)


@door(Role.THERAPIST)
@may_lead
def plan(request: Request, weighing_id: UUID) -> HttpResponseBase:
    """Ask who was asked, what will be done, what the client is told, when to look again."""
    row = own_weighing(request, weighing_id)
    weighed = row.weighed()
    saved = {**weighed.plan, "awaits": weighed.awaits, "review_on": weighed.review_on}
    kind = PrivatePlanForm if isinstance(row, InVault) else PlanForm
    form = kind(request.POST or None, initial=saved, today=request.now.date())

    def act() -> str:
        found = form.cleaned_data
        after = replace(
            weighed,
            plan={name: found[name] for name in PLANNED if name in found},
            awaits=found["awaits"],
            review_on=found["review_on"],
        )
        actions.keep(row, after, by=request.user, now=request.now)
        return reverse("codes:check", args=[row.pk])

    context = about(row, weighed)
    return form.once(request, act) or form.page(request, "codes/plan.html", context)


@door(Role.THERAPIST)
@may_lead
def check(request: Request, weighing_id: UUID) -> HttpResponseBase:
    """Show everything before it is signed; signing happens here."""
    if before := SignForm(request.POST or None, to_read=()).again(request):
        return before
    row = own_weighing(request, weighing_id)
    weighed = row.weighed()
    if not weighed.thoughts or not weighed.is_planned:
        return redirect("codes:weighing", row.pk)
    try:
        advice = advice_on(row, weighed, request.now.date())
    except Unclear:  # the page of the weighing tells of it
        return redirect("codes:weighing", row.pk)
    form = SignForm(request.POST or None, to_read=_to_read(advice))

    def act() -> str:
        decision = actions.sign(row, form.read, by=request.user, now=request.now)
        return reverse("codes:decision", args=[decision.pk])

    context = {**about(row, weighed), **_checked(row, advice, weighed)}
    return form.once(request, act) or form.page(request, "codes/check.html", context)


def _to_read(advice: Advice) -> list[tuple[str, str]]:
    return [
        (f"{code} {clause}", f"{code_name(each.edition)} {clause}")
        for code, each in advice.answers.items()
        for clause in each.read_first
    ]


def _checked(row: Weighing | InVault, advice: Advice, weighed: Weighed) -> dict[str, Any]:
    everything_read = replace(weighed, read=tuple(_pairs(advice)))
    said = shown(advice)
    for one in said["safeguards"]:
        one["on"] = date.fromisoformat(one["on"]) if one["on"] else None
    return {
        "said": said,
        "done": sum(1 for one in said["safeguards"] if one["on"]),
        "so_far": so_far(weighed),
        "thoughts": thoughts_in_words(weighed.thoughts),
        "plan": plan_in_words(weighed.plan),
        "awaits": weighed.awaits,
        "review_on": weighed.review_on,
        "decided": weighed.plan.get("decided", ""),
        "asked": weighed.plan.get("colleague", ""),
        "wanting": wanting(advice, everything_read, in_vault=isinstance(row, InVault)),
        "next": advice.next_after(weighed.unknown),
    }


def _pairs(advice: Advice) -> list[tuple[str, str]]:
    return [(code, c) for code, each in advice.answers.items() for c in each.read_first]


@door(Role.THERAPIST)
@may_lead
def met_before(request: Request, weighing_id: UUID, number: int) -> HttpResponseBase:
    """Note that a safeguard was met, before signing."""
    row = own_weighing(request, weighing_id)
    weighed, today = row.weighed(), request.now.date()
    try:
        safeguards = shown(advice_on(row, weighed, today))["safeguards"]
    except Unclear:
        return redirect("codes:weighing", row.pk)
    if not 0 < number <= len(safeguards):
        raise Http404
    one = safeguards[number - 1]
    saved = {"on": one["on"] or today, "note": one["note"]}
    kind = PrivateMetForm if isinstance(row, InVault) else MetForm
    form = kind(
        request.POST or None, fact=one["id"], today=today, therapy=row.therapy, initial=saved
    )

    def act() -> str:
        found = form.cleaned_data
        given = Supplied(True, request.user.shown_name, found["on"], found["note"])
        after = weighed.with_safeguard(one["id"], given)
        actions.keep(row, after, by=request.user, now=request.now)
        return reverse("codes:check", args=[row.pk])

    up = reverse("codes:check", args=[row.pk])
    context = {**about(row, weighed), "one": one, "up": up}
    return form.once(request, act) or form.page(request, "codes/met.html", context)
