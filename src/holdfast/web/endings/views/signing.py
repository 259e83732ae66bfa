"""Signing a plan: as therapist, helping somebody, by a link, and on the client's side; copies."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door, link_door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.endings.actions import plans
from holdfast.web.endings.former import is_former
from holdfast.web.endings.models import ComingBack, EndingParty, EndingPlan, EndingSignature
from holdfast.web.frame.forms.signing import SignForm
from holdfast.web.frame.pdf import as_file, sheet
from holdfast.web.frame.people import (
    for_copy,
    is_in_force,
    is_withdrawn,
    signatories,
    signature_of,
)
from holdfast.web.frame.text import blocks
from holdfast.web.frame.views.by_link import ByLink
from holdfast.web.frame.views.signing import Helping
from holdfast.web.practice.models import Participant, Practice
from holdfast.web.practice.standing_for import child_of, one_child_of

from .fetching import (
    my_parties,
    my_party,
    own_party,
    own_plan,
    plan_to_read,
    whole,
    with_plan,
)

PURPOSE = "sign_ending"


def words_of_yes(party: EndingParty) -> str:
    """Return what the signer says yes to, in their words."""
    said = {
        EndingParty.Signs.THERAPIST: _("I sign this plan."),
        EndingParty.Signs.CONSENT: _("I have read this and I agree."),
        EndingParty.Signs.ASSENT: _("I have read this, or it was read to me, and I say yes to it."),
        EndingParty.Signs.PERMISSION: _(
            "I have authority to agree for this person, and I permit it."
        ),
    }
    return said[EndingParty.Signs(party.signs)]


def _form(request: Request, party: EndingParty) -> SignForm:
    data = request.POST if request.method == "POST" else None
    return SignForm(data, asked=(), yes=words_of_yes(party))


@door(Role.THERAPIST)
def sign(request: Request, plan_id: UUID) -> HttpResponseBase:
    """Sign a version as its therapist."""
    version = own_plan(request, plan_id)
    party = get_object_or_404(with_plan(version.parties.all()), therapist__user=request.user)
    form = _form(request, party)

    def act() -> str:
        how = EndingSignature.How.SIGN_IN
        plans.sign(party, how=how, by=request.user, now=request.now)
        return reverse("endings:version", args=[version.pk])

    context = {
        "version": version,
        "blocks": blocks(version.text("shown")),
        "is_withdrawn": is_withdrawn(version),
        "signature": signature_of(party),
        "up": reverse("endings:version", args=[version.pk]),
    }
    return form.once(request, act) or form.page(request, "frame/sign_as_therapist.html", context)


HELPING = Helping(app="endings", purpose=PURPOSE, find=own_party, sign=plans.sign)


@door(Role.THERAPIST)
def paper(request: Request, party_id: UUID) -> HttpResponseBase:
    """Record a signature beneath a plan that was given on paper."""
    return HELPING.paper(request, party_id)


@door(Role.THERAPIST)
def link(request: Request, party_id: UUID) -> HttpResponseBase:
    """Make a link to sign a plan."""
    return HELPING.link(request, party_id)


@door(Role.THERAPIST)
def link_made(request: Request, party_id: UUID) -> HttpResponse:
    """Show that link and its digits, once."""
    return HELPING.link_made(request, party_id)


def reading(party: EndingParty) -> dict[str, object]:
    """Return what the page of a signer lays out."""
    version = with_everybody(party)
    return {
        "party": party,
        "version": version,
        "blocks": blocks(version.text("shown")),
        "signature": signature_of(party),
        "signatories": for_copy(version, party),
        "is_withdrawn": is_withdrawn(version),
        "is_in_force": is_in_force(version),
        "up": reverse("endings:mine"),
        "child": child_of(party.participant) if party.participant else "",
    }


def with_everybody(party: EndingParty) -> EndingPlan:
    """Return the version of a part with everybody it names."""
    return whole(EndingPlan.objects.all()).get(pk=party.plan_id)


def _file(version: EndingPlan, party: EndingParty | None) -> HttpResponse:
    named = signatories(version) if party is None else for_copy(version, party)
    title = _("Ending, version %(n)s") % {"n": version.number}
    told = sheet(version, named, Practice.get().name, title)
    return as_file(told, f"ending-{version.number}.pdf")


BY_LINK = ByLink(
    app="endings",
    purpose=PURPOSE,
    template="endings/my_ending.html",
    find=lambda key: with_plan(EndingParty.objects.filter(pk=key)).first(),
    form=_form,
    sign=lambda request, party, form: plans.sign(
        party, how=EndingSignature.How.LINK, now=request.now
    ),
    reading=reading,
    copy=lambda party: _file(with_everybody(party), party),
)


@link_door
def by_link(request: Request, secret: str) -> HttpResponseBase:
    """Sign a plan by a link."""
    return BY_LINK.open(request, secret)


@link_door
def link_signed(request: Request) -> HttpResponse:
    """Say that it is signed."""
    return BY_LINK.signed(request)


@link_door
def link_copy(request: Request) -> HttpResponseBase:
    """Give the copy of what was just signed."""
    return BY_LINK.give_copy(request)


@door(Role.CLIENT, Role.GUARDIAN)
def mine(request: Request) -> HttpResponse:
    """Show the plans this person signs or signed, and the way back where therapy has ended."""
    rows = list(my_parties(request).order_by("-plan__fixed_at"))
    found = [party for party in rows if not is_withdrawn(party.plan)]
    places = Participant.objects.of_account(request.user, request.now)
    mine = list(places.select_related("therapy__key", "stands_for__card__key"))
    over = [p for p in mine if is_former(p, request.now.date())]
    ended = [p for p in over if p.stands_for_id is None]
    asks = list(
        ComingBack.objects.filter(participant__in=ended)
        .select_related("therapy__key", "answered_by__user__key")
        .order_by("-asked_at")
    )
    waits = {a.participant_id for a in asks if a.state in ("asked", "offered", "somebody_else")}
    context = {
        "waiting": [party for party in found if signature_of(party) is None],
        "signed": [party for party in found if signature_of(party) is not None],
        "ended": [(place, place.pk not in waits) for place in ended],
        "ended_for": [(place, child_of(place)) for place in over if place.stands_for_id],
        "child": one_child_of(mine),
        "over": bool(ended) and len(over) == len(mine),
        "asks": [(ask, ask.text("answer")) for ask in asks],
    }
    return render(request, "endings/mine.html", context)


@door(Role.CLIENT, Role.GUARDIAN)
def my_ending(request: Request, party_id: UUID) -> HttpResponseBase:
    """Read one version, and sign it if one wants to."""
    party = my_party(request, party_id)
    form = _form(request, party)

    def act() -> str:
        how = EndingSignature.How.SIGN_IN
        plans.sign(party, how=how, by=request.user, now=request.now)
        return reverse("endings:my_ending", args=[party.pk])

    return form.once(request, act) or form.page(request, "endings/my_ending.html", reading(party))


@door(Role.THERAPIST, Role.SUPERVISOR)
def pdf(request: Request, plan_id: UUID) -> HttpResponseBase:
    """Give a version as PDF for the therapist's file."""
    return _given(request, plan_to_read(request, plan_id), None)


@door(Role.THERAPIST)
def party_pdf(request: Request, party_id: UUID) -> HttpResponseBase:
    """Give the copy of one person, to hand over; in a group it names nobody else."""
    party = own_party(request, party_id)
    return _given(request, with_everybody(party), party)


@door(Role.CLIENT, Role.GUARDIAN)
def my_pdf(request: Request, party_id: UUID) -> HttpResponseBase:
    """Give one's own copy."""
    party = my_party(request, party_id)
    return _given(request, with_everybody(party), party)


def _given(request: Request, version: EndingPlan, party: EndingParty | None) -> HttpResponseBase:
    about = version.therapy_id
    audit.record(
        "ending plan printed", now=request.now, actor=request.user, subject=version, about=about
    )
    return _file(version, party)
