"""The consultation app."""

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """The consultation app."""

    name = "holdfast.web.consultation"
    label = "consultation"
