"""After the end: the letter to somebody who stopped coming, and what is asked later."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.endings import outreach_pdf
from holdfast.web.endings.actions import after
from holdfast.web.endings.duties import duties
from holdfast.web.endings.former import former
from holdfast.web.endings.forms.after import ApproachForm, LetterForm, SendForm
from holdfast.web.endings.models import Approach, Outreach
from holdfast.web.endings.unfilled import refuse_unfilled
from holdfast.web.practice.models import Practice, Therapy

from .fetching import clients_of, me, own_therapy


def draft_letter(request: Request) -> str:
    """Return a first draft of a letter, in plain words that tell nobody what it is about."""
    return _(
        "Hello,\n\n"
        "We had a time together on our calendar and you were not there. I hope you are all "
        "right.\n\n"
        "You do not have to do anything. If you would like to talk, or to stop, both are fine. You "
        "can reach me as before. If I do not hear from you by [day], I will take it that you would "
        "like to leave it for now. You can get in touch later, too.\n\n"
        "If you need help right now, please call [number that fits where they live].\n\n"
        "{name}"
    ).format(name=request.user.shown_name)


@door(Role.THERAPIST)
def letter(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """Write a letter to a client who stopped coming."""
    therapy = own_therapy(request, therapy_id)
    return _write(request, therapy, None)


@door(Role.THERAPIST)
def letter_change(request: Request, letter_id: UUID) -> HttpResponseBase:
    """Write a letter anew that was not sent yet."""
    row = _own_letter(request, letter_id)
    return _write(request, row.therapy, row)


def _write(request: Request, therapy: Therapy, row: Outreach | None) -> HttpResponseBase:
    people = clients_of(therapy) if row is None else [row.participant]
    words = row.text("words") if row else draft_letter(request)
    form = LetterForm(
        request.POST or None, people=people, version=row.version if row else "",
        initial={"words": words},
    )  # fmt: skip

    def act() -> str:
        made = after.write_letter(
            row, form.participant, form.cleaned_data["words"], by=request.user, now=request.now
        )
        return reverse("endings:letter_send", args=[made.pk])

    context = {
        "therapy": therapy,
        "duties": duties(me(request), "client_disappears", request.now.date()),
        "up": reverse("endings:ending", args=[therapy.pk]),
    }
    return form.once(request, act) or form.page(request, "endings/letter.html", context)


def _own_letter(request: Request, letter_id: UUID) -> Outreach:
    own = Outreach.objects.own_of(request.user, request.now)
    rows = own.select_related("therapy__key", "participant__card__key", "point")
    return get_object_or_404(rows, pk=letter_id)


@door(Role.THERAPIST)
def letter_send(request: Request, letter_id: UUID) -> HttpResponseBase:
    """Read a letter, and send it or note that it went, only by a way that was allowed."""
    row = _own_letter(request, letter_id)
    points = after.safe_points(row.participant)
    today = request.now.date()
    form = SendForm(request.POST or None, points=points, today=today, initial={"on": today})

    def act() -> str:
        on = form.cleaned_data["on"]
        after.send_letter(row, form.chosen, on=on, by=request.user, now=request.now)
        messages.success(
            request, _("The letter is noted, with its day. It stands with the ending of this work.")
        )
        return reverse("endings:ending", args=[row.therapy_id])

    context = {
        "letter": row,
        "words": row.text("words"),
        "name": row.participant.card.shown_name,
        "points": points,
        "person_url": reverse("practice:person", args=[row.participant_id]),
        "up": reverse("endings:ending", args=[row.therapy_id]),
    }
    return form.once(request, act) or form.page(request, "endings/letter_send.html", context)


@door(Role.THERAPIST)
def letter_pdf(request: Request, letter_id: UUID) -> HttpResponse:
    """Give a letter as PDF, to put into an envelope. It says nothing of what this practice is."""
    row = _own_letter(request, letter_id)
    try:
        refuse_unfilled(row.text("words"))
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect("endings:letter_change", row.pk)
    audit.record(
        "outreach printed", now=request.now, actor=request.user, subject=row, about=row.therapy_id
    )
    return outreach_pdf.response(row.text("words"), request.now.date())


@door(Role.THERAPIST)
def asked(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """Note what a former client asked, and weigh it with the facts already known."""
    therapy = own_therapy(request, therapy_id)
    known = former(therapy, request.now.date())
    if known is None:
        return _not_yet(request, therapy)
    today = request.now.date()
    latest = max([known.last_contact_on, *(day for day, _what in known.later)])
    form = ApproachForm(
        request.POST or None, people=clients_of(therapy), today=today, ended_on=known.ended_on,
        initial={"asked_on": today, "last_contact_on": latest},
    )  # fmt: skip

    def act() -> str:
        row = _keep(request, form)
        if row.weighing is None:
            return reverse("endings:ending", args=[therapy.pk])
        return reverse("codes:weighing", args=[row.weighing.pk])

    context: dict[str, Any] = {
        "therapy": therapy,
        "known": known,
        "practice": Practice.get().name,
        "up": reverse("endings:ending", args=[therapy.pk]),
    }
    return form.once(request, act) or form.page(request, "endings/asked.html", context)


def _keep(request: Request, form: ApproachForm) -> Approach:
    given = form.cleaned_data
    return after.approached(
        form.participant, given["kind"], asked_by=given["asked_by"], asked_on=given["asked_on"],
        last_contact_on=given["last_contact_on"], words=given["words"], therapist=me(request),
        by=request.user, now=request.now, ended_to_begin=form.to_begin,
    )  # fmt: skip


def _not_yet(request: Request, therapy: Therapy) -> HttpResponseBase:
    """While it goes on, a boundary is weighed as with any client."""
    return redirect("codes:weigh", therapy.pk)
