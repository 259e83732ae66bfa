"""Who may knock: every view says so with a decorator, and what says nothing stays shut.

    @door(Role.THERAPIST, Role.SUPERVISOR)   people who hold one of these roles
    @any_door                                anyone signed in
    @open_door                               everybody, signed in or not
    @link_door                               whoever has a link, and what such a link led to

`fresh` comes beneath a door: the person has proved who they are within the last ten minutes.
The middleware `Doorkeeper` decides before the view runs. Whoever is not meant gets a 404, the same
as for a page that does not exist.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from . import drafts
from .models import CLIENTS_SIDE, HouseRules, User
from .requests import Request

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
LONG_AGO = "1970-01-01T00:00:00+00:00"
FRESH_FOR = timedelta(minutes=10)
SEEN, PROVED, PROVED_TWICE, FACTOR = "seen", "proved", "proved_twice", "factor"

log = logging.getLogger("holdfast.doors")


@dataclass(frozen=True)
class Door:
    """Who gets through to a view.

    `roles` is empty for anyone signed in. `before_factor` lets staff in who have no second
    factor yet, because the page is where they set one up. `by_link` opens to everybody, yet shows
    what only one person is meant to read.
    """

    roles: frozenset[str] = frozenset()
    open: bool = False
    before_factor: bool = False
    by_link: bool = False

    def lets_in(self, user: User) -> bool:
        """Say whether the roles of `user` open this door."""
        return not self.roles or user.has(*self.roles)


def door(*roles: str) -> Callable[[View], View]:
    """Let in whoever holds one of `roles`."""
    if not roles:
        raise ValueError("Name at least one role, or use any_door.")
    return _classify(Door(roles=frozenset(map(str, roles))))


def any_door(view: View) -> View:
    """Let in anyone signed in."""
    return _classify(Door())(view)


def open_door(view: View) -> View:
    """Let in everybody, signed in or not."""
    return _classify(Door(open=True))(view)


def link_door(view: View) -> View:
    """Let in whoever has a link; what they read there stays out of every cache."""
    return _classify(Door(open=True, by_link=True))(view)


def factor_door(view: View) -> View:
    """Let in anyone signed in, also staff who have yet to set up their second factor."""
    return _classify(Door(before_factor=True))(view)


def _classify(classification: Door) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.door = classification  # type: ignore[attr-defined]
        return view

    return mark


def door_of(view: Callable[..., Any]) -> Door | None:
    """Return the classification of a view, None if it has none."""
    return cast(Door | None, getattr(view, "door", None))


def fresh(view: View) -> View:
    """Ask for a proof of who this is, unless one was given within the last ten minutes.

    For exports, rights, factors and unlocking. What a form carried is kept as a draft meanwhile.
    """

    @wraps(view)
    def asks(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        drafts.keep_from(request)
        return go(request, reverse("accounts:prove"), next=way_back(request))

    return cast(View, asks)


def way_back(request: HttpRequest) -> str:
    """Return where to come back to: the page with its query, or the page a form stood on."""
    return drafts.page_of(request) if request.method == "POST" else request.get_full_path()


def is_fresh(request: Request, which: str = PROVED) -> bool:
    """Whether a proof (PROVED), or one with a second factor (PROVED_TWICE), is fresh."""
    proved: str = request.session.get(which) or LONG_AGO
    return request.now - datetime.fromisoformat(proved) < FRESH_FOR


class Doorkeeper:
    """Middleware: sign off who was idle, ask for the second factor, and open only named doors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on, and keep out of every cache what is not for everybody."""
        response = self.get_response(request)
        if _for_one_person(request):
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: Request, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Decide who gets through before the view runs."""
        here = door_of(view)
        if here is None:
            log.error("no door for %s.%s", view.__module__, getattr(view, "__name__", "?"))
            raise Http404
        was_idle = request.user.is_authenticated and sign_off_if_idle(request)
        if here.open:
            return None
        if not request.user.is_authenticated:
            why = {"idle": "yes"} if was_idle else {}
            return go(request, reverse("accounts:sign_in"), next=drafts.page_of(request), **why)
        if not here.before_factor and lacks_factor(request):
            return redirect("accounts:factors")
        if not here.lets_in(request.user):
            raise Http404
        return None


def _for_one_person(request: HttpRequest) -> bool:
    """Whether this was asked behind a door, by a link, or by a browser that has a session."""
    match = request.resolver_match
    here = door_of(match.func) if match is not None else None
    if here is not None and (here.by_link or not here.open):
        return True
    return not request.session.is_empty()


def sign_off_if_idle(request: Request) -> bool:
    """Sign off somebody who was idle too long, keeping what they just sent; else note the time."""
    seen = datetime.fromisoformat(request.session.get(SEEN) or LONG_AGO)
    if request.now - seen > idle_limit(request):
        drafts.keep_from(request)
        logout(request)
        return True
    if request.now - seen > timedelta(seconds=30):
        request.session[SEEN] = request.now.isoformat()
    return False


def idle_limit(request: HttpRequest) -> timedelta:
    """How long this session may be idle; read once when it begins and kept in it."""
    return timedelta(minutes=request.session.get("idle_minutes", 20))


def lacks_factor(request: Request) -> bool:
    """Whether this person must prove a second factor and has not in this session."""
    if request.session.get(FACTOR):
        return False
    return request.user.works_here or must_add_factor(request.user)


def must_add_factor(user: User) -> bool:
    """Whether the practice asks a second factor of this client."""
    return bool(user.roles & CLIENTS_SIDE) and HouseRules.present().clients_need_factor


def go(request: HttpRequest, to: str, **query: str) -> HttpResponse:
    """Send the browser elsewhere; an htmx request must leave its page, not swap a part of it."""
    address = f"{to}?{urlencode(query)}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
