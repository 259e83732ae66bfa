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
from holdfast.web.codes.forms.signing import MetForm, PrivateMetForm
from holdfast.web.codes.kept import Begun, begun_in_vault, listed, title_of
from holdfast.web.codes.models import (
    Addendum,
    Decision,
    Weighing,
    added_to,
    awaits,
    digest_of,
    due_on,
    in_a_word,
    named,
    rests_in_vault,
    to_look_at_again,
    unmet,
)
from holdfast.web.codes.pdf import response
from holdfast.web.codes.said import plan_in_words, thoughts_in_words
from holdfast.web.practice.models import Practice, Therapy
from holdfast.web.vault.keys import key_of, open_key

from .fetching import behind, decision_to_read, may_lead, opened_behind, own_decision
from .weighing import where

A_PAGE = 30


@door(Role.THERAPIST)
def decisions(request: Request) -> HttpResponseBase:
    """List what is being weighed and what was signed, across one's own therapies."""
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    clients = sorted(((str(t.pk), named(t)) for t in own), key=lambda c: c[1])
    key = key_of(request)
    held = listed(key)
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
        "begun": [*begun_in_vault(held, dict(clients)), *_begun(request)],
        "vault_open": key is not None,
        "broken": sum(line.about is None for line in held),
    }
    status = 422 if form.is_bound else 200
    return render(request, "codes/decisions.html", context, status=status)


def _begun(request: Request) -> list[Begun]:
    own = Therapy.objects.own_of(request.user, request.now)
    mine = Weighing.objects.filter(therapist__user=request.user)
    rows = mine.filter(Q(therapy__in=own) | Q(therapy=None))
    found = rows.select_related("therapy__key", "therapist__user__key").order_by("-changed_at")
    return [
        Begun(row.pk, title_of(row.weighed().situation), row.with_whom, row.changed_at)
        for row in found
    ]


def in_short(row: Decision, request: Request) -> dict[str, Any]:
    """Return a decision as a list shows it: its title, verdict, and what is open."""
    content, due = row.opened(), due_on(row)
    return {
        "row": row,
        "title": content["title"],
        "word": in_a_word(content)[0],
        "in_vault": rests_in_vault(content),
        "open": len(unmet(row, content)),
        "due": due,
        "is_due": due is not None and due <= request.now.date(),
        "awaits": awaits(row),
        "again": to_look_at_again(row),
    }


@door(Role.THERAPIST, Role.SUPERVISOR)
def decision(request: Request, decision_id: UUID) -> HttpResponse:
    """Show a signed decision with all that was added to it.

    What rests in a vault its author reads here, too, while that is open.
    """
    row, is_own = decision_to_read(request, decision_id)
    content = row.opened()
    context = {
        **in_short(row, request),
        "decision": row,
        "therapy": row.therapy,
        "is_own": is_own,
        "added": [a for a in added_to(row) if a.kind != Addendum.Kind.STEP],
        "duties": duties(row.therapist, request.now.date(), (*CONSULTING, *SUPERVISING)),
        "up": where(row),
        "record": content,
    }
    if rests_in_vault(content):
        context |= _from_vault(request, row, content)
    else:
        context |= _whole(content, safeguards_now(row, content), asks=("decision", row.pk))
    return render(request, "codes/decision.html", context)


def _whole(
    content: Mapping[str, Any], safeguards: list[dict[str, Any]], asks: tuple[str, UUID]
) -> dict[str, Any]:
    """Return everything that was signed, for the page; `asks` is what a question is built from."""
    return {
        "said": {**content, "safeguards": safeguards},
        "title": content["title"],
        "done": sum(1 for one in safeguards if one["on"]),
        "thoughts": thoughts_in_words(content["thoughts"]),
        "plan": plan_in_words(content["plan"]),
        "ask_from": asks[0],
        "ask_id": asks[1],
    }


def _from_vault(request: Request, row: Decision, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what its author reads of it with their vault open, and whether that is as signed."""
    mine = row.therapist.user_id == request.user.pk
    told: dict[str, Any] = {"is_mine": mine, "ask_from": "decision"}
    told |= {"ask_id": row.pk, "vault_open": key_of(request) is not None}
    found = behind(request, row)
    if found is None:
        return told
    series, held = found
    if digest_of(held.signed) != content["whole"]:
        return told | {"changed": True}
    steps = safeguards_since(held.content, held.met)
    return told | _whole(held.content, steps, asks=("reaction", series))


def safeguards_now(row: Decision, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the safeguards as they stand now: met before signing, since, or open."""
    steps = added_to(row, Addendum.Kind.STEP)
    return safeguards_since(content, {step.fact: (step.on, step.shown) for step in steps})


def safeguards_since(
    content: Mapping[str, Any], since: Mapping[str, tuple[date | None, str]]
) -> list[dict[str, Any]]:
    """Return the safeguards that were signed, with the day and how of those met since."""
    told = []
    for each in content["safeguards"]:
        on, note = date.fromisoformat(each["on"]) if each["on"] else None, each["note"]
        on, note = since.get(each["id"], (on, note))
        told.append({**each, "on": on, "note": note})
    return told


@door(Role.THERAPIST)
@may_lead
def met(request: Request, decision_id: UUID, number: int) -> HttpResponseBase:
    """Note that a safeguard was met after signing; of what rests in a vault there alone."""
    row = own_decision(request, decision_id)
    content = row.opened()
    held = opened_behind(request, row) if rests_in_vault(content) else None
    asked = safeguards_since(held[1].content, held[1].met) if held else safeguards_now(row, content)
    if not 0 < number <= len(asked):
        raise Http404
    one, today = asked[number - 1], request.now.date()
    kind = PrivateMetForm if held else MetForm
    form = kind(request.POST or None, fact=one["id"], today=today, therapy=row.therapy)
    page = reverse("codes:decision", args=[row.pk])
    if form.is_bound and (before := form.again(request)):
        return before
    if one["on"]:
        return redirect(page)

    def act() -> str:
        on, note, now = form.cleaned_data["on"], form.cleaned_data["note"], request.now
        if held:
            vault = open_key(request).vault
            actions.meet_in_vault(vault, *held, one["id"], on, note, now=now)
        else:
            actions.meet(row, one["id"], on=on, note=note, by=request.user, now=now)
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

    context = {"decision": row, "up": page, "in_vault": rests_in_vault(row.opened())}
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
