"""The way in: what is asked of one, what one asked, and one's supervision."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.consultation.models import Draft, Question
from holdfast.web.consultation.models.asking import answered_at, state_of

from .fetching import ASKED

A_PAGE = 20


@door(*ASKED)
def index(request: Request) -> HttpResponse:
    """Show what waits for one's answer, what one asked, and what was not sent yet."""
    mine = Question.objects.asked_by(request.user).whole().order_by("-asked_at", "id")
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    to_me = Question.objects.asked_of(request.user).prefetch_related("steps")
    context = {
        "may_ask": request.user.has(Role.THERAPIST),
        "page": page,
        "asked": [_mine(row) for row in page.object_list],
        "waiting": [_to_me(row) for row in to_me.open().order_by("-urgent", "asked_at", "id")],
        "answered": [_to_me(row) for row in to_me.answered().order_by("-asked_at", "id")[:A_PAGE]],
        "drafts": Draft.objects.filter(asker=request.user)
        .select_related("therapy__key", "asker__key")
        .order_by("-changed_at"),
    }
    return render(request, "consultation/index.html", context)


def _mine(row: Question) -> dict[str, Any]:
    return {
        "row": row,
        "who": row.therapy.code if row.therapy else "",
        "colleague": row.colleague,
        "state": state_of(row),
        "answered_at": answered_at(row),
    }


def _to_me(row: Question) -> dict[str, Any]:
    return {"row": row, "state": state_of(row), "answered_at": answered_at(row)}
