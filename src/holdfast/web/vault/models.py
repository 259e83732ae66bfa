"""Personal vaults: what nobody but one signed-in person may read.

Each vault has a key pair. The public half is plain, so writing works while the vault is shut. The
private half is wrapped twice: by a passphrase and by a recovery key. Each version of an entry has a
key of its own, boxed to the public half. What an entry is about is inside it, not beside it.
"""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models

from holdfast.web.accounts.models import User
from holdfast.web.sealing import primitives

BLANK, STEP = b" ", 1024


class Vault(models.Model):
    """One person's vault.

    `recovery_check` is a keyed hash of the first group of the printed recovery key, by which its
    owner shows that they have the paper: 25 of its 256 bits, which open nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="vault")
    public = models.BinaryField()
    salt = models.BinaryField()
    by_passphrase = models.BinaryField()
    by_recovery_key = models.BinaryField()
    made_at = models.DateTimeField()
    recovery_check = models.CharField(max_length=64, blank=True)
    recovery_kept_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"vault {self.pk}"

    def place(self, what: str) -> bytes:
        """Return what a wrapped private half is bound to."""
        return f"vault|{self.pk}|{what}".encode()


class Boxed(models.Model):
    """A row sealed with a key of its own, which is boxed to the public half of a vault.

    What is sealed is text, JSON mostly. It is filled with blanks up to a step of lengths, so that a
    feeling chosen from a list is not told by how long its name is.
    """

    vault: "models.ForeignKey[Vault, Vault]"
    boxed_key = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        abstract = True

    def bound_to(self) -> bytes:
        """Return what the row is bound to, so that it opens in its own place alone."""
        raise NotImplementedError

    def seal(self, plain: bytes) -> None:
        """Seal with a new key, boxed to the vault's public half; the caller saves."""
        key = primitives.new_key()
        self.boxed_key = primitives.box(bytes(self.vault.public), key, self.bound_to())
        self.sealed = primitives.seal_entry(key, filled(plain), self.bound_to())

    def open(self, private: bytes) -> bytes:
        """Open with the vault's private half; raises SealBroken if anything was changed."""
        key = primitives.unbox(private, bytes(self.boxed_key), self.bound_to())
        return primitives.unseal_entry(key, bytes(self.sealed), self.bound_to()).rstrip(BLANK)


def filled(plain: bytes) -> bytes:
    """Return a text with blanks up to the next step of lengths."""
    return plain + BLANK * (-len(plain) % STEP)


class Entries(models.QuerySet["Entry"]):
    """Entries of vaults."""

    def of(self, user: User) -> "Entries":
        """The newest versions of this person's own entries; nobody else has any."""
        return self.filter(vault__user=user, replaced_at=None)


class Entry(Boxed):
    """One version of a sealed entry. `shelf` says for what it is kept (notes, journal), no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="entries")
    series = models.UUIDField(default=uuid.uuid4)
    version = models.PositiveIntegerField(default=1)
    shelf = models.CharField(max_length=12)
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects: ClassVar = Entries.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="vault_one_row_per_version")
        ]
        indexes = [models.Index(fields=["vault", "shelf", "replaced_at"])]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    def bound_to(self) -> bytes:
        """Return what this version is bound to."""
        return f"entry|{self.vault_id}|{self.series}|{self.version}|{self.shelf}".encode()

    def place(self) -> bytes:
        """The same, by its earlier name."""
        return self.bound_to()


class Index(Boxed):
    """What a list shows of the entries of one shelf, so that it need not open each of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="indexes")
    shelf = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault", "shelf"], name="vault_one_index_per_shelf")
        ]

    def __str__(self) -> str:
        return f"index {self.pk}"

    def bound_to(self) -> bytes:
        """Return what an index is bound to."""
        return f"index|{self.vault_id}|{self.shelf}".encode()


class VaultDraft(Boxed):
    """What somebody had begun to write for their vault. `page` is a keyed hash of where."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="drafts")
    page = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault", "page"], name="vault_one_draft_per_page")
        ]

    def __str__(self) -> str:
        return "draft for a vault"

    def bound_to(self) -> bytes:
        """Return what a draft is bound to."""
        return f"draft|{self.vault_id}|{self.page}".encode()


class AfterDeath(models.Model):
    """What is to become of a vault when its owner has died: chosen once, while it is open.

    Destroyed, or opened by one named person: then the private half is boxed to the public half of
    that person's vault. It is handed out only after two people have said that the owner died.
    """

    class Choice(models.TextChoices):
        DESTROY = "destroy", "destroyed unread"
        PERSON = "person", "opened by one person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.OneToOneField(Vault, on_delete=models.CASCADE, related_name="after_death")
    choice = models.CharField(max_length=7, choices=Choice.choices)
    person = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    boxed = models.BinaryField(default=b"")
    chosen_at = models.DateTimeField()
    said_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"after death {self.pk}"

    def bound_to(self) -> bytes:
        """Return what the boxed half is bound to."""
        return f"after death|{self.vault_id}|{self.person_id}".encode()


class OpenVault(models.Model):
    """A vault that is open in one session: one half of its key. The other is in a cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="open_in")
    session_hash = models.CharField(max_length=64)
    half = models.BinaryField()
    wrapped = models.BinaryField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return "open vault"

    def idle_since(self, now: datetime) -> float:
        """Return for how many seconds it has not been used."""
        return (now - self.used_at).total_seconds()
