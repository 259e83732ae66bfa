"""How Django finds the account of a session. Passwords are checked in `actions.signing_in`."""

import uuid

from django.contrib.auth.backends import BaseBackend

from .models import User


class AccountsBackend(BaseBackend):
    """Find the account, with its key, so that its name opens without another query."""

    def get_user(self, user_id: str | uuid.UUID) -> User | None:
        """Return the account unless it was closed."""
        return User.objects.filter(pk=user_id, is_active=True).select_related("key").first()
