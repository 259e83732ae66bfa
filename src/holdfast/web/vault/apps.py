"""The vault app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The vault app."""

    name = "holdfast.web.vault"
    label = "vault"

    def ready(self) -> None:
        """Take over the drafts of forms that write into a vault."""
        from holdfast.web.accounts import drafts as kept
        from holdfast.web.vault import drafts

        kept.KEEPERS[drafts.WORD] = drafts.ToTheVault()
