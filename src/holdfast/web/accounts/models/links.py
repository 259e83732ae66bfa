"""Links that serve one act for one person."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models


class Link(models.Model):
    """A link that serves one act for one person: 256 random bits, kept as a hash.

    Opening it shows no name and uses nothing up; only a POST acts. What it shows or signs opens
    with six digits given in the room or by voice.
    """

    TRIES: ClassVar[int] = 5
    CODE_LIFE: ClassVar[timedelta] = timedelta(hours=72)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"link for {self.purpose}"
