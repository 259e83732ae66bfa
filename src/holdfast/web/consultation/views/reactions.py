"""A question built from a reaction, or from feelings weighed, which its author has open.

It stays in the vault until sent. Which entry it is stands in the address only: beside a question
about a therapy it would tell the database whom an entry of the vault is about.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from holdfast.web.accounts import drafts
from holdfast.web.accounts.requests import Request
from holdfast.web.codes.kept import holds, opened
from holdfast.web.consultation.models import Draft
from holdfast.web.consultation.models.asking import Source
from holdfast.web.consultation.sources import Grounds, Item, of_weighed
from holdfast.web.practice.models import Therapy
from holdfast.web.transference.sharing import reaction_id, shared_reaction
from holdfast.web.vault.keys import key_of

View = Callable[..., HttpResponseBase]
PROPOSED = ("feeling", "pull", "trigger", "did")


class Shut(Exception):
    """The vault is shut, so nothing of it can be read."""


def from_reaction(request: Request, key: str) -> Grounds:
    """Return what a question would be built from. Raises Shut while the vault is."""
    series = reaction_id(key)
    if holds(request.user, series):
        return _from_weighing(request, series)
    found = shared_reaction(request, series)
    if found is None:
        raise Shut
    items = (Item(p.name, p.label, p.text, p.name in PROPOSED) for p in found.parts)
    return Grounds(Source.REACTION, None, _therapy(request, found.therapy), "", tuple(items))


def _from_weighing(request: Request, series: UUID) -> Grounds:
    key = key_of(request)
    found = opened(key, series) if key else None
    if found is None:
        raise Shut
    items = tuple(of_weighed(found.weighed))
    return Grounds(Source.REACTION, None, _therapy(request, found.therapy), "", items)


def _therapy(request: Request, key: str) -> Therapy | None:
    """Return the therapy it is about, while it is one's own."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    return own.filter(pk=wanted).first()


def address_of(request: Request, name: str, draft: Draft) -> str:
    """Return the address of a page of a draft, which reaction it is of included."""
    path = reverse(name, args=[draft.pk])
    if not draft.from_vault:
        return path
    return f"{path}?{urlencode({'id': request.GET.get('id', '')})}"


def unless_shut(view: View) -> View:
    """Say that the vault has to be opened first; what was being sent is kept for the way back."""

    @wraps(view)
    def looks(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Shut:
            drafts.keep_from(request)
            return render(request, "consultation/shut.html", {"here": request.get_full_path()})

    return looks
