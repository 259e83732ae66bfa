"""What comes after: a letter to somebody who stopped coming, what was asked, coming back."""

import uuid
from datetime import datetime
from typing import Self, TypeVar

from django.db import models

from holdfast.web.accounts.models import User
from holdfast.web.codes.models import Weighing
from holdfast.web.practice.models import ContactPoint, Participant, Therapist, Therapy
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.sealing.models import SealedField

Row = TypeVar("Row", bound=models.Model)


class OfOwn(models.QuerySet[Row]):
    """Rows of therapies, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> Self:
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))

    def own_of(self, user: User, now: datetime) -> Self:
        """Those of the therapies in which this person is the therapist."""
        return self.filter(therapy__in=Therapy.objects.own_of(user, now))


class Outreaches(OfOwn["Outreach"]):
    """Letters to people who stopped coming."""


class Outreach(OfTherapy):
    """A letter to a client who stopped coming. It goes only by a way they allowed for that."""

    class Way(models.TextChoices):
        EMAIL = "email", "neutral e-mail from here"
        POST = "post", "by post"
        OTHER = "other", "by another way they allowed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="outreach")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(ContactPoint, null=True, on_delete=models.SET_NULL, related_name="+")
    words = SealedField()
    way = models.CharField(max_length=5, choices=Way.choices, blank=True)
    written_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = Outreaches.as_manager()

    def __str__(self) -> str:
        return f"outreach {self.pk}"


class Approaches(OfOwn["Approach"]):
    """What was asked after the end."""


class Approach(OfTherapy):
    """Something asked for after the end, or thought of, and the weighing that was begun about it.

    What is decided stands in the decision itself. Nobody but this therapy's therapists learns of
    it.
    """

    class Kind(models.TextChoices):
        COFFEE = "coffee", "meeting for coffee"
        FRIENDSHIP = "friendship", "friendship"
        ONLINE = "online", "a contact request online"
        WORK = "work", "working together or for one another"
        ROMANCE = "romance", "a date, or more"
        REFERENCE = "reference", "a reference or a letter of recommendation"
        CARD = "card", "a card, a call, a short meeting"
        OTHER = "other", "something else"

    class By(models.TextChoices):
        CLIENT = "client", "the former client"
        THERAPIST = "therapist", "I thought of it myself"
        CHANCE = "chance", "it came by chance"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="approaches")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    asked_by = models.CharField(max_length=9, choices=By.choices)
    asked_on = models.DateField()
    last_contact_on = models.DateField()
    words = SealedField()
    weighing = models.ForeignKey(Weighing, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    objects = Approaches.as_manager()

    def __str__(self) -> str:
        return f"approach {self.pk}"


class ComingBacks(OfOwn["ComingBack"]):
    """Former clients who ask to come back."""

    def for_coordinator(self) -> Self:
        """Those for which somebody else is to be found. No reason is among what they hold."""
        return self.filter(state=ComingBack.State.SOMEBODY_ELSE)


class ComingBack(OfTherapy):
    """A former client asks to come back. `words` are theirs; `answer` is what they are told.

    `elsewhere_because` is for the client alone: the coordinator sees that somebody else is to be
    found, never why.
    """

    class Wish(models.TextChoices):
        SAME = "same", "my therapist from before"
        SOMEBODY_ELSE = "somebody_else", "somebody else"
        EITHER = "either", "I do not mind"

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        OFFERED = "offered", "offered"
        SOMEBODY_ELSE = "somebody_else", "somebody else is to be found"
        AGREED = "agreed", "agreed"
        DONE = "done", "settled"
        TAKEN_BACK = "taken_back", "taken back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="coming_back")
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="coming_back"
    )
    wish = models.CharField(max_length=13, choices=Wish.choices)
    state = models.CharField(max_length=13, choices=State.choices, default=State.ASKED)
    words = SealedField()
    answer = SealedField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        Therapist, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    new_therapy = models.ForeignKey(Therapy, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ComingBacks.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=models.Q(state__in=["asked", "offered", "somebody_else"]),
                name="endings_asks_once_at_a_time",
                violation_error_message="This was asked already and waits for an answer.",
            )
        ]

    def __str__(self) -> str:
        return f"coming back {self.pk}"
