"""What is lost when somebody throws their vault away."""

from django.db.models import Count
from django.utils.translation import gettext as _

from holdfast.web.vault.models import Entry, Vault, VaultDraft


def lost_with(vault: Vault) -> list[tuple[str, int]]:
    """Return what is kept in a vault, in words, and how much of each."""
    named = {
        "notes": _("process notes"),
        "reactions": _("reactions"),
        "episodes": _("episodes"),
        "journal": _("pages of your journal"),
        "weighings": _("feelings weighed against the codes"),
    }
    newest = Entry.objects.filter(vault=vault, replaced_at=None)
    counted = newest.values_list("shelf").annotate(n=Count("pk")).order_by("shelf")
    lost = [(named.get(shelf, shelf), n) for shelf, n in counted]
    begun = VaultDraft.objects.filter(vault=vault).count()
    return [*lost, (_("begun and not sent"), begun)] if begun else lost
