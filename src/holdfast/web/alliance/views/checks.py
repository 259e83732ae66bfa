"""The therapist's side of answers: how often, who has answered, and ways to ask."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast import alliance
from holdfast.alliance import words
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.actions import answering
from holdfast.web.alliance.actions.answering import Place
from holdfast.web.alliance.forms.answers import PaperForm, RhythmForm, SureForm
from holdfast.web.alliance.models import Asking, Check, Rhythm
from holdfast.web.alliance.series import latest_session
from holdfast.web.alliance.shown import title_of
from holdfast.web.alliance.standing import standing_of
from holdfast.web.alliance.texts import text_for, with_words
from holdfast.web.practice.models import Participant, Session

from .answering import answer_form
from .fetching import known_scale, own_client, place_now, therapy_to_read

SESSIONS = 12


@door(Role.THERAPIST, Role.SUPERVISOR)
def checks(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """Show who has answered what, and take how often is asked."""
    therapy, is_own = therapy_to_read(request, therapy_id)
    rhythm = Rhythm.objects.filter(therapy=therapy).first() or Rhythm(therapy=therapy)
    form = RhythmForm(
        request.POST or None,
        version=rhythm.version,
        initial={"often": rhythm.often, "rate": rhythm.rate, "by_letter": rhythm.by_letter},
    )

    def act() -> str:
        given = form.cleaned_data
        answering.set_rhythm(
            therapy, often=given["often"], rate=given["rate"], by_letter=given["by_letter"],
            by=request.user, now=request.now,
        )  # fmt: skip
        messages.success(request, _("How often is asked is saved."))
        return reverse("alliance:checks", args=[therapy.pk])

    if is_own and (answer := form.once(request, act)) is not None:
        return answer
    worded = with_words()
    keyed = set(alliance.shipped_instruments()) - {*worded, alliance.CHECK}
    context = {
        "therapy": therapy,
        "is_own": is_own,
        "people": standing_of(therapy, request.now),
        "keyed": [(s, title_of(s)) for s in sorted(keyed)],
        "with_words": [(s, title_of(s)) for s in worded],
        "how_often_right": words.how_often_right(rhythm.rate),
    }
    return form.page(request, "alliance/checks.html", context)


@door(Role.THERAPIST)
def paper(request: Request, participant_id: UUID, scale: str) -> HttpResponseBase:
    """Enter answers given on paper."""
    participant = own_client(request, participant_id)
    known_scale(scale, with_words=False)
    sessions = _sessions(participant, scale, request)
    place = Place(participant, scale, None)
    form = answer_form(request, place, PaperForm, sessions=_choices(sessions, scale))

    def act() -> str:
        chosen = sessions.get(form.cleaned_data["session"])
        answering.take(
            Place(participant, scale, chosen), form.answers, how=Check.How.PAPER,
            now=request.now, by=request.user,
        )  # fmt: skip
        messages.success(request, _("The answers from paper are entered."))
        return reverse("alliance:checks", args=[participant.therapy_id])

    context = {
        "participant": participant,
        "title": title_of(scale),
        "instrument": alliance.instrument(scale),
        "has_words": text_for(scale) is not None,
    }
    return form.once(request, act) or form.page(request, "alliance/paper.html", context)


def _sessions(participant: Participant, scale: str, request: Request) -> dict[str, Session]:
    """The latest sessions without an answer on this scale, newest first."""
    answered = Check.objects.filter(participant=participant, scale=scale, session__isnull=False)
    held = Session.objects.filter(
        therapy=participant.therapy_id, starts_at__lte=request.now
    ).exclude(state__in=[Session.State.CANCELLED, Session.State.MISSED])
    rows = held.exclude(pk__in=answered.values("session")).order_by("-starts_at")
    return {str(row.pk): row for row in rows[:SESSIONS]}


def _choices(sessions: dict[str, Session], scale: str) -> list[tuple[str, str]]:
    found = [(key, date_format(row.local_start, "l j F Y")) for key, row in sessions.items()]
    followed = alliance.instrument(scale).kind == "alliance"
    return found if followed else [("", _("Not after a session")), *found]


@door(Role.THERAPIST)
def link(request: Request, participant_id: UUID, scale: str) -> HttpResponseBase:
    """Send a link for one use, to an address that is safe for it."""
    participant = own_client(request, participant_id)
    place = place_now(request, participant, known_scale(scale, with_words=True))
    form = SureForm(request.POST or None)

    def act() -> str:
        path = reverse("alliance:by_link", args=["SECRET"])
        answering.send_link(place, path, by=request.user, now=request.now)
        messages.success(request, _("It is on its way."))
        return reverse("alliance:checks", args=[participant.therapy_id])

    context = {
        "participant": participant,
        "title": title_of(scale),
        "is_safe": answering.safe_address(participant) is not None,
    }
    return form.once(request, act) or form.page(request, "alliance/link.html", context)


@door(Role.THERAPIST)
def ask(request: Request, participant_id: UUID, scale: str) -> HttpResponseBase:
    """Ask somebody who signs in to answer when they next do."""
    participant = own_client(request, participant_id)
    known_scale(scale, with_words=True)
    form = SureForm(request.POST or None)

    def act() -> str:
        session = latest_session(participant, request.now) if scale == alliance.CHECK else None
        answering.ask(
            Place(participant, scale, session), Asking.How.PORTAL, by=request.user, now=request.now
        )
        messages.success(request, _("They will find it when they sign in."))
        return reverse("alliance:checks", args=[participant.therapy_id])

    context = {"participant": participant, "title": title_of(scale)}
    return form.once(request, act) or form.page(request, "alliance/ask.html", context)
