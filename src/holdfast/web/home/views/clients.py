"""Clients: a therapist's own caseload, to look through, to sort and to search."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import Session, Signal, Therapy
from holdfast.web.practice.models.therapies import Therapies

A_PAGE = 60

STATES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "now": (_("With you now"), ("planned", "active", "paused")),
    "ended": (_("Ended"), ("ended",)),
    "all": (_("All"), ("planned", "active", "paused", "ended")),
}


@dataclass(frozen=True)
class Entry:
    """One therapy in the list."""

    therapy: Therapy
    name: str
    next_on: datetime | None
    last_on: datetime | None
    signals: int


SORTS: dict[str, tuple[Any, Callable[[Entry], Any]]] = {
    "name": (_("Name"), lambda e: (folded(e.name), e.therapy.pk)),
    "next": (_("Next session"), lambda e: (e.next_on is None, e.next_on, folded(e.name))),
    "look": (_("Worth a look"), lambda e: (-e.signals, folded(e.name))),
    "since": (_("Newest first"), lambda e: _days_back(e.therapy.started_on)),
}


@door(Role.THERAPIST)
def clients(request: Request) -> HttpResponse:
    """List the caseload. A search is posted, so that no name stands in an address."""
    asked: QueryDict = request.POST if request.method == "POST" else request.GET
    sort = asked.get("sort") if asked.get("sort") in SORTS else "name"
    sought = asked.get("sought", "").strip() if request.method == "POST" else ""
    state = asked.get("state") if asked.get("state") in STATES else "now"
    if request.method == "POST" and not sought:  # the search looks in all; nothing was sought
        state = "now"
    entries = _entries(request, STATES[str(state)][1])
    if sought:
        entries = [e for e in entries if _fits(e, sought)]
    entries.sort(key=SORTS[str(sort)][1])
    context = {
        "page": Paginator(entries, A_PAGE).get_page(asked.get("page")),
        "states": [(key, label) for key, (label, _states) in STATES.items()],
        "sorts": [(key, label) for key, (label, _key) in SORTS.items()],
        "state": state,
        "sort": sort,
        "sought": sought,
        "new_url": url_of("practice:open_therapy"),
    }
    return render(request, "home/clients.html", context)


def _entries(request: Request, states: Sequence[str]) -> list[Entry]:
    own = Therapy.objects.own_of(request.user, request.now).filter(state__in=states)
    return [
        Entry(
            therapy=t,
            name=t.shown_title or t.code,
            next_on=_local(getattr(t, "next_at", None), request.now),
            last_on=_local(getattr(t, "last_at", None), request.now),
            signals=getattr(t, "open_signals", 0),
        )
        for t in _with_times(own.with_keys(), request.now)
    ]


def _with_times(therapies: Therapies, now: datetime) -> Therapies:
    mine = Session.objects.filter(therapy=OuterRef("pk"))
    ahead = mine.filter(state=Session.State.PLANNED, starts_at__gte=now).order_by("starts_at")
    behind = mine.filter(state=Session.State.HELD, starts_at__lt=now).order_by("-starts_at")
    look = Q(signals__state=Signal.State.OPEN) & ~Q(signals__audience="lead")
    return therapies.annotate(
        next_at=Subquery(ahead.values("starts_at")[:1]),
        last_at=Subquery(behind.values("starts_at")[:1]),
        open_signals=Count("signals", filter=look),
    )


def _local(at: datetime | None, now: datetime) -> datetime | None:
    return at.astimezone(now.tzinfo) if at else None


def _days_back(started: date | None) -> int:
    return -(started or date.min).toordinal()


def _fits(entry: Entry, sought: str) -> bool:
    """Whether every word sought begins a word of the name, or is the code."""
    parts = folded(entry.name).replace("&", " ").split()
    fits = all(any(part.startswith(word) for part in parts) for word in folded(sought).split())
    return fits or entry.therapy.code == sought.upper()


def folded(text: str) -> str:
    """Fold a name for comparing: no capitals, no accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
