"""Who opened a record, for those whose work it is; and what they are told on Today."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.web.accounts.doors import any_door, door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions import emergency as acts
from holdfast.web.practice.actions.notices import put_away
from holdfast.web.practice.models import EmergencyOpening, Notice, Therapy
from holdfast.web.practice.views.therapies import own_therapy
from holdfast.web.practice.words import notice_url, notice_words, purpose_words, role_words

A_PAGE = 50
# Reading, on a page, on paper or as a copy. Writing is on the record itself.
READINGS = ("opened", "agreement read", "agreement printed", "exported")


@dataclass(frozen=True)
class Reading:
    """One reading of a record: when, in which role, and for what."""

    at: datetime
    role: str
    purpose: str
    is_mine: bool


@door(Role.THERAPIST)
def openings(request: Request, therapy_id: UUID) -> HttpResponse:
    """Show who opened this record, by date, role and purpose, and what an emergency opened."""
    therapy = own_therapy(request, therapy_id)
    rows = audit.Entry.objects.filter(
        chain=audit.ORDINARY, about=str(therapy.pk), kind__in=READINGS
    ).order_by("-number")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "therapy": therapy,
        "page": page,
        "readings": [_reading(row, request) for row in page.object_list],
        "emergencies": _emergencies(therapy),
    }
    return render(request, "practice/openings.html", context)


def _reading(row: audit.Entry, request: Request) -> Reading:
    purpose = row.purpose if row.kind == "opened" else row.purpose or row.kind
    return Reading(
        row.at, role_words(row.role), purpose_words(purpose), row.actor == str(request.user.pk)
    )


def _emergencies(therapy: Therapy) -> list[dict[str, object]]:
    rows = EmergencyOpening.objects.filter(therapy=therapy).order_by("-at")
    found = []
    for row in rows.select_related("colleague__key", "participant__card__key"):
        row.therapy = therapy  # whose key is loaded already
        found.append(
            {
                "row": row,
                "who": row.colleague.shown_name,
                "about": row.participant.card.shown_name,
                "reason": row.text("reason"),
            }
        )
    return found


@door(Role.THERAPIST)
@require_POST
def client_told(request: Request, opening_id: UUID) -> HttpResponse:
    """Note that the client was told of an emergency opening."""
    own = Therapy.objects.own_of(request.user, request.now)
    opening = get_object_or_404(EmergencyOpening, pk=opening_id, therapy__in=own)
    try:
        acts.note_told(opening, by=request.user, now=request.now)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Noted that the client was told of this opening."))
    return redirect("practice:openings", opening.therapy_id)


@any_door
def notices(request: Request) -> HttpResponse:
    """Show what the reader was told, unread first."""
    rows = Notice.objects.visible_to(request.user, request.now).select_related("therapy__key")
    page = Paginator(rows.order_by("-made_at"), A_PAGE).get_page(request.GET.get("page"))
    shown = [(row, notice_words(row), notice_url(row)) for row in page.object_list]
    return render(request, "practice/notices.html", {"page": page, "rows": shown})


@any_door
@require_POST
def notice_read(request: Request, notice_id: UUID) -> HttpResponse:
    """Put away what was read."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user, request.now), pk=notice_id)
    put_away(notice, now=request.now)
    return redirect("practice:notices")
