"""Answers, how often they are asked for, goals, what was named, and answers about danger.

A series belongs to one participant and one scale; nobody else of a couple, family or group sees
it. Everything a person wrote is sealed under the key of the therapy.
"""

import json
import uuid
from datetime import datetime
from typing import Any, Self, TypeVar, cast

from django.db import models
from django.db.models import Q

from holdfast import alliance
from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Participant, Session, Signal, Therapy
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.sealing.models import SealedField

Row = TypeVar("Row", bound=models.Model)


class OfTherapies(models.QuerySet[Row]):
    """Rows of therapies, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> Self:
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))

    def own_of(self, user: User, now: datetime) -> Self:
        """Those of the therapies in which this person is the therapist."""
        return self.filter(therapy__in=Therapy.objects.own_of(user, now))


class Rhythm(models.Model):
    """How often one therapy's clients are asked, and how readily a score raises a signal.

    `rate` counts signals from scores per ordinary session, above 0 up to .05. `by_letter` sends a
    link after the session to an address that is safe for checks, and one reminder.
    """

    class Often(models.TextChoices):
        EACH = "each", "after each session"
        EVERY_SECOND = "every_second", "after every second session"
        NONE = "none", "not at all"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.OneToOneField(Therapy, on_delete=models.CASCADE, related_name="rhythm")
    often = models.CharField(max_length=12, choices=Often.choices, default=Often.EACH)
    rate = models.FloatField(default=alliance.USUAL_RATE)
    by_letter = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gt=0) & Q(rate__lte=alliance.HIGHEST_RATE),
                name="alliance_rate_in_range",
                violation_error_message="Choose a rate above 0, up to 0.05.",
            )
        ]

    def __str__(self) -> str:
        return f"rhythm {self.pk}"


class Pause(models.Model):
    """A client's own pause from being asked. It is never a signal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="check_pause"
    )
    paused_on = models.DateField()
    resumed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"pause {self.pk}"


class Asking(OfTherapy):
    """One form given to one participant: where they sign in, by a link, or handed over."""

    class How(models.TextChoices):
        PORTAL = "portal", "when they sign in"
        LINK = "link", "by link"
        HAND_OVER = "hand_over", "on a screen handed over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="askings")
    session = models.ForeignKey(Session, null=True, on_delete=models.CASCADE, related_name="+")
    scale = models.CharField(max_length=20)
    how = models.CharField(max_length=9, choices=How.choices)
    made_at = models.DateTimeField()
    reminds = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"asking {self.pk}"


class Checks(OfTherapies["Check"]):
    """Answers, selected from the person who asks."""

    def of_account(self, user: User, now: datetime) -> "Checks":
        """Those this account gave itself."""
        return self.filter(participant__in=Participant.objects.of_account(user, now).clients())


class Check(OfTherapy):
    """What one participant answered on one scale, after a session or in between."""

    class How(models.TextChoices):
        PORTAL = "portal", "signed in"
        LINK = "link", "by link"
        HAND_OVER = "hand_over", "on a screen handed over"
        PAPER = "paper", "on paper, entered by the therapist"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="checks")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="checks")
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="+")
    scale = models.CharField(max_length=20)
    how = models.CharField(max_length=9, choices=How.choices)
    at = models.DateTimeField()
    asked = models.BooleanField(default=True)
    answers = SealedField()
    entered_by = models.UUIDField(null=True)

    objects = Checks.as_manager()

    class Meta:
        indexes = [models.Index(fields=["therapy", "scale", "at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "session", "scale"],
                name="alliance_one_answer_a_session",
                violation_error_message="There are answers for this session already.",
            )
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"

    def put(self, given: alliance.CheckAnswers) -> None:
        """Seal the answers; the caller saves."""
        value = {
            "statements": {str(item): answer for item, answer in given.statements.items()},
            "felt_off": given.felt_off,
            "all_right": given.all_right_now,
            "note": given.note,
        }
        self.seal(answers=json.dumps(value, sort_keys=True))

    def given(self) -> alliance.CheckAnswers:
        """Open the answers."""
        value: dict[str, Any] = json.loads(self.text("answers"))
        return alliance.CheckAnswers(
            {int(item): answer for item, answer in value["statements"].items()},
            value["felt_off"],
            value["all_right"],
            value["note"],
        )


class Naming(OfTherapy):
    """That a strain was talked about: in which session, in which form, and what was said."""

    class Form(models.TextChoices):
        WITHDRAWAL = "withdrawal", "moving away: silence, agreement, a change of subject"
        CONFRONTATION = "confrontation", "moving against: anger, complaint, doubt"
        BOTH = "both", "both"
        UNCLEAR = "unclear", "hard to say"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="namings")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="namings")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="namings")
    signal = models.ForeignKey(Signal, null=True, on_delete=models.SET_NULL, related_name="+")
    form = models.CharField(max_length=13, choices=Form.choices)
    said = SealedField()
    at = models.DateTimeField()
    by = models.UUIDField()

    objects = cast("OfTherapies[Naming]", OfTherapies.as_manager())

    def __str__(self) -> str:
        return f"naming {self.pk}"


class FollowUp(OfTherapy):
    """Answers about danger, open until somebody writes what was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="follow_ups")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    check_row = models.OneToOneField(Check, on_delete=models.PROTECT, related_name="follow_up")
    given_at = models.DateTimeField()
    done = SealedField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = cast("OfTherapies[FollowUp]", OfTherapies.as_manager())

    class Meta:
        indexes = [models.Index(fields=["settled_at"])]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"


class Goals(OfTherapies["Goal"]):
    """Goals, selected from the person who asks."""

    def of_account(self, user: User, now: datetime) -> "Goals":
        """Those of this account's own places, and those that everybody in the therapy shares."""
        own = Participant.objects.of_account(user, now).clients()
        shared = Q(participant=None, therapy__in=own.values("therapy"))
        return self.filter(Q(participant__in=own) | shared)


class Goal(OfTherapy):
    """What is worked for, in the client's words. Without a participant it is everybody's."""

    class State(models.TextChoices):
        OPEN = "open", "worked for"
        REACHED = "reached", "reached"
        LET_GO = "let_go", "let go"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="goals")
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.PROTECT, related_name="goals"
    )
    words = SealedField()
    tasks = SealedField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    written_at = models.DateTimeField()
    therapist_agreed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = Goals.as_manager()

    def __str__(self) -> str:
        return f"goal {self.pk}"


class GoalYes(models.Model):
    """A client's own yes to a goal as it is worded now; new words ask anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="agreed")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "participant"], name="alliance_one_yes_each")
        ]

    def __str__(self) -> str:
        return f"yes {self.pk}"


class HowFar(models.Model):
    """How far along a goal somebody is, 0 to 10: by the client, or together in a session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="how_far")
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.CASCADE, related_name="+"
    )
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__lte=10),
                name="alliance_how_far_in_range",
                violation_error_message="How far goes from 0 to 10.",
            )
        ]

    def __str__(self) -> str:
        return f"how far {self.pk}"


class Learned(models.Model):
    """What the answers of many clients here showed about a scale. It names nobody."""

    scale = models.CharField(max_length=20, primary_key=True)
    values: "models.JSONField[dict[str, float], dict[str, float]]" = models.JSONField()
    clients = models.PositiveIntegerField()
    learned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"learned about {self.scale}"


class AddedWords(models.Model):
    """The words of a questionnaire that this practice may use: the pack, and who vouched for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scale = models.CharField(max_length=20, unique=True)
    pack: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    licence = models.CharField(max_length=200)
    asserted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asserted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"words of {self.scale}"
