"""What this installation is: a practice or a demonstration, and of which version."""

import uuid

from django.db import models


class Installation(models.Model):
    """One row that ties the database to its world and to the version it was migrated by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    world = models.CharField(max_length=13)
    version = models.CharField(max_length=40)
    story = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.world} {self.version}"
