"""Forms about one's own feelings: what is begun in them is kept in the vault, too."""

from django.urls import reverse

from holdfast.web.vault.forms import VaultForm


class PrivateForm(VaultForm):
    """A form of a weighing in the vault. Sent twice, it leads to the list: no entry is kept."""

    def remembered(self, answer: str) -> str:
        """Where the entry is found again with the vault open."""
        return reverse("codes:decisions")
