"""A professional will: who is to call whom if a therapist falls ill or dies."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from holdfast.web.accounts.models import Role, User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.practice.models import Therapist
from holdfast.web.sealing.models import DataKey, Sealed, SealedField

DAYS_BETWEEN_TRIALS = 365


class Wills(models.QuerySet["Will"]):
    """Wills, selected from the person who asks."""

    def named_to(self, user: User) -> Self:
        """Those in which this person is the colleague who calls, as long as they work here."""
        if not user.works_here:
            return self.none()
        return self.filter(colleague=user, therapist__user__is_active=True)


class Will(Sealed):
    """One therapist's: the colleague who calls, the second person, and what they are to know."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapist = models.OneToOneField(Therapist, on_delete=models.CASCADE, related_name="will")
    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = SealedField()
    made_on = models.DateField()
    tried_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = Wills.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(colleague=F("second")),
                name="endings_will_names_two_people",
                violation_error_message="Name two different people.",
            )
        ]

    def __str__(self) -> str:
        return f"will {self.pk}"

    def data_key(self) -> DataKey:
        """Sealed under the key of the therapist's account."""
        return self.therapist.user.key

    def trial_due(self, day: date) -> bool:
        """Whether a year has passed since it was last tried, or made."""
        return (day - (self.tried_on or self.made_on)).days >= DAYS_BETWEEN_TRIALS


class WillTrial(Immutable, Sealed):
    """That it was tried: could the colleague open the list, were the numbers right."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    will = models.ForeignKey(Will, on_delete=models.PROTECT, related_name="trials")
    on = models.DateField()
    found = SealedField()
    by = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"trial {self.pk}"

    def data_key(self) -> DataKey:
        """Sealed under the key of the will."""
        return self.will.data_key()


class WillOpenings(models.QuerySet["WillOpening"]):
    """Openings of a list, selected from the person who asks."""

    def lasting(self, user: User, now: datetime) -> Self:
        """A colleague's own, for as long as they last and the colleague works here."""
        if not user.works_here:
            return self.none()
        return self.filter(by=user, at__lte=now, until__gt=now)

    def told_to(self, user: User) -> Self:
        """Those this person was told of: of their own will, as one it names, or as a lead.

        A trial is no business of a lead who is not named.
        """
        if not user.works_here:
            return self.none()
        concerned = Q(will__therapist__user=user) | Q(will__second=user) | Q(by=user)
        return self.filter(concerned | Q(trial=False) if user.has(Role.LEAD) else concerned)


class WillOpening(Immutable, Sealed):
    """The named colleague opened the list of people to call, and said why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    will = models.ForeignKey(Will, on_delete=models.PROTECT, related_name="openings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    trial = models.BooleanField(default=False)
    reason = SealedField()
    at = models.DateTimeField()
    until = models.DateTimeField()

    objects = WillOpenings.as_manager()

    def __str__(self) -> str:
        return f"opening of a will {self.pk}"

    def data_key(self) -> DataKey:
        """Sealed under the key of the will."""
        return self.will.data_key()
