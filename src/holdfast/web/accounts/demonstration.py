"""What a demonstration shows and a practice never does: who to sign in as, and with which code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from holdfast.web.accounts import totp
from holdfast.web.accounts.models import Factor, User


@dataclass(frozen=True)
class Doors:
    """Who may be signed in as (name, address, role), and what opens their doors and vaults."""

    people: tuple[tuple[str, str, str], ...]
    password: str
    passphrase: str


# Whoever builds demonstrations adds theirs here; this app knows of none.
announced: list[Callable[[], Doors]] = []


def doors_to_show() -> Doors | None:
    """Return who to sign in as; None unless this is a demonstration."""
    return announced[0]() if settings.DEMONSTRATION and announced else None


def code_to_show(user: User, now: datetime) -> str:
    """Return the next code of this account's app; "" unless this is a demonstration.

    A step is accepted once, so that somebody who signs in twice in a minute sees the next one.
    """
    app = user.factors.filter(kind=Factor.Kind.APP).first() if settings.DEMONSTRATION else None
    if app is None:
        return ""
    app.user = user
    here = totp.step_of(now)
    step = next((s for s in (here, here + 1) if s > app.last_step), here + 1)
    return totp.code_at(app.text("secret"), step)
