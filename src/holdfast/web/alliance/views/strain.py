"""A signal with everything behind it, sentences to borrow, and the repair card."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast import alliance
from holdfast.alliance import words
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance import reasons
from holdfast.web.alliance.actions import naming
from holdfast.web.alliance.forms.naming import ASIDE, StrainForm
from holdfast.web.alliance.lanes import states
from holdfast.web.alliance.models import Check, Naming
from holdfast.web.alliance.series import Series, followed, learned_from, series_for
from holdfast.web.alliance.shown import shown, title_of
from holdfast.web.alliance.standing import outcome_words
from holdfast.web.practice.actions.signals import answer_signal
from holdfast.web.practice.models import Participant, Session, Signal

from .fetching import client_to_read, known_scale, note_opening


@door(Role.THERAPIST, Role.SUPERVISOR)
def strain(request: Request, signal_id: UUID) -> HttpResponseBase:
    """Show a signal, prepare to raise it, and note how it was raised."""
    signal = _signal(request, signal_id)
    is_own = note_opening(request, signal.therapy)
    sessions = _sessions_since(signal, request)
    form = StrainForm(
        request.POST or None,
        version=f"{signal.state} {signal.changed_at.isoformat()}",
        sessions=[(k, date_format(s.local_start, "l j F Y")) for k, s in sessions.items()],
    )

    def act() -> str:
        _act(request, signal, form.cleaned_data, sessions)
        return reverse("alliance:strain", args=[signal.pk])

    if is_own and (answer := form.once(request, act)) is not None:
        return answer
    return form.page(request, "alliance/strain.html", _about(request, signal, is_own))


def _signal(request: Request, signal_id: UUID) -> Signal:
    rows = Signal.objects.visible_to(request.user, request.now).filter(capability="alliance")
    rows = rows.exclude(kind=reasons.DANGER)
    found = rows.select_related("therapy__key", "participant__card__key")
    return get_object_or_404(found, pk=signal_id)


def _sessions_since(signal: Signal, request: Request) -> dict[str, Session]:
    rows = signal.therapy.sessions.filter(
        planned_on__gte=signal.since, starts_at__lte=request.now
    ).exclude(state__in=[Session.State.CANCELLED, Session.State.MISSED])
    return {str(row.pk): row for row in rows.order_by("-starts_at")}


def _act(
    request: Request, signal: Signal, given: dict[str, str], sessions: dict[str, Session]
) -> None:
    if given["answer"] == ASIDE:
        answer_signal(
            signal, Signal.State.SET_ASIDE, given["said"], by=request.user, now=request.now
        )
        messages.success(request, _("Set aside."))
        return
    naming.name_strain(
        signal, sessions[given["session"]], form=given["form"], said=given["said"],
        by=request.user, now=request.now,
    )  # fmt: skip
    said = _("Noted that you talked about it. The next check asks whether it is all right now.")
    messages.success(request, said)


def _about(request: Request, signal: Signal, is_own: bool) -> dict[str, object]:
    episode = reasons.read(signal.reason_value())
    scale = signal.reason_value()["scale"]
    series = _series(signal, scale, request)
    namings = Naming.objects.filter(signal=signal).select_related("therapy__key", "session")
    return {
        "signal": signal,
        "is_own": is_own,
        "who": signal.participant.card.shown_name if signal.participant else "",
        "words": words.signal_words(episode.signal),
        "points": [words.point_words(point) for point in episode.signal.points],
        "state": words.repair_label(_repair(series, episode), episode.signal),
        "where": words.repair_words(_repair(series, episode)),
        "beside": _beside(series, episode.signal),
        "openings": [
            (_("If they move away"), alliance.openings("withdrawal")),
            (_("If they move against"), alliance.openings("confrontation")),
        ],
        "namings": [(n, n.text("said")) for n in namings.order_by("at")],
        "default": words.default_words(learned_from(scale)),
        "scale": scale,
    }


def _series(signal: Signal, scale: str, request: Request) -> Series | None:
    if signal.participant is None:
        return None
    signal.participant.therapy = signal.therapy
    return series_for(signal.participant, scale, request.now)


def _repair(series: Series | None, kept: alliance.Episode) -> alliance.Repair:
    """Return where it stands now; what was kept is as old as the last look of the worker."""
    same = (
        e.repair
        for e in (series.course.episodes if series else ())
        if (e.signal.kind, e.signal.session) == (kept.signal.kind, kept.signal.session)
    )
    return next(same, kept.repair)


def _beside(series: Series | None, signal: alliance.Signal) -> list[str]:
    absences = series.absences if series else ()
    return [words.absence_words(absence) for absence in alliance.beside(signal, absences)]


@door(Role.THERAPIST, Role.SUPERVISOR)
def series(request: Request, participant_id: UUID, scale: str) -> HttpResponse:
    """Show every answer of one client on one scale, what was expected, and each signal."""
    participant = client_to_read(request, participant_id)
    found = None
    if followed(known_scale(scale, with_words=False)):
        found = series_for(participant, scale, request.now)
    checks = list(_checks(participant, scale))
    context = {
        "participant": participant,
        "title": title_of(scale),
        "instrument": alliance.instrument(scale),
        "rows": _rows(found) if found else None,
        "states": states(found) if found else (),
        "finding": _finding(found, checks),
        "scores": [(check, shown(check).score) for check in reversed(checks)],
        "default": words.default_words(learned_from(scale)) if found else "",
    }
    return render(request, "alliance/series.html", context)


def _checks(participant: Participant, scale: str) -> list[Check]:
    rows = Check.objects.filter(participant=participant, scale=scale).order_by("at")
    found = list(rows)
    for check in found:
        check.therapy = participant.therapy
    return found


def _finding(found: Series | None, checks: list[Check]) -> str:
    if found is not None:
        return words.course_words(found.course)
    return outcome_words(checks) if checks else _("Nothing answered yet.")


def _rows(found: Series) -> list[tuple[Session, alliance.Point, Check | None]]:
    points = reversed(found.course.points)
    return [(found.sessions[p.session], p, found.checks.get(p.session)) for p in points]


@door(Role.THERAPIST, Role.SUPERVISOR)
def check(request: Request, check_id: UUID) -> HttpResponse:
    """Show one set of answers in words."""
    rows = Check.objects.visible_to(request.user, request.now)
    found = get_object_or_404(
        rows.select_related("therapy__key", "participant__card__key", "session"), pk=check_id
    )
    note_opening(request, found.therapy)
    return render(request, "alliance/check.html", {"shown": shown(found), "check": found})
