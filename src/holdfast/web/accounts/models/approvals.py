"""Acts that open content, and the second person they need."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from .people import User

ALONE_WAIT = timedelta(hours=72)


class Approval(models.Model):
    """An act that opens content: it needs a second person, or 72 hours where there is none.

    `kind` names the act ("grant", "join", "export", "erase") and `subject_id` the row it is about;
    whoever carries the act out asks `Approval.may_go_ahead`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=60)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("asked_by")),
                name="accounts_second_person_is_another",
                violation_error_message="Somebody else has to agree to this.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} asked"

    def may_go_ahead(self, now: datetime, second_person_exists: bool) -> bool:
        """Say whether the act may be carried out at `now`."""
        if self.refused_at is not None or self.done_at is not None:
            return False
        if self.approved_at is not None:
            return True
        return not second_person_exists and now >= self.asked_at + ALONE_WAIT
