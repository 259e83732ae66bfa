"""What somebody is writing: forms that were sent, their answers, and drafts not yet sent."""

import uuid

from django.db import models

from holdfast.web.sealing.models import DataKey, Sealed, SealedField

from .people import User


class Once(models.Model):
    """The random id of a form that was sent: the same id twice is one act.

    `at` holds the day alone, and rows of earlier days lie in the order of their ids: what somebody
    wrote for themselves must not be found beside what they had open at that minute.
    """

    id = models.UUIDField(primary_key=True)
    user_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    answer = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"form {self.id}"


class Answer(models.Model):
    """The page a form was answered with, for the browser that sent it and a quarter of an hour.

    Its id is the keyed hash of the name in the address; the key that opens it lies in a cookie of
    that browser. No row says whose it is or what page. `once` says that it goes when it is shown.
    """

    id = models.CharField(primary_key=True, max_length=64)
    sealed = models.BinaryField()
    until = models.DateTimeField(db_index=True)
    once = models.BooleanField()

    def __str__(self) -> str:
        return f"answer {self.id[:8]}"


class Draft(Sealed):
    """What somebody had begun to write in a form, sealed under their account's key.

    `place` is a keyed hash of who, which page and which form, so that the table does not say
    what the writing is about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=64)
    fields = SealedField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "place"], name="accounts_one_draft_per_place")
        ]

    def __str__(self) -> str:
        return f"draft of {self.user_id}"

    def data_key(self) -> DataKey:
        """A draft belongs to whoever writes it."""
        return self.user.key
