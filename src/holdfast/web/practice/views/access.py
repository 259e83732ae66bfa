"""Inviting somebody in therapy to sign in, and giving them a code in the room."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.forms import OnceForm
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import access
from holdfast.web.practice.models import ContactPoint, Participant, Therapy

HAND = "hand"


class InviteForm(OnceForm):
    """How the invitation goes: by a safe e-mail address, or as a link handed over in the room."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address to sign in with"),
        help_text=gettext_lazy("They can choose another one when they accept."),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How the invitation gets there"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, safe: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.safe = [address.casefold() for address in safe]
        by_letter = [("letter", _("a neutral e-mail to that address"))] if safe else []
        choices = [*by_letter, (HAND, _("I hand over a link in the room"))]
        self.fields["how"].choices = choices  # type: ignore[attr-defined]
        self.fields["how"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        """A letter goes only to an address that was said to be safe for it."""
        given: dict[str, Any] = super().clean() or {}
        address = given.get("address", "").casefold()
        if given.get("how") == "letter" and address not in self.safe:
            self.add_error("how", _("This address is not known to be safe for signing in."))
        return given


def _own(request: Request, participant_id: UUID) -> Participant:
    own = Therapy.objects.own_of(request.user, request.now)
    rows = Participant.objects.filter(therapy__in=own)
    return get_object_or_404(rows.select_related("card__key", "user__key"), pk=participant_id)


def _safe_addresses(participant: Participant) -> list[str]:
    points = participant.card.contact_points.filter(kind=ContactPoint.Kind.EMAIL)
    found = []
    for point in points:
        point.card = participant.card
        if point.is_safe_for(ContactPoint.Purpose.ACCOUNT):
            found.append(point.text("value"))
    return found


@door(Role.THERAPIST)
def invite(request: Request, participant_id: UUID) -> HttpResponse:
    """Invite a participant to sign in."""
    participant = _own(request, participant_id)
    safe = _safe_addresses(participant)
    form = InviteForm(request.POST or None, safe=safe, initial={"address": safe[0] if safe else ""})

    def act() -> str:
        link = access.invite_to_sign_in(
            participant,
            form.cleaned_data["address"],
            write=form.cleaned_data["how"] != HAND,
            by=request.user,
            now=request.now,
        )
        if link:
            request.session[_kept(participant)] = request.build_absolute_uri(link)
            return reverse("practice:handed", args=[participant.pk])
        messages.success(request, _("The invitation is on its way."))
        return reverse("practice:person", args=[participant.pk])

    context = {"participant": participant, "safe": safe}
    return form.once(request, act) or form.page(request, "practice/invite.html", context)


def _kept(participant: Participant) -> str:
    return f"handed {participant.pk}"


@door(Role.THERAPIST)
def handed(request: Request, participant_id: UUID) -> HttpResponse:
    """Show once what is to be handed over in the room: a link, or six digits."""
    participant = _own(request, participant_id)
    what = request.session.pop(_kept(participant), "")
    context = {"participant": participant, "what": what, "is_link": what.startswith("http")}
    return render(request, "practice/handed.html", context)


class CodeForm(OnceForm):
    """Nothing to fill in: six digits are made on purpose."""

    keeps_draft = False


@door(Role.THERAPIST)
def hand_code(request: Request, participant_id: UUID) -> HttpResponse:
    """Make six digits for somebody who cannot get in, to be given in the room or by voice."""
    participant = _own(request, participant_id)
    form = CodeForm(request.POST or None)

    def act() -> str:
        code = access.hand_over_code(participant, by=request.user, now=request.now)
        request.session[_kept(participant)] = code
        return reverse("practice:handed", args=[participant.pk])

    context = {"participant": participant}
    return form.once(request, act) or form.page(request, "practice/hand_code.html", context)
