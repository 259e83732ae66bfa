"""The client's say in the record: asking for the rest of it, correcting it, adding to it."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from holdfast.web.accounts.models import User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.practice.models import Participant, Therapy
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.sealing.models import DataKey, Sealed, SealedField


class Statements(models.QuerySet["Statement"]):
    """Statements, selected from the person who asks."""

    def of_account(self, user: User, now: datetime) -> "Statements":
        """Those this account made itself."""
        return self.filter(participant__in=Participant.objects.of_account(user, now))

    def own_of(self, user: User, now: datetime) -> "Statements":
        """Those made to this therapist."""
        return self.filter(therapy__in=Therapy.objects.own_of(user, now))

    def whole(self) -> "Statements":
        """Bring along keys, who spoke, and what was answered."""
        return self.select_related("therapy__key", "participant__card__key", "answer")


class Statement(Immutable, OfTherapy):
    """A client's own words about the record. They travel with it and never change.

    `about` and `about_id` name the line they speak of ("session" and its id), empty for the whole;
    `line` is what that line said when they were written.
    """

    class Kind(models.TextChoices):
        NOT_SO = "not_so", "this is not how it was"
        CORRECTION = "correction", "a correction asked for"
        OWN_WORDS = "own_words", "my own words"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.PROTECT, related_name="statements")
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="statements"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=12, blank=True)
    about_id = models.UUIDField(null=True)
    line = SealedField()
    words = SealedField()
    at = models.DateTimeField()

    objects = Statements.as_manager()

    class Meta:
        indexes = [models.Index(fields=["therapy", "at"])]

    def __str__(self) -> str:
        return f"statement {self.pk}"

    @property
    def shown(self) -> str:
        """What the client wrote."""
        return self.text("words")

    @property
    def shown_line(self) -> str:
        """What the line said when they wrote it."""
        return self.text("line")


class StatementAnswer(Immutable, Sealed):
    """What the therapist answered to a statement. It stands beside it, it does not replace it."""

    class Outcome(models.TextChoices):
        CHANGED = "changed", "the record was changed"
        KEPT = "kept", "the record stays, your words stand beside it"
        NOTED = "noted", "read and kept with the record"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    words = SealedField()
    by = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answer {self.pk}"

    def data_key(self) -> DataKey:
        """The therapy's key, as that of the statement."""
        return self.statement.data_key()

    @property
    def shown(self) -> str:
        """What was answered."""
        return self.text("words")


class Requests(models.QuerySet["Request"]):
    """Requests, selected from the person who asks."""

    def of_account(self, user: User, now: datetime) -> "Requests":
        """Those this account made itself."""
        return self.filter(participant__in=Participant.objects.of_account(user, now))

    def own_of(self, user: User, now: datetime) -> "Requests":
        """Those this therapist answers."""
        return self.filter(therapy__in=Therapy.objects.own_of(user, now))

    def waiting(self) -> "Requests":
        """Those without an answer, the one due first before the others."""
        return self.filter(answered_at=None, withdrawn_at=None).order_by("due_on", "asked_at")

    def whole(self) -> "Requests":
        """Bring along keys and who asked."""
        return self.select_related("therapy__key", "participant__card__key")


class Request(OfTherapy):
    """A client asks for what is not in the copy they take themselves.

    `place` is the law that set `due_on`; `words` is what they want in particular.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="record_requests")
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="record_requests"
    )
    words = SealedField()
    asked_at = models.DateTimeField()
    place = models.CharField(max_length=8)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    objects = Requests.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="portal_one_open_request_each",
                violation_error_message="You have asked already. It still waits.",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def shown(self) -> str:
        """What they want in particular."""
        return self.text("words")


class Reviewed(Immutable, Sealed):
    """One item a therapist looked at: handed over as it was then, or held back with a reason."""

    class Reason(models.TextChoices):
        OTHER_PERSON = "other_person", "it tells of somebody else"
        HARM = "harm", "it could seriously harm you or somebody else"
        LAW = "law", "the law or a court does not allow it"
        PERMISSION = "permission", "not everybody it speaks of has permitted it"
        ELSE = "else", "another reason"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    part = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    given = models.BooleanField()
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    words = SealedField()
    content = SealedField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given=True) | ~Q(reason=""),
                name="portal_held_back_with_a_reason",
                violation_error_message="Say why it is held back.",
            )
        ]

    def __str__(self) -> str:
        return f"reviewed {self.pk}"

    def data_key(self) -> DataKey:
        """The therapy's key."""
        return self.request.data_key()

    @property
    def row(self) -> dict[str, Any]:
        """What was handed over."""
        found: dict[str, Any] = json.loads(self.text("content") or "{}")
        return found

    @property
    def shown(self) -> str:
        """What was said about holding it back."""
        return self.text("words")


class Release(models.Model):
    """One of several clients asks for what speaks of all of them; each has to permit it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="releases")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(ended_at=None),
                name="portal_one_open_release_each",
            )
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"


class Permission(Immutable):
    """What somebody answered when asked to permit it, and how they were identified."""

    class How(models.TextChoices):
        SIGN_IN = "sign_in", "signed in with their own account"
        PAPER = "paper", "on paper, recorded by the therapist"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="permissions")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    permits = models.BooleanField()
    how = models.CharField(max_length=7, choices=How.choices)
    recorded_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "number"], name="portal_answers_one_after_another"
            )
        ]

    def __str__(self) -> str:
        return f"permission {self.pk}"


class Copy(Sealed):
    """A copy too large to make while somebody waits; kept sealed for a day, then gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="record_copies")
    asked_at = models.DateTimeField()
    done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=1)
    ready_at = models.DateTimeField(null=True)
    content = SealedField()

    def __str__(self) -> str:
        return f"copy {self.pk}"

    def data_key(self) -> DataKey:
        """The key of whoever it is for."""
        return self.user.key
