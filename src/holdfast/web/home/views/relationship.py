"""The relationship page: what was agreed, what is worth attention, and all that happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.accounts.days import read_day
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.home import words
from holdfast.web.home.chart import NARROW, WIDE, Chart, draw, tell
from holdfast.web.home.gathering import (
    WordedSignal,
    briefs,
    frame_lines,
    moments,
    panels,
    shareable_briefs,
    worded,
)
from holdfast.web.home.kinds import kind_label
from holdfast.web.home.picture import STRETCHES, picture, stretch
from holdfast.web.home.record import Promised, open_promises, session_url
from holdfast.web.practice.actions.therapies import record_knock, record_opening
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import Participant, Session, Signal, Therapy
from holdfast.web.practice.once import one_page
from holdfast.web.practice.reading import is_own, names_of, people_of, sessions_of
from holdfast.web.practice.seam import Moment

A_PAGE = timedelta(days=92)
RECENT = 5
LATEST = 6  # moments of the time line that are seen before it is unfolded
Month = tuple[date, Sequence[Moment]]


@dataclass(frozen=True)
class Person:
    """A participant as the page names them; `note` says what is unusual about their place."""

    name: str
    pronouns: str
    note: str
    url: str


@dataclass(frozen=True)
class Story:
    """One page of the time line: moments of some kinds, and where the next page begins.

    Until somebody looks further it shows the `latest` few, and folds the `rest`.
    """

    months: Sequence[Month]
    latest: Sequence[Month]
    rest: Sequence[Month]
    kinds: Sequence[tuple[str, str]]
    chosen: str
    start: datetime
    end: datetime
    newest: bool
    earlier: date | None


@door(Role.THERAPIST, Role.SUPERVISOR)
@one_page()
def relationship(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """Show a therapy to its therapist, or to a supervisor who carries responsibility for it."""
    therapy, is_own = open_record(request, therapy_id)
    signals = _signals(request, therapy)
    attention = [s for s in signals if s.signal.state == Signal.State.OPEN]
    start, end = stretch(therapy, _one_of(request, "show", STRETCHES, "year"), request.now)
    page_end = _page_end(request, end)
    told = moments(therapy, request.user, min(start, page_end - A_PAGE), end)
    chart = picture(therapy, request.user, start, end, finding=_finding(attention), told=told)
    shown = panels(therapy, request.user, request.now, request)
    context = {
        "therapy": therapy,
        "is_own": is_own,
        "day": request.now.date(),
        "frame": frame_lines([therapy], request.user, request.now).get(therapy.pk),
        "participants": _people(therapy),
        "attention": attention,
        "raised": [s for s in signals if s.signal.state == Signal.State.RAISED],
        "promises": [Promised.opened(p) for p in open_promises([therapy])],
        "brief": briefs([therapy], request.user, request.now).get(therapy.pk, ()),
        "main_panels": [p for p in shown if p.column == "main"],
        "side_panels": [p for p in shown if p.column == "side"],
        "story": _story(request, therapy, told, page_end, end),
        "stretches": [(key, label) for key, (label, _length) in STRETCHES.items()],
        "stretch": _one_of(request, "show", STRETCHES, "year"),
        "recent": _recent(therapy, request.now),
        **_counts(therapy, request.now),
        **_drawn(chart),
        **_acts(therapy, is_own, request.now),
    }
    return render(request, "home/relationship.html", context)


@door(Role.THERAPIST, Role.SUPERVISOR)
@one_page()
def brief(request: Request, therapy_id: UUID) -> HttpResponse:
    """Show what to know before a session on one small page, for the screen or the printer.

    What is urgent is its first line and not said again beneath.
    """
    therapy, _is_own = open_record(request, therapy_id)
    open_ones = [s for s in _signals(request, therapy) if s.signal.state == Signal.State.OPEN]
    attention = [s for s in open_ones if not s.signal.urgent]
    context = {
        "therapy": therapy,
        "frame": frame_lines([therapy], request.user, request.now).get(therapy.pk),
        "brief": shareable_briefs([therapy], request.user, request.now).get(therapy.pk, ()),
        "attention": attention,
        **_counts(therapy, request.now),
    }
    return render(request, "home/brief.html", context)


def open_record(request: Request, therapy_id: UUID) -> tuple[Therapy, bool]:
    """Return a therapy this person may open, and whether it is their own; notes the opening."""
    visible = Therapy.objects.visible_to(request.user, request.now).with_keys()
    therapy = visible.filter(pk=therapy_id).first()
    if therapy is None:
        if request.user.has(Role.SUPERVISOR):
            record_knock(therapy_id, by=request.user, now=request.now)
        raise Http404
    own = is_own(therapy, request.user, request.now)
    role = Role.THERAPIST if own else Role.SUPERVISOR
    purpose = "care" if own else "supervision"
    record_opening(therapy, by=request.user, now=request.now, role=role, purpose=purpose)
    return therapy, own


def _one_of(request: Request, name: str, known: Any, usual: str) -> str:
    asked = request.GET.get(name, usual)
    return asked if asked in known else usual


def _signals(request: Request, therapy: Therapy) -> list[WordedSignal]:
    rows = list(therapy.signals.open().exclude(audience="lead").pressing_first())
    for row in rows:
        row.therapy = therapy  # whose key is loaded already
    return worded(rows, request.user, names_of(therapy))


def _finding(attention: Sequence[WordedSignal]) -> str:
    return " ".join(s.words.headline for s in attention) or _("Nothing stands out.")


def _people(therapy: Therapy) -> list[Person]:
    return [
        Person(
            name=row.card.shown_name,
            pronouns=row.card.text("pronouns"),
            note=_part(row),
            url=url_of("practice:person", row.pk),
        )
        for row in people_of([therapy])[therapy.pk]
    ]


def _part(row: Participant) -> str:
    """What there is to say of somebody's place beyond that they are the client."""
    said = [_("guardian")] if row.role == Participant.Role.GUARDIAN else []
    if row.until:
        said.append(_("until %s") % date_format(row.until, "j F Y"))
    return ", ".join(said)


def _counts(therapy: Therapy, now: datetime) -> dict[str, Any]:
    """How many sessions took place, and when the next one is."""
    sessions = sessions_of([therapy])[therapy.pk]
    ahead = (s for s in sessions if s.state == Session.State.PLANNED and s.starts_at >= now)
    coming = next(ahead, None)
    local = coming.starts_at.astimezone(now.tzinfo) if coming else None
    return {
        "held": sum(s.state == Session.State.HELD for s in sessions),
        "coming": local,
        "coming_day": words.near_day(local.date(), now.date()) if local else "",
    }


def _recent(therapy: Therapy, now: datetime) -> list[tuple[Session, str, str]]:
    begun = [s for s in sessions_of([therapy])[therapy.pk] if s.starts_at < now]
    latest = reversed(begun[-RECENT:])
    return [(row, words.session_result(row, now), session_url(row)) for row in latest]


def _drawn(chart: Chart | None) -> dict[str, Any]:
    if chart is None:
        return {"chart": None}
    return {
        "chart": chart,
        "wide": draw(chart, WIDE, "wide"),
        "narrow": draw(chart, NARROW, "narrow"),
        "table": tell(chart),
    }


def _acts(therapy: Therapy, is_own: bool, now: datetime) -> dict[str, str]:
    if not is_own:
        return {}
    sessions = sessions_of([therapy])[therapy.pk]
    waiting = next((s for s in sessions if s.state == Session.State.PLANNED), None)
    begun = waiting is not None and waiting.starts_at <= now
    return {
        "record_url": url_of("home:record", waiting.pk) if waiting and begun else "",
        "next_url": url_of("practice:session", waiting.pk) if waiting and not begun else "",
        "contact_url": url_of("practice:note_contact", therapy.pk),
        "crossing_url": url_of("practice:note_crossing", therapy.pk),
        "plan_url": url_of("practice:plan", therapy.pk),
        "add_person_url": url_of("practice:add_person", therapy.pk),
        "pause_url": ""
        if therapy.state == Therapy.State.ENDED
        else url_of("practice:pause", therapy.pk),
        "spoken_of_url": url_of("screening:mentioned", therapy.pk),
        "boundary_url": url_of("codes:weigh", therapy.pk),
    }


def _page_end(request: Request, end: datetime) -> datetime:
    try:
        day = read_day(request.GET.get("before", ""))
    except ValueError:
        return end
    return min(datetime.combine(day, time(), request.now.tzinfo), end)


def _story(
    request: Request, therapy: Therapy, told: Sequence[Moment], end: datetime, newest: datetime
) -> Story:
    start = end - A_PAGE
    here = [m for m in told if start <= m.at < end]
    kinds = sorted({m.kind for m in here}, key=kind_label)
    chosen = request.GET.get("kind", "")
    began = therapy.started_on
    shown = [m for m in here if chosen not in kinds or m.kind == chosen]
    few = LATEST if end == newest and "kind" not in request.GET else len(shown)
    return Story(
        months=_by_month(shown, request.now),
        latest=_by_month(shown[:few], request.now),
        rest=_by_month(shown[few:], request.now),
        kinds=[(kind, kind_label(kind)) for kind in kinds],
        chosen=chosen if chosen in kinds else "",
        start=start,
        end=end,
        newest=end == newest,
        earlier=start.date() if began and began < start.date() else None,
    )


def _by_month(told: Sequence[Moment], now: datetime) -> list[Month]:
    def month(moment: Moment) -> date:
        return moment.at.astimezone(now.tzinfo).date().replace(day=1)

    return [(first, tuple(same)) for first, same in groupby(told, key=month)]
