"""What a request carries here: who asks, and the one instant at which everything happens."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from .models import User


class Request(HttpRequest):
    """A request behind sign-in.

    `now` is taken once, in the practice's zone, so that `now.date()` is the day there; nothing
    further in asks the time. `answered` names the answer to a form that is asked for, if any.
    """

    user: User
    now: datetime
    answered: str


def network_of(request: HttpRequest) -> str:
    """Return where a request came from. It is hashed before it is kept and never logged.

    Behind a web server that brings TLS, the last address it adds is the one it saw itself.
    """
    if settings.TLS and (chain := request.headers.get("X-Forwarded-For")):
        return chain.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
