"""Drafts: what somebody was writing, kept for them when a page or a session ends too early.

A form marks itself with a hidden field `draft` that names it. Only marked forms are kept, so a
password never is. A mark "vault:…" belongs to a form whose text no key of the server may open: it
is given to the keeper of that word, which an app above this one registers (`KEEPERS`).
"""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.http import HttpRequest, QueryDict

from holdfast.web.sealing import keyring, primitives

from .models import Draft, User
from .requests import Request

MARK = "draft"
OPENED = "opened"  # the version a form was opened at: nobody typed that
UNKEPT = frozenset({"csrfmiddlewaretoken", MARK, "once"})
NEVER = "vault-"  # how a field is named whose text is for a vault though its form is not
MOST_BYTES = 200_000


class Keeper(Protocol):
    """Keeps drafts that are not sealed under the account's key but in a way of its own."""

    def keep(self, user: User, path: str, name: str, text: str, now: datetime) -> bool:
        """Keep what a form holds; False where there is no place for it."""

    def drop(self, user: User, path: str, name: str) -> None:
        """Forget it."""


KEEPERS: dict[str, Keeper] = {}
# Whether words stand in a form that is never blank; registered by its kind, as its mark begins.
HOLDS_WORDS: dict[str, Callable[[dict[str, list[str]]], bool]] = {}


def place_of(user: User, path: str, name: str) -> str:
    """Return the keyed hash under which a draft is found."""
    key = keyring.ring().derived("drafts")
    return primitives.lookup_hash(key, f"{user.pk}|{path}|{name}")


def page_of(request: HttpRequest) -> str:
    """Return the path of the page a request was sent from: a form may act elsewhere."""
    if request.method == "POST":
        sent_from = urlsplit(request.headers.get("Referer", ""))
        if sent_from.netloc == request.get_host():
            return f"/{sent_from.path.lstrip('/')}"  # two slashes would lead to another host
    return request.path


def keep(user: User, path: str, fields: QueryDict, now: datetime) -> bool:
    """Keep what a marked form holds; False if it is not marked, empty or too large.

    Of a form that was emptied nothing stays, so that nothing comes back into it.
    """
    name = fields.get(MARK, "")
    lists = {
        field: values
        for field, values in fields.lists()
        if field not in UNKEPT and not field.startswith(NEVER)
    }
    text = json.dumps(lists)
    if not name or len(text) > MOST_BYTES:
        return False
    if not _holds_words(name, lists):
        drop(user, path, name)
        return False
    if (keeper := _keeper_of(name)) is not None:
        return keeper.keep(user, path, name, text, now)
    place = place_of(user, path, name)
    draft = Draft.objects.filter(user=user, place=place).first() or Draft(user=user, place=place)
    draft.user, draft.at = user, now
    draft.seal(fields=text)
    # Two at once: the other one has just been kept, and the next pause keeps again.
    with suppress(IntegrityError), transaction.atomic():
        draft.save()
    return True


def keep_from(request: Request) -> bool:
    """Keep what the request's form was sending, when it cannot be acted upon now."""
    if request.method != "POST" or not request.user.is_authenticated:
        return False
    return keep(request.user, page_of(request), request.POST, request.now)


def find(user: User, path: str, name: str) -> tuple[QueryDict, datetime] | None:
    """Return the draft of one form on one page and when it was kept."""
    draft = Draft.objects.filter(user=user, place=place_of(user, path, name)).first()
    if draft is None:
        return None
    draft.user = user
    return read(draft.text("fields")), draft.at


def read(text: str) -> QueryDict:
    """Return the fields in the text of a draft."""
    fields = QueryDict(mutable=True)
    for field, values in json.loads(text).items():
        fields.setlist(field, values)
    return fields


def drop(user: User, path: str, name: str) -> None:
    """Forget a draft, because its form was sent or its writer wants it gone."""
    if (keeper := _keeper_of(name)) is not None:
        keeper.drop(user, path, name)
    Draft.objects.filter(user=user, place=place_of(user, path, name)).delete()


def _holds_words(name: str, lists: dict[str, list[str]]) -> bool:
    kind = ":".join(name.split(":")[:2])
    return HOLDS_WORDS.get(kind, _holds_anything)(lists)


def _holds_anything(lists: dict[str, list[str]]) -> bool:
    return any(text.strip() for field in lists if field != OPENED for text in lists[field])


def _keeper_of(name: str) -> Keeper | None:
    word, colon, _rest = name.partition(":")
    return KEEPERS.get(word) if colon else None
