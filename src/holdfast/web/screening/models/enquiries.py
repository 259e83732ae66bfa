"""Enquiries: somebody looks for a therapist, and may name people close to them.

The person who asks and everybody they name get cards of kind ENQUIRY. Who was named, and how they
are tied, is read by the check alone; no page shows it again, and it ends with the enquiry.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from holdfast.web.accounts.models import Role, User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.practice.languages import named
from holdfast.web.practice.models import Card, Therapist, Therapy
from holdfast.web.practice.models.cards import OfCard
from holdfast.web.sealing.models import DataKey, Sealed, SealedField

SELF = "self"


class Enquiries(models.QuerySet["Enquiry"]):
    """Enquiries, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Enquiries":
        """All of them for intake and the conflict desk, none for anybody else."""
        return self if user.has(Role.INTAKE, Role.DESK) else self.none()

    def with_cards(self) -> "Enquiries":
        """Bring cards and keys along, so that opening names asks nothing more."""
        return self.select_related("key", "card__key")


class Enquiry(Sealed):
    """Somebody looks for a therapist.

    `asked_for` is the therapist they ask for by name; `may_tell` says that therapists may be told
    of a tie to them. What the check found is shown from `release_at` on and not before, whatever
    it found and however long it took.
    """

    class Source(models.TextChoices):
        PUBLIC = "public", "the public page"
        HOUSE = "house", "intake"

    class State(models.TextChoices):
        RECEIVED = "received", "being looked at"
        ANSWERED = "answered", "may be offered"
        WAITS = "waits", "with the conflict desk"
        ACCEPTED = "accepted", "became a therapy"
        CLOSED = "closed", "closed"

    class Waits(models.TextChoices):
        """Why an enquiry waits for the desk: said there, and nowhere else."""

        LIMIT = "limit", _("More came from one place that day than are checked.")
        THIRD = "third", _("Somebody in it was named for the third time within a year.")
        NOBODY = "nobody", _("Nobody could be offered.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="enquiry")
    source = models.CharField(max_length=6, choices=Source.choices)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Therapy.Kind.choices)
    language = models.CharField(max_length=12, blank=True)
    wishes = SealedField()
    asked_for = models.ForeignKey(Therapist, null=True, on_delete=models.SET_NULL, related_name="+")
    may_tell = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    waits_for = models.CharField(max_length=7, choices=Waits.choices, blank=True, default="")
    asked_at = models.DateTimeField()
    release_at = models.DateTimeField()
    chosen = models.ForeignKey(Therapist, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    ends_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = Enquiries.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"]), models.Index(fields=["ends_on"])]

    def __str__(self) -> str:
        return f"enquiry {self.pk}"

    def data_key(self) -> DataKey:
        """An enquiry has a key of its own."""
        return self.key

    @property
    def spoken(self) -> str:
        """The name of the language asked for."""
        return named(self.language)

    def state_at(self, now: datetime) -> str:
        """Return the state as it may be known: before the release it is being looked at."""
        known = self.state in (self.State.ACCEPTED, self.State.CLOSED) or now >= self.release_at
        return self.state if known else self.State.RECEIVED


class NamedPeople(models.QuerySet["Named"]):
    """People named in enquiries."""

    def visible_to(self, user: User, now: datetime) -> "NamedPeople":
        """The conflict desk's alone, and there only with a stated reason."""
        return self if user.has(Role.DESK) else self.none()


class Named(OfCard):
    """Somebody whom an enquiry names: the person who asks (SELF), or somebody tied to them.

    `relation` is a kind of tie: this person is the <relation> of the person who asks. `coarse` is
    a keyed hash of how the name roughly sounds; the check puts that of somebody named before in
    its place who may be the same person (`clusters.settle`). By it the enquiries that name a
    person are counted. `left_out` are the nodes of the therapists left out on this person's
    behalf, tied or not: whoever is named again within a year leaves out the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="named")
    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="named")
    relation = models.CharField(max_length=20)
    employer = SealedField()
    coarse = models.BigIntegerField(db_index=True)
    left_out: "models.JSONField[list[int] | None, list[int] | None]" = models.JSONField(null=True)
    asked_at = models.DateTimeField()
    ends_on = models.DateField()

    objects = NamedPeople.as_manager()

    def __str__(self) -> str:
        return f"named {self.pk}"


class OfferLists(models.QuerySet["OfferList"]):
    """Lists of offers, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "OfferLists":
        """Those of the enquiries this person may see, once they are released."""
        seen = Enquiry.objects.visible_to(user, now).filter(release_at__lte=now)
        return self.filter(enquiry__in=seen)


class OfferList(Immutable):
    """Which therapists may be offered to an enquiry, with a few times each. It never changes.

    `therapists` are ids in order of the id; `times` maps each id to instants. A later list of
    the same enquiry is made by the conflict desk only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="lists")
    therapists: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    times: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    given_at = models.DateTimeField()
    by = models.UUIDField(null=True)

    objects = OfferLists.as_manager()

    class Meta:
        ordering = ("given_at", "id")

    def __str__(self) -> str:
        return f"offers {self.pk}"


class Knock(models.Model):
    """One enquiry from a network, by its keyed hash; forgotten after a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["place", "at"])]

    def __str__(self) -> str:
        return f"knock at {self.at}"
