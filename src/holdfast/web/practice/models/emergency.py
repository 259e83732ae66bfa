"""Openings by a covering colleague in an emergency. They last a day, and concern one person."""

import uuid
from datetime import datetime, timedelta

from django.db import models

from holdfast.web.accounts.models import User
from holdfast.web.practice.models.participants import Participant
from holdfast.web.practice.models.therapies import OfTherapy, Therapy
from holdfast.web.sealing.models import SealedField

LASTS = timedelta(hours=24)


class Openings(models.QuerySet["EmergencyOpening"]):
    """Openings, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Openings":
        """A colleague's own, for as long as they last."""
        return self.filter(colleague=user, at__lte=now, until__gt=now)


class EmergencyOpening(OfTherapy):
    """A covering colleague opened the least that an emergency needs, and said why.

    It concerns one participant: who else is in the therapy stays shut.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="openings")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="openings")
    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = SealedField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    client_told_at = models.DateTimeField(null=True)

    objects = Openings.as_manager()

    def __str__(self) -> str:
        return f"emergency opening {self.pk}"
