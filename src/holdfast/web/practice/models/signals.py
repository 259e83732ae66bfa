"""Signals: something worth a look, with its evidence; one row each, which pages only read."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Q, When

from holdfast.web.accounts.models import User
from holdfast.web.practice.models.participants import Participant
from holdfast.web.practice.models.therapies import OfTherapy, Therapy
from holdfast.web.sealing.models import SealedField

URGENT_KINDS = ("danger",)  # what stands before all else, however new the others are


class Signals(models.QuerySet["Signal"]):
    """Signals, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Signals":
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))

    def open(self) -> "Signals":
        """Those that nobody has dealt with and those that were raised."""
        return self.filter(state__in=[Signal.State.OPEN, Signal.State.RAISED])

    def pressing_first(self) -> "Signals":
        """The urgent ones first, and of each the newest first."""
        urgent_first = Case(When(kind__in=URGENT_KINDS, then=0), default=1)
        return self.order_by(urgent_first, "-since", "id")


class Signal(OfTherapy):
    """One signal. `key` stays the same for the same onset, so finding it again changes nothing."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        RAISED = "raised", "talked about"
        SET_ASIDE = "set_aside", "set aside"
        CLOSED = "closed", "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="signals")
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.CASCADE, related_name="signals"
    )
    capability = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    since = models.DateField()
    reason = SealedField()
    evidence: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    audience = models.CharField(max_length=12, default="therapist")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    why = SealedField()

    objects = Signals.as_manager()

    class Meta:
        indexes = [models.Index(fields=["therapy", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["therapy", "kind", "key"],
                condition=Q(participant=None),
                name="practice_one_signal_per_onset",
            ),
            models.UniqueConstraint(
                fields=["therapy", "participant", "kind", "key"],
                condition=Q(participant__isnull=False),
                name="practice_one_signal_per_person_and_onset",
            ),
        ]

    def __str__(self) -> str:
        return f"signal {self.pk}"

    @property
    def urgent(self) -> bool:
        """Whether it stands before all others."""
        return self.kind in URGENT_KINDS

    def reason_value(self) -> dict[str, Any]:
        """Open the reason: kind, numbers, dates and clause ids."""
        value: dict[str, Any] = json.loads(self.text("reason") or "{}")
        return value
