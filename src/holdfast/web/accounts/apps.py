"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "holdfast.web.accounts"
    label = "accounts"
