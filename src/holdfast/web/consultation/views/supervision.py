"""Supervision at a glance: agreements, minutes, what is open, and what is missing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render

from holdfast.codes import shipped
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.requests import Request
from holdfast.web.codes.asking import is_known
from holdfast.web.codes.duties import CONSULTING, SUPERVISING, duties
from holdfast.web.consultation.countersigned import to_countersign
from holdfast.web.consultation.minutes import Sat, Total, totals
from holdfast.web.consultation.models import Seat, Task
from holdfast.web.consultation.naming import not_naming
from holdfast.web.consultation.required import (
    Asked,
    Attended,
    Month,
    asked_by,
    by_month,
    last_months,
)
from holdfast.web.practice.models import SupervisionAgreement, Therapist, Therapy
from holdfast.web.practice.models.staff import in_force

from .fetching import ASKED, agreements_of, therapist_of

RECENT = 12


@door(*ASKED)
def supervision(request: Request) -> HttpResponse:
    """Show one's agreements with their sessions, minutes, and what is missing."""
    seats = list(
        Seat.objects.visible_to(request.user, request.now).whole().order_by("-sitting__on", "id")
    )
    by_agreement = totals((s.agreement_id, _sat(s)) for s in seats)
    agreements = [
        _shown(a, seats, by_agreement.get(a.pk, []), request) for a in agreements_of(request)
    ]
    peer = [s for s in seats if s.agreement_id is None]
    me = therapist_of(request.user)
    context = {
        "agreements": agreements,
        "peer": peer[:RECENT],
        "peer_totals": by_agreement.get(None, []),
        "may_note": bool(agreements) or me is not None,
        "waiting": len(to_countersign(request.user, request.now)),
        "duties": duties(me, request.now.date(), (*CONSULTING, *SUPERVISING)),
        "required": _required(me, seats, request.now) if me else [],
    }
    return render(request, "consultation/supervision.html", context)


def _required(
    me: Therapist, seats: Sequence[Seat], now: datetime
) -> list[tuple[Asked, list[Month]]]:
    """Hold the minutes of a supervisee against what the bodies of their codes ask for."""
    on, library = now.date(), shipped()
    known = [code for code in me.codes if is_known(library, code, on)]
    asked = asked_by({library.choose(code, on).edition.family for code in known})
    if not asked:
        return []
    since = last_months(on)[-1]
    own = [s.sitting for s in seats if s.therapist_id == me.pk and s.sitting.on >= since]
    everybody = Seat.objects.filter(sitting__in=own).values_list("sitting").annotate(n=Count("pk"))
    there = dict(everybody.order_by())
    sat = [Attended(one.on, one.kind, one.minutes, there[one.pk]) for one in own]
    return [(each, by_month(each, sat, on)) for each in asked]


def _sat(seat: Seat) -> Sat:
    return Sat(seat.sitting.on, seat.sitting.kind, seat.sitting.minutes)


def _shown(
    agreement: SupervisionAgreement, seats: Sequence[Seat], total: Sequence[Total], request: Request
) -> dict[str, Any]:
    responsible = agreement.kind == SupervisionAgreement.Kind.RESPONSIBLE
    over = agreement.until is not None and agreement.until < request.now.date()
    said = {row.by_id for row in agreement.declared.all()}
    mine = [s for s in seats if s.agreement_id == agreement.pk]
    tasks = [task for s in mine for task in tasks_of(s) if task.done_at is None]
    return {
        "row": agreement,
        "is_supervisor": agreement.supervisor_id == request.user.pk,
        "other": agreement.supervisee.shown_name
        if agreement.supervisor_id == request.user.pk
        else agreement.supervisor.shown_name,
        "responsible": responsible,
        "over": over,
        "codes": [t.code for t in agreement.therapies.all()],
        "totals": total,
        "seats": mine[:RECENT],
        "open": tasks,
        "i_said": request.user.pk in said,
        "both_said": {agreement.supervisor_id, agreement.supervisee.user_id} <= said,
        "not_naming": _not_naming(agreement, request.now) if responsible and not over else [],
    }


def tasks_of(seat: Seat) -> list[Task]:
    """Return what was agreed in a session; texts can be opened."""
    rows = list(seat.tasks.all())
    for row in rows:
        row.seat = seat  # whose key is loaded already
    return rows


def _not_naming(agreement: SupervisionAgreement, now: datetime) -> list[Therapy]:
    """Return the therapies under an agreement whose client was not told who is responsible."""
    covered = [t for t in covered_by(agreement, now) if t.state != Therapy.State.ENDED]
    return not_naming(covered, agreement.supervisor.shown_name)


def covered_by(agreement: SupervisionAgreement, now: datetime) -> list[Therapy]:
    """Return the therapies that one agreement covers now, or covered on its last day."""
    if not agreement.covers_all:
        return list(agreement.therapies.all())
    day = min(now.date(), agreement.until or now.date())
    seats = agreement.supervisee.assignments.filter(in_force(day))
    rows = Therapy.objects.filter(pk__in=seats.values("therapy")).with_keys()
    return list(rows.order_by("code"))
