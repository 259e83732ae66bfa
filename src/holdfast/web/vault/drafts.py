"""Drafts for a vault: kept like an entry, so that no key of the server opens them.

What was begun is boxed to the public half while the vault may be shut, and comes back into its form
once the vault is open. Somebody without a vault has no place for it, and the page says so before.
"""

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import QueryDict

from holdfast.web.accounts import drafts
from holdfast.web.accounts.forms.once import day_of
from holdfast.web.accounts.models import User
from holdfast.web.sealing import primitives
from holdfast.web.vault.actions import Key
from holdfast.web.vault.models import Vault, VaultDraft

WORD = "vault"


class ToTheVault:
    """Keeps a draft in the vault of whoever writes it."""

    def keep(self, user: User, path: str, name: str, text: str, now: datetime) -> bool:
        """Keep what a form holds; False without a vault."""
        vault = Vault.objects.filter(user=user).first()
        if vault is None:
            return False
        place = drafts.place_of(user, path, name)
        found = VaultDraft.objects.filter(vault=vault, page=place).select_related("vault").first()
        draft = found or VaultDraft(vault=vault, page=place)
        draft.at = day_of(now)
        draft.seal(text.encode())
        # Two at once: the other one has just been kept, and the next pause keeps again.
        with suppress(IntegrityError), transaction.atomic():
            draft.save()
        return True

    def drop(self, user: User, path: str, name: str) -> None:
        """Forget it."""
        place = drafts.place_of(user, path, name)
        VaultDraft.objects.filter(vault__user=user, page=place).delete()


def find(key: Key, path: str, name: str) -> tuple[QueryDict, datetime] | None:
    """Return what was begun on a page, and when; None too if it was changed and does not open."""
    place = drafts.place_of(key.vault.user, path, name)
    draft = VaultDraft.objects.filter(vault=key.vault, page=place).first()
    if draft is None:
        return None
    with suppress(primitives.SealBroken):
        return drafts.read(draft.open(key.private).decode()), draft.at
    return None
