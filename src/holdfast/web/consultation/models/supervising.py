"""Supervision as it takes place: sessions, who sat in them, their topics, and what was agreed.

It stands apart from every client's record and is sealed under the supervisee's own key. A topic
names a therapy by its code. Who may read a seat: the supervisee, and the supervisor of the
agreement it belongs to. In a group each supervisee has a seat of their own.
"""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from holdfast.web.accounts.models import User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.practice.models import SupervisionAgreement, Therapist, Therapy
from holdfast.web.sealing.models import DataKey, Sealed, SealedField


class Sitting(models.Model):
    """One supervision session: when, how long and of which kind."""

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", "individual"
        GROUP = "group", "group"
        PEER = "peer", "among peers"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0) & Q(minutes__lte=600),
                name="consultation_sitting_length_is_sensible",
                violation_error_message="A session lasts between 1 minute and 10 hours.",
            )
        ]

    def __str__(self) -> str:
        return f"sitting {self.pk}"


class Seats(models.QuerySet["Seat"]):
    """Seats, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Seats":
        """One's own, and those under agreements in which one supervises or did."""
        return self.filter(Q(therapist__user=user) | Q(agreement__supervisor=user))

    def whole(self) -> "Seats":
        """Bring along keys, topics and tasks, so that opening texts asks nothing more."""
        rows = self.select_related("sitting", "therapist__user__key", "agreement__supervisor__key")
        return rows.prefetch_related("topics__therapy", "tasks")


class Seat(Sealed):
    """One supervisee's part in a session; among peers it belongs to no agreement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="seats")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(
        SupervisionAgreement, null=True, on_delete=models.PROTECT, related_name="seats"
    )
    note = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = Seats.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "therapist"], name="consultation_one_seat_each"
            )
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"

    def data_key(self) -> DataKey:
        """Sealed under the key of the supervisee's account."""
        return self.therapist.user.key


class OfSeat(Sealed):
    """A row that belongs to a seat and is sealed as that is."""

    seat: "models.ForeignKey[Seat, Seat]"

    class Meta:
        abstract = True

    def data_key(self) -> DataKey:
        """Return the supervisee's key."""
        return self.seat.data_key()

    @property
    def shown(self) -> str:
        """What was written."""
        return self.text("words")


class Topic(OfSeat):
    """What was brought: by the code of a therapy, or about the work as such."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="topics")
    therapy = models.ForeignKey(Therapy, null=True, on_delete=models.SET_NULL, related_name="+")
    words = SealedField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"topic {self.pk}"


class Task(OfSeat):
    """What was agreed to be done, and when it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="tasks")
    words = SealedField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"task {self.pk}"


class Declared(Immutable, Sealed):
    """What one of the two said of how they stand to each other, and what the codes say to it.

    `said` holds tie, objectivity, harm and a word on it; `verdict` is the severest answer of the
    codes on that day. The newest of a person counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(
        SupervisionAgreement, on_delete=models.PROTECT, related_name="declared"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said = SealedField()
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"declared {self.pk}"

    def data_key(self) -> DataKey:
        """Sealed under the key of whoever says it."""
        return self.by.key

    def opened(self) -> dict[str, Any]:
        """Open what was said."""
        found: dict[str, Any] = json.loads(self.text("said"))
        return found
