"""Drafts for a vault: kept like an entry, so that no key of the server opens them.

What was begun is boxed to the public half while the vault may be shut, and comes back into its form
once the vault is open. A form shown while the vault is shut has not read what was begun before, so
it is kept beside that and never over it: each form says in its mark which draft is its own.
Where the address of a page names somebody, the place of its drafts is the same for all such pages,
and what they are about is inside them: whoever has every key of the server could try addresses.
Somebody without a vault has no place for it, and the page says so before.
"""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.http import QueryDict

from holdfast.web.accounts import drafts
from holdfast.web.accounts.forms.once import day_of
from holdfast.web.accounts.models import User
from holdfast.web.sealing import primitives
from holdfast.web.vault.actions import Key
from holdfast.web.vault.models import Vault, VaultDraft

WORD = "vault"
ANYWHERE = "@"  # at the end of a kind whose drafts lie apart from the page they were begun on
MOST_BESIDE, MOST_ANYWHERE = 20, 100
FIRST_WORDS = 90


@dataclass(frozen=True)
class Begun:
    """What was begun in a form and opens: its draft, the day, and what stands in its fields."""

    id: uuid.UUID
    at: datetime
    fields: QueryDict

    @property
    def first_words(self) -> str:
        """The beginning of the longest thing in it."""
        longest = max(
            (text for _name, texts in self.fields.lists() for text in texts), key=len, default=""
        )
        return " ".join(longest.split())[:FIRST_WORDS]


class ToTheVault:
    """Keeps a draft in the vault of whoever writes it."""

    def keep(self, user: User, path: str, name: str, text: str, now: datetime) -> bool:
        """Keep what a form holds, over its own draft alone; False where there is no place."""
        vault = Vault.objects.filter(user=user).select_related("user").first()
        if vault is None:
            return False
        draft = _own_or_new(vault, path, name)
        if draft is None:
            return False
        draft.at = day_of(now)
        draft.seal(text.encode())
        # Two at once: the other one has just been kept, and the next pause keeps again.
        with suppress(IntegrityError), transaction.atomic():
            draft.save(force_insert=draft._state.adding)
        return True

    def drop(self, user: User, path: str, name: str) -> None:
        """Forget it; a name that says no draft means the first."""
        kind, own = parted(name)
        kept = _kept(user, path, kind)
        first = _places(user, path, kind)[0]
        if own is None and kind.endswith(ANYWHERE):  # the first may be about something else
            return
        (kept.filter(pk=own) if own else kept.filter(page=first)).delete()


def parted(name: str) -> tuple[str, uuid.UUID | None]:
    """Part a mark into the name of its form and the draft that is the form's own."""
    word, _colon, rest = name.partition(":")
    form, _colon, own = rest.partition(":")
    with suppress(ValueError):
        return f"{word}:{form}", uuid.UUID(own)
    return f"{word}:{form}", None


def any_begun(user: User, path: str, kind: str) -> bool:
    """Whether something was begun in a form on a page."""
    return _kept(user, path, kind).exists()


def find(key: Key, path: str, kind: str) -> list[Begun]:
    """Return what was begun on a page, the newest first, but for what was changed and is shut."""
    kept = _kept(key.vault.user, path, kind)
    places = {place: n for n, place in enumerate(_places(key.vault.user, path, kind))}
    ordered = sorted(kept, key=lambda draft: (draft.at, places[draft.page]), reverse=True)
    return [begun for draft in ordered if (begun := _opened(key, draft)) is not None]


def _own_or_new(vault: Vault, path: str, name: str) -> VaultDraft | None:
    """Return the draft a form says is its own, else a new one in a free place; None if all full."""
    kind, own = parted(name)
    beside = {draft.page: draft for draft in _kept(vault.user, path, kind)}
    for draft in beside.values():
        if draft.pk == own:
            return draft
    free = (place for place in _places(vault.user, path, kind) if place not in beside)
    place = next(free, None)
    return VaultDraft(id=own or uuid.uuid4(), vault=vault, page=place) if place else None


def _opened(key: Key, draft: VaultDraft) -> Begun | None:
    with suppress(primitives.SealBroken):
        fields = drafts.read(draft.open(key.private).decode())
        return Begun(draft.pk, draft.at, fields)
    return None


def _kept(user: User, path: str, kind: str) -> models.QuerySet[VaultDraft]:
    places = _places(user, path, kind)
    return VaultDraft.objects.filter(vault__user=user, page__in=places).select_related("vault")


def _places(user: User, path: str, kind: str) -> list[str]:
    """Return under which hashes the drafts of one form on one page lie beside each other."""
    anywhere = kind.endswith(ANYWHERE)
    most, page = (MOST_ANYWHERE, "") if anywhere else (MOST_BESIDE, path)
    names = [kind, *(f"{kind}#{n}" for n in range(1, most))]
    return [drafts.place_of(user, page, name) for name in names]
