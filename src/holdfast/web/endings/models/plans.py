"""The plan of an ending, its versions and signatures, and the record that a therapy ended.

A draft changes; a plan, once its text is fixed, never does. Signing is offered and never required:
a therapy ends whether or not anybody signed.
"""

import json
import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, F

from holdfast.web.accounts.models import User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.frame.signed import FixedText, PartyTo, SignatureOn, TakenBack
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.sealing.models import SealedField

Content = dict[str, str]


class EndingDraft(OfTherapy):
    """The next version of the plan, as far as it has been talked over.

    `content` holds texts by name (see `endings.plan`). `in_order_to` is the therapist's own answer
    to whether it ends so that something else can begin: it is part of no text that is signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.OneToOneField(Therapy, on_delete=models.CASCADE, related_name="ending_draft")
    content = SealedField()
    in_order_to = SealedField()
    last_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ending draft {self.pk}"

    def opened(self) -> Content:
        """Open what was written so far."""
        found: Content = json.loads(self.text("content") or "{}")
        return found


class EndingPlans(models.QuerySet["EndingPlan"]):
    """Plans, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> Self:
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))

    def standing(self) -> Self:
        """Those that were not taken back, newest first."""
        return self.filter(withdrawal=None).order_by("-number")

    def signed_by_all(self) -> Self:
        """Those that everybody they name has signed."""
        counted = self.standing().annotate(
            named=Count("parties", distinct=True), signed=Count("parties__signature", distinct=True)
        )
        return counted.filter(signed=F("named"), named__gt=0)


class EndingPlan(FixedText):
    """One version of the plan of an ending, with its text fixed."""

    therapy = models.ForeignKey(Therapy, on_delete=models.PROTECT, related_name="ending_plans")
    content = SealedField()
    last_on = models.DateField(null=True)

    objects = EndingPlans.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["therapy", "number"], name="endings_one_text_a_version")
        ]

    def __str__(self) -> str:
        return f"ending plan {self.number}"

    def opened(self) -> Content:
        """Open what was planned, by name."""
        found: Content = json.loads(self.text("content"))
        return found


class EndingParty(PartyTo):
    """Somebody a plan names, and as what they sign."""

    plan = models.ForeignKey(EndingPlan, on_delete=models.PROTECT, related_name="parties")

    class Meta(PartyTo.Meta):
        pass

    def __str__(self) -> str:
        return f"ending party {self.pk}"

    @property
    def document(self) -> EndingPlan:
        """Return the plan."""
        return self.plan


class EndingSignature(SignatureOn):
    """A signature beneath a plan."""

    party = models.OneToOneField(EndingParty, on_delete=models.PROTECT, related_name="signature")

    def __str__(self) -> str:
        return f"ending signature {self.pk}"


class EndingWithdrawal(TakenBack):
    """A plan that was taken back."""

    plan = models.OneToOneField(EndingPlan, on_delete=models.PROTECT, related_name="withdrawal")

    def __str__(self) -> str:
        return f"ending withdrawal {self.pk}"


class Closing(Immutable, OfTherapy):
    """The record that a therapy ended: how, on which day, and what there is to say."""

    class How(models.TextChoices):
        PLANNED = "planned", "as planned"
        BY_CLIENT = "by_client", "the client stopped"
        BY_THERAPIST = "by_therapist", "the therapist stopped"
        ILLNESS = "illness", "illness or death"
        TRANSFER = "transfer", "handed on to a colleague"
        OTHER = "other", "in another way"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.OneToOneField(Therapy, on_delete=models.PROTECT, related_name="closing")
    plan = models.ForeignKey(EndingPlan, null=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=12, choices=How.choices)
    on = models.DateField()
    words = SealedField()
    at = models.DateTimeField()
    by = models.UUIDField()

    def __str__(self) -> str:
        return f"closing {self.pk}"
