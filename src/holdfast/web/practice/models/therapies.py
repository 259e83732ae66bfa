"""Therapies: one course of work, and which therapists do it."""

import secrets
import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from holdfast.web.accounts.models import Role, User
from holdfast.web.practice.models.staff import SupervisionAgreement, Therapist, in_force
from holdfast.web.sealing.models import DataKey, Sealed, SealedField

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_code() -> str:
    """Return a short random code by which a therapy is spoken of without a name."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(6))


class Therapies(models.QuerySet["Therapy"]):
    """Therapies, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Therapies":
        """Those whose record this person may open: their own, and what supervision covers.

        Consultative supervision goes by code and opens no record. `now` is in the practice's
        zone, here and wherever a date follows from it (see `practice.clock`).
        """
        return self.filter(_own(user, now.date()) | _supervised(user, now.date()))

    def own_of(self, user: User, now: datetime) -> "Therapies":
        """Those in which this person is the therapist now; only they may write."""
        return self.filter(_own(user, now.date()))

    def of_client(self, user: User, now: datetime) -> "Therapies":
        """Those in which this account takes part, or did, as a client or guardian."""
        from holdfast.web.practice.models.participants import Participant

        mine = Participant.objects.of_account(user, now).filter(therapy=OuterRef("pk"))
        return self.filter(Exists(mine))

    def with_keys(self) -> "Therapies":
        """Bring the data key along, so that opening texts asks nothing more."""
        return self.select_related("key")

    def mark_stale(self, now: datetime) -> None:
        """Say that facts were added, so that the worker looks for signals again."""
        self.filter(stale_since=None).update(stale_since=now)
        self.update(version=F("version") + 1)


def _own(user: User, day: date) -> Q:
    if not user.has(Role.THERAPIST):
        return Q(pk__in=[])
    # From the person to their therapies, not through every therapy of the practice. Work that is
    # planned and has not begun is its therapist's to prepare; a place in anything else that begins
    # later opens nothing before its day.
    ahead = Q(since__gt=day, therapy__state=Therapy.State.PLANNED)
    seats = Assignment.objects.filter(in_force(day) | ahead, therapist__user=user)
    return Q(pk__in=seats.values("therapy"))


def _supervised(user: User, day: date) -> Q:
    if not user.has(Role.SUPERVISOR):
        return Q(pk__in=[])
    agreed = SupervisionAgreement.objects.filter(
        in_force(day),
        supervisor=user,
        agreed=True,
        kind=SupervisionAgreement.Kind.RESPONSIBLE,
    )
    all_of = Assignment.objects.filter(
        in_force(day),
        therapy=OuterRef("pk"),
        therapist__supervised__in=agreed.filter(covers_all=True),
    )
    return Q(Exists(all_of)) | Q(Exists(agreed.filter(therapies=OuterRef("pk"))))


class Therapy(Sealed):
    """One course of work between therapist(s) and client(s): the unit of record."""

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", "Individual therapy"
        COUPLE = "couple", "Couple therapy"
        FAMILY = "family", "Family therapy"
        GROUP = "group", "Group therapy"

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        ACTIVE = "active", "active"
        PAUSED = "paused", "paused"
        ENDED = "ended", "ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=6, unique=True, default=new_code)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.PLANNED)
    zone = models.CharField(max_length=60)
    title = SealedField()
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    watched_from = models.DateField(null=True, blank=True)
    stale_since = models.DateTimeField(null=True, db_index=True)
    version = models.PositiveIntegerField(default=1)

    objects = Therapies.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None)
                | Q(started_on=None)
                | Q(ended_on__gte=models.F("started_on")),
                name="practice_therapy_ends_after_it_starts",
                violation_error_message="A therapy cannot end before it starts.",
            )
        ]

    def __str__(self) -> str:
        return f"therapy {self.code}"

    def data_key(self) -> DataKey:
        """A therapy has a key of its own."""
        return self.key

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which its sessions are planned."""
        return ZoneInfo(self.zone)

    @property
    def shown_title(self) -> str:
        """The names of its clients, as its therapists see them in a list."""
        return self.text("title")


class OfTherapy(Sealed):
    """A row that belongs to a therapy and is sealed under its key."""

    therapy: "models.ForeignKey[Therapy, Therapy]"

    class Meta:
        abstract = True

    def data_key(self) -> DataKey:
        """Return the therapy's key."""
        return self.therapy.key


class Assignment(models.Model):
    """A therapist's place in a therapy, with its dates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="assignments")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="assignments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["therapist", "therapy"])]

    def __str__(self) -> str:
        return "place of a therapist"
