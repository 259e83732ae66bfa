"""Beginning and ending a session, and the proofs given in it."""

import re
from datetime import datetime
from typing import Any

from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest

from holdfast.web.audit import models as audit

from .doors import FACTOR, PROVED, PROVED_TWICE, SEEN
from .models import HouseRules, User

PENDING = "pending"
BACKEND = "holdfast.web.accounts.backend.AccountsBackend"


@transaction.atomic
def begin(request: HttpRequest, user: User, *, factor: str, now: datetime) -> None:
    """Sign somebody in on this device, with the second factor they gave ("" for none)."""
    login(request, user, backend=BACKEND)
    request.session.pop(PENDING, None)
    request.session["began"] = now.isoformat()
    request.session["device"] = device_of(request)
    request.session["idle_minutes"] = HouseRules.present().idle_minutes
    proved(request, factor=factor, now=now)
    audit.record("signed in", now=now, actor=user, purpose=factor)


def proved(request: HttpRequest, *, factor: str, now: datetime) -> None:
    """Note a fresh proof of who this is."""
    request.session[SEEN] = request.session[PROVED] = now.isoformat()
    if factor:
        request.session[FACTOR] = factor
        request.session[PROVED_TWICE] = now.isoformat()


@transaction.atomic
def end(request: HttpRequest, now: datetime) -> None:
    """Sign somebody out here."""
    if request.user.is_authenticated:
        audit.record("signed out", now=now, actor=request.user)
    logout(request)


def wait_for_factor(request: HttpRequest, user: User, now: datetime) -> None:
    """Remember that the password was right, under a new session key."""
    request.session.flush()
    request.session[PENDING] = {"user": str(user.pk), "at": now.isoformat()}


def pending(request: HttpRequest, now: datetime) -> User | None:
    """Whoever gave the right password within the last ten minutes and owes a second factor."""
    kept: dict[str, Any] | None = request.session.get(PENDING)
    if not kept or (now - datetime.fromisoformat(kept["at"])).total_seconds() > 600:
        return None
    return User.objects.filter(pk=kept["user"], is_active=True).select_related("key").first()


BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(request: HttpRequest) -> str:
    """Name the device in two words, enough for its owner to know it again: "Firefox, Windows"."""
    said = request.headers.get("User-Agent", "")
    found = [
        next((name for sign, name in names if re.search(sign, said)), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found))
