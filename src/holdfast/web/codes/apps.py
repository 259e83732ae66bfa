"""The codes app."""

from django.apps import AppConfig


class CodesConfig(AppConfig):
    """The codes app."""

    name = "holdfast.web.codes"
    label = "codes"
