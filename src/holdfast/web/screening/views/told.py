"""What a therapist is told of a tie to somebody who asked for them, or agreed to that."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.codes import Verdict
from holdfast.codes.words import verdict_words
from holdfast.screening import Tie
from holdfast.screening.ties import SAME_PERSON
from holdfast.screening.words import tie_words
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.screening.forms.leading_on import SureForm
from holdfast.web.screening.models import Finding


@door(Role.THERAPIST)
def told(request: Request, finding_id: UUID) -> HttpResponse:
    """Show who asked, and that a tie may be there; the codes' verdict beside it."""
    rows = Finding.objects.to_be_told(request.user, request.now).select_related("card__key")
    row = get_object_or_404(rows, pk=finding_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        row.seen_at = request.now
        row.save(update_fields=["seen_at"])
        return reverse("home:today")

    content = row.opened()
    context = {
        "name": row.card.shown_name,
        "ties": _ties(content["ties"]),
        "verdict": verdict_words(Verdict(content["verdict"])) if content["verdict"] else "",
        "seen": row.seen_at,
    }
    return form.once(request, act) or form.page(request, "screening/told.html", context)


def _ties(written: Iterable[Mapping[str, Any]]) -> list[str]:
    """Word the steps of a path, without links between cards and without anybody's name."""
    steps = (tie for tie in written if tie["kind"] != SAME_PERSON)
    return [tie_words(Tie(tie["source"], tie["kind"], tie["target"])) for tie in steps]
