"""A reader's side of concerns: what waits, reading and answering, and the record if the client
lets them.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.portal import planned, private, record
from holdfast.web.portal.actions import concerns as acts
from holdfast.web.portal.actions import readers
from holdfast.web.portal.forms.concerns import AnswerForm, ClosenessForm, PeerForm
from holdfast.web.portal.models import Closeness, Concern, Mark, Peer
from holdfast.web.portal.standing import Standing, changed_hands, standing_of, standings
from holdfast.web.practice.models import Participant, Therapist, Therapy
from holdfast.web.practice.models.staff import in_force

READS = door(Role.READER, Role.THERAPIST)
MOST = 100


@READS
def concerns(request: Request) -> HttpResponse:
    """Show what was sent to the reader, what waits for an answer first."""
    rows = list(Concern.objects.sent_to(request.user).order_by("-sent_at")[:MOST])
    lines = [_line(stands, request.now) for stands in standings(rows)]
    context = {
        "waiting": sorted((x for x in lines if x["waits"]), key=lambda x: x["stands"].answer_by),
        "others": [x for x in lines if not x["waits"]],
        "has_vault": private.vault_of(request.user) is not None,
        "is_reader": request.user.has(Role.READER),
    }
    return render(request, "portal/concern/waiting.html", context)


def _line(stands: Standing, now: datetime) -> dict[str, Any]:
    return {"stands": stands, "waits": stands.waits_for_reader(), "late": stands.is_late(now)}


def _mine(request: Request, concern_id: UUID) -> Standing:
    row = get_object_or_404(Concern.objects.sent_to(request.user), pk=concern_id)
    return standing_of(row)


def _role(stands: Standing) -> str:
    return Role.THERAPIST if stands.concern.to_therapist else Role.READER


@READS
def read(request: Request, concern_id: UUID) -> HttpResponse:
    """Read a concern with one's vault open, and answer it."""
    stands = _mine(request, concern_id)
    key = private.key_of(request)
    if not stands.may_read or key is None:
        context = {"stands": stands, "withdrawn": not stands.may_read}
        return render(request, "portal/concern/shut.html", context)
    form = AnswerForm(request.POST or None)

    def act() -> str:
        acts.answer(
            stands, form.cleaned_data["words"], by=request.user, role=_role(stands), now=request.now
        )
        messages.success(request, _("Sent. Only the client can read it."))
        return reverse("portal:concern_read", args=[stands.concern.pk])

    if (answer := form.once(request, act)) is not None:
        return answer
    acts.note_read(stands, by=request.user, role=_role(stands), now=request.now)
    context = {"stands": stands, "written": record.opened(stands, key), **_about(request, stands)}
    return form.page(request, "portal/concern/read.html", context)


def _about(request: Request, stands: Standing) -> dict[str, Any]:
    """Whom it is about and by whom, how long the record may be opened, and what is planned."""
    row = stands.concern
    who = Participant.objects.with_cards().filter(pk=row.participant).first()
    therapist = Therapist.objects.select_related("user__key").filter(pk=row.therapist).first()
    sender = User.objects.select_related("key").filter(pk=row.sender).first()
    therapy = Therapy.objects.filter(pk=row.therapy).first()
    return {
        "name": sender.shown_name if sender else _("somebody who is no longer here"),
        "guardian": who is not None and who.role == Participant.Role.GUARDIAN,
        "therapist": therapist.shown_name if therapist else "",
        "own": row.to_therapist,
        "told": stands.latest(Mark.Kind.TOLD),
        "record_until": stands.record_open_until(request.now),
        "planned": planned.for_therapy(therapy, request.now) if therapy and stands.is_open else (),
        "unsure": sender is not None and changed_hands(sender, stands),
    }


@READS
@require_POST
def ask_record(request: Request, concern_id: UUID) -> HttpResponse:
    """Ask the client whether one may open the record."""
    stands = _mine(request, concern_id)
    if stands.concern.to_therapist:
        raise Http404
    if stands.is_open and not stands.record_asked:
        acts.ask_for_record(stands, by=request.user, role=_role(stands), now=request.now)
        messages.success(request, _("Asked. You see here when the client has answered."))
    return redirect("portal:concern_read", concern_id)


@READS
def open_record(request: Request, concern_id: UUID) -> HttpResponse:
    """Show the record as far as it is this client's own, while they let the reader."""
    stands = _mine(request, concern_id)
    if stands.record_open_until(request.now) is None:
        raise Http404
    who = get_object_or_404(Participant.objects.with_cards(), pk=stands.concern.participant)
    shown = record.of_participant(who, request.now)
    acts.note_record_opened(stands, by=request.user, role=_role(stands), now=request.now)
    context = {
        "stands": stands, "shown": shown, "until": stands.record_open_until(request.now),
    }  # fmt: skip
    return render(request, "portal/concern/opened.html", context)


@READS
@require_POST
def same_person(request: Request, concern_id: UUID) -> HttpResponse:
    """Note that one made sure, in person or by voice, who signs in with the account now."""
    stands = _mine(request, concern_id)
    acts.be_sure_who(stands, by=request.user, role=_role(stands), now=request.now)
    messages.success(request, _("Noted that you made sure who it is. They can read it again."))
    return redirect("portal:concern_read", concern_id)


@door(Role.READER)
def closeness(request: Request) -> HttpResponse:
    """Say of which therapists one is a partner or relative; nothing about them reaches one then."""
    here = Therapist.objects.filter(in_force(request.now.date())).exclude(user=request.user)
    named = sorted(
        ((str(t.pk), t.shown_name) for t in here.select_related("user__key")), key=lambda x: x[1]
    )
    own = Closeness.objects.filter(reader=request.user).values_list("therapist", flat=True)
    initial = {"therapists": [str(pk) for pk in own]}
    form = ClosenessForm(request.POST or None, choices=named, initial=initial)

    def act() -> str:
        readers.say_close(form.cleaned_data["therapists"], by=request.user, now=request.now)
        messages.success(request, _("Kept. Their clients are not offered you as a reader."))
        return reverse("portal:concerns")

    return form.once(request, act) or form.page(request, "portal/concern/closeness.html")


@door(Role.LEAD)
def peer(request: Request) -> HttpResponse:
    """Name somebody elsewhere whom clients can turn to where one person runs the practice."""
    row = Peer.objects.select_related("key").filter(pk=1).first()
    initial = {name: row.text(name) for name in ("name", "reach")} if row else {}
    form = PeerForm(request.POST or None, version=row.version if row else "first", initial=initial)

    def act() -> str:
        given = form.cleaned_data
        readers.name_peer(given["name"], given["reach"], by=request.user, now=request.now)
        messages.success(request, _("Kept."))
        return reverse("practice:house")

    return form.once(request, act) or form.page(request, "portal/concern/peer.html")
