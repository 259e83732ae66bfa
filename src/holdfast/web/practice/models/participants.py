"""Participants: one person's place in a therapy, as client or guardian, with its dates."""

import uuid
from datetime import date, datetime

from django.db import models

from holdfast.web.accounts.models import User
from holdfast.web.practice.models.cards import Card
from holdfast.web.practice.models.staff import in_force
from holdfast.web.practice.models.therapies import OfTherapy, Therapy
from holdfast.web.sealing.models import SealedField


class Participants(models.QuerySet["Participant"]):
    """Participants, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Participants":
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))

    def of_account(self, user: User, now: datetime) -> "Participants":
        """This account's own places. A guardian's ends by itself on its last day."""
        own = self.filter(user=user)
        return own.filter(role=Participant.Role.CLIENT) | own.filter(in_force(now.date()))

    def clients(self) -> "Participants":
        """The people in therapy, without guardians."""
        return self.filter(role=Participant.Role.CLIENT)

    def with_cards(self) -> "Participants":
        """Bring cards and keys along, so that opening names asks nothing more."""
        return self.select_related("card__key", "therapy__key")


class Participant(OfTherapy):
    """A person's place in a therapy. A guardian stands for a client until a date."""

    class Role(models.TextChoices):
        CLIENT = "client", "client"
        GUARDIAN = "guardian", "guardian"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="participants")
    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="participant")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.CLIENT)
    stands_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="guardians"
    )
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="participations"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    whereabouts = SealedField()
    safety = SealedField()

    objects = Participants.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role="client") | models.Q(stands_for__isnull=False),
                name="practice_guardian_stands_for_somebody",
                violation_error_message="Say for whom the guardian stands.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"

    def is_over(self, day: date) -> bool:
        """Say whether this place or its whole therapy has ended on a day."""
        ended = self.therapy.ended_on if self.therapy.state == Therapy.State.ENDED else None
        return any(end is not None and end <= day for end in (self.until, ended))

    def there_on(self, day: date) -> bool:
        """Say whether this place held on a day."""
        return self.since <= day and (self.until is None or day <= self.until)
