"""Episodes that their author has moved into the record. All else is in vaults."""

import json
import uuid
from datetime import datetime

from django.db import models

from holdfast.transference import Episode, read_episode
from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.sealing.models import SealedField


class RecordEpisodes(models.QuerySet["RecordEpisode"]):
    """Episodes of the record, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "RecordEpisodes":
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))


class RecordEpisode(OfTherapy):
    """One relationship episode in the record of a therapy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="episodes")
    content = SealedField()
    moved_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = RecordEpisodes.as_manager()

    class Meta:
        indexes = [models.Index(fields=["therapy", "moved_at"])]

    def __str__(self) -> str:
        return f"episode {self.pk}"

    def episode(self) -> Episode:
        """Open it."""
        return read_episode(json.loads(self.text("content")))
