"""The audit app; it puts the triggers back after each migration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The app that holds the audit."""

    name = "holdfast.web.audit"
    label = "audit"

    def ready(self) -> None:
        """Arrange for the triggers after every migration."""
        post_migrate.connect(_put_triggers)


def _put_triggers(using: str, **kwargs: Any) -> None:
    from .immutable import put_triggers

    put_triggers(using)
