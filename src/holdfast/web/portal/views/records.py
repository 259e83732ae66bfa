"""My records: what is kept, for how long, who opened it, and taking it along."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from holdfast.web.accounts.doors import door, fresh, lacks_factor, open_door
from holdfast.web.accounts.models import CLIENTS_SIDE, Role
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.frame.models import newest_in_force
from holdfast.web.frame.text import sections
from holdfast.web.portal import my_copy
from holdfast.web.portal.actions import copies
from holdfast.web.portal.copy_files import TYPES, bundle_for, make, schema
from holdfast.web.portal.how_long import THEIRS, YOURS, lines_for
from holdfast.web.portal.laws import access_law
from holdfast.web.portal.models import Copy, Release, Statement
from holdfast.web.portal.models import Request as RecordRequest
from holdfast.web.portal.views.own import own_places
from holdfast.web.practice.models import Participant
from holdfast.web.practice.standing_for import is_guardian, one_child_of
from holdfast.web.practice.words import purpose_words, role_words

SIDE = door(Role.CLIENT, Role.GUARDIAN)
A_PAGE = 50
READINGS = ("opened", "agreement read", "agreement printed", "exported", "answers exported")
STAFF = frozenset(Role.values) - CLIENTS_SIDE


@open_door
def kept(request: Request) -> HttpResponse:
    """Say what is kept, for how long and who can read it; to a client, lead on to their own.

    Anybody else reads of clients, not of themselves.
    """
    country, is_client = _country(request), _is_client(request)
    context: dict[str, Any] = {
        "law": access_law(country),
        "to_client": is_client,
        "is_mine": is_client and not lacks_factor(request),
    }
    if context["is_mine"]:
        context |= _mine(request)
    own = is_client and not context.get("guards")
    context["lines"] = list(lines_for(country, YOURS if own else THEIRS))
    return render(request, "portal/records/kept.html", context)


def _is_client(request: Request) -> bool:
    return request.user.is_authenticated and request.user.has(*CLIENTS_SIDE)


def _mine(request: Request) -> dict[str, Any]:
    places = list(own_places(request))
    asked = RecordRequest.objects.filter(participant__in=places).order_by("-asked_at")
    said = Statement.objects.filter(participant__in=places).count()
    return {
        "guards": is_guardian(places),
        "child": one_child_of(places),
        "places": [(place, _alone(place)) for place in places],
        "asked": [(row, row.due_on < request.now.date()) for row in asked[:10]],
        "said": said,
        "to_permit": _to_permit(places),
        "agreed_years": list(_agreed_years(places)),
    }


def _alone(place: Participant) -> bool:
    return place.therapy.kind == place.therapy.Kind.INDIVIDUAL


def _to_permit(places: list[Participant]) -> list[Release]:
    """Return what others of one's couples, families and groups ask permission for."""
    mine = {p.pk for p in places}
    rows = Release.objects.filter(
        participant__therapy__in=[p.therapy_id for p in places if not _alone(p)], ended_at=None
    )
    return [row for row in rows.order_by("asked_at") if row.participant_id not in mine]


def _agreed_years(places: list[Participant]) -> Iterator[str]:
    """What the agreement itself says about keeping, which goes before what is usual."""
    for version in newest_in_force([p.therapy for p in places]).values():
        for section in sections(version.as_terms()):
            if section.term == "records":
                yield from section.sentences


def _country(request: Request) -> str:
    return str(getattr(request.practice, "country", ""))  # type: ignore[attr-defined]


# Who opened it --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opening:
    """One reading: the day, in which role, and for what."""

    on: date
    role: str
    purpose: str


@SIDE
def opened(request: Request) -> HttpResponse:
    """Show who opened this person's record, by date, role and purpose."""
    places = list(own_places(request))
    therapies = [str(place.therapy_id) for place in places]
    rows = audit.Entry.objects.filter(
        chain=audit.ORDINARY, about__in=therapies, kind__in=READINGS, role__in=STAFF
    ).order_by("-number")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    found = dict.fromkeys(_opening(row) for row in page.object_list)
    context = {"page": page, "openings": list(found), "guards": is_guardian(places)}
    context["child"] = one_child_of(places)
    return render(request, "portal/records/opened.html", context)


def _opening(row: audit.Entry) -> Opening:
    purpose = row.purpose if row.kind == "opened" else row.purpose or row.kind
    return Opening(timezone.localtime(row.at).date(), role_words(row.role), purpose_words(purpose))


# Taking it along ------------------------------------------------------------------------------


@SIDE
@fresh
def copy(request: Request, kind: str) -> HttpResponseBase:
    """Give this person their copy as one kind of file; a large one is made by the worker."""
    if kind not in TYPES:
        raise Http404
    if my_copy.is_large(request.user, request.now):
        row = copies.order(user=request.user, now=request.now)
        return redirect("portal:copy_made", row.pk)
    practice = str(getattr(request.practice, "name", ""))  # type: ignore[attr-defined]
    content = make(bundle_for(request.user, practice, request.now), kind)
    copies.note_taken(user=request.user, now=request.now)
    return as_file(content, f"my-record.{kind}", TYPES[kind])


def as_file(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Return a file to keep. Its name stays on a device others may use: it names nobody."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@SIDE
@fresh
def copy_made(request: Request, copy_id: UUID) -> HttpResponse:
    """Say how far the worker is with a large copy, and hand it over once it is there."""
    row = get_object_or_404(Copy.objects.select_related("user__key"), pk=copy_id, user=request.user)
    if request.method == "POST" and row.ready_at is not None:
        content = copies.hand_over(row, now=request.now)
        return as_file(content, "my-record.zip", TYPES["zip"])
    return render(request, "portal/records/copy_made.html", {"row": row})


@open_door
def copy_schema(request: Request) -> HttpResponse:
    """Give the JSON Schema of a copy: anybody may build on it."""
    return as_file(schema().encode(), "client-copy-1.schema.json", "application/schema+json")
