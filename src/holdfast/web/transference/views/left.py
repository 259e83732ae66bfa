"""What somebody left to whoever asks: read after two people said that its author died."""

from collections.abc import Callable
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
from holdfast.web.practice.contributors import offers
from holdfast.web.practice.seam import OnShelf, Shelf
from holdfast.web.sealing.primitives import SealBroken
from holdfast.web.transference import opening, sharing, shown, whose
from holdfast.web.transference.kept import Kept, KeptEpisode, KeptReaction, Note
from holdfast.web.vault import after_death
from holdfast.web.vault.keys import open_key, opened
from holdfast.web.vault.models import AfterDeath

from .fetching import named

A_PAGE = 20
KINDS = {kind.SHELF: kind for kind in (Note, KeptReaction, KeptEpisode)}
Read = Callable[[bytes], Kept | OnShelf]
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
    shelf, offered = request.GET.get("shelf", Note.SHELF), _offered()
    if shelf not in KINDS and shelf not in offered:
        raise Http404
    shelves = [*_shelves(), *((one.name, one.title) for one in offered.values())]
    context: dict[str, Any] = {"row": row, "shelf": shelf, "shelves": shelves}
    audit.record("vault that was left opened", now=request.now, actor=request.user, subject=row)
    try:
        key = after_death.inherited(row, open_key(request))
    except SealBroken:
        return render(request, "transference/left_one.html", context | {"shut": True})
    page = Paginator(opening.latest_first(key, shelf), A_PAGE).get_page(request.GET.get("page"))
    labels = whose.names(request.user, request.now)
    read: Read = offered[shelf].read if shelf in offered else KINDS[shelf].read
    found = opening.several(key, list(page.object_list), shelf, read)
    context |= {"page": page, "rows": [_shown(one, labels) for one in found]}
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


def _offered() -> dict[str, Shelf]:
    """What other parts of the program keep in vaults."""
    return {shelf.name: shelf for offered in offers("vault_shelves") for shelf in offered()}


def _shown(what: Any, labels: dict[str, str]) -> dict[str, Any]:
    """One entry in words; empty where it was changed from outside."""
    if what is None:
        return {}
    head = {"at": what.at, "whose": named(labels, what.therapy)}
    if isinstance(what, Note):
        return head | {"note": what}
    if isinstance(what, OnShelf):
        return head | {"parts": [sharing.SharedPart("", *part) for part in what.parts]}
    if isinstance(what, KeptReaction):
        return head | {"parts": sharing.parts_of(what.told)}
    return head | {"whole": shown.whole(what.told), "recalls": what.recalls}
