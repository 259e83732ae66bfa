"""How supervisor and supervisee stand to each other, and what the codes say to it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.requests import Request
from holdfast.web.codes.duties import SUPERVISING, duties
from holdfast.web.consultation.actions import supervising as acts
from holdfast.web.consultation.forms.supervising import TiesForm
from holdfast.web.consultation.models import Declared
from holdfast.web.consultation.ties import TIES, Said, checked, codes_of_both

from .fetching import ASKED, agreement_of


@door(*ASKED)
def ties(request: Request, agreement_id: UUID) -> HttpResponseBase:
    """Ask how the two stand to each other, and show what the codes say to it."""
    agreement = agreement_of(request, agreement_id)
    form = TiesForm(request.POST or None)

    def act() -> str:
        acts.declare(agreement, form.said, by=request.user, now=request.now)
        return reverse("consultation:ties", args=[agreement.pk])

    newest = {row.by_id: row for row in agreement.declared.select_related("by__key")}
    codes = codes_of_both(agreement, request.now.date())
    context = {
        "agreement": agreement,
        "said": [_declared(row, codes) for row in newest.values()],
        "duties": duties(agreement.supervisee, request.now.date(), SUPERVISING),
        "up": reverse("consultation:supervision"),
        "i_said": request.user.pk in newest,
    }
    return form.once(request, act) or form.page(request, "consultation/ties.html", context)


def _declared(row: Declared, codes: list[str]) -> dict[str, Any]:
    said = Said(**row.opened())
    return {
        "row": row,
        "who": row.by.shown_name,
        "tie": TIES[said.tie][0],
        "words": said.words,
        "answer": checked(said, codes, row.on),
    }
