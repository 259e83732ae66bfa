"""People who sign in, and the roles they hold."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from holdfast.web.sealing import keyring, primitives
from holdfast.web.sealing.models import DataKey, Sealed, SealedField


class Role(models.TextChoices):
    """What somebody does here. Rights of several roles add up."""

    LEAD = "lead", _("practice lead")
    INTAKE = "intake", _("intake coordinator")
    DESK = "desk", _("conflict desk")
    THERAPIST = "therapist", _("therapist")
    SUPERVISOR = "supervisor", _("supervisor")
    COVER = "cover", _("covering colleague")
    READER = "reader", _("concern reader")
    CLIENT = "client", _("client")
    GUARDIAN = "guardian", _("guardian")


OPENS_CONTENT = frozenset({Role.DESK, Role.SUPERVISOR, Role.READER})
CLIENTS_SIDE = frozenset({Role.CLIENT, Role.GUARDIAN})


def address_hash(address: str) -> str:
    """Return the keyed hash by which an e-mail address is found. Case and outer space fold."""
    return primitives.lookup_hash(keyring.ring().lookup_key, address.strip().casefold())


class Users(BaseUserManager["User"]):
    """Accounts, found by address."""

    def invite(self, address: str, name: str, roles: Iterable[str], now: datetime) -> "User":
        """Make an account that cannot sign in until its invitation is accepted.

        Until then its address finds nothing, so that inviting a known one is no different.
        """
        user = self.model(key=DataKey.new(), sign_in=f"new:{uuid.uuid4()}", created_at=now)
        user.seal(address=address.strip(), name=name)
        user.set_unusable_password()
        user.save(force_insert=True)
        for role in roles:
            Grant.objects.create(user=user, role=role, since=now)
        return user

    def visible_to(self, user: "User", now: datetime) -> "models.QuerySet[User]":
        """Accounts this person may see: their own, and a practice lead those who work here.

        Accounts of clients and guardians are nobody's business but their owner's.
        """
        own = Q(pk=user.pk)
        if user.has(Role.LEAD):
            theirs = Grant.objects.filter(role__in=CLIENTS_SIDE).values("user")
            own |= ~Q(pk__in=theirs)
        return self.filter(own).select_related("key")

    def by_address(self, address: str) -> "User | None":
        """Find the account that signs in with this address."""
        return self.filter(sign_in=address_hash(address)).select_related("key").first()

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by the hash of its address, as Django's sign-in asks."""
        return self.select_related("key").get(sign_in=username)


class User(Sealed, AbstractBaseUser):
    """Somebody who signs in. The address is sealed and found by its keyed hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    # The keyed hash of the address; before the invitation is accepted, nothing anybody can give.
    sign_in = models.CharField(max_length=64, unique=True)
    address = SealedField()
    name = SealedField()
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "sign_in"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return f"account {self.pk}"

    def data_key(self) -> DataKey:
        """An account has a key of its own."""
        return self.key

    @property
    def shown_name(self) -> str:
        """The name as its owner gave it."""
        return self.text("name")

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held now: granted, in force and not ended. One query, once a request."""
        held = self.grants.filter(until=None, in_force=True)
        return frozenset(held.values_list("role", flat=True))

    def has(self, *roles: str) -> bool:
        """Say whether any of these roles is held."""
        return not self.roles.isdisjoint(roles)

    @property
    def works_here(self) -> bool:
        """Whether this account belongs to staff and so needs a second factor."""
        return bool(self.roles - CLIENTS_SIDE)


class Grant(models.Model):
    """A role held by somebody, from and until; one that opens content waits for approval."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(until=None),
                name="accounts_one_open_grant_per_role",
                violation_error_message="This person holds that role already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.user_id}"
