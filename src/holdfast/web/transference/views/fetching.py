"""What every page here needs: the own therapies, the law of the place, a reaction's choices."""

from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from holdfast.transference import never_only_here
from holdfast.transference.words import found_words
from holdfast.web.accounts.requests import Request
from holdfast.web.transference import whose
from holdfast.web.vault.keys import open_key


def after_choices(request: Request) -> tuple[list[tuple[str, str]], str]:
    """What a reaction can be about: today's sessions, the latest first, then each therapy.

    With it the one to begin with: of the therapy whose page led here, else today's latest session.
    """
    lately = whose.sessions_lately(request.user, request.now)
    own = whose.choices(request.user, request.now)
    found, before = lately + [(f"{key}|", label) for key, label in own], came_from(request, own)
    of_it = (value for value, _label in found if before and value.startswith(f"{before}|"))
    return found, next(of_it, lately[0][0] if lately else "")


def came_from(request: Request, own: list[tuple[str, str]]) -> str:
    """Return the id of the therapy whose page led here, "" for none or one that is not one's own.

    The browser says it by itself. An address of ours would say, wherever addresses are kept, whom
    somebody's private entries are about.
    """
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return ""
    try:
        found = str(resolve(before.path).kwargs.get("therapy_id", ""))
    except Resolver404:
        return ""
    return found if found in dict(own) else ""


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
