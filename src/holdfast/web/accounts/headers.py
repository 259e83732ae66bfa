"""The headers that say what a page may load and do."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


def say_what_may_load(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: put the content-security and permissions policies on every answer."""
    policy = "; ".join(
        f"{what} {where}" for what, where in settings.CONTENT_SECURITY_POLICY.items()
    )

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Content-Security-Policy"] = policy
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        return response

    return middleware
