"""Sealing as a Django app, so that data keys have a table."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    """The app that holds data keys."""

    name = "holdfast.web.sealing"
    label = "sealing"
