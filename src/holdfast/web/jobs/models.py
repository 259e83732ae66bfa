"""Work that is done later, kept in the database.

A job carries ids only. It is done at least once unless its kind says that doing it twice would be
wrong (an e-mail): then a job whose worker died is marked `unknown` and left for a person.
"""

import uuid
from datetime import datetime, timedelta

from django.db import models

LEASE = timedelta(minutes=10)


class Job(models.Model):
    """One piece of work: a kind, the ids it needs, and when to do it.

    `error` is the type and place of what went wrong; of work that is done, in a word, why there
    was nothing to do.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        UNKNOWN = "unknown"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    ids = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Rhythm(models.Model):
    """When a repeating kind of work was last put on the list."""

    kind = models.CharField(max_length=60, primary_key=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind


def enqueue(kind: str, *, due_at: datetime, **ids: object) -> Job:
    """Put work on the list, in the caller's transaction. Every argument must be an id."""
    return Job.objects.create(
        kind=kind, due_at=due_at, ids={name: str(value) for name, value in ids.items()}
    )
