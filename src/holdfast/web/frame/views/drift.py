"""A drift with everything behind it, and what one may do about it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast import frame
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.frame import actions
from holdfast.web.frame.evidence import events
from holdfast.web.frame.formats import in_zone
from holdfast.web.frame.forms.signing import AnswerForm
from holdfast.web.frame.models import Agreement, Draft
from holdfast.web.frame.strip import strip
from holdfast.web.practice.actions.signals import answer_signal
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import Signal, Therapy

from .fetching import open_therapy


@door(Role.THERAPIST, Role.SUPERVISOR)
def drift(request: Request, signal_id: UUID) -> HttpResponseBase:
    """Show what was agreed, what happened and since when; and take what is done about it."""
    signal = _signal(request, signal_id)
    therapy, is_own = open_therapy(request, signal.therapy_id)
    signal.therapy = therapy
    found = frame.read_drift(signal.reason_value())
    form = AnswerForm(
        request.POST or None,
        answers=_answers(found),
        version=f"{signal.state} {signal.changed_at.isoformat()}",
        initial={"words": signal.text("why")},
    )

    def act() -> str:
        return _act(request, signal, found.term, form.cleaned_data)

    if is_own and (answer := form.once(request, act)) is not None:
        return answer
    return _page(request, signal, found, form, is_own)


def _signal(request: Request, signal_id: UUID) -> Signal:
    rows = Signal.objects.visible_to(request.user, request.now).filter(capability="frame")
    return get_object_or_404(rows.select_related("participant__card__key"), pk=signal_id)


def _answers(found: frame.Drift) -> list[tuple[str, str]]:
    """What one may do, in words that say what follows."""
    said = {
        "talk": _("I talk about it, or have: it stays in sight"),
        "reagree": _("We agree anew: begin a new version of the agreement"),
        "note": _("I note why; it stays as it is"),
        "set_aside": _("I set it aside: it is not shown any more"),
    }
    return [(option, said[option]) for option in found.options if option in said]


def _act(request: Request, signal: Signal, term: str, given: dict[str, str]) -> str:
    therapy, answer, words = signal.therapy, given["answer"], given["words"].strip()
    if answer == "reagree":
        _begin_anew(request, therapy)
    state = {
        "talk": Signal.State.RAISED,
        "reagree": Signal.State.RAISED,
        "set_aside": Signal.State.SET_ASIDE,
    }.get(answer, signal.state)
    answer_signal(signal, str(state), words, by=request.user, now=request.now)
    Therapy.objects.filter(pk=therapy.pk).mark_stale(request.now)
    if answer == "reagree":
        return reverse("frame:term", args=[therapy.pk, term])
    messages.success(request, _kept(answer))
    return url_of("home:relationship", therapy.pk) or request.path


def _kept(answer: str) -> str:
    return {
        "talk": _("Noted that you talk about it. It stays in sight until it is over."),
        "note": _("Your reason is noted beside it. It stays as it is."),
        "set_aside": _("Set aside, with your reason. It is not shown any more."),
    }[answer]


def _begin_anew(request: Request, therapy: Therapy) -> None:
    """Make sure there is a draft; one that is there is gone on with."""
    if Draft.objects.filter(therapy=therapy).exists():
        return
    row = Agreement.objects.in_force().filter(therapy=therapy).first()
    if row is None:
        raise ValidationError(_("No version is in force. Begin the agreement from its page."))
    row.therapy = therapy
    actions.start_draft(
        therapy, row.as_terms(), origin=Draft.Origin.VERSION, by=request.user, now=request.now
    )


def _page(
    request: Request, signal: Signal, found: frame.Drift, form: AnswerForm, is_own: bool
) -> HttpResponse:
    therapy = signal.therapy
    behind = events(found, therapy)
    context = {
        "signal": signal,
        "therapy": therapy,
        "is_own": is_own,
        "drift": found,
        "words": frame.for_therapist(found, in_zone(therapy.tz)),
        "for_client": frame.for_client(found, in_zone(therapy.tz)),
        "since": found.since.astimezone(therapy.tz),
        "term": frame.title(found.term),
        "who": signal.participant.card.shown_name if signal.participant else "",
        "events": [(e, e.at.astimezone(therapy.tz)) for e in behind],
        "strip": strip(found, therapy, behind, request.now),
        "why": signal.text("why"),
        "consult_url": url_of("consultation:ask"),
        "exception_url": reverse("frame:exception", args=[therapy.pk]),
        "up": url_of("home:relationship", therapy.pk),
    }
    return form.page(request, "frame/drift.html", context)
