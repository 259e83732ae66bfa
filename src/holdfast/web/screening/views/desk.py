"""The conflict desk: what waits, and one person's findings on two pages that never mix."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.models import Card
from holdfast.web.screening.actions import desk as actions
from holdfast.web.screening.desk_codes import card_label, labels
from holdfast.web.screening.desk_findings import shown
from holdfast.web.screening.desk_sight import Sight, due, sight_of
from holdfast.web.screening.desk_tabs import by_person, tabs, where_to_look
from holdfast.web.screening.forms.desk import OpenForm
from holdfast.web.screening.models import Finding, IdentityOpening
from holdfast.web.screening.reading import person_on

A_PAGE = 20
THERAPIST, CLIENT = Finding.Side.THERAPIST, Finding.Side.CLIENT


@door(Role.DESK)
def desk(request: Request) -> HttpResponse:
    """Show what waits: enquiries, late ties, possible same persons, reviews."""
    sight = sight_of(request.user, request.now)
    findings = sight.findings()
    theirs = by_person(findings)
    waiting = sight.enquiries().select_related("card__named", "card__participant__therapy")
    pairs = Paginator(sight.pairs(), A_PAGE).get_page(request.GET.get("page"))
    names = labels({node for pair in pairs for node in (pair.one_id, pair.other_id)})
    context = {
        "enquiries": [
            (row, card_label(row.card), where_to_look(row.card_id, theirs[row.card_id]))
            for row in waiting
        ],
        "late": _people([row for row in findings if row.enquiry_id is None]),
        "found": _people([row for row in findings if row.enquiry_id is not None]),
        "page": pairs,
        "pairs": [(p, names[p.one_id], names[p.other_id]) for p in pairs],
        "reviews": due(sight.outcomes(), request.now.date()),
    }
    return render(request, "screening/desk.html", context)


def _people(rows: Iterable[Finding]) -> list[dict[str, Any]]:
    """Gather findings that are unread by person, and say on which page they are read."""
    unread = by_person(row for row in rows if row.read_at is None)
    cards = Card.objects.select_related("participant__therapy", "named").in_bulk(list(unread))
    return [
        {
            "address": where_to_look(card_id, theirs),
            "label": card_label(cards[card_id]),
            "count": len(theirs),
            "at": theirs[0].found_at,
        }
        for card_id, theirs in unread.items()
    ]


def card_at_the_desk(sight: Sight, card_id: UUID) -> Card:
    """Return a card that has come before the desk, or a 404: no card can be looked up here."""
    if card_id in sight.cards:
        raise Http404
    here = {row.card_id for row in sight.findings()} | _in_enquiries(sight) | _in_pairs(sight)
    if card_id not in here:
        raise Http404
    rows = Card.objects.select_related(
        "key", "participant__therapy", "named__enquiry", "circle__therapist__user__key"
    )
    return rows.get(pk=card_id)


def _in_enquiries(sight: Sight) -> set[UUID]:
    return set(sight.enquiries().values_list("card", flat=True))


def _in_pairs(sight: Sight) -> set[UUID]:
    both = sight.pairs().values_list("one__card", "other__card")
    return {card for pair in both for card in pair if card is not None}


@door(Role.DESK)
def person(request: Request, card_id: UUID) -> HttpResponse:
    """Show what ties a person and therapists: this may be talked about with the person."""
    return _findings_page(request, card_id, THERAPIST)


@door(Role.DESK)
def through_therapies(request: Request, card_id: UUID) -> HttpResponse:
    """Show what leads through another person's therapy: for nobody but the desk."""
    return _findings_page(request, card_id, CLIENT)


def _findings_page(request: Request, card_id: UUID, side: str) -> HttpResponse:
    sight = sight_of(request.user, request.now)
    card = card_at_the_desk(sight, card_id)
    rows = [r for r in sight.findings() if r.card_id == card.pk]
    here = [r for r in rows if r.side == side]
    actions.see(here, by=request.user, now=request.now)
    enquiry = getattr(card, "enquiry", None)
    context = {
        "card": card,
        "label": card_label(card),
        "side": side,
        "tabs": tabs(card.pk, rows),
        "findings": shown(here, request.now),
        "enquiry": enquiry,
        "outcomes": [o for o in sight.outcomes() if o.about == card.pk],
        "identity": identity_of(card, request),
    }
    return render(request, "screening/desk_person.html", context)


def identity_of(card: Card, request: Request) -> dict[str, Any] | None:
    """Return who a person is while this reader has it open; None otherwise."""
    opened = IdentityOpening.objects.visible_to(request.user, request.now).filter(card=card).first()
    if opened is None:
        return None
    return {"name": card.shown_name, "person": person_on(card), "until": opened.until}


@door(Role.DESK)
@fresh
def open_identity(request: Request, card_id: UUID) -> HttpResponseBase:
    """Open who somebody is, with a purpose and a reason."""
    card = card_at_the_desk(sight_of(request.user, request.now), card_id)
    form = OpenForm(request.POST or None)

    def act() -> str:
        found = form.cleaned_data
        actions.open_identity(
            card, purpose=found["purpose"], reason=found["reason"], by=request.user,
            now=request.now,
        )  # fmt: skip
        return reverse("screening:identity", args=[card.pk])

    context = {"card": card, "label": card_label(card)}
    return form.once(request, act) or form.page(request, "screening/desk_open.html", context)


@door(Role.DESK)
def identity(request: Request, card_id: UUID) -> HttpResponse:
    """Show who somebody is for as long as it is open; a 404 before and after."""
    # What is not open asks for nothing else: an id at the desk is answered like any other.
    opened = IdentityOpening.objects.visible_to(request.user, request.now)
    if not opened.filter(card=card_id).exists():
        raise Http404
    card = card_at_the_desk(sight_of(request.user, request.now), card_id)
    found = identity_of(card, request)
    context = {"card": card, "label": card_label(card), "identity": found}
    return render(request, "screening/desk_identity.html", context)
