"""Concerns: what a client raises, to the reader they chose, and what is written back.

These rows hold plain ids and no foreign key into the record. Whatever happens to the therapy, the
account or the reader neither removes a concern nor shows that there is one; the database refuses to
change it, and to delete it before its own day.

The words are sealed under a key of their own. That key is boxed to the reader's vault, and given to
the client either boxed to their vault or, where they have none, sealed under their account's key.
"""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from holdfast.web.accounts.models import Role, User
from holdfast.web.audit.immutable import Immutable, KeptUntil
from holdfast.web.practice.models import Participant, Therapist, Therapy
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.sealing import primitives
from holdfast.web.sealing.models import DataKey, Sealed, SealedField
from holdfast.web.vault.models import Vault

ANSWER_WITHIN = timedelta(days=14)


class Concerns(models.QuerySet["Concern"]):
    """Concerns, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Concerns":
        """Those this account sent, or may read as the one it was sent to."""
        return self.sent_by(user) | self.sent_to(user)

    def sent_by(self, user: User) -> "Concerns":
        """Those this very account wrote: another one at the same place in a therapy has none."""
        return self.filter(sender=user.pk)

    def sent_to(self, user: User) -> "Concerns":
        """Those sent to this person in a role they still hold."""
        as_reader = Q(to_therapist=False) if user.has(Role.READER) else Q(pk__in=[])
        as_therapist = Q(to_therapist=True) if user.has(Role.THERAPIST) else Q(pk__in=[])
        return self.filter(as_reader | as_therapist, reader=user.pk)


class Concern(KeptUntil):
    """That somebody raised a concern: about whom, to whom, when. What was written is beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sender = models.UUIDField(db_index=True)
    therapy = models.UUIDField(db_index=True)
    participant = models.UUIDField()
    therapist = models.UUIDField()
    reader = models.UUIDField(db_index=True)
    to_therapist = models.BooleanField(default=False)
    write_me = models.BooleanField(default=False)
    sent_at = models.DateTimeField()

    objects = Concerns.as_manager()

    def __str__(self) -> str:
        return f"concern {self.pk}"


class OfConcern(KeptUntil):
    """A row that is kept as long as its concern."""

    concern: "models.ForeignKey[Concern, Concern]"

    class Meta:
        abstract = True


class Writing(OfConcern):
    """Something written in a concern, by the client or the reader. Both can open it."""

    class By(models.TextChoices):
        CLIENT = "client", "the client"
        READER = "reader", "the reader"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="writings")
    by = models.CharField(max_length=6, choices=By.choices)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    for_reader = models.BinaryField()
    for_client = models.BinaryField()
    reader_vault = models.UUIDField()
    client_vault = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"writing {self.pk}"

    def place(self) -> bytes:
        """Return what the words and their key are bound to."""
        return f"concern|{self.concern_id}|{self.pk}|{self.by}".encode()

    def seal(self, words: str, *, reader: Vault, client: User, vault: Vault | None) -> None:
        """Seal for both sides; the caller saves."""
        key, place = primitives.new_key(), self.place()
        self.sealed = primitives.seal_entry(key, words.encode(), place)
        self.for_reader = primitives.box(bytes(reader.public), key, place)
        self.reader_vault, self.client_vault = reader.pk, vault.pk if vault else None
        if vault is not None:
            self.for_client = primitives.box(bytes(vault.public), key, place)
        else:
            self.for_client = primitives.seal(client.key.plain(), key, place)

    def open_as_reader(self, private: bytes) -> str:
        """Open with the private half of the reader's vault; raises SealBroken."""
        return self._open(primitives.unbox(private, bytes(self.for_reader), self.place()))

    def open_as_client(self, client: User, private: bytes | None) -> str | None:
        """Open for the client; None where that needs their vault and it is shut."""
        if self.client_vault is None:
            sealed = bytes(self.for_client)
            return self._open(primitives.unseal(client.key.plain(), sealed, self.place()))
        if private is None:
            return None
        return self._open(primitives.unbox(private, bytes(self.for_client), self.place()))

    def _open(self, key: bytes) -> str:
        return primitives.unseal_entry(key, bytes(self.sealed), self.place()).decode()


class Mark(OfConcern):
    """Something that happened to a concern. Nothing is ever taken back; a later mark may say so."""

    class Kind(models.TextChoices):
        READ = "read", "read for the first time"
        SEEN = "seen", "the client saw an answer"
        LATE = "late", "no answer had come by the day"
        WITHDRAWN = "withdrawn", "withdrawn by the client"
        SETTLED = "settled", "settled, says the client"
        TOLD = "told", "the therapist was told"
        RECORD_ASKED = "record_asked", "the reader asks to open the record"
        RECORD_ALLOWED = "record_allowed", "the client lets them"
        RECORD_REFUSED = "record_refused", "the client does not let them"
        SAME_PERSON = "same_person", "the reader is sure who signs in"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="marks")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "number"], name="portal_marks_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of a concern"


class ConcernTold(Immutable, OfTherapy):
    """What a client let their therapist know of a concern somebody else reads.

    It exists because the client wanted it, and only then; it is part of the record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    words = SealedField()

    def __str__(self) -> str:
        return "told of a concern"


class Closeness(models.Model):
    """A reader is a partner or relative of a therapist, they say, and so reads nothing of theirs.

    Only the reader writes it, and nobody else sees it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "therapist"], name="portal_close_once")
        ]

    def __str__(self) -> str:
        return "closeness"


class Peer(Sealed):
    """A colleague elsewhere whom clients of a practice of one can turn to. There is one at most."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    name = SealedField()
    reach = SealedField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="portal_one_peer")]

    def __str__(self) -> str:
        return "named peer"

    def data_key(self) -> DataKey:
        """It has a key of its own."""
        return self.key
