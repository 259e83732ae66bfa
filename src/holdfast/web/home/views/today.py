"""Today: the sessions of a day with a brief each, what is worth attention, what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.home import words
from holdfast.web.home.attention import most_pressing
from holdfast.web.home.gathering import shareable_briefs, told
from holdfast.web.home.record import Promised, by_pressure
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import Break, Promise, Session, Therapy
from holdfast.web.practice.seam import URGENT, BriefLine, Told

LINES = 4
PROMISES = 8
BREAK_AHEAD = timedelta(days=7)
UNFOLDED = 2  # notices above the sessions: more would push them off a phone's first screen


@dataclass(frozen=True)
class Meeting:
    """A session of the day as it is shown."""

    session: Session
    starts: datetime
    lines: Sequence[BriefLine]
    result: str
    is_next: bool
    is_over: bool
    is_ahead: bool
    record_url: str
    correct_url: str


@door(Role.THERAPIST)
def today(request: Request, day: date | None = None) -> HttpResponse:
    """Show today, or another day."""
    shown = day or request.now.date()
    meetings = _meetings(request, shown)
    attention, how_many = most_pressing(
        request.user, request.now, {m.session.therapy_id for m in meetings}
    )
    notices, folded = _notices(request, shown)
    context = {
        "day": shown,
        "told": notices,
        "folded": folded,
        "is_today": shown == request.now.date(),
        "before": shown - timedelta(days=1),
        "after": shown + timedelta(days=1),
        "meetings": meetings,
        "coming": next((m for m in meetings if m.is_next), None),
        "next_session": None if meetings else _next_session(request),
        "attention": attention,
        "further": how_many - len(attention),
        "promises": _promises(request),
        "unrecorded": _unrecorded(request.user, request.now, shown),
        "to_confirm": any(m.record_url and not m.is_ahead for m in meetings),
        "confirm_url": url_of("home:confirm_day", shown),
    }
    return render(request, "home/today.html", context)


@door(Role.THERAPIST)
def day_briefs(request: Request, day: date) -> HttpResponse:
    """Show the briefs of a day's sessions for the printer, one after the other."""
    meetings = _meetings(request, day, LINES * 3)
    return render(request, "home/day_briefs.html", {"day": day, "meetings": meetings})


def _own(request: Request) -> QuerySet[Therapy]:
    return Therapy.objects.own_of(request.user, request.now)


def _meetings(request: Request, day: date, lines: int = LINES) -> list[Meeting]:
    start = datetime.combine(day, time(), request.now.tzinfo)
    end = datetime.combine(day + timedelta(days=1), time(), request.now.tzinfo)
    planned = Session.objects.filter(therapy__in=_own(request)).between(start, end)
    sessions = list(planned.select_related("therapy__key").order_by("starts_at", "id"))
    therapies = list({s.therapy_id: s.therapy for s in sessions}.values())
    known = shareable_briefs(therapies, request.user, request.now)
    waiting = [s for s in sessions if _waits(s) and s.planned_end > request.now]
    coming = waiting[0].pk if waiting else None
    return [
        Meeting(
            session=s,
            starts=s.starts_at.astimezone(request.now.tzinfo),
            lines=known.get(s.therapy_id, ())[:lines],
            result=words.session_result(s, request.now),
            is_next=s.pk == coming,
            is_ahead=s.starts_at > request.now,
            is_over=not _waits(s) or s.planned_end <= request.now,
            record_url=_record_url(s) if _waits(s) else "",
            correct_url="" if _waits(s) else _record_url(s),
        )
        for s in sessions
    ]


def _record_url(session: Session) -> str:
    return f"{url_of('home:record', session.pk)}?from=today"


def _waits(session: Session) -> bool:
    return session.state == Session.State.PLANNED


def _next_session(request: Request) -> Session | None:
    ahead = Session.objects.filter(therapy__in=_own(request), starts_at__gte=request.now)
    waiting = ahead.filter(state=Session.State.PLANNED).select_related("therapy__key")
    return waiting.order_by("starts_at").first()


def _promises(request: Request) -> list[Promised]:
    rows = Promise.objects.filter(therapy__in=_own(request), done_at=None)
    known = rows.select_related("therapy__key").order_by("-made_on", "id")[: PROMISES * 5]
    pressing = by_pressure(cast("list[Promise]", list(known)))
    return [Promised.opened(row) for row in pressing[:PROMISES]]


def _unrecorded(user: User, now: datetime, shown: date) -> dict[str, Any]:
    """How many sessions are over and not recorded yet, and on which day the first of them was.

    `elsewhere` is the first such day other than the one that is shown.
    """
    own = Session.objects.filter(therapy__in=Therapy.objects.own_of(user, now))
    return own.unrecorded(None, now - timedelta(hours=1)).aggregate(
        count=Count("pk"),
        first=Min("planned_on"),
        elsewhere=Min("planned_on", filter=~Q(planned_on=shown)),
    )


def _notices(request: Request, shown: date) -> tuple[list[Told], list[Told]]:
    """What stands above the sessions, and what of it is folded: never what is urgent."""
    said = [*told(request.user, request.now), *_breaks(request.user, shown)]
    urgent = sum(line.weight <= URGENT for line in said)
    number = max(UNFOLDED, urgent)
    return said[:number], said[number:]


def _breaks(user: User, shown: date) -> list[Told]:
    """The breaks that a day lies in or shortly before."""
    near = Break.objects.filter(
        therapist__user=user, until__gte=shown, since__lte=shown + BREAK_AHEAD
    )
    rows = near.select_related("cover__key").order_by("since")
    return [Told(f"{words.break_words(row)}.") for row in rows]
