"""Whether whoever asks has a vault and has it open, and whether they began to write somewhere."""

from holdfast.web.accounts import drafts as kept
from holdfast.web.accounts.models import Draft, User
from holdfast.web.accounts.requests import Request
from holdfast.web.vault import drafts, keys
from holdfast.web.vault.forms import VaultForm
from holdfast.web.vault.models import Vault


def vault_of(user: User) -> Vault | None:
    """Return somebody's vault, None if they have none."""
    return Vault.objects.filter(user=user).first()


def key_of(request: Request) -> bytes | None:
    """Return the private half of the reader's open vault; None while it is shut."""
    key = keys.key_of(request)
    return key.private if key else None


def begun_about(request: Request, form: VaultForm) -> bool | None:
    """Whether something was begun that is about what a form is about.

    None where the vault is shut and something was begun that may be.
    """
    key, kind = keys.key_of(request), form.draft_kind
    if key is not None:
        return any(map(form.is_here, drafts.find(key, request.path, kind)))
    return None if drafts.any_begun(request.user, request.path, kind) else False


def begun(user: User, path: str, name: str) -> bool:
    """Whether something was begun in a form on a page, wherever it is kept."""
    kind, _own = drafts.parted(name)
    if name.startswith(f"{drafts.WORD}:"):
        return drafts.any_begun(user, path, kind)
    return Draft.objects.filter(user=user, place=kept.place_of(user, path, name)).exists()
