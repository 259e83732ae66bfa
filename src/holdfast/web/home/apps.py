"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The home app."""

    name = "holdfast.web.home"
    label = "home"
