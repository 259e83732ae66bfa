"""What the check found, for the conflict desk; and what was made of it."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from holdfast.web.accounts.models import Role, User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.practice.models import Card, Therapist
from holdfast.web.practice.models.cards import OfCard
from holdfast.web.screening.models.enquiries import Enquiry
from holdfast.web.screening.models.index import Node
from holdfast.web.sealing.models import DataKey, Sealed, SealedField


class Findings(models.QuerySet["Finding"]):
    """Findings, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Findings":
        """All for the conflict desk; for a therapist those about their own circle that they may
        be told of. What leads through another person's therapy is told to no therapist.
        """
        if user.has(Role.DESK):
            return self
        return self.to_be_told(user, now)

    def to_be_told(self, user: User, now: datetime) -> "Findings":
        """Those about a therapist's own circle that this therapist may be told of."""
        own = Q(side=Finding.Side.THERAPIST, tells=True, therapist__user=user)
        return self.filter(own, enquiry__release_at__lte=now)

    def of_circles(self) -> "Findings":
        """Those about a therapist and the person, which may be talked about with that person."""
        return self.filter(side=Finding.Side.THERAPIST)

    def of_clients(self) -> "Findings":
        """Those that lead through another person's therapy: for nobody but the desk."""
        return self.filter(side=Finding.Side.CLIENT)


class Finding(OfCard):
    """One way in which a person is tied to a therapist, as it was found on a day.

    `card` is that person's and its key seals `content`: role, strength, the path in node ids with
    kinds and dates, the situation put to the codes and the receipt of their answer. `mark` is the
    same whenever the same path is found again. `tells`: the person asked for this therapist by
    name, or agreed that they be told.
    """

    class Side(models.TextChoices):
        THERAPIST = "therapist", "between the person and a therapist"
        CLIENT = "client", "through another person's therapy"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="findings")
    enquiry = models.ForeignKey(
        Enquiry, null=True, on_delete=models.CASCADE, related_name="findings"
    )
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=9, choices=Side.choices)
    tells = models.BooleanField(default=False)
    mark = models.CharField(max_length=64)
    content = SealedField()
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = Findings.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "therapist", "mark"], name="screening_one_finding_a_path"
            )
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"

    def opened(self) -> dict[str, Any]:
        """Open what was found."""
        found: dict[str, Any] = json.loads(self.text("content"))
        return found


class Outcomes(models.QuerySet["Outcome"]):
    """Outcomes, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Outcomes":
        """The conflict desk's alone."""
        return self if user.has(Role.DESK) else self.none()


class Outcome(Immutable, Sealed):
    """What the desk decided about a person, once, with the codes' receipt. It never changes.

    `content` is sealed under a key of its own, so that it can be erased without being changed.
    `about` is the card of the person and `therapist_id` the therapist, both without a foreign key:
    an outcome outlives what it speaks of.
    """

    class Kind(models.TextChoices):
        OFFERED = "offered", "offered"
        SAFEGUARDS = "safeguards", "offered with safeguards"
        ELSEWHERE = "elsewhere", "routed to a colleague"
        REFERRED = "referred", "referred out, with names"
        EMERGENCY = "emergency", "emergency exception"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(
        Enquiry, null=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    about = models.UUIDField(null=True, db_index=True)
    therapist_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    content = SealedField()
    digest = models.CharField(max_length=64, blank=True)
    review_on = models.DateField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    objects = Outcomes.as_manager()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["about"],
                condition=Q(about__isnull=False),  # a plain one rebuilds the table in SQLite
                name="screening_one_outcome_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"outcome {self.pk}"

    def data_key(self) -> DataKey:
        """An outcome has a key of its own."""
        return self.key

    def opened(self) -> dict[str, Any]:
        """Open what was decided."""
        found: dict[str, Any] = json.loads(self.text("content"))
        return found


class Screened(models.Model):
    """A client and a therapist whose ties were looked for, since either last changed."""

    id = models.BigAutoField(primary_key=True)
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "therapist"], name="screening_one_look_a_pair")
        ]

    def __str__(self) -> str:
        return f"screened {self.pk}"
