"""The endings app."""

from django.apps import AppConfig


class EndingsConfig(AppConfig):
    """The endings app."""

    name = "holdfast.web.endings"
    label = "endings"
