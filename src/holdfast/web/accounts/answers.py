"""What a form is answered with lies at an address of its own, so that going back finds it again.

A browser that a form leads straight to a page keeps the form, to send it once more: in the files
from which it restores its windows, and for going back, where it asks whether to send it again. So
such a page (one with an error, the answer to a search) is put aside for a quarter of an hour and
the browser is led to it. It is sealed under a key that only that browser has, bound to its session
and to its open vault. When either begins or ends the browser loses that key, and gets another one
for what comes. No key of the server opens such a page.

What may be seen once only (recovery codes, six digits), and whatever is answered to somebody who is
not signed in, is gone when it was shown. Where the form was corrected and sent meanwhile, its error
leads to what came of it. Only a browser that says it is opening a page from a form
of ours is led (Sec-Fetch-Mode, Sec-Fetch-Site); a script is answered at once.
"""

import base64
import json
import zlib
from binascii import Error as NotBase64
from collections.abc import Callable
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.crypto import get_random_string

from holdfast.web.sealing import keyring, primitives

from .models import Answer, Once
from .requests import Request

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
FIELD = "answered"
KEPT_FOR = timedelta(minutes=15)  # no longer than a vault stays open unused
MOST_BYTES, MOST_ROWS = 1_000_000, 2_000
MOST_BYTES_ONCE, MOST_ROWS_ONCE = 100_000, 200  # so that strangers cannot fill the place
ANSWERS = frozenset({200, 400, 409, 410, 422})
ONCE = "shown_once"


def put_aside(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[Request], HttpResponseBase]:
    """Middleware: put the page that a form is answered with aside, and lead to it.

    It stands around whatever sets cookies, since it binds the page to those that will be there.
    """

    def middleware(request: Request) -> HttpResponseBase:
        request.answered = _taken_from_the_address(request)
        response = get_response(request)
        if _held(request, response.cookies) != _held(request):
            _lose_the_key(request, response)
        if _opens_a_page(request) and _is_a_page(response):
            return _lead(request, cast(HttpResponse, response))
        return response

    return middleware


class ShowAgain:
    """Middleware: show what was put aside, where the door of its page lets this person in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Show it. The doorkeeper stands before this middleware and has had its say."""
        return _found(request) if request.method == "GET" and request.answered else None


def shown_once(response: HttpResponse) -> HttpResponse:
    """Mark an answer that may be seen once only, such as one with recovery codes."""
    setattr(response, ONCE, True)
    return response


def kept_nowhere(view: View) -> View:
    """Mark a view whose answers are put aside nowhere, because its pages promise so."""
    view.kept_nowhere = True  # type: ignore[attr-defined]
    return view


def forget(now: datetime) -> None:
    """Forget the answers whose time is over."""
    Answer.objects.filter(until__lt=now).delete()


def _taken_from_the_address(request: HttpRequest) -> str:
    """Take the name of an answer out of the query, so that no page meets it there."""
    if FIELD not in request.GET:
        return ""
    query = request.GET.copy()
    name = str(query.pop(FIELD)[-1])
    request.META["QUERY_STRING"] = query.urlencode()
    request.GET = QueryDict(request.META["QUERY_STRING"], encoding=request.encoding)
    return name


def _opens_a_page(request: HttpRequest) -> bool:
    says = [request.headers.get(f"Sec-Fetch-{what}") for what in ("Mode", "Site")]
    if request.method != "POST" or says != ["navigate", "same-origin"]:
        return False
    match = request.resolver_match
    return match is not None and not getattr(match.func, "kept_nowhere", False)


def _is_a_page(response: HttpResponseBase) -> bool:
    kind = response.get("Content-Type", "")
    is_page = kind.startswith("text/html") and "Content-Disposition" not in response
    return is_page and not response.streaming and response.status_code in ANSWERS


def _lead(request: Request, response: HttpResponse) -> HttpResponse:
    """Seal the page and lead to it; give it at once where there is no room for it."""
    told = [response.status_code, response.text, request.POST.get("once", "")]
    page = zlib.compress(json.dumps(told).encode())
    once = getattr(response, ONCE, False) or not _held(request, response.cookies)[0]
    forget(request.now)
    if not _has_room(page, once):
        return response
    name, key = get_random_string(22), _key_of(request) or primitives.new_key()
    sealed = primitives.seal(key, page, _bound_to(request, name, response.cookies))
    Answer.objects.create(pk=_place(name), sealed=sealed, until=request.now + KEPT_FOR, once=once)
    return _led_to(response, _address(request, name), key)


def _has_room(page: bytes, once: bool) -> bool:
    most_bytes, most_rows = (MOST_BYTES_ONCE, MOST_ROWS_ONCE) if once else (MOST_BYTES, MOST_ROWS)
    return len(page) <= most_bytes and Answer.objects.filter(once=once).count() < most_rows


def _address(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query[FIELD] = name
    return f"{request.path}?{query.urlencode()}"


def _led_to(response: HttpResponse, address: str, key: bytes) -> HttpResponse:
    """Empty the response into one that leads on, with its cookies and headers."""
    response.content = b""
    response.status_code = 303
    response["Location"] = address
    del response["Content-Length"]
    response.set_cookie(
        settings.ANSWERS_COOKIE_NAME, base64.b64encode(key).decode(),
        httponly=True, secure=settings.TLS, samesite="Lax", path="/",
    )  # fmt: skip
    return response


def _found(request: Request) -> HttpResponse | None:
    """Return the page that was put aside; None where it is gone or not for this browser."""
    key = _key_of(request)
    row = Answer.objects.filter(pk=_place(request.answered), until__gte=request.now).first()
    if row is None or key is None:
        return None
    try:
        page = primitives.unseal(key, bytes(row.sealed), _bound_to(request, request.answered))
    except primitives.SealBroken:
        return None
    if row.once:
        row.delete()
    status, text, sent = json.loads(zlib.decompress(page))
    if address := _done_meanwhile(request, sent):
        return redirect(address)
    return HttpResponse(text, status=status, headers={"Cache-Control": "no-store"})


def _done_meanwhile(request: Request, sent: str) -> str:
    """Where the form led once it was corrected; going back past that finds what came of it."""
    try:
        row = Once.objects.filter(pk=UUID(sent), user_id=request.user.pk).first()
    except ValueError:
        return ""
    return row.answer if row and request.user.is_authenticated else ""


def _key_of(request: HttpRequest) -> bytes | None:
    try:
        key = base64.b64decode(request.COOKIES.get(settings.ANSWERS_COOKIE_NAME, ""), validate=True)
    except NotBase64:
        return None
    return key if len(key) == primitives.KEY_BYTES else None


def _place(name: str) -> str:
    return primitives.lookup_hash(keyring.ring().derived("answers"), name)


def _bound_to(request: HttpRequest, name: str, new: SimpleCookie | None = None) -> bytes:
    """What must be the same when it is shown: its address, the session and the open vault."""
    return json.dumps([name, request.path, *_held(request, new)]).encode()


def _held(request: HttpRequest, new: SimpleCookie | None = None) -> list[str]:
    """Return what the browser holds of a session and of an open vault, after `new` cookies."""
    cookies = {**request.COOKIES, **{n: cookie.value for n, cookie in (new or {}).items()}}
    return [cookies.get(n, "") for n in (settings.SESSION_COOKIE_NAME, settings.VAULT_COOKIE_NAME)]


def _lose_the_key(request: HttpRequest, response: HttpResponseBase) -> None:
    """A session or a vault began or ended: what was put aside before stays shut."""
    if request.COOKIES.pop(settings.ANSWERS_COOKIE_NAME, None) is not None:
        response.delete_cookie(settings.ANSWERS_COOKIE_NAME, path="/", samesite="Lax")
