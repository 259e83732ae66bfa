"""The running app."""

from django.apps import AppConfig


class RunningConfig(AppConfig):
    """The running app."""

    name = "holdfast.web.running"
    label = "running"
