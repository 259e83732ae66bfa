"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal app."""

    name = "holdfast.web.portal"
    label = "portal"
