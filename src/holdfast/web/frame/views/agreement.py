"""The agreement of a therapy for its therapist: what holds, what waits, what is being drafted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast import frame
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.frame import actions, gaps, happened, rhythm, teach_back
from holdfast.web.frame.formats import day
from holdfast.web.frame.forms.agreements import StartForm, SureForm
from holdfast.web.frame.guess import current_practice
from holdfast.web.frame.models import Agreement, Draft, TeachBack, Template
from holdfast.web.frame.people import is_in_force, is_withdrawn, signatories, signature_of
from holdfast.web.frame.text import blocks, changed
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import Therapy

from .fetching import (
    agreement_to_read,
    everybody,
    open_therapy,
    own_agreement,
    own_draft,
    own_therapy,
    remarks_of,
)


@door(Role.THERAPIST, Role.SUPERVISOR)
def agreement(request: Request, therapy_id: UUID) -> HttpResponse:
    """Show what is agreed, what waits for signatures, and what is being drafted."""
    therapy, is_own = open_therapy(request, therapy_id)
    versions = _versions(therapy)
    holding = next((v for v in versions if is_in_force(v)), None)
    waiting = next((v for v in versions if not is_in_force(v) and not is_withdrawn(v)), None)
    draft = Draft.objects.filter(therapy=therapy).first()
    context = {
        "therapy": therapy,
        "is_own": is_own,
        "up": url_of("home:relationship", therapy.pk),
        "versions": [(v, state_of(v)) for v in versions],
        "holding": holding,
        "blocks": blocks(holding.text("shown")) if holding else (),
        "signed": signatories(holding) if holding else (),
        "waiting": waiting,
        "waited_for": signatories(waiting) if waiting else (),
        "may_sign": bool(waiting and _waits_for(waiting, request.user)),
        "draft": draft,
        "gaps": gaps.of_terms(holding.as_terms(), therapy, request.now) if holding else (),
        "can_plan": holding is not None and rhythm.can_plan(holding.as_terms()),
        "exceptions": _exceptions(therapy, request),
        "remarks": remarks_of(therapy),
    }
    return render(request, "frame/agreement.html", context)


def _versions(therapy: Therapy) -> list[Agreement]:
    rows = therapy.agreements.select_related("withdrawal").prefetch_related(everybody())
    found: list[Agreement] = list(rows.order_by("-number"))
    for row in found:
        row.therapy = therapy
    return found


def state_of(version: Agreement) -> str:
    """Say how a version stands."""
    if is_withdrawn(version):
        return _("taken back")
    signatures = [s for p in version.parties.all() if (s := signature_of(p))]
    if is_in_force(version):
        return _("signed by everybody, in force since %(day)s") % {
            "day": day(max(s.signed_on for s in signatures))
        }
    return _("%(n)s of %(all)s have signed") % {
        "n": len(signatures),
        "all": len(version.parties.all()),
    }


def _waits_for(version: Agreement, user: User) -> bool:
    return any(
        party.therapist is not None
        and party.therapist.user_id == user.pk
        and signature_of(party) is None
        for party in version.parties.all()
    )


def _exceptions(therapy: Therapy, request: Request) -> list[tuple[Any, list[str], bool]]:
    rows = list(therapy.exceptions.order_by("-first"))
    for row in rows:
        row.therapy = therapy
    today = request.now.date()
    return [(row, [frame.title(t) for t in row.terms], row.last >= today) for row in rows]


@door(Role.THERAPIST, Role.SUPERVISOR)
def version(request: Request, agreement_id: UUID) -> HttpResponse:
    """Show one version as it was signed, and what it changed."""
    found = agreement_to_read(request, agreement_id)
    therapy, is_own = open_therapy(request, found.therapy_id)
    context = {
        "therapy": therapy,
        "is_own": is_own,
        "version": found,
        "state": state_of(found),
        "is_in_force": is_in_force(found),
        "is_withdrawn": is_withdrawn(found),
        "blocks": blocks(found.text("shown")),
        "signatories": signatories(found),
        "changes": changes_of(found),
        "teach_back": _said(found),
        "may_sign": not is_withdrawn(found) and _waits_for(found, request.user),
        "up": reverse("frame:agreement", args=[therapy.pk]),
    }
    return render(request, "frame/version.html", context)


def changes_of(version: Agreement) -> Sequence[frame.Change]:
    """Return what a version changed against the one that held before it."""
    before = Agreement.objects.before(version)
    return changed(before.as_terms(), version.as_terms()) if before else ()


def _said(version: Agreement) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what each signer said of the points, beside the questions."""
    rows = TeachBack.objects.filter(party__agreement=version)
    by_party = {row.party_id: row for row in rows}
    found = []
    for one in signatories(version):
        if (row := by_party.get(one.party.pk)) is not None:
            row.therapy = version.therapy
            words = teach_back.read(row.text("words"))
            asked = teach_back.questions(version.as_terms())
            found.append((one.name, [(q, words[t]) for t, q in asked if t in words]))
    return found


@door(Role.THERAPIST)
def start(request: Request, therapy_id: UUID) -> HttpResponse:
    """Begin the next version: from a template, the version in force, or what happens now."""
    therapy = own_therapy(request, therapy_id)
    form = StartForm(request.POST or None, choices=_beginnings(therapy))

    def act() -> str:
        origin, terms = _begin(therapy, form.cleaned_data["start"])
        kept = frame.read_terms({**frame.write_terms(terms), "kind": therapy.kind})
        actions.start_draft(therapy, kept, origin=origin, by=request.user, now=request.now)
        return reverse("frame:draft", args=[therapy.pk])

    context = {"therapy": therapy, "up": reverse("frame:agreement", args=[therapy.pk])}
    return form.once(request, act) or form.page(request, "frame/start.html", context)


def _beginnings(therapy: Therapy) -> list[tuple[str, str]]:
    """Offer what fits this therapy first."""
    found = []
    if Agreement.objects.in_force().filter(therapy=therapy).exists():
        found.append(("version", _("The version in force")))
    if therapy.sessions.exists():
        found.append(("practice", _("What happens now: the times, length and fee of the sessions")))
    own = Template.objects.filter(kind=therapy.kind).order_by("name")
    found += [(f"own:{row.pk}", _("%(name)s (our practice)") % {"name": row.name}) for row in own]
    shipped = sorted(frame.templates(), key=lambda one: one.terms.kind != therapy.kind)
    found += [(f"shipped:{one.id}", f"{one.name}: {one.about}") for one in shipped]
    return found


def _begin(therapy: Therapy, chosen: str) -> tuple[str, frame.Terms]:
    kind, _colon, which = chosen.partition(":")
    if kind == "version":
        row = Agreement.objects.in_force().filter(therapy=therapy).first()
        if row is not None:
            row.therapy = therapy
            return Draft.Origin.VERSION, row.as_terms()
    if kind == "own":
        return Draft.Origin.TEMPLATE, replace(
            Template.objects.get(pk=which).as_terms(), zone=therapy.zone
        )
    if kind == "shipped":
        return Draft.Origin.TEMPLATE, replace(frame.template(which).terms, zone=therapy.zone)
    events = happened.events([therapy])[therapy.pk]
    return Draft.Origin.PRACTICE, current_practice(
        events,
        kind=cast(frame.Kind, therapy.kind),
        zone=therapy.zone,
    )


@door(Role.THERAPIST)
def withdraw(request: Request, agreement_id: UUID) -> HttpResponse:
    """Take a version back that not everybody has signed; it becomes the draft."""
    found = own_agreement(request, agreement_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        actions.withdraw(found, by=request.user, now=request.now)
        return reverse("frame:draft", args=[found.therapy_id])

    context = {
        "version": found,
        "state": state_of(found),
        "up": reverse("frame:agreement", args=[found.therapy_id]),
    }
    return form.once(request, act) or form.page(request, "frame/withdraw.html", context)


@door(Role.THERAPIST)
def discard(request: Request, therapy_id: UUID) -> HttpResponse:
    """Do away with the draft."""
    form = SureForm(request.POST or None)
    if (before := form.again(request)) is not None:
        return before
    draft = own_draft(request, therapy_id)

    def act() -> str:
        actions.discard_draft(draft, by=request.user, now=request.now)
        return reverse("frame:agreement", args=[therapy_id])

    context = {"up": reverse("frame:draft", args=[therapy_id])}
    return form.once(request, act) or form.page(request, "frame/discard.html", context)
