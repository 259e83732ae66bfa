"""Taking all answers and scores of a therapy along."""

from uuid import UUID

from django.http import HttpResponse

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.export import answers_csv, dictionary_csv
from holdfast.web.alliance.models import Check
from holdfast.web.audit import models as audit

from .fetching import own_therapy


@door(Role.THERAPIST)
@fresh
def answers(request: Request, therapy_id: UUID) -> HttpResponse:
    """Give every answer and score as CSV."""
    therapy = own_therapy(request, therapy_id)
    rows = Check.objects.filter(therapy=therapy).order_by("at", "id")
    found = list(rows.select_related("participant__card__key", "session"))
    for check in found:
        check.therapy = therapy
    audit.record(
        "answers exported", now=request.now, actor=request.user, role=Role.THERAPIST,
        purpose="export", subject=therapy, about=therapy,
    )  # fmt: skip
    named = [(check, check.participant.card.shown_name) for check in found]
    return _csv(answers_csv(named), f"answers-{therapy.code}.csv")


@door(Role.THERAPIST)
def dictionary(request: Request) -> HttpResponse:
    """Give the data dictionary."""
    return _csv(dictionary_csv(), "answers-dictionary.csv")


def _csv(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
