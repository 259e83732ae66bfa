"""Sessions: what was planned, what happened, and for each participant attendance and fee.

A plan is local time with its zone; what happened is an instant in UTC. `starts_at` is the plan's
instant, worked out when the plan is made, so that a day's sessions can be found by an index.
"""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from holdfast.web.accounts.models import User
from holdfast.web.practice.models.participants import Participant
from holdfast.web.practice.models.therapies import OfTherapy, Therapy
from holdfast.web.sealing.models import SealedField


class Sessions(models.QuerySet["Session"]):
    """Sessions, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Sessions":
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))

    def held(self) -> "Sessions":
        """Those that took place."""
        return self.filter(state=Session.State.HELD)

    def unrecorded(self, since: datetime | None, until: datetime) -> "Sessions":
        """Those that should be over and of which nothing is recorded, in watched therapies.

        An imported therapy is watched from the day its therapist names; before, nothing is missing.
        """
        over = self.filter(state=Session.State.PLANNED, starts_at__lt=until)
        over = over if since is None else over.filter(starts_at__gte=since)
        return over.filter(therapy__watched_from__lte=F("planned_on"))

    def between(self, start: datetime, end: datetime) -> "Sessions":
        """Those planned from `start` until before `end`."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)


class Session(OfTherapy):
    """One session. `as_agreed` says it was recorded in one tap: not timed, never as minutes.

    `moved_from` is the instant it was first planned for, where it was moved to another day.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        HELD = "held", "held"
        CANCELLED = "cancelled", "cancelled"
        MISSED = "missed", "missed"

    class Where(models.TextChoices):
        ROOM = "room", "in the room"
        REMOTE = "remote", "remote"
        HOME = "home", "at the client's home"
        OUTSIDE = "outside", "outside"
        WARD = "ward", "in hospital"
        SCHOOL = "school", "at school"

    class By(models.TextChoices):
        CLIENT = "client", "the client"
        THERAPIST = "therapist", "the therapist"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="sessions")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    planned_on = models.DateField()
    planned_at = models.TimeField()
    zone = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    moved_from = models.DateTimeField(null=True, blank=True)
    as_agreed = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    where = models.CharField(max_length=9, choices=Where.choices, default=Where.ROOM)
    cancelled_by = models.CharField(max_length=9, choices=By.choices, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    exception_agreed = models.BooleanField(default=False)
    note = SealedField()
    recorded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = Sessions.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["therapy", "starts_at"]),
            models.Index(fields=["starts_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
                name="practice_session_ends_after_it_starts",
                violation_error_message="A session ends after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gt=0) & Q(minutes__lte=720),
                name="practice_session_length_is_sensible",
                violation_error_message="A session lasts between 1 minute and 12 hours.",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"

    def plan(self, start: datetime, minutes: int, zone: str) -> None:
        """Set the plan from a local time without zone; the caller saves.

        A time that daylight saving skips is taken as the clock would show after the change, one
        that happens twice as its first.
        """
        self.planned_on, self.planned_at = start.date(), start.time()
        self.zone, self.minutes = zone, minutes
        self.starts_at = start.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)

    @property
    def planned_end(self) -> datetime:
        """When it should end, in UTC."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def local_start(self) -> datetime:
        """When it should start, in its own zone."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def first_local_start(self) -> datetime | None:
        """Where it was moved: when it was first to start, in its own zone."""
        return self.moved_from and self.moved_from.astimezone(ZoneInfo(self.zone))

    @property
    def lasted(self) -> int | None:
        """How many minutes it lasted; None when it was not timed."""
        if self.as_agreed or self.started_at is None or self.ended_at is None:
            return None
        return round((self.ended_at - self.started_at).total_seconds() / 60)

    @property
    def late(self) -> int | None:
        """How many minutes after the agreed time it began, below 0: before; None: not timed."""
        if self.as_agreed or self.started_at is None:
            return None
        return round((self.started_at - self.starts_at).total_seconds() / 60)


class Attendance(models.Model):
    """One participant's part in a session: came or not, what was due, paid or waived.

    Amounts are in the smallest unit of the currency.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="attendances"
    )
    attended = models.BooleanField(null=True)
    due = models.PositiveIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    paid = models.PositiveIntegerField(default=0)
    paid_on = models.DateField(null=True, blank=True)
    waived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participant"], name="practice_one_attendance_each"
            )
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"
