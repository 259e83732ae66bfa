"""What somebody may see or change, or a 404: the same as for what does not exist."""

from uuid import UUID

from django.db import models
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.frame import TERM_NAMES
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.frame.models import Agreement, Draft, Party, Remark
from holdfast.web.practice.actions.therapies import record_opening
from holdfast.web.practice.models import Participant, Therapy


def open_therapy(request: Request, therapy_id: UUID) -> tuple[Therapy, bool]:
    """Return a therapy this person may read, and whether it is their own; notes the opening."""
    visible = Therapy.objects.visible_to(request.user, request.now).with_keys()
    therapy = get_object_or_404(visible, pk=therapy_id)
    own = Therapy.objects.own_of(request.user, request.now).filter(pk=therapy.pk).exists()
    role, purpose = (Role.THERAPIST, "care") if own else (Role.SUPERVISOR, "supervision")
    record_opening(therapy, by=request.user, now=request.now, role=role, purpose=purpose)
    return therapy, own


def own_therapy(request: Request, therapy_id: UUID) -> Therapy:
    """Return a therapy in which this person is the therapist: they alone write."""
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    return get_object_or_404(own, pk=therapy_id)


def own_draft(request: Request, therapy_id: UUID) -> Draft:
    """Return the draft of a therapy of one's own."""
    therapy = own_therapy(request, therapy_id)
    draft = get_object_or_404(Draft, therapy=therapy)
    draft.therapy = therapy
    return draft


def own_agreement(request: Request, agreement_id: UUID) -> Agreement:
    """Return a version of a therapy of one's own, with who signs it."""
    mine = Therapy.objects.own_of(request.user, request.now)
    return _with_parties(Agreement.objects.filter(therapy__in=mine), agreement_id)


def agreement_to_read(request: Request, agreement_id: UUID) -> Agreement:
    """Return a version that this person may read as its therapist or supervisor."""
    visible = Agreement.objects.visible_to(request.user, request.now)
    return _with_parties(visible, agreement_id)


def _with_parties(rows: "models.QuerySet[Agreement]", pk: UUID) -> Agreement:
    found = rows.select_related("therapy__key", "withdrawal").prefetch_related(everybody())
    return get_object_or_404(found, pk=pk)


def everybody() -> "Prefetch[str, models.QuerySet[Party], str]":
    """Bring along everybody a version names, with their names and signatures."""
    people = Party.objects.select_related(
        "participant__card__key", "therapist__user__key", "signature"
    )
    return Prefetch("parties", people.order_by("signs", "id"))


def own_party(request: Request, party_id: UUID) -> Party:
    """Return a client's or guardian's part in a version, for their therapist to help with."""
    mine = Therapy.objects.own_of(request.user, request.now)
    rows = Party.objects.filter(agreement__therapy__in=mine, participant__isnull=False)
    return get_object_or_404(with_agreement(rows), pk=party_id)


def my_party(request: Request, party_id: UUID) -> Party:
    """Return one's own part in a version, as client or guardian."""
    return get_object_or_404(my_parties(request), pk=party_id)


def my_parties(request: Request) -> "models.QuerySet[Party]":
    """Return all parts of the account that asks; a guardian's end with their place."""
    places = Participant.objects.of_account(request.user, request.now)
    return with_agreement(Party.objects.filter(participant__in=places))


def my_unsigned(request: Request) -> "models.QuerySet[Party]":
    """Return one's own parts that can still be signed: of work that goes on, not taken back."""
    day = request.now.date()
    there = models.Q(participant__until=None) | models.Q(participant__until__gt=day)
    rows = my_parties(request).filter(there, signature=None, agreement__withdrawal=None)
    return rows.exclude(
        agreement__therapy__state=Therapy.State.ENDED, agreement__therapy__ended_on__lte=day
    )


def with_agreement(rows: "models.QuerySet[Party]") -> "models.QuerySet[Party]":
    """Bring along what it takes to show and sign a part."""
    return rows.select_related(
        "agreement__therapy__key",
        "agreement__withdrawal",
        "participant__card__key",
        "participant__stands_for__card__key",
        "signature",
    )


def known_term(name: str) -> str:
    """Return the name of a term, or a 404."""
    if name not in TERM_NAMES:
        raise Http404
    return name


def remarks_of(therapy: Therapy, term: str | None = None) -> list[Remark]:
    """Return what was said while talking it over, open remarks first. One query."""
    rows = therapy.remarks.select_related("participant__card__key").order_by("at")
    found: list[Remark] = list(rows if term is None else rows.filter(term=term))
    for row in found:
        row.therapy = therapy
    return sorted(found, key=lambda row: row.answered_at is not None)
