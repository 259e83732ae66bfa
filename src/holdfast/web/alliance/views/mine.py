"""The client's side: what waits to be answered, answering it, and what was answered before."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast import alliance
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.actions import answering
from holdfast.web.alliance.actions.answering import Place
from holdfast.web.alliance.forms.answers import SureForm
from holdfast.web.alliance.models import Asking, Check, Pause
from holdfast.web.alliance.shown import right_now, sent_words, shown, title_of
from holdfast.web.alliance.small_picture import SmallPicture, small_picture
from holdfast.web.audit import models as audit
from holdfast.web.practice.models import Participant

from .answering import about, answer_form, heading
from .fetching import closed, known_scale, my_place, own_places, place_now

LATEST = 20


@door(Role.CLIENT)
def mine(request: Request) -> HttpResponse:
    """Show what can be answered now, and the latest answers."""
    places = [(p, _waiting(request, p)) for p in own_places(request)]
    rows = Check.objects.of_account(request.user, request.now).select_related(
        "therapy__key", "session"
    )
    given = [(row, title_of(row.scale)) for row in rows.order_by("-at")[:LATEST]]
    paused = set(
        Pause.objects.filter(
            participant__in=[p.pk for p, _w in places], resumed_on=None
        ).values_list("participant", flat=True)
    )
    day = request.now.date()
    shown_places = [(p, waiting, p.pk in paused, p.is_over(day)) for p, waiting in places]
    pictures = [(title, drawn) for title, drawn in _pictures(given) if drawn]
    context = {"places": shown_places, "given": given, "pictures": pictures}
    context["all_over"] = bool(places) and all(p.is_over(day) for p, _w in places)
    return render(request, "alliance/mine.html", context)


def _pictures(given: list[tuple[Check, str]]) -> Iterator[tuple[str, SmallPicture | None]]:
    """Draw the latest answers of each scale and place by themselves."""
    rows: dict[tuple[UUID, str], list[Check]] = {}
    for row, _title in reversed(given):
        rows.setdefault((row.participant_id, row.scale), []).append(row)
    for (_place_id, scale), checks in rows.items():
        yield title_of(scale), small_picture(checks)


def _waiting(request: Request, participant: Participant) -> list[tuple[Place, str]]:
    """The session check, unless it is answered, and whatever else the therapist asked for.

    Nothing of a work that has ended.
    """
    if participant.is_over(request.now.date()):
        return []
    check = place_now(request, participant, alliance.CHECK)
    asked = Asking.objects.filter(participant=participant, answered_at=None)
    others = set(asked.exclude(scale=alliance.CHECK).values_list("scale", flat=True))
    places = [Place(participant, scale, None) for scale in sorted(others)]
    if check.session is not None and not _answered(check):
        places.insert(0, check)
    return [(place, title_of(place.scale)) for place in places]


def _answered(place: Place) -> bool:
    given = Check.objects.filter(participant=place.participant, scale=place.scale)
    return given.filter(Q(session=place.session)).exists()


@door(Role.CLIENT)
def answer(request: Request, participant_id: UUID, scale: str) -> HttpResponseBase:
    """Answer now. What was not asked for cannot be answered, nor anything after the end."""
    participant = my_place(request, participant_id)
    place, asking = _asked_now(request, participant, known_scale(scale, with_words=True))
    form = answer_form(request, place)
    if (before := form.again(request)) is not None:
        messages.info(request, _answered_then())
        return before
    if (over := closed(request, participant)) is not None:
        return over
    if scale == alliance.CHECK and (place.session is None or _answered(place)):
        return render(request, "alliance/nothing_asked.html")
    if scale != alliance.CHECK and asking is None:
        return _answered_before(request, place)

    def act() -> str:
        check = answering.take(
            place, form.answers, how=Check.How.PORTAL, now=request.now, by=request.user,
            asking=asking,
        )  # fmt: skip
        messages.success(request, sent_words(place.participant, request.now))
        return reverse("alliance:given", args=[check.pk])

    context = {
        **about(place), "own_account": True, "heading": heading(place, request.now, names_day=True)
    }  # fmt: skip
    return form.once(request, act) or form.page(request, "alliance/answer.html", context)


def _answered_then() -> str:
    return _(
        "You sent your answers before. Here is what you sent then. If you changed anything since, "
        "it was not taken. You can tell your therapist when you meet."
    )


def _answered_before(request: Request, place: Place) -> HttpResponse:
    """Going back to what one has sent shows that nothing waits; else there is nothing there."""
    if not Check.objects.filter(participant=place.participant, scale=place.scale).exists():
        raise Http404
    return render(request, "alliance/nothing_asked.html")


def _asked_now(
    request: Request, participant: Participant, scale: str
) -> tuple[Place, Asking | None]:
    rows = Asking.objects.filter(participant=participant, scale=scale, answered_at=None)
    asking = rows.order_by("-made_at").first()
    if scale == alliance.CHECK:
        return place_now(request, participant, scale), asking
    return Place(participant, scale, None), asking


@door(Role.CLIENT)
def given(request: Request, check_id: UUID) -> HttpResponse:
    """Show one's own answers in words, and what to do now where that is needed."""
    rows = Check.objects.of_account(request.user, request.now)
    check = get_object_or_404(
        rows.select_related("therapy__key", "participant", "session"), pk=check_id
    )
    audit.record(
        "answers read", now=request.now, actor=request.user, role=Role.CLIENT, subject=check,
        about=check.therapy_id,
    )  # fmt: skip
    context = {"shown": shown(check), "right_now": right_now(check)}
    return render(request, "alliance/given.html", context)


@door(Role.CLIENT)
def pause(request: Request, participant_id: UUID) -> HttpResponseBase:
    """Pause being asked, or take it up again. It is the client's alone to say."""
    participant = my_place(request, participant_id)
    if (over := closed(request, participant)) is not None:
        return over
    is_paused = Pause.objects.filter(participant=participant, resumed_on=None).exists()
    form = SureForm(request.POST or None)

    def act() -> str:
        answering.pause(participant, by=request.user, now=request.now)
        return reverse("alliance:mine")

    context = {"is_paused": is_paused}
    return form.once(request, act) or form.page(request, "alliance/pause.html", context)
