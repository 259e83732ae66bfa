"""A therapist who is to join a therapy that exists."""

import uuid

from django.db import models

from holdfast.web.practice.models.staff import Therapist
from holdfast.web.practice.models.therapies import Therapy


class Joining(models.Model):
    """A therapist is to join a therapy; it waits for the approval of kind "join" about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="joinings")
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="joinings")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return "therapist about to join"
