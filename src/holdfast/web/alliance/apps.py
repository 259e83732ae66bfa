"""The alliance app."""

from django.apps import AppConfig


class AllianceConfig(AppConfig):
    """The alliance app."""

    name = "holdfast.web.alliance"
    label = "alliance"
