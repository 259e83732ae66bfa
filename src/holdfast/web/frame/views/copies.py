"""Agreements as PDF."""

from uuid import UUID

from django.http import HttpResponseBase

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.frame.models import Agreement, Party
from holdfast.web.frame.pdf import response
from holdfast.web.practice.models import Practice

from .fetching import agreement_to_read, my_party, own_party
from .mine import with_everybody


@door(Role.THERAPIST, Role.SUPERVISOR)
def pdf(request: Request, agreement_id: UUID) -> HttpResponseBase:
    """Give a version as PDF for the therapist's file, with everybody it names."""
    found = agreement_to_read(request, agreement_id)
    return _given(request, found, None)


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


def _given(request: Request, version: Agreement, party: Party | None) -> HttpResponseBase:
    audit.record(
        "agreement printed",
        now=request.now,
        actor=request.user,
        subject=version,
        about=version.therapy_id,
    )
    return response(version, party, Practice.get().name)
