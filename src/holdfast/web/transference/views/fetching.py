"""What every page here needs: the own therapies, the law of the place, a reaction's choices."""

from typing import Any

from holdfast.transference import never_only_here
from holdfast.transference.words import found_words
from holdfast.web.accounts.requests import Request
from holdfast.web.transference import whose
from holdfast.web.vault.keys import open_key


def after_choices(request: Request) -> list[tuple[str, str]]:
    """What a reaction can be about: today's sessions, the latest first, then each therapy."""
    lately = whose.sessions_lately(request.user, request.now)
    therapies = [(f"{key}|", label) for key, label in whose.choices(request.user, request.now)]
    return lately + therapies


def narrowed(request: Request) -> tuple[list[whose.Whose], whose.Whose | None]:
    """Return one's own therapies, and the one a list is narrowed to."""
    found = whose.marked(request.user, open_key(request), request.now)
    wanted = request.GET.get("with", "")
    return found, whose.by_mark(found, wanted) if wanted else None


def pointed_out(text: str) -> list[str]:
    """Return, in words, what in a text must not stand in process notes alone."""
    return list(dict.fromkeys(found_words(found) for found in never_only_here(text)))


def named(names: dict[str, str], therapy: str) -> str:
    """Return the label of a therapy, "" for none; one that is not the reader's has no name."""
    return names.get(therapy, "…") if therapy else ""


Context = dict[str, Any]
