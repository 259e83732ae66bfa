"""One session, and planning one by hand."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import sessions
from holdfast.web.practice.forms.betweens import PlanForm
from holdfast.web.practice.models import Session, Therapy
from holdfast.web.practice.pauses import break_on
from holdfast.web.practice.recorded import corrected_at, fee_words
from holdfast.web.practice.views.therapies import own_therapy


@door(Role.THERAPIST, Role.SUPERVISOR)
def session(request: Request, session_id: UUID) -> HttpResponse:
    """Show a session: what was planned, what happened, who came, what was paid."""
    seen = Session.objects.visible_to(request.user, request.now)
    row = get_object_or_404(seen.select_related("therapy__key"), pk=session_id)
    parts = row.attendances.select_related("participant__card__key").order_by("participant__since")
    own = Therapy.objects.own_of(request.user, request.now).filter(pk=row.therapy_id).exists()
    ahead = row.state == Session.State.PLANNED and row.starts_at > request.now
    context = {
        "session": row,
        "parts": [(part, fee_words(part)) for part in parts],
        "corrected_at": corrected_at(row),
        "is_own": own,
        "is_ahead": ahead,
        "note": row.text("note"),
    }
    return render(request, "practice/session.html", context)


@door(Role.THERAPIST)
def plan(request: Request, therapy_id: UUID) -> HttpResponse:
    """Plan one more session."""
    therapy = own_therapy(request, therapy_id)
    last = therapy.sessions.order_by("-starts_at").first()
    initial = {
        "minutes": last.minutes if last else 50,
        "where": last.where if last else Session.Where.ROOM,
        "at": last.planned_at if last else None,
    }
    form = PlanForm(
        request.POST or None, therapy=therapy, today=request.now.date(), initial=initial
    )

    def act() -> str:
        given = form.cleaned_data
        _not_over_another(request, therapy, form, None)
        sessions.plan_sessions(
            therapy,
            [form.start()],
            minutes=given["minutes"],
            by=request.user,
            now=request.now,
            where=given["where"],
            anew=True,
        )
        _say(request, therapy, form, _("Planned for {at}."))
        return reverse("home:relationship", args=[therapy.pk])

    context = {"therapy": therapy, "heading": _("Plan a session")}
    return form.once(request, act) or form.page(request, "practice/note.html", context)


@door(Role.THERAPIST)
def move(request: Request, session_id: UUID) -> HttpResponse:
    """Move a session that has not been recorded to another time."""
    own = Session.objects.filter(therapy__in=Therapy.objects.own_of(request.user, request.now))
    planned = own.filter(state=Session.State.PLANNED).select_related("therapy__key")
    row = get_object_or_404(planned, pk=session_id)
    initial = {
        "on": row.planned_on,
        "at": row.planned_at,
        "minutes": row.minutes,
        "where": row.where,
    }
    form = PlanForm(
        request.POST or None, version=row.version, initial=initial,
        therapy=row.therapy, today=request.now.date(),
    )  # fmt: skip
    back = reverse("home:relationship", args=[row.therapy_id])
    if _from_breaks(request):
        back = reverse("practice:breaks")

    def act() -> str:
        _still_to_come(row.therapy, form, request.now)
        _not_over_another(request, row.therapy, form, row)
        sessions.move_session(
            row,
            form.start(),
            minutes=form.cleaned_data["minutes"],
            where=form.cleaned_data["where"],
            by=request.user,
            now=request.now,
        )
        _say(request, row.therapy, form, _("Moved to {at}."))
        return back

    context = {"session": row, "from_breaks": _from_breaks(request), "back": back}
    return form.once(request, act) or form.page(request, "practice/move.html", context)


def _from_breaks(request: Request) -> bool:
    """Only the name of a page is ever read from the address, never where to go."""
    return request.GET.get("from") == "breaks"


def _say(request: Request, therapy: Therapy, form: PlanForm, words: str) -> None:
    """Say for when it is planned, and that it lies in a break where it does."""
    messages.success(request, words.format(at=date_format(form.start(), "l j F, H:i")))
    pause = break_on(form.start().date(), therapy, request.user)
    if pause is not None:
        days = {how: date_format(getattr(pause, how), "j F") for how in ("since", "until")}
        messages.warning(
            request,
            _("This lies in the break from {since} to {until}. It is planned all the same.").format(
                **days
            ),
        )


def _still_to_come(therapy: Therapy, form: PlanForm, now: datetime) -> None:
    """Raise ValidationError for a time that is over: nothing can be moved there any more."""
    if form.start().replace(tzinfo=therapy.tz) <= now:
        raise ValidationError(_("This time is over. Record what happened instead."))


def _not_over_another(
    request: Request, therapy: Therapy, form: PlanForm, but: Session | None
) -> None:
    """Raise ValidationError if another session of this therapist is planned at that time."""
    asked = Session(therapy=therapy)
    asked.plan(form.start(), form.cleaned_data["minutes"], therapy.zone)
    own = Session.objects.filter(therapy__in=Therapy.objects.own_of(request.user, request.now))
    near = own.exclude(state=Session.State.CANCELLED).between(
        asked.starts_at - sessions.LONGEST, asked.planned_end
    )
    others = [s for s in near if s.planned_end > asked.starts_at and (not but or s.pk != but.pk)]
    if others:
        at = others[0].local_start
        raise ValidationError(
            _("You have another session from %(start)s on that day.") % {"start": f"{at:%H:%M}"}
        )
