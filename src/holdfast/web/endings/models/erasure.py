"""Legal holds, erasures that wait or were done, their certificates, and the marker that stays."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models

from holdfast.web.accounts.models import User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.practice.models import Participant, Therapist, Therapy
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.sealing.models import SealedField


class LegalHolds(models.QuerySet["LegalHold"]):
    """Legal holds."""

    def standing(self) -> Self:
        """Those that were not lifted."""
        return self.filter(lifted_at=None)


class LegalHold(OfTherapy):
    """Nothing of this therapy is erased while it stands: a court, a claim, an inquiry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="holds")
    reason = SealedField()
    since = models.DateField()
    by = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    objects = LegalHolds.as_manager()

    def __str__(self) -> str:
        return f"legal hold {self.pk}"


class Erasing(models.Model):
    """An erasure that waits for a second person (the approval of kind "erase" about it)."""

    class Why(models.TextChoices):
        KEPT_LONG_ENOUGH = "kept", "kept as long as it has to be"
        ASKED_BY_PERSON = "asked", "the person asked for it"
        MISTAKE = "mistake", "recorded by mistake"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="erasing"
    )
    why = models.CharField(max_length=8, choices=Why.choices)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"erasing {self.pk}"


class Certificates(models.QuerySet["Certificate"]):
    """Certificates, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> Self:
        """Those this person took part in; a practice lead sees all. They name nobody."""
        from holdfast.web.accounts.models import Role

        if user.has(Role.LEAD):
            return self.all()
        return self.filter(
            models.Q(asked_by=user.pk)
            | models.Q(agreed_by=user.pk)
            | models.Q(therapists__contains=str(user.pk))
        )


class Certificate(Immutable):
    """That a person's record was erased: how much of what, by whom, and what is left where.

    It names nobody who was erased. `therapists` are the accounts of those who worked with them,
    parted by blanks. `content` holds counts by kind, what stays, and the clauses of a marker.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    erased = models.UUIDField(unique=True)
    code = models.CharField(max_length=6)
    why = models.CharField(max_length=8, choices=Erasing.Why.choices)
    erased_at = models.DateTimeField()
    asked_by = models.UUIDField()
    agreed_by = models.UUIDField(null=True)
    therapists = models.TextField(blank=True)
    backups_gone_on = models.DateField()
    repeated = models.BooleanField(default=False)
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    objects = Certificates.as_manager()

    def __str__(self) -> str:
        return f"certificate {self.pk}"


class Marker(Immutable):
    """The least that a code's rule needs after an erasure: a keyed hash that answers "was it you?".

    `until` is the day from which no rule needs it any more; None if a rule knows no end.
    `ended_on` is kept only where a rule counts from it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=64, db_index=True)
    ended_on = models.DateField(null=True)
    until = models.DateField(null=True)
    clauses: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"marker {self.pk}"

    def holds_on(self, now: datetime) -> bool:
        """Whether a rule still needs it."""
        return self.until is None or now.date() < self.until
