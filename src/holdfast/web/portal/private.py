"""Whether whoever asks has a vault and has it open, and whether they began to write somewhere."""

from holdfast.web.accounts import drafts as kept
from holdfast.web.accounts.models import Draft, User
from holdfast.web.accounts.requests import Request
from holdfast.web.vault import drafts, keys
from holdfast.web.vault.models import Vault


def vault_of(user: User) -> Vault | None:
    """Return somebody's vault, None if they have none."""
    return Vault.objects.filter(user=user).first()


def key_of(request: Request) -> bytes | None:
    """Return the private half of the reader's open vault; None while it is shut."""
    key = keys.key_of(request)
    return key.private if key else None


def begun(user: User, path: str, name: str) -> bool:
    """Whether something was begun in a form on a page, wherever it is kept."""
    kind, _own = drafts.parted(name)
    if name.startswith(f"{drafts.WORD}:"):
        return drafts.any_begun(user, path, kind)
    return Draft.objects.filter(user=user, place=kept.place_of(user, path, name)).exists()
