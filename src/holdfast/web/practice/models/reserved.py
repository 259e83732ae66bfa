"""Who reads the separate log of openings for a concern or by the conflict desk."""

import uuid

from django.db import models

from holdfast.web.accounts.models import Role, User

# Whoever reads concerns or sits at the desk would check on themselves; a therapist might find in
# it that somebody looked into their own work.
NEVER = frozenset({Role.READER, Role.DESK, Role.THERAPIST, Role.CLIENT, Role.GUARDIAN})


class LogReader(models.Model):
    """One person named to read it; in force from when a second person agreed, one at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "reader of the separate log"

    @classmethod
    def present(cls) -> "LogReader | None":
        """Return who reads it now."""
        named = cls.objects.filter(until=None).exclude(since=None)
        return named.select_related("user__key").order_by("-since").first()

    @classmethod
    def is_named(cls, user: User) -> bool:
        """Whether this person reads it now, and holds no role that forbids it."""
        named = cls.objects.filter(user=user, until=None).exclude(since=None)
        return named.exists() and may_be_named(user)


def may_be_named(user: User) -> bool:
    """Whether somebody works here in roles that leave them free to read the log."""
    return user.is_active and bool(user.roles) and not user.roles & NEVER
