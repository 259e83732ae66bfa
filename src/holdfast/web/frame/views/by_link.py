"""Signing by a link for one use: the digits, then the document, then the signature.

Opening the link shows no name and changes nothing. The digits open the document in this browser
for as long as its session lives; the link is used up by signing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts import links
from holdfast.web.accounts.doors import link_door
from holdfast.web.accounts.models.links import Link
from holdfast.web.accounts.requests import Request
from holdfast.web.frame import actions
from holdfast.web.frame.forms.signing import CodeForm, SignForm
from holdfast.web.frame.models import Party, Signature
from holdfast.web.frame.pdf import response
from holdfast.web.practice.models import Practice

from .fetching import with_agreement
from .mine import ended_on, reading, sign_form, with_everybody
from .signing import PURPOSE


@dataclass(frozen=True)
class ByLink:
    """How one kind of text is signed by a link: `find` its part, `form`, `sign`, page and copy.

    `app` names the addresses `link_signed` and `link_copy`; `is_over` says that it is too late.
    """

    app: str
    purpose: str
    template: str
    find: Callable[[UUID], Any]
    form: Callable[[Request, Any], SignForm]
    sign: Callable[[Request, Any, SignForm], object]
    reading: Callable[[Any], dict[str, object]]
    copy: Callable[[Any], HttpResponse]
    is_over: Callable[[Any, date], bool] = lambda party, day: False

    def open(self, request: Request, secret: str) -> HttpResponseBase:
        """Ask for the digits; once they fit, show the document and take the signature."""
        link = links.find(secret, self.purpose, request.now)
        party = self.find(link.subject_id) if link is not None else None
        if link is None or party is None or self.is_over(party, request.now.date()):
            return self._gone(request)
        if request.session.get(self._opened) != str(link.pk):
            return self._ask_for_digits(request, link)
        return self._sign(request, link, party)

    def signed(self, request: Request) -> HttpResponse:
        """Say that it is signed, and offer a copy while this session lives."""
        if not request.session.get(self._signed):
            return render(request, "frame/link_gone.html", status=410)
        context = {"copy_url": reverse(f"{self.app}:link_copy")}
        return render(request, "frame/link_signed.html", context)

    def give_copy(self, request: Request) -> HttpResponseBase:
        """Give the copy of what was just signed by a link."""
        key = request.session.get(self._signed)
        party = self.find(UUID(key)) if key else None
        if party is None:
            return render(request, "frame/link_gone.html", status=410)
        return self.copy(party)

    @property
    def _opened(self) -> str:
        return f"{self.app}_opened"

    @property
    def _signed(self) -> str:
        return f"{self.app}_signed"

    def _gone(self, request: Request) -> HttpResponse:
        """A link that was used goes on to what it led to, in the browser that used it."""
        if request.session.get(self._signed):
            return redirect(f"{self.app}:link_signed")
        return render(request, "frame/link_gone.html", status=410)

    def _ask_for_digits(self, request: Request, link: Link) -> HttpResponseBase:
        form = CodeForm(request.POST or None)
        if form.is_bound and form.is_valid():
            if links.code_fits(link, form.cleaned_data["code"]):
                request.session[self._opened] = str(link.pk)
                return redirect(request.path)
            form.add_error("code", _said(link))
        return form.page(request, "frame/link_code.html")

    def _sign(self, request: Request, link: Link, party: Any) -> HttpResponseBase:
        form = self.form(request, party)

        def act() -> str:
            self.sign(request, party, form)
            links.use_up(link, request.now)
            request.session[self._signed] = str(party.pk)
            return reverse(f"{self.app}:link_signed")

        context = {**self.reading(party), "by_link": True}
        return form.once(request, act) or form.page(request, self.template, context)


def _said(link: Link) -> str:
    link.refresh_from_db()
    left = Link.TRIES - link.tries
    if left < 1:
        return _("That was tried too often. Please ask the therapist for a new link.")
    return _("These digits do not fit. You can try %(n)s more times.") % {"n": left}


def _sign(request: Request, party: Party, form: SignForm) -> None:
    actions.sign(party, how=Signature.How.LINK, now=request.now, teach_back=form.words)


AGREEMENTS = ByLink(
    app="frame",
    purpose=PURPOSE,
    template="frame/my_agreement.html",
    find=lambda key: with_agreement(Party.objects.filter(pk=key)).first(),
    form=sign_form,
    sign=_sign,
    reading=reading,
    copy=lambda party: response(with_everybody(party), party, Practice.get().name),
    is_over=lambda party, day: ended_on(party, day) is not None,
)


@link_door
def by_link(request: Request, secret: str) -> HttpResponseBase:
    """Sign an agreement by a link."""
    return AGREEMENTS.open(request, secret)


@link_door
def link_signed(request: Request) -> HttpResponse:
    """Say that it is signed."""
    return AGREEMENTS.signed(request)


@link_door
def link_copy(request: Request) -> HttpResponseBase:
    """Give the copy of what was just signed."""
    return AGREEMENTS.give_copy(request)
