"""What happens between sessions: contacts, crossings, breaks, and what was promised."""

import uuid
from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from holdfast.web.accounts.models import User
from holdfast.web.practice.models.participants import Participant
from holdfast.web.practice.models.sessions import Session
from holdfast.web.practice.models.staff import Therapist
from holdfast.web.practice.models.therapies import OfTherapy, Therapy
from holdfast.web.sealing.models import SealedField

Row = TypeVar("Row", bound=models.Model)


class Rows(models.QuerySet[Row]):
    """Rows of a therapy, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> Self:
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))


class Contacts(Rows["Contact"]):
    """Contacts between sessions."""


class Crossings(Rows["Crossing"]):
    """Departures from the usual frame."""


class Promises(Rows["Promise"]):
    """What therapists said they would do."""


class Contact(OfTherapy):
    """A contact between sessions with one participant. Its text is optional."""

    class Channel(models.TextChoices):
        TEXT = "text", "text message"
        PHONE = "phone", "phone call"
        EMAIL = "email", "e-mail"
        VIDEO = "video", "video call"
        APP = "app", "message in an app"
        LETTER = "letter", "letter or card"
        IN_PERSON = "in_person", "in person"
        SOCIAL_MEDIA = "social_media", "social media"

    class Direction(models.TextChoices):
        FROM_CLIENT = "in", "from the client"
        FROM_THERAPIST = "out", "from the therapist"

    class Purpose(models.TextChoices):
        SCHEDULING = "scheduling", "appointments"
        PRACTICAL = "practical", "forms, letters, practical things"
        BILLING = "billing", "fees"
        SUPPORT = "support", "support between sessions"
        HOMEWORK = "homework", "tasks between sessions"
        COACHING = "coaching", "agreed coaching"
        CRISIS = "crisis", "crisis"
        SOCIAL = "social", "chat"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="contacts")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    at = models.DateTimeField()
    reply = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    note = SealedField()
    recorded_at = models.DateTimeField()

    objects = Contacts.as_manager()

    class Meta:
        indexes = [models.Index(fields=["therapy", "at"])]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Crossing(OfTherapy):
    """One departure from the usual frame, harmless or not."""

    class Kind(models.TextChoices):
        GIFT = "gift", "gift"
        SELF_DISCLOSURE = "self_disclosure", "self-disclosure"
        TOUCH = "touch", "touch"
        MET_OUTSIDE = "met_outside", "met outside"
        INVITATION = "invitation", "invitation"
        FAVOUR = "favour", "favour"
        MONEY = "money", "money"
        ONLINE = "online", "online"
        OTHER = "other", "other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="crossings")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="crossings")
    session = models.ForeignKey(Session, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    on = models.DateField()
    initiated_by = models.CharField(max_length=9, choices=Session.By.choices)
    discussed = models.BooleanField(null=True)
    kept_secret = models.BooleanField(default=False)
    note = SealedField()
    recorded_at = models.DateTimeField()

    objects = Crossings.as_manager()

    class Meta:
        indexes = [models.Index(fields=["therapy", "on"])]

    def __str__(self) -> str:
        return f"crossing {self.pk}"


class Break(models.Model):
    """A time without sessions that was announced: a therapist's, or within one therapy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapist = models.ForeignKey(
        Therapist, null=True, blank=True, on_delete=models.CASCADE, related_name="breaks"
    )
    therapy = models.ForeignKey(
        Therapy, null=True, blank=True, on_delete=models.CASCADE, related_name="breaks"
    )
    by = models.CharField(max_length=9, choices=Session.By.choices)
    since = models.DateField()
    until = models.DateField()
    announced_on = models.DateField()
    cover = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="practice_break_ends_after_it_starts",
                violation_error_message="A break ends after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(therapist=None, therapy__isnull=False)
                | Q(therapist__isnull=False, therapy=None),
                name="practice_break_is_somebodys",
                violation_error_message="A break belongs to a therapist or to one therapy.",
            ),
        ]

    def __str__(self) -> str:
        return f"break {self.since} to {self.until}"

    @property
    def covered_by(self) -> str:
        """The name of the colleague who covers; "" where nobody does."""
        return self.cover.shown_name if self.cover is not None and self.cover.is_active else ""


class Promise(OfTherapy):
    """Something the therapist said they would do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="promises")
    session = models.ForeignKey(Session, null=True, on_delete=models.SET_NULL, related_name="+")
    words = SealedField()
    made_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = Promises.as_manager()

    def __str__(self) -> str:
        return f"promise {self.pk}"
