"""Therapists, their credentials, who covers for them and who supervises them."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from holdfast.web.accounts.models import User
from holdfast.web.practice.languages import named
from holdfast.web.sealing.models import DataKey, Sealed, SealedField


def in_force(day: date, prefix: str = "") -> Q:
    """Select rows with `since` and `until` that hold on a day, the last day included."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gte": day})
    )


class Therapists(models.QuerySet["Therapist"]):
    """Therapists, selected from who asks."""

    def shown_to_visitors(self, day: date) -> "Therapists":
        """Those who work here, agreed to be seen by everybody and may still sign in."""
        here = self.filter(in_force(day), public=True, user__is_active=True)
        return here.select_related("user__key")


class Therapist(Sealed):
    """A professional of the practice and what their public profile says.

    `public` is their own agreement that visitors read it; `takes_new` is for intake alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="therapist")
    orientation = SealedField()
    about = SealedField()
    boundaries = SealedField()
    fees = SealedField()
    languages: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    codes: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    trainee = models.BooleanField(default=False)
    takes_new = models.BooleanField(default=True)
    public = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = Therapists.as_manager()

    def __str__(self) -> str:
        return f"therapist {self.pk}"

    def data_key(self) -> DataKey:
        """A therapist's profile is sealed under the key of their account."""
        return self.user.key

    @property
    def shown_name(self) -> str:
        """The therapist's name."""
        return self.user.shown_name

    @property
    def spoken(self) -> list[str]:
        """The names of the languages they work in."""
        return [named(code) for code in self.languages]


class Credential(models.Model):
    """A licence or registration: with which body, until when, and who checked it how."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="credentials")
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    expires_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    checked_how = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_on=None) | ~Q(checked_how=""),
                name="practice_checked_says_how",
                violation_error_message="Say how it was checked.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.body}"

    def state(self, day: date) -> str:
        """Return "unchecked", "expired" or "checked" on a day."""
        if self.expires_on is not None and self.expires_on < day:
            return "expired"
        return "checked" if self.checked_on is not None else "unchecked"


class Cover(models.Model):
    """A colleague named to cover for a therapist, from and until."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="covers")
    colleague = models.ForeignKey(User, on_delete=models.CASCADE, related_name="covering")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return "cover"


class SupervisionAgreement(Sealed):
    """Who supervises whom, of which kind, and which therapies that covers.

    `ties` says in words how the two stand to each other outside the work.
    """

    class Kind(models.TextChoices):
        CONSULTATIVE = "consultative", "consultative: clients by code"
        RESPONSIBLE = "responsible", "with clinical responsibility"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervising")
    supervisee = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="supervised")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    covers_all = models.BooleanField(default=False)
    therapies = models.ManyToManyField("practice.Therapy", blank=True, related_name="+")
    hours_a_month = models.PositiveSmallIntegerField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    agreed = models.BooleanField(default=False)
    ties = SealedField()

    def __str__(self) -> str:
        return f"{self.kind} supervision"

    def data_key(self) -> DataKey:
        """Sealed under the key of the supervisee's account."""
        return self.supervisee.user.key
