"""Taking all answers and scores of a therapy along."""

from uuid import UUID

from django.http import HttpResponse

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.export import answers_csv, dictionary_csv
from holdfast.web.alliance.models import Check
from holdfast.web.audit import models as audit
from holdfast.web.practice.contributors import offers
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.seam import ClientsWords

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
    text = answers_csv(named, _clients_words(therapy, found))
    return _csv(text, f"answers-{therapy.code}.csv")


def _clients_words(therapy: Therapy, found: list[Check]) -> list[tuple[ClientsWords, str, str]]:
    """What clients wrote about the record or a session they answered about, and whose it is."""
    said = [one for offered in offers("clients_words") for one in offered(therapy)]
    people = therapy.participants.select_related("card__key") if said else ()
    names = {person.pk: person.card.shown_name for person in people}
    days: dict[UUID | None, str] = {None: ""}
    days |= {c.session_id: c.session.planned_on.isoformat() for c in found if c.session}
    return [(one, names[one.participant], days[one.session]) for one in said if one.session in days]


@door(Role.THERAPIST)
def dictionary(request: Request) -> HttpResponse:
    """Give the data dictionary."""
    return _csv(dictionary_csv(), "answers-dictionary.csv")


def _csv(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
