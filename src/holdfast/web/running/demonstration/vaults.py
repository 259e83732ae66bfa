"""Vaults of the demonstration: all open with one published passphrase."""

from datetime import datetime

from holdfast.web.accounts.models import User
from holdfast.web.running.demonstration.people import PASSPHRASE
from holdfast.web.vault.actions import make_vault
from holdfast.web.vault.models import Vault


def vault_of(user: User, now: datetime) -> Vault:
    """Return somebody's vault; made on the first call."""
    found = Vault.objects.filter(user=user).first()
    return found or make_vault(user, PASSPHRASE, now=now)[0]
