"""How somebody signs in: second factors, failures, sessions, and the house's rules for it."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from holdfast.web.sealing.models import DataKey, Sealed, SealedField

from .people import User


class Factor(Sealed):
    """A second factor: an authenticator app, a passkey, or one recovery code.

    `found_by` is the keyed hash of a passkey's credential id or of a recovery code. `secret` is
    an app's shared secret or a passkey's public half; `name` is what its owner calls it.
    """

    class Kind(models.TextChoices):
        APP = "app", "authenticator app"
        PASSKEY = "passkey", "passkey"
        CODE = "code", "recovery code"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    secret = SealedField()
    name = SealedField()
    found_by = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    last_step = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(kind="app"), name="accounts_one_app_each"
            ),
            models.UniqueConstraint(
                fields=["found_by"],
                condition=~Q(found_by=""),
                name="accounts_factor_found_by_one_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"

    def data_key(self) -> DataKey:
        """A factor is sealed under its account's key."""
        return self.user.key


class Failure(models.Model):
    """One try to sign in that did not succeed, by the keyed hash of what was tried from or for.

    An address that has no account fails like one that has, so a row says nothing about who is
    known here. Rows are forgotten after a day.
    """

    WINDOW: ClassVar[timedelta] = timedelta(minutes=15)
    FOR_ADDRESS: ClassVar[int] = 5
    FROM_PLACE: ClassVar[int] = 50

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["place", "at"])]

    def __str__(self) -> str:
        return f"failure at {self.at}"


class Session(AbstractBaseSession):
    """Somebody signed in on one device. `session_key` is a keyed hash of what the cookie holds.

    Whoever reads the table can therefore not sign in with it; a backup leaves it out.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"session of {self.user_id}"


class HouseRules(models.Model):
    """What the practice decides about signing in and about its letters. There is one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    clients_need_factor = models.BooleanField(default=False)
    idle_minutes = models.PositiveSmallIntegerField(default=20)
    letters_from = models.CharField(max_length=60, blank=True)
    letters_subject = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="accounts_one_set_of_house_rules"),
            models.CheckConstraint(
                condition=Q(idle_minutes__gte=5, idle_minutes__lte=60),
                name="accounts_idle_5_to_60",
                violation_error_message="Sign off after 5 to 60 minutes, for example 20.",
            ),
        ]

    def __str__(self) -> str:
        return "house rules"

    @classmethod
    def present(cls) -> "HouseRules":
        """Return the rules in force; the defaults until somebody changed them."""
        return cls.objects.filter(pk=1).first() or cls()


class NewAddress(Sealed):
    """A changed sign-in address: in force after 72 hours, or at once with a second proof."""

    WAIT: ClassVar[timedelta] = timedelta(hours=72)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="new_addresses")
    address = SealedField()
    asked_at = models.DateTimeField()
    in_force_from = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(done_at=None, stopped_at=None),
                name="accounts_one_new_address_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"new address of {self.user_id}"

    def data_key(self) -> DataKey:
        """Sealed under the account's key."""
        return self.user.key


class Letter(Sealed):
    """A plain e-mail that waits for the worker: neutral words, one link at most, no names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    to = SealedField()
    body = SealedField()
    kind = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"letter {self.kind}"

    def data_key(self) -> DataKey:
        """The key of the account, card or link it is sent for."""
        return self.key
