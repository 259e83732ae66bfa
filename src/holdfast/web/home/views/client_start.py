"""Where a client begins: with whom they work, when next, and where things are."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.waiting import check_waits
from holdfast.web.endings.views import fetching as ending
from holdfast.web.frame.views import fetching as frame
from holdfast.web.home import gathering
from holdfast.web.home.ways import Way
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import Assignment, Participant, Session, Therapy
from holdfast.web.practice.models.staff import in_force
from holdfast.web.practice.standing_for import child_of


@dataclass(frozen=True)
class Mine:
    """One therapy as its client finds it: with whom, and when next, or when it ended."""

    kind: str
    therapists: list[str]
    next_at: datetime | None
    where: str
    ended_on: date | None = None
    asked_back: str = ""
    children: tuple[str, ...] = ()


def client_start(request: Request) -> HttpResponse:
    """Show a client what is here: with whom they work, when next, and where things are."""
    therapies = list(Therapy.objects.of_client(request.user, request.now).order_by("started_on"))
    seats = (
        Assignment.objects.filter(in_force(request.now.date()), therapy__in=therapies)
        .select_related("therapist__user__key")
        .order_by("since")
    )
    ahead = Session.objects.filter(
        therapy__in=therapies, state=Session.State.PLANNED, starts_at__gte=request.now
    )
    coming: dict[object, Session] = {}
    for session in ahead.order_by("-starts_at"):
        coming[session.therapy_id] = session
    names: dict[object, list[str]] = {}
    for seat in seats:
        names.setdefault(seat.therapy_id, []).append(seat.therapist.shown_name)
    asked, children = ending.asked_back(request), _children(request)
    mine = [
        replace(
            _mine(t, names.get(t.pk, []), coming.get(t.pk)),
            asked_back=asked.get(t.pk, ""),
            children=tuple(children.get(t.pk, ())),
        )
        for t in therapies
    ]
    context = {
        "mine": mine,
        "waiting": _waiting(request),
        "groups": _groups(request, over=bool(mine) and all(m.ended_on for m in mine)),
        "reach_url": url_of("frame:mine"),
        "told": gathering.told(request.user, request.now),
    }
    return render(request, "home/client_start.html", context)


def _children(request: Request) -> dict[object, list[str]]:
    """Name by therapy for whom a guardian stands there."""
    own = Participant.objects.of_account(request.user, request.now).exclude(stands_for=None)
    found: dict[object, list[str]] = {}
    for place in own.select_related("stands_for__card__key").order_by("since", "id"):
        found.setdefault(place.therapy_id, []).append(child_of(place))
    return found


def _mine(therapy: Therapy, therapists: list[str], coming: Session | None) -> Mine:
    return Mine(
        kind=str(therapy.get_kind_display()),
        therapists=therapists,
        next_at=coming.local_start if coming else None,
        where=str(coming.get_where_display()) if coming else "",
        ended_on=therapy.ended_on if therapy.state == Therapy.State.ENDED else None,
    )


_WORK = (
    (_("My agreement"), _("What you both agreed."), "frame:mine"),
    (_("How it was"), _("What you agreed, and what happened."), "portal:my_frame"),
    (_("My sessions"), _("What comes next, breaks, and fees."), "portal:my_sessions"),
    (_("My goals"), _("What you want to change."), "alliance:my_goals"),
    (_("Session checks"), _("Say how it was between you."), "alliance:mine"),
    (_("How we end"), _("The plan, and what comes after."), "endings:mine"),
)
_OWN = (
    (_("My journal"), _("Nobody else can read it."), "portal:journal"),
    (_("Your records"), _("What is kept, and how to get a copy."), "portal:kept"),
)
_ODD = (
    (_("What is usual"), _("What is normal in therapy."), "portal:usual"),
    (_("Is this OK?"), _("Look up something that feels odd."), "portal:is_this_ok"),
    (_("Raise a concern"), _("You choose who reads it."), "portal:concern"),
)
_GROUPS = (
    (_("Our work"), _WORK),
    (_("Mine"), _OWN),
    (_("If something feels odd"), _ODD),
)

# What a guardian finds is another's: their pages say whose.
_OF_A_CHILD = {
    "frame:mine": (_("The agreement"), _("What was agreed.")),
    "portal:my_sessions": (_("Sessions"), _("What comes next, breaks, and fees.")),
    "endings:mine": (_("How it ends"), _("The plan, and what comes after.")),
    "portal:kept": (_("Records"), _("What is kept, and how to get a copy.")),
}
# Once all work has ended nothing comes next; a way back is there to find, and invites nobody.
_AFTER = {
    "portal:my_sessions": (_("My sessions"), _("What was, breaks, and fees.")),
    "alliance:my_goals": (_("My goals"), _("What you wanted to change.")),
    "alliance:mine": (_("Session checks"), _("What you answered.")),
    "endings:mine": (_("After the end"), _("What you planned, and how to ask to come back.")),
}
_GROUP_OF_A_CHILD = {_("Our work"): _("The work"), _("Mine"): _("The record")}

# Pages that a guardian has no part in.
_CLIENTS_ONLY = frozenset(
    {"portal:my_frame", "alliance:my_goals", "alliance:mine", "portal:journal"}
)


def _groups(request: Request, over: bool) -> list[tuple[Any, list[Way]]]:
    """Where things are, in three short lists; `over` if all work has ended."""
    client = request.user.has(Role.CLIENT)
    found = [
        (title if client else _GROUP_OF_A_CHILD.get(title, title), _ways(request, rows, over))
        for title, rows in _GROUPS
    ]
    return [(title, ways) for title, ways in found if ways]


def _ways(request: Request, rows: tuple[tuple[Any, Any, str], ...], over: bool) -> list[Way]:
    client = request.user.has(Role.CLIENT)
    own = [each for each in rows if client or each[2] not in _CLIENTS_ONLY]
    said = (_AFTER if over else {}) if client else _OF_A_CHILD
    found = [(*said.get(name, (label, what)), url_of(name)) for label, what, name in own]
    return [Way(label, what, url) for label, what, url in found if url]


def _waiting(request: Request) -> list[Way]:
    """What can be read, signed or answered now. All of it is up to the client."""
    unsigned = frame.my_unsigned(request)
    endings = ending.my_parties(request).filter(signature=None, plan__withdrawal=None)
    found = []
    if unsigned.exists():
        said = _("Read it, talk about it, sign it if you want to.")
        found.append(Way(_("An agreement"), said, url_of("frame:mine")))
    if endings.exists():
        said = _("Read it. You can sign it if you want to.")
        found.append(Way(_("A plan for the ending"), said, url_of("endings:mine")))
    if request.user.has(Role.CLIENT) and check_waits(request.user, request.now):
        said = _("It takes a minute, and it is up to you.")
        found.append(Way(_("How was your last session?"), said, url_of("alliance:mine")))
    return found
