"""The practice app."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The practice app."""

    name = "holdfast.web.practice"
    label = "practice"
