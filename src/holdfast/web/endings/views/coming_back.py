"""Coming back: a former client asks, the therapist answers, a coordinator finds somebody else."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.turning import turning_for
from holdfast.web.endings.actions import after
from holdfast.web.endings.former import is_former, months_since_end
from holdfast.web.endings.forms.after import FULL, ROOM, AnswerComeBackForm, ComeBackForm
from holdfast.web.endings.forms.plans import SureForm
from holdfast.web.endings.models import ComingBack
from holdfast.web.practice.models import Participant
from holdfast.web.screening.circle_told import looked_through_on

from .fetching import me


@door(Role.CLIENT)
def ask(request: Request, participant_id: UUID) -> HttpResponseBase:
    """Ask to come back, as somebody whose therapy has ended."""
    own = Participant.objects.of_account(request.user, request.now).clients().with_cards()
    place = get_object_or_404(own, pk=participant_id)
    if not is_former(place, request.now.date()):
        raise Http404
    form = ComeBackForm(request.POST or None, initial={"wish": "same"})

    def act() -> str:
        given = form.cleaned_data
        after.ask_to_come_back(
            place, given["wish"], given["words"], by=request.user, now=request.now
        )
        messages.success(request, _("Sent. The answer will be on this page."))
        return reverse("endings:mine")

    before = ComingBack.objects.filter(participant=place, state__in=after.WAITS).first()
    context = {
        "up": reverse("endings:mine"),
        "before": before,
        "emergency": turning_for(None).emergency,
    }
    return form.once(request, act) or form.page(request, "endings/come_back.html", context)


def _mine(request: Request, asks_id: UUID) -> ComingBack:
    places = Participant.objects.of_account(request.user, request.now).clients()
    rows = ComingBack.objects.filter(participant__in=places).select_related(
        "therapy__key", "participant__card__key", "participant__user", "answered_by__user__key"
    )
    return get_object_or_404(rows, pk=asks_id)


@door(Role.CLIENT)
def take_back(request: Request, asks_id: UUID) -> HttpResponseBase:
    """Take back what one asked."""
    row = _mine(request, asks_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        after.take_back(row, by=request.user, now=request.now)
        return reverse("endings:mine")

    context = {
        "title": _("Take it back?"),
        "says": _("Nobody will get in touch about it. You can ask again later."),
        "go": _("Take it back"),
        "up": reverse("endings:mine"),
    }
    return form.once(request, act) or form.page(request, "endings/sure.html", context)


@door(Role.CLIENT)
def agree(request: Request, asks_id: UUID) -> HttpResponseBase:
    """Say yes to working together again."""
    row = _mine(request, asks_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        after.agree_to_come_back(row, by=request.user, now=request.now)
        messages.success(request, _("Your therapist will suggest a first time to meet."))
        return reverse("endings:mine")

    if row.state != ComingBack.State.OFFERED and not form.is_bound:
        raise Http404
    context = {
        "title": _("Begin again?"),
        "says": _(
            "It is a new start. You talk the agreement over anew, and nothing holds until you both "
            "agreed to it."
        ),
        "go": _("Yes, begin again"),
        "up": reverse("endings:mine"),
    }
    return form.once(request, act) or form.page(request, "endings/sure.html", context)


@door(Role.THERAPIST, Role.INTAKE)
def coming_back(request: Request) -> HttpResponse:
    """Show who asks to come back: to their therapist, and to the coordinator without a reason."""
    keys = ("therapy__key", "participant__card__key")
    own = ComingBack.objects.own_of(request.user, request.now).select_related(*keys)
    context = {
        "mine": [
            (row, row.participant.card.shown_name)
            for row in own.filter(state__in=("asked", "offered")).order_by("asked_at")
        ],
        "find": _to_find(request) if request.user.has(Role.INTAKE) else [],
        "coordinates": request.user.has(Role.INTAKE),
    }
    return render(request, "endings/coming_back.html", context)


def _to_find(request: Request) -> list[tuple[ComingBack, str]]:
    """Name the person and nothing else: not by whom they were seen, nor why not again."""
    rows = ComingBack.objects.for_coordinator().select_related("participant__card__key")
    return [(row, row.participant.card.shown_name) for row in rows.order_by("asked_at")]


@door(Role.THERAPIST)
def answer(request: Request, asks_id: UUID) -> HttpResponseBase:
    """Answer a former client who asks to come back."""
    own = ComingBack.objects.own_of(request.user, request.now)
    row = get_object_or_404(
        own.select_related("therapy__key", "participant__card__key"), pk=asks_id
    )
    form = AnswerComeBackForm(request.POST or None)

    def act() -> str:
        given, by = form.cleaned_data, request.user
        act_on = after.offer if given["answer"] == ROOM else after.suggest_somebody_else
        act_on(row, given["words"], therapist=me(request), by=by, now=request.now)
        return reverse("endings:coming_back")

    context = {
        "asks": row,
        "name": row.participant.card.shown_name,
        "words": row.text("words"),
        "full": FULL,
        "up": reverse("endings:coming_back"),
        "months": months_since_end(row.participant, request.now.date()),
        "circle_on": looked_through_on(request.user),
        "weigh_url": reverse("endings:asked", args=[row.therapy_id]),
    }
    return form.once(request, act) or form.page(request, "endings/answer.html", context)


@door(Role.INTAKE)
def settle(request: Request, asks_id: UUID) -> HttpResponseBase:
    """Note, as the coordinator, that somebody else was found."""
    row = get_object_or_404(
        ComingBack.objects.filter(state__in=("somebody_else", "done")), pk=asks_id
    )
    form = SureForm(request.POST or None)

    def act() -> str:
        after.settle(row, by=request.user, now=request.now)
        return reverse("endings:coming_back")

    context = {
        "title": _("Settled?"),
        "says": _("Somebody else was found, or the person was told where to turn."),
        "go": _("It is settled"),
        "up": reverse("endings:coming_back"),
    }
    return form.once(request, act) or form.page(request, "endings/sure.html", context)
