"""What somebody left to whoever asks: read after two people said that its author died."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.sealing.primitives import SealBroken
from holdfast.web.transference import opening, sharing, shown, whose
from holdfast.web.transference.kept import KeptEpisode, KeptReaction, Note
from holdfast.web.vault import after_death
from holdfast.web.vault.keys import open_key, opened
from holdfast.web.vault.models import AfterDeath

from .fetching import named

A_PAGE = 20
KINDS = {kind.SHELF: kind for kind in (Note, KeptReaction, KeptEpisode)}
STAFF = door(*(role for role in Role if role not in {Role.CLIENT, Role.GUARDIAN}))


@STAFF
@fresh
@opened
def left(request: Request) -> HttpResponse:
    """List the vaults that were left to whoever asks."""
    rows = after_death.entrusted_to(open_key(request))
    return render(request, "transference/left.html", {"rows": rows})


@STAFF
@fresh
@opened
def left_one(request: Request, after_id: UUID) -> HttpResponse:
    """Read one of them, a shelf at a time. Nothing can be changed, and each reading is noted."""
    row = _mine(request, after_id)
    shelf = request.GET.get("shelf", Note.SHELF)
    if shelf not in KINDS:
        raise Http404
    context: dict[str, Any] = {"row": row, "shelf": shelf, "shelves": _shelves()}
    audit.record("vault that was left opened", now=request.now, actor=request.user, subject=row)
    try:
        key = after_death.inherited(row, open_key(request))
    except SealBroken:
        return render(request, "transference/left_one.html", context | {"shut": True})
    page = Paginator(opening.latest_first(key, KINDS[shelf]), A_PAGE).get_page(
        request.GET.get("page")
    )
    labels = whose.names(request.user, request.now)
    found = opening.several(key, list(page.object_list), KINDS[shelf])
    context |= {"page": page, "rows": [_shown(one.what, labels) for one in found]}
    return render(request, "transference/left_one.html", context)


def _mine(request: Request, after_id: UUID) -> AfterDeath:
    for row in after_death.entrusted_to(open_key(request)):
        if row.pk == after_id:
            return row
    raise Http404


def _shelves() -> list[tuple[str, str]]:
    return [
        (Note.SHELF, _("Notes")),
        (KeptReaction.SHELF, _("Reactions")),
        (KeptEpisode.SHELF, _("Episodes")),
    ]


def _shown(what: Any, labels: dict[str, str]) -> dict[str, Any]:
    """One entry in words; empty where it was changed from outside."""
    if what is None:
        return {}
    head = {"at": what.at, "whose": named(labels, what.therapy)}
    if isinstance(what, Note):
        return head | {"note": what}
    if isinstance(what, KeptReaction):
        return head | {"parts": sharing.parts_of(what.told)}
    return head | {"whole": shown.whole(what.told), "recalls": what.recalls}
