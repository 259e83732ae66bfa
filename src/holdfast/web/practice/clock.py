"""The one instant of a request, a command or a job, in the zone of the practice.

An aware datetime in that zone says both when it is and, by its date, which day it is there.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from holdfast.web.practice.models.house import Practice


def practice_now() -> datetime:
    """Ask the time. Only middleware, commands and the worker's loop do."""
    return datetime.now(UTC).astimezone(Practice.get().tz)


def take_the_time(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Middleware: put the instant of the request on it, and the practice it happens in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        practice = Practice.get()
        request.practice = practice  # type: ignore[attr-defined]
        request.now = datetime.now(UTC).astimezone(practice.tz)  # type: ignore[attr-defined]
        with timezone.override(practice.tz):  # templates show instants as the practice's clock does
            return get_response(request)

    return middleware
