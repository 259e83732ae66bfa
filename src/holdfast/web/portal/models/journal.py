"""What a client took out of their journal into the record. The journal itself is in their vault."""

import uuid
from datetime import datetime

from django.db import models

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Participant, Therapy
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.sealing.models import SealedField


class SharedEntries(models.QuerySet["SharedEntry"]):
    """Shared entries, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "SharedEntries":
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))


class SharedEntry(OfTherapy):
    """One entry as it was when it was shared: a row of the therapy, by one participant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="shared_entries")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="shared_entries"
    )
    words = SealedField()
    feelings = SealedField()
    written_on = models.DateField()
    shared_at = models.DateTimeField()

    objects = SharedEntries.as_manager()

    class Meta:
        indexes = [models.Index(fields=["therapy", "shared_at"])]

    def __str__(self) -> str:
        return f"shared entry {self.pk}"
