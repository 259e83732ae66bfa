"""Whether the vault of whoever asks is open, and the way to open it.

Beneath a door, `opened` sends somebody with a shut vault to open it and somebody without one to
make it; `has_vault` only asks that there is one, which is enough for writing. What a form carried
is kept, and afterwards they come back.

    @door(Role.THERAPIST)
    @opened
    def notes(request: Request) -> HttpResponse:
        key = key_of(request)

One half of the key is in the session's row, the other in a cookie of that browser. Neither opens
anything alone. Both go with signing out and with idleness.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from holdfast.web.accounts import drafts
from holdfast.web.accounts.doors import View, go, way_back
from holdfast.web.accounts.models import User
from holdfast.web.accounts.requests import Request
from holdfast.web.vault import actions
from holdfast.web.vault.actions import Key
from holdfast.web.vault.models import Vault

COOKIE = settings.VAULT_COOKIE_NAME
_KEY, _TO_SET = "_vault_key", "_vault_cookie"
_HERE: ContextVar[HttpRequest | None] = ContextVar("the request that is answered", default=None)


def key_of(request: Request) -> Key | None:
    """Return the key of the open vault of whoever asks; None while it is shut."""
    if not hasattr(request, _KEY):
        setattr(request, _KEY, _resumed(request))
    return cast(Key | None, getattr(request, _KEY))


def key_here(reader: User) -> Key | None:
    """Return the key of `reader`, where they ask for this very page with their vault open.

    For functions of the seam, which are given no request.
    """
    request = _HERE.get()
    if request is None or COOKIE not in request.COOKIES:
        return None
    key = key_of(cast(Request, request))
    return key if key is not None and key.vault.user_id == reader.pk else None


def open_key(request: Request) -> Key:
    """Return the key where `opened` has made sure that there is one."""
    key = key_of(request)
    if key is None:
        raise RuntimeError("Ask for the key beneath @opened.")
    return key


def vault_of(request: Request) -> Vault | None:
    """Return the vault of whoever asks, None if they have none."""
    key = key_of(request)
    return key.vault if key else Vault.objects.filter(user=request.user).first()


def keep_open(request: Request, key: Key) -> None:
    """Keep the vault open in this session; the answer carries the other half away."""
    session_key = request.session.session_key or ""
    setattr(request, _TO_SET, actions.keep_open(key, session_key, now=request.now))
    setattr(request, _KEY, key)


def shut(request: Request) -> None:
    """Shut the vault in this session."""
    actions.shut(request.session.session_key or "")
    setattr(request, _KEY, None)


def opened(view: View) -> View:
    """Let through whoever has their vault open; lead everybody else to open or to make it."""

    @wraps(view)
    def asks(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if key_of(request) is not None:
            return view(request, *args, **kwargs)
        return lead(request)

    return cast(View, asks)


def has_vault(view: View) -> View:
    """Let through whoever has a vault, open or shut: writing needs no more."""

    @wraps(view)
    def asks(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if vault_of(request) is not None:
            return view(request, *args, **kwargs)
        return lead(request)

    return cast(View, asks)


def lead(request: Request) -> HttpResponseBase:
    """Lead to open one's vault, or to make it; what was being sent is kept for the way back."""
    drafts.keep_from(request)
    to = "vault:open" if vault_of(request) else "vault:make"
    return go(request, reverse(to), next=way_back(request))


def _resumed(request: Request) -> Key | None:
    cookie, session_key = request.COOKIES.get(COOKIE), request.session.session_key
    if not cookie or not session_key or not request.user.is_authenticated:
        return None
    key = actions.resume(cookie, session_key, now=request.now)
    return key if key is not None and key.vault.user_id == request.user.pk else None


def carry_the_other_half(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: give the browser its half of the key, and take it back when it has served."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        session_key = request.session.session_key
        token = _HERE.set(request)
        try:
            response = get_response(request)
        finally:
            _HERE.reset(token)
        if new := getattr(request, _TO_SET, ""):
            response.set_cookie(
                COOKIE, new, httponly=True, secure=settings.TLS, samesite="Strict", path="/"
            )
        elif COOKIE in request.COOKIES and _has_served(request):
            actions.shut(session_key or "")
            response.delete_cookie(COOKIE, path="/", samesite="Strict")
        return response

    return middleware


def _has_served(request: HttpRequest) -> bool:
    """Whether nobody is signed in any more, or the vault was found shut or has just been shut."""
    return not request.user.is_authenticated or getattr(request, _KEY, False) is None
