"""A supervisor's signature beside what a supervisee signed, where the practice wants it."""

import uuid

from django.db import models
from django.db.models import Q

from holdfast.web.accounts.models import User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.sealing.models import SealedField


class House(models.Model):
    """What the practice wants countersigned by a responsible supervisor, and since when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    decisions = models.BooleanField(default=False)
    agreements = models.BooleanField(default=False)
    trainees_only = models.BooleanField(default=True)
    since = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="consultation_only_one")]

    def __str__(self) -> str:
        return "what is countersigned"

    @classmethod
    def present(cls) -> "House":
        """Return what the practice wants; nothing until somebody says so."""
        return cls.objects.first() or cls()


class Countersignature(Immutable, OfTherapy):
    """A supervisor has read and countersigned; or first wants to talk, which signs nothing."""

    class Of(models.TextChoices):
        DECISION = "decision", "a decision"
        AGREEMENT = "agreement", "an agreement"

    class Answer(models.TextChoices):
        SIGNED = "signed", "countersigned"
        TALK = "talk", "to be talked over first"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.PROTECT, related_name="+")
    of = models.CharField(max_length=9, choices=Of.choices)
    subject_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=6, choices=Answer.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = SealedField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        indexes = [models.Index(fields=["therapy"])]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id"],
                condition=Q(answer="signed"),
                name="consultation_one_countersignature",
            )
        ]

    def __str__(self) -> str:
        return f"countersignature {self.pk}"

    @property
    def shown(self) -> str:
        """What was written with it."""
        return self.text("words")
