"""Reactions: noticing one in three taps, the list, and one of them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.forms.people import SureForm
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.transference import actions, opening, sharing, whose
from holdfast.web.transference.addresses import consultation_of
from holdfast.web.transference.forms.reactions import ReactionForm
from holdfast.web.transference.kept import KeptReaction
from holdfast.web.vault.keys import has_vault, key_of, open_key, opened, vault_of

from .fetching import after_choices, named, narrowed

A_PAGE = 40


@door(Role.THERAPIST)
@has_vault
def react(request: Request) -> HttpResponse:
    """Note a reaction. The vault may be shut: it is sealed to its author at once."""
    after, first = after_choices(request)
    form = ReactionForm(request.POST or None, after=after, initial={"about": first})

    def act() -> str:
        vault = vault_of(request)
        if vault is None:
            raise Http404
        therapy, session = form.place
        kept = KeptReaction(request.now, therapy, form.reaction(session, request.now.date()))
        entry = actions.keep(vault, kept, now=request.now)
        messages.success(request, _("Kept. Only you can open it."))
        if key_of(request) is None:
            return reverse("transference:kept")
        return reverse("transference:reaction", args=[entry.series])

    context = {"nobody": not after}
    return form.once(request, act) or form.page(request, "transference/react.html", context)


@door(Role.THERAPIST)
@opened
def reactions(request: Request) -> HttpResponse:
    """List one's own reactions, the newest first."""
    therapies, chosen = narrowed(request)
    labels = {str(one.id): one.label for one in therapies}
    found = opening.reactions(open_key(request))
    mine = [o for o in found if o.what and chosen in (None, _whose(therapies, o.what.therapy))]
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "one": o,
            "parts": sharing.parts_of(o.what.told)[:3],
            "whose": named(labels, o.what.therapy),
        }
        for o in page.object_list
        if o.what
    ]
    context = {
        "rows": rows, "page": page, "therapies": therapies, "chosen": chosen,
        "broken": sum(o.what is None for o in found), "number": len(mine),
    }  # fmt: skip
    return render(request, "transference/reactions.html", context)


def _whose(therapies: list[whose.Whose], therapy: str) -> whose.Whose | None:
    return next((one for one in therapies if str(one.id) == therapy), None)


@door(Role.THERAPIST)
@opened
def reaction(request: Request, series: UUID) -> HttpResponse:
    """Read a reaction, and take it to a colleague."""
    found = opening.one(open_key(request), series, KeptReaction)
    kept = found.what
    context = {
        "found": found,
        "kept": kept,
        "parts": sharing.parts_of(kept.told) if kept else [],
        "whose": named(whose.names(request.user, request.now), kept.therapy) if kept else "",
        "ask": consultation_of(series),
    }
    return render(request, "transference/reaction.html", context)


@door(Role.THERAPIST)
@opened
def remove(request: Request, series: UUID) -> HttpResponse:
    """Remove a reaction."""
    form = SureForm(request.POST or None)
    if (again := form.again(request)) is not None:
        return again
    key = open_key(request)
    found = opening.one(key, series, KeptReaction)

    def act() -> str:
        actions.remove(key.vault, series, found.what or KeptReaction(request.now))
        messages.success(request, _("Removed. Older backups still hold it, sealed to you."))
        return reverse("transference:reactions")

    back = reverse("transference:reaction", args=[series])
    context = {"back": back, "what": _("this reaction")}
    return form.once(request, act) or form.page(request, "transference/remove.html", context)
