"""A screen that was handed over can do nothing but send one form.

Handing over ends the therapist's session in that browser. What is left knows which form it holds,
and nothing else: every other address leads to that form, or to the form for signing in.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

HANDED = "handed_over"
_OPEN = (
    "accounts:sign_in", "accounts:second", "accounts:passkey_begin", "accounts:passkey_use",
    "alliance:handed",
)  # fmt: skip


def keep_to_the_form(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: while a screen is handed over, lead every other address back to the form."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.session.get(HANDED):
            return get_response(request)
        if request.user.is_authenticated:  # somebody of the practice has taken it back
            del request.session[HANDED]
            return get_response(request)
        if request.path in map(reverse, _OPEN):
            return shut(get_response(request))
        return shut(redirect("alliance:handed"))

    return middleware


def shut(response: HttpResponseBase) -> HttpResponseBase:
    """Keep an answer, and what was shown before it, out of the browser's stores."""
    response["Cache-Control"] = "no-store"
    if isinstance(response, HttpResponse):
        response["Clear-Site-Data"] = '"cache"'
    return response
