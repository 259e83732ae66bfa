"""What the conflict desk does besides deciding: identities it opened, reviews of outcomes."""

import uuid
from datetime import datetime, timedelta

from django.db import models

from holdfast.web.accounts.models import User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.practice.models import Card, Therapy
from holdfast.web.practice.models.cards import OfCard
from holdfast.web.screening.models.enquiries import Enquiry
from holdfast.web.screening.models.findings import Outcome
from holdfast.web.sealing.models import DataKey, Sealed, SealedField


class IdentityOpenings(models.QuerySet["IdentityOpening"]):
    """Openings, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "IdentityOpenings":
        """Somebody's own, for as long as they last."""
        return self.filter(by=user, at__lte=now, until__gt=now)


class IdentityOpening(OfCard):
    """Somebody at the desk opened who a person is, with a reason; it shuts by itself."""

    LASTS = timedelta(minutes=30)

    class Purpose(models.TextChoices):
        SAME_PERSON = "same_person", "to tell whether two are the same person"
        DECIDE = "decide", "to decide about an enquiry or a late tie"
        REVIEW = "review", "for a review"
        REFER = "refer", "to refer the person on"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    reason = SealedField()
    at = models.DateTimeField()
    until = models.DateTimeField()

    objects = IdentityOpenings.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "until"])]

    def __str__(self) -> str:
        return f"identity opened {self.pk}"


class Review(Immutable, Sealed):
    """A review of an outcome that was due: what was found, and when to look again.

    It never changes; `words` are sealed under the outcome's key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="reviews")
    words = SealedField()
    next_on = models.DateField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"review {self.pk}"

    def data_key(self) -> DataKey:
        """A review is sealed with what it reviews."""
        return self.outcome.key


class OutcomeWordsRows(models.QuerySet["OutcomeWords"]):
    """Words of outcomes that a therapy's record got, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "OutcomeWordsRows":
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))


class OutcomeWords(OfCard):
    """What client and therapist may both know of an outcome: all that the record gets.

    Of an enquiry it waits until a therapy comes of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    enquiry = models.ForeignKey(Enquiry, null=True, on_delete=models.CASCADE, related_name="+")
    therapy = models.ForeignKey(Therapy, null=True, on_delete=models.CASCADE, related_name="+")
    words = SealedField()
    at = models.DateTimeField()

    objects = OutcomeWordsRows.as_manager()

    def __str__(self) -> str:
        return f"words of an outcome {self.pk}"
