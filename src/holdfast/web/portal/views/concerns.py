"""A client's own concerns: beginning, writing, choosing who reads, sending, and what comes back."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.web.accounts import drafts
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.portal import borrow, choosing, private
from holdfast.web.portal.actions import concerns as acts
from holdfast.web.portal.bodies import (
    bodies_for,
    country_of,
    lines_for_harm,
    professions_of,
)
from holdfast.web.portal.choosing import Place
from holdfast.web.portal.forms.concerns import (
    OUTSIDE,
    SAME,
    AgainForm,
    ButtonForm,
    ConcernForm,
    RecordForm,
    TellForm,
    VaultConcernForm,
    holds_words,
)
from holdfast.web.portal.models import ANSWER_WITHIN, Concern, Mark, Peer
from holdfast.web.portal.standing import Standing, changed_hands, standing_of, standings
from holdfast.web.practice.models import Therapist
from holdfast.web.practice.standing_for import child_of
from holdfast.web.vault.forms import OF

LONGEST_LINE = 600

SIDE = door(Role.CLIENT, Role.GUARDIAN)


@SIDE
def concern(request: Request) -> HttpResponse:
    """Say who can read what and when, before anything is written; lead on; list one's own."""
    if choosing.is_practice_of_one():
        return _nothing_here(request)
    places = choosing.places_of(request.user, request.now)
    rows = standings(Concern.objects.sent_by(request.user).order_by("-sent_at"))
    found = [_begun(request, place) for place in places]
    begun = [True] if found == [None] else found  # there is one it can be about
    context = {
        "places": [
            (place, one, child_of(place.participant))
            for place, one in zip(places, begun, strict=True)
        ],
        "begun_in_vault": None in begun,
        "sent": [_line(request, stands, len(rows) - at) for at, stands in enumerate(rows)],
        "days": ANSWER_WITHIN.days,
    }
    return render(request, "portal/concern/start.html", context)


def _begun(request: Request, place: Place) -> bool | None:
    """Whether one began to write about this work; None where only the open vault can tell."""
    form = _kind(request)(choices=(), about=_about(place))
    if isinstance(form, VaultConcernForm):
        return private.begun_about(request, form)
    path = reverse("portal:concern_write", args=[place.participant.pk, place.therapist.pk])
    return private.begun(request.user, path, form.draft_name)


def _about(place: Place) -> str:
    return f"{place.participant.pk} {place.therapist.pk}"


def _kind(request: Request) -> type[ConcernForm]:
    return VaultConcernForm if private.vault_of(request.user) else ConcernForm


def _nothing_here(request: Request) -> HttpResponse:
    """In a practice of one nothing is stored: whoever runs the server is whom it is about."""
    places = choosing.places_of(request.user, request.now)
    codes = [code for place in places for code in place.therapist.codes]
    peer = Peer.objects.select_related("key").filter(pk=1).first()
    shown = (peer.text("name"), peer.text("reach")) if peer and peer.name else None
    context = {"peer": shown, **_outside(request, codes)}
    return render(request, "portal/concern/nothing_here.html", context)


def _outside(request: Request, codes: list[str]) -> dict[str, Any]:
    country = country_of(str(request.practice.country))  # type: ignore[attr-defined]
    found = (*bodies_for(country.code, professions_of(codes)), *lines_for_harm(country.code))
    return {"bodies": found, "country": country}


def _line(request: Request, stands: Standing, number: int) -> dict[str, Any]:
    """How one of them stands. The first that was sent is number one for good."""
    return {
        "number": number,
        "stands": stands,
        "shut": changed_hands(request.user, stands),
        "reader": _name(stands.concern.reader),
        "late": stands.is_late(request.now),
    }


def _name(user_id: UUID) -> str:
    user = User.objects.select_related("key").filter(pk=user_id).first()
    return user.shown_name if user else _("somebody who is no longer here")


# Writing.


def _place(request: Request, participant_id: UUID, therapist_id: UUID) -> Place:
    for place in choosing.places_of(request.user, request.now):
        if (place.participant.pk, place.therapist.pk) == (participant_id, therapist_id):
            return place
    raise Http404


@SIDE
def write(request: Request, participant_id: UUID, therapist_id: UUID) -> HttpResponse:
    """Write, choose who reads it, read it once more, and only then send it.

    From a line that is not how it was one comes here with that line, which no address holds.
    """
    place = _place(request, participant_id, therapist_id)
    if choosing.is_practice_of_one():
        return redirect("portal:concern")
    choices = choosing.choices_for(place, request.now)
    kind = partial(_kind(request), choices=choices, about=_about(place))
    if request.method == "POST":
        return _written(request, kind, place)
    return _page(request, kind(), place)


def _written(request: Request, kind: Callable[..., ConcernForm], place: Place) -> HttpResponse:
    """Answer what was written with what its writer wants done with it."""
    form, does = kind(request.POST), request.POST.get("do", "check")
    if (before := form.again(request)) is not None:
        messages.info(request, _sent_before())
        return before
    if does == "line":
        return _page(request, kind(line=request.POST.get("line", "")[:LONGEST_LINE]), place)
    keeps = _keep if holds_words(dict(request.POST.lists())) else _keep_nothing
    if does == "keep" and keeps(request, form):
        return redirect("portal:concern")
    if does in ("change", "keep"):
        return _page(request, kind(initial=_carried(request), restores=False), place)
    if does == "check" and form.is_valid():
        return _check(request, form, place)
    return form.once(request, partial(_send, request, form, place)) or _page(request, form, place)


def _sent_before() -> str:
    return _(
        "You sent this before. Here is what you sent. Nothing was sent a second time. If you "
        "changed the words since, they are not in it: write them below."
    )


def _carried(request: Request) -> dict[str, Any]:
    """What was sent to be changed, with its id: however often it is changed, it is sent once."""
    carried: dict[str, Any] = request.POST.dict()
    carried.pop("opened", None)
    if not carried.get("once"):
        carried.pop("once", None)
    return carried


def _page(request: Request, form: ConcernForm, place: Place) -> HttpResponse:
    context = {
        "about": place,
        "borrow": borrow.OF_A_CHILD if place.participant.stands_for_id else borrow.OWN,
        "vault": private.vault_of(request.user),
        "key": private.key_of(request),
        "days": ANSWER_WITHIN.days,
        "alone": not form.by_id,
    }
    return form.page(request, "portal/concern/write.html", context)


def _keep(request: Request, form: ConcernForm) -> bool:
    """Keep what was begun: in one's own vault, or sealed as a draft where there is none."""
    begun = request.POST.copy()
    begun[drafts.MARK], begun[SAME] = form.draft_name, begun.get("once", "")
    if isinstance(form, VaultConcernForm):
        begun[OF] = form.of
    kept = drafts.keep(request.user, request.path, begun, request.now)
    if kept:
        messages.success(request, _("Kept. Nobody has been sent anything."))
    else:
        messages.error(request, _("It is not kept: too much is begun here. Throw something away."))
    return kept


def _keep_nothing(request: Request, form: ConcernForm) -> bool:
    """Of a form without words nothing is kept, not even what was begun in it before."""
    drafts.drop(request.user, request.path, form.draft_name)
    messages.info(request, _("There were no words yet, so nothing is kept. Nothing was sent."))
    return True


def _check(request: Request, form: ConcernForm, place: Place) -> HttpResponse:
    """Show what would be sent, to whom, and what happens next. Nothing is stored yet."""
    given = form.cleaned_data
    context: dict[str, Any] = {"form": form, "about": place, "words": given["words"]}
    if given["reader"] == OUTSIDE:
        context |= _outside(request, list(place.therapist.codes))
        return render(request, "portal/concern/outside.html", context)
    context |= {
        "choice": form.choice,
        "answer_by": request.now + ANSWER_WITHIN,
        "tells": form.tells,
        "vault": private.vault_of(request.user),
    }
    return render(request, "portal/concern/check.html", context)


def _send(request: Request, form: ConcernForm, place: Place) -> str:
    choice = form.choice
    if choice is None:
        raise Http404
    row = acts.send_concern(
        place, choice, form.cleaned_data["words"], by=request.user, now=request.now,
        write_me=form.cleaned_data["write_me"],
    )  # fmt: skip
    if form.tells:
        acts.tell_therapist(
            standing_of(row), place.participant, form.tells, by=request.user, now=request.now
        )
    return reverse("portal:concern_sent", args=[row.pk])


@SIDE
def outside(request: Request, participant_id: UUID, therapist_id: UUID) -> HttpResponse:
    """Show who outside can help, without writing anything."""
    place = _place(request, participant_id, therapist_id)
    context = {"about": place, **_outside(request, list(place.therapist.codes))}
    return render(request, "portal/concern/outside.html", context)


# What was sent.


def _own(request: Request, concern_id: UUID) -> Standing:
    """One's own concern; shut, like one that is not there, if the account changed hands."""
    row = get_object_or_404(Concern.objects.sent_by(request.user), pk=concern_id)
    stands = standing_of(row)
    if changed_hands(request.user, stands):
        raise Http404
    return stands


@SIDE
def sent(request: Request, concern_id: UUID) -> HttpResponse:
    """Show what one sent, what came back, what happens next, and what one can do."""
    stands = _own(request, concern_id)
    form = AgainForm(request.POST or None)

    def act() -> str:
        acts.write_again(stands, form.cleaned_data["words"], by=request.user, now=request.now)
        messages.success(request, _("What you wrote is sent."))
        return reverse("portal:concern_sent", args=[stands.concern.pk])

    key = private.key_of(request)
    context: dict[str, Any] = {
        "stands": stands,
        "written": [(w, w.open_as_client(request.user, key)) for w in stands.writings],
        "reader": _name(stands.concern.reader),
        "late": stands.is_late(request.now),
        "told": stands.latest(Mark.Kind.TOLD),
        "record_until": stands.record_open_until(request.now),
        "gone": not _reads_still(stands.concern),
        **_outside(request, _codes_of(stands.concern)),
    }
    if (answer := form.once(request, act)) is not None:
        return answer
    if all(words is not None for _row, words in context["written"]):
        acts.note_seen(stands, now=request.now)
    return form.page(request, "portal/concern/sent.html", context)


def _codes_of(row: Concern) -> list[str]:
    found = Therapist.objects.filter(pk=row.therapist).first()
    return list(found.codes) if found else []


def _reads_still(row: Concern) -> bool:
    """Whether whom it was sent to is still here in the role it was sent to them in."""
    user = User.objects.filter(pk=row.reader, is_active=True).first()
    return user is not None and user.has(Role.THERAPIST if row.to_therapist else Role.READER)


@SIDE
def withdraw(request: Request, concern_id: UUID) -> HttpResponse:
    """Say what taking back can and cannot undo; then take back."""
    stands = _own(request, concern_id)
    form = ButtonForm(request.POST or None)

    def act() -> str:
        acts.withdraw(stands, by=request.user, now=request.now)
        messages.success(request, _("You took it back."))
        return reverse("portal:concern_sent", args=[stands.concern.pk])

    context = {
        "stands": stands,
        "reader": _name(stands.concern.reader),
        "record_until": stands.record_open_until(request.now),
    }
    return form.once(request, act) or form.page(request, "portal/concern/withdraw.html", context)


@SIDE
@require_POST
def settle(request: Request, concern_id: UUID) -> HttpResponse:
    """Say that it is settled."""
    acts.settle(_own(request, concern_id), by=request.user, now=request.now)
    messages.success(request, _("It is noted as settled. You can write again any time."))
    return redirect("portal:concern_sent", concern_id)


@SIDE
def tell(request: Request, concern_id: UUID) -> HttpResponse:
    """Let the therapist know now, in one's own words."""
    stands = _own(request, concern_id)
    place = _place(request, stands.concern.participant, stands.concern.therapist)
    if stands.concern.reader == place.therapist.user_id:
        raise Http404
    form = TellForm(request.POST or None)

    def act() -> str:
        acts.tell_therapist(
            stands, place.participant, form.cleaned_data["words"], by=request.user, now=request.now
        )
        messages.success(request, _("The therapist can read this now."))
        return reverse("portal:concern_sent", args=[stands.concern.pk])

    context = {"stands": stands, "about": place}
    return form.once(request, act) or form.page(request, "portal/concern/tell.html", context)


@SIDE
def record(request: Request, concern_id: UUID) -> HttpResponse:
    """Answer a reader who asks to open the record, or change one's mind."""
    stands = _own(request, concern_id)
    form = RecordForm(request.POST or None)

    def act() -> str:
        lets = form.cleaned_data["answer"] == "yes"
        acts.answer_about_record(stands, lets=lets, by=request.user, now=request.now)
        messages.success(request, _you_said(lets=lets))
        return reverse("portal:concern_sent", args=[stands.concern.pk])

    context = {"stands": stands, "reader": _name(stands.concern.reader)}
    return form.once(request, act) or form.page(request, "portal/concern/record.html", context)


def _you_said(*, lets: bool) -> str:
    if lets:
        return _("You said yes: they may look for two weeks. You can change it any time.")
    return _("You said no: they may not look. You can change it any time.")
