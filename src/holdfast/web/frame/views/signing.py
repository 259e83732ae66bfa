"""Signing as therapist, and helping somebody sign: on paper, or by a link with six digits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts import letters, links
from holdfast.web.accounts.answers import shown_once
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.models.links import Link
from holdfast.web.accounts.requests import Request
from holdfast.web.frame import actions
from holdfast.web.frame.forms.agreements import LinkForm, PaperForm
from holdfast.web.frame.forms.signing import SignForm, words_of_yes
from holdfast.web.frame.models import Signature
from holdfast.web.frame.people import is_withdrawn, name_of, signature_of
from holdfast.web.frame.signed import PartyTo, SignatureOn
from holdfast.web.frame.text import blocks
from holdfast.web.practice.models import ContactPoint

from .fetching import own_agreement, own_party

PURPOSE = "sign"


@door(Role.THERAPIST)
def sign(request: Request, agreement_id: UUID) -> HttpResponseBase:
    """Sign a version as its therapist."""
    version = own_agreement(request, agreement_id)
    party = get_object_or_404(version.parties.all(), therapist__user=request.user)
    form = SignForm(request.POST or None, asked=(), yes=words_of_yes(party))

    def act() -> str:
        actions.sign(party, how=Signature.How.SIGN_IN, by=request.user, now=request.now)
        return reverse("frame:version", args=[version.pk])

    context = {
        "version": version,
        "therapy": version.therapy,
        "blocks": blocks(version.text("shown")),
        "is_withdrawn": is_withdrawn(version),
        "signature": signature_of(party),
        "up": reverse("frame:version", args=[version.pk]),
    }
    return form.once(request, act) or form.page(request, "frame/sign_as_therapist.html", context)


@dataclass(frozen=True)
class Helping:
    """How a therapist helps somebody sign one kind of text: on paper, or by a link with digits.

    `find` returns a part of a text of one's own or a 404; `app` names the addresses `version`,
    `link`, `link_made`, `by_link` and `party_pdf`.
    """

    app: str
    purpose: str
    find: Callable[[Request, UUID], Any]
    sign: Callable[..., object]

    def paper(self, request: Request, party_id: UUID) -> HttpResponseBase:
        """Record a signature that was given on paper in the room."""
        party = self.find(request, party_id)
        form = PaperForm(request.POST or None, initial={"on": request.now.date()})

        def act() -> str:
            on = form.cleaned_data["on"]
            self.sign(party, how=SignatureOn.How.PAPER, by=request.user, now=request.now, on=on)
            return reverse(f"{self.app}:version", args=[party.document.pk])

        if form.is_bound and form.is_valid() and form.cleaned_data["on"] > request.now.date():
            form.add_error("on", _("This day is still to come."))
        return form.once(request, act) or form.page(request, "frame/paper.html", self._about(party))

    def link(self, request: Request, party_id: UUID) -> HttpResponseBase:
        """Make a link for one use, and the six digits that open it."""
        party = self.find(request, party_id)
        address = _safe_address(party)
        form = LinkForm(request.POST or None, may_write=address is not None)

        def act() -> str:
            write_to = address if form.cleaned_data.get("write") else None
            request.session[self._shown_once] = self.make_link(party, write_to, request.now)
            return reverse(f"{self.app}:link_made", args=[party.pk])

        return form.once(request, act) or form.page(request, "frame/link.html", self._about(party))

    def link_made(self, request: Request, party_id: UUID) -> HttpResponse:
        """Show a link and its digits, once."""
        party = self.find(request, party_id)
        made = request.session.pop(self._shown_once, None)
        if made is None or made["party"] != str(party.pk):
            return redirect(f"{self.app}:link", party.pk)
        context = {
            **self._about(party),
            "address": request.build_absolute_uri(made["path"]),
            "digits": f"{made['code'][:3]} {made['code'][3:]}",
            "sent": made["sent"] == "True",
        }
        return shown_once(render(request, "frame/link_made.html", context))

    def make_link(
        self, party: PartyTo, write_to: ContactPoint | None, now: datetime
    ) -> dict[str, str]:
        """Make the link; earlier ones for the same part open nothing from now on."""
        earlier = Link.objects.filter(purpose=self.purpose, subject_id=party.pk, used_at=None)
        earlier.update(used_at=now)
        made = links.make(self.purpose, party.pk, now=now, life=Link.CODE_LIFE, with_code=True)
        path = reverse(f"{self.app}:by_link", args=[made.secret])
        if write_to is not None:
            _write(write_to, path, now)
        sent = str(bool(write_to))
        return {"party": str(party.pk), "path": path, "code": made.code, "sent": sent}

    @property
    def _shown_once(self) -> str:
        return f"{self.app}_link"

    def _about(self, party: PartyTo) -> dict[str, object]:
        return {
            "party": party,
            "name": name_of(party),
            "signature": signature_of(party),
            "is_withdrawn": is_withdrawn(party.document),
            "up": reverse(f"{self.app}:version", args=[party.document.pk]),
            "copy_url": reverse(f"{self.app}:party_pdf", args=[party.pk]),
        }


def _safe_address(party: PartyTo) -> ContactPoint | None:
    """Return the e-mail address that may be used for the agreement, if there is one."""
    assert party.participant is not None
    card = party.participant.card
    found = card.contact_points.filter(kind=ContactPoint.Kind.EMAIL)
    safe = (point for point in found if point.is_safe_for(ContactPoint.Purpose.AGREEMENT))
    point = next(safe, None)
    if point is not None:
        point.card = card
    return point


def _write(to: ContactPoint, path: str, now: datetime) -> None:
    body = letters.with_link(
        _("There is something for you to read and sign:"),
        path,
        _("It opens with six digits that you are given. The link works for three days."),
    )
    letters.send(to=to.text("value"), body=body, key=to.card.key, kind="sign", now=now)


AGREEMENTS = Helping(app="frame", purpose=PURPOSE, find=own_party, sign=actions.sign)


@door(Role.THERAPIST)
def paper(request: Request, party_id: UUID) -> HttpResponseBase:
    """Record a signature beneath an agreement that was given on paper."""
    return AGREEMENTS.paper(request, party_id)


@door(Role.THERAPIST)
def link(request: Request, party_id: UUID) -> HttpResponseBase:
    """Make a link to sign an agreement."""
    return AGREEMENTS.link(request, party_id)


@door(Role.THERAPIST)
def link_made(request: Request, party_id: UUID) -> HttpResponse:
    """Show that link and its digits, once."""
    return AGREEMENTS.link_made(request, party_id)
