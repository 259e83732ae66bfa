"""What a text that people sign is made of: the fixed text, whom it names, their signatures.

An agreement is one such text, the plan of an ending another. Each app that has one names its own
tables; how a text is fixed, signed, helped with and printed is the same for all of them.
"""

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from holdfast.web.audit.immutable import Immutable
from holdfast.web.practice.models import Participant, Therapist
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.sealing.models import SealedField


class FixedText(Immutable, OfTherapy):
    """One version with its text fixed. `digest` is the SHA-256 (hexadecimal) of what was shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    shown = SealedField()
    digest = models.CharField(max_length=64)
    fixed_at = models.DateTimeField()
    fixed_by = models.UUIDField()

    if TYPE_CHECKING:  # the tables that belong to it are named by whoever inherits this
        parties: Any

    class Meta:
        abstract = True


class PartyTo(Immutable):
    """Somebody a text names, and as what they sign."""

    class Signs(models.TextChoices):
        THERAPIST = "therapist", "as therapist"
        CONSENT = "consent", "as client"
        ASSENT = "assent", "as client, in agreement with a guardian"
        PERMISSION = "permission", "as the person with authority"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signs = models.CharField(max_length=10, choices=Signs.choices)
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.PROTECT, related_name="+"
    )
    therapist = models.ForeignKey(Therapist, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(participant=None, therapist__isnull=False)
                | Q(participant__isnull=False, therapist=None),
                name="%(app_label)s_party_is_one_person",
            )
        ]

    @property
    def document(self) -> FixedText:
        """Return the text that names this person."""
        raise NotImplementedError


class SignatureOn(Immutable):
    """A signature, with how the signer was identified. It repeats the digest of what was signed."""

    class How(models.TextChoices):
        SIGN_IN = "sign_in", "signed in with their own account"
        LINK = "link", "single-use link with a code given in the room or by voice"
        PAPER = "paper", "on paper in the room, recorded by the therapist"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    how = models.CharField(max_length=7, choices=How.choices)
    signed_at = models.DateTimeField()
    signed_on = models.DateField()
    digest = models.CharField(max_length=64)
    recorded_by = models.UUIDField(null=True)

    class Meta:
        abstract = True


class TakenBack(Immutable):
    """A version that was offered and taken back before everybody had signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        abstract = True
