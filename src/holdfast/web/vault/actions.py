"""Making, opening and shutting a vault, and writing into it.

Wrong passphrases get no hint and are slowed down. The audit holds making and unlocking, never
entries.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.sealing import keyring, primitives
from holdfast.web.vault import passphrases
from holdfast.web.vault.models import AfterDeath, Entry, OpenVault, Vault

IDLE = timedelta(minutes=15)
NOTED_AFTER = timedelta(seconds=20)
FREE_TRIES = 3


class Wrong(Exception):
    """The passphrase or recovery key does not open this vault, or it is too soon to try again."""


@dataclass(frozen=True)
class Key:
    """What a request carries of an open vault: the private half, for as long as it lasts."""

    vault: Vault
    private: bytes


@transaction.atomic
def make_vault(user: User, passphrase: str, *, now: datetime) -> tuple[Vault, str]:
    """Make a person's vault; returns it and the recovery key, which is shown once."""
    private, public = primitives.box_pair()
    vault = Vault(user=user, public=public, salt=secrets.token_bytes(16), made_at=now)
    recovery = primitives.new_key()
    _wrap(vault, private, passphrase)
    printed = _wrap_for_paper(vault, private, recovery)
    vault.save(force_insert=True)
    audit.record("vault made", now=now, actor=user, subject=vault)
    return vault, printed


def _wrap(vault: Vault, private: bytes, passphrase: str) -> None:
    key = primitives.stretch(passphrases.normal(passphrase), bytes(vault.salt))
    vault.by_passphrase = primitives.seal(key, private, vault.place("passphrase"))


def unlock(vault: Vault, passphrase: str, *, now: datetime) -> Key:
    """Open with the passphrase; raises Wrong."""
    _slow_down(vault, now)
    key = primitives.stretch(passphrases.normal(passphrase), bytes(vault.salt))
    return _open(vault, key, bytes(vault.by_passphrase), "passphrase", now)


def unlock_with_recovery_key(vault: Vault, printed: str, *, now: datetime) -> Key:
    """Open with the printed recovery key; raises Wrong."""
    _slow_down(vault, now)
    try:
        key = passphrases.read_key(printed)
    except ValueError:
        key = primitives.new_key()
    return _open(vault, key, bytes(vault.by_recovery_key), "recovery", now)


def _slow_down(vault: Vault, now: datetime) -> None:
    if vault.not_before is not None and now < vault.not_before:
        raise Wrong


def _open(vault: Vault, key: bytes, wrapped: bytes, what: str, now: datetime) -> Key:
    try:
        private = primitives.unseal(key, wrapped, vault.place(what))
    except primitives.SealBroken:
        _failed(vault, now)
        raise Wrong from None
    Vault.objects.filter(pk=vault.pk).update(failures=0, not_before=None)
    _lives(vault, now)
    audit.record("vault opened", now=now, actor=vault.user_id, subject=vault, purpose=what)
    return Key(vault, private)


def _lives(vault: Vault, now: datetime) -> None:
    """Take back what somebody said of an owner's death: whoever opens a vault is alive."""
    said = AfterDeath.objects.filter(vault=vault, said_at__isnull=False, agreed_at=None)
    if said.update(said_by=None, said_at=None):
        audit.record(
            "an owner said to have died lives", now=now, actor=vault.user_id, subject=vault
        )


def _failed(vault: Vault, now: datetime) -> None:
    """Count a failure; from the fourth on each doubles the wait, up to a quarter of an hour."""
    Vault.objects.filter(pk=vault.pk).update(failures=F("failures") + 1)
    vault.refresh_from_db(fields=["failures"])
    if vault.failures > FREE_TRIES:
        wait = timedelta(seconds=min(900, 5 * 2 ** (vault.failures - FREE_TRIES)))
        Vault.objects.filter(pk=vault.pk).update(not_before=now + wait)
    audit.record("vault not opened", now=now, actor=vault.user_id, subject=vault)


@transaction.atomic
def change_passphrase(key: Key, passphrase: str, *, now: datetime) -> None:
    """Wrap the private half under a new passphrase. Older backups still open with the old one."""
    key.vault.salt = secrets.token_bytes(16)
    _wrap(key.vault, key.private, passphrase)
    key.vault.save(update_fields=["salt", "by_passphrase"])
    audit.record("passphrase changed", now=now, actor=key.vault.user_id, subject=key.vault)


@transaction.atomic
def new_recovery_key(key: Key, *, now: datetime) -> str:
    """Make another recovery key; the earlier one no longer opens the vault."""
    printed = _wrap_for_paper(key.vault, key.private, primitives.new_key())
    key.vault.save(update_fields=["by_recovery_key", "recovery_check", "recovery_kept_at"])
    audit.record("recovery key made", now=now, actor=key.vault.user_id, subject=key.vault)
    return printed


def _wrap_for_paper(vault: Vault, private: bytes, recovery: bytes) -> str:
    vault.by_recovery_key = primitives.seal(recovery, private, vault.place("recovery"))
    printed = passphrases.print_key(recovery)
    vault.recovery_check = _check(vault, printed.partition("-")[0])
    vault.recovery_kept_at = None
    return printed


@transaction.atomic
def confirm_recovery_key(vault: Vault, first_group: str, *, now: datetime) -> bool:
    """Note that the paper is there, if its first group is what was typed."""
    if not primitives.same(
        _check(vault, first_group.strip().upper()).encode(), vault.recovery_check.encode()
    ):
        return False
    Vault.objects.filter(pk=vault.pk).update(recovery_kept_at=now)
    audit.record("recovery key confirmed", now=now, actor=vault.user_id, subject=vault)
    return True


def _check(vault: Vault, group: str) -> str:
    key = keyring.ring().derived("recovery key on paper")
    return primitives.lookup_hash(key, f"{vault.pk}|{group}")


def keep_open(key: Key, session_key: str, *, now: datetime) -> str:
    """Keep a vault open in one session; returns the half of its key that goes into a cookie."""
    half, other = primitives.new_key(), primitives.new_key()
    opening = OpenVault(vault=key.vault, session_hash=_hash(session_key), half=half, used_at=now)
    opening.wrapped = primitives.seal(_whole(half, other), key.private, opening.id.bytes)
    OpenVault.objects.filter(session_hash=opening.session_hash).delete()
    opening.save(force_insert=True)
    return f"{opening.id.hex}{other.hex()}"


def resume(cookie: str, session_key: str, *, now: datetime) -> Key | None:
    """Put the two halves together; None when shut, idle too long, or another session asks."""
    try:
        opening_id, other = uuid.UUID(cookie[:32]), bytes.fromhex(cookie[32:])
    except ValueError:
        return None
    found = OpenVault.objects.filter(pk=opening_id, session_hash=_hash(session_key))
    opening = found.select_related("vault").first()
    if opening is None or len(other) != primitives.KEY_BYTES:
        return None
    if now - opening.used_at > IDLE:
        opening.delete()
        return None
    try:
        whole = _whole(bytes(opening.half), other)
        private = primitives.unseal(whole, bytes(opening.wrapped), opening.id.bytes)
    except primitives.SealBroken:
        return None
    if now - opening.used_at > NOTED_AFTER:
        found.update(used_at=now)
    return Key(opening.vault, private)


def shut(session_key: str) -> None:
    """Shut what is open in a session."""
    OpenVault.objects.filter(session_hash=_hash(session_key)).delete()


def shut_elsewhere(vault: Vault, session_key: str) -> None:
    """Shut a vault in every other session: whoever has it open there may not be its owner."""
    OpenVault.objects.filter(vault=vault).exclude(session_hash=_hash(session_key)).delete()


def shut_idle(now: datetime) -> int:
    """Shut every vault that has been idle too long; returns how many."""
    return OpenVault.objects.filter(used_at__lt=now - IDLE).delete()[0]


@transaction.atomic
def write(
    vault: Vault,
    shelf: str,
    plain: bytes,
    *,
    now: datetime,
    series: uuid.UUID | None = None,
    day_only: bool = False,
) -> Entry:
    """Write an entry or its next version. Needs only the public half, so the vault may be shut.

    With `day_only` no more than the day stands beside the entry: the minute in which it was
    written, held against the rows of a therapy, would say whom it is about.
    """
    at = now.replace(hour=0, minute=0, second=0, microsecond=0) if day_only else now
    before = Entry.objects.filter(vault=vault, replaced_at=None)
    last = before.filter(series=series).first() if series else None
    entry = Entry(
        vault=vault,
        shelf=shelf,
        written_at=at,
        series=series or uuid.uuid4(),
        version=last.version + 1 if last else 1,
    )
    entry.seal(plain)
    if last is not None:
        Entry.objects.filter(pk=last.pk).update(replaced_at=at)
    entry.save(force_insert=True)
    return entry


def _whole(half: bytes, other: bytes) -> bytes:
    return primitives.derive(half + other, "holdfast/open vault/1")


def _hash(session_key: str) -> str:
    return primitives.lookup_hash(keyring.ring().derived("sessions"), session_key)
