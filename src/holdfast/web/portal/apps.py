"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal app."""

    name = "holdfast.web.portal"
    label = "portal"

    def ready(self) -> None:
        """Say when words stand in a concern: choices in it are made from the beginning."""
        from holdfast.web.accounts import drafts
        from holdfast.web.portal.forms.concerns import (
            ConcernForm,
            VaultConcernForm,
            holds_words,
        )
        from holdfast.web.vault.drafts import ANYWHERE

        in_vault = f"{VaultConcernForm.kind()}{ANYWHERE}"
        for kind in (ConcernForm.__name__.lower(), in_vault):
            drafts.HOLDS_WORDS[kind] = holds_words
