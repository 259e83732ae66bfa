"""A therapist's declared circle: people they know outside the work. Their own business."""

import json
import uuid
from datetime import date, datetime, timedelta

from django.db import models

from holdfast.screening import Person
from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Card, Therapist
from holdfast.web.practice.models.cards import OfCard
from holdfast.web.sealing.models import DataKey, Sealed, SealedField

HOLDS = timedelta(days=365 + 60)  # from when it was said last
ASKED = timedelta(days=60)  # so long before it lapses it is asked whether it is still so
FORGOTTEN = timedelta(days=30)  # after it lapsed or was taken out it is erased


class Circles(models.QuerySet["Circle"]):
    """Declared people, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Circles":
        """Whoever declared them, and nobody else: no lead, no desk, no colleague."""
        return self.filter(therapist__user=user)

    def in_force(self, day: date) -> "Circles":
        """Those that have not lapsed and were not taken out."""
        return self.filter(lapses_on__gte=day, out_on=None)

    def to_renew(self, day: date) -> "Circles":
        """Those of which it is time to say whether they are still so."""
        return self.in_force(day).filter(lapses_on__lt=day + ASKED)

    def with_keys(self) -> "Circles":
        """Bring cards and keys along, so that opening names asks nothing more."""
        return self.select_related("card__key")


class Circle(OfCard):
    """One person whom a therapist has declared: they are the `kind` of the therapist.

    It lapses unless it is declared again. `sensitive`: not even the desk is shown the kind.
    `known` holds what the therapist knows of the person, as JSON with the fields of
    `screening.Person`; of a place (`kind` is one of PLACES) the name of the card is all.
    """

    PLACES = ("employs", "has_member")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="circle")
    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="circle")
    kind = models.CharField(max_length=20)
    sensitive = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    declared_on = models.DateField()
    lapses_on = models.DateField()
    promised = models.BooleanField(default=False)
    out_on = models.DateField(null=True, blank=True)
    known = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = Circles.as_manager()

    class Meta:
        indexes = [models.Index(fields=["therapist", "lapses_on"])]

    def __str__(self) -> str:
        return f"declared {self.pk}"

    @property
    def shown_name(self) -> str:
        """The name of the person or place."""
        return self.card.shown_name

    @property
    def is_place(self) -> bool:
        """Whether it is a place or an organisation and no person."""
        return self.kind in self.PLACES

    def person(self) -> Person:
        """Open what is known of the person."""
        return Person(**json.loads(self.text("known") or "{}"))

    def state(self, day: date) -> str:
        """Return "kept", "asked" (is it still so?), "lapsed" or "out" on a day."""
        if self.out_on is not None:
            return "out"
        if self.lapses_on < day:
            return "lapsed"
        return "asked" if self.lapses_on < day + ASKED else "kept"


class CircleLook(models.Model):
    """When a therapist last went through their circle as a whole. Once a year it is asked for."""

    therapist = models.OneToOneField(
        Therapist, primary_key=True, on_delete=models.CASCADE, related_name="circle_look"
    )
    looked_on = models.DateField()

    def __str__(self) -> str:
        return f"looked through on {self.looked_on}"


class AddressBooks(models.QuerySet["AddressBook"]):
    """Uploaded files, selected from the person who asks."""

    def of(self, user: User, now: datetime) -> "AddressBooks":
        """This person's own, for as long as they are held."""
        return self.filter(user=user, until__gt=now).select_related("key")


class AddressBook(Sealed):
    """An uploaded address book, held for an hour while people are picked from it.

    `table` is what was read of it, `picked` the numbers of the rows taken. The row goes when its
    owner is done or the hour is over, and its key with it.
    """

    HELD = timedelta(hours=1)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    table = SealedField()
    picked: "models.JSONField[list[int], list[int]]" = models.JSONField(default=list)
    until = models.DateTimeField()

    objects = AddressBooks.as_manager()

    def __str__(self) -> str:
        return f"address book {self.pk}"

    def data_key(self) -> DataKey:
        """An address book has a key of its own."""
        return self.key
