"""A supervisor countersigns; the practice lead says whether and what."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.consultation.actions import countersigning as acts
from holdfast.web.consultation.countersigned import Waiting, to_countersign
from holdfast.web.consultation.forms.supervising import CountersignForm, HouseForm
from holdfast.web.consultation.models import Countersignature, House

PAGES = {"decision": "codes:decision", "agreement": "frame:version"}


@door(Role.SUPERVISOR)
def queue(request: Request) -> HttpResponse:
    """List what waits for this supervisor's countersignature."""
    rows = [(one, reverse(PAGES[one.of], args=[one.key])) for one in _waiting(request)]
    return render(request, "consultation/queue.html", {"rows": rows})


def _waiting(request: Request) -> list[Waiting]:
    return to_countersign(request.user, request.now)


@door(Role.SUPERVISOR)
def countersign(request: Request, subject_id: UUID) -> HttpResponseBase:
    """Countersign one document, or say that it is to be talked over first."""
    form = CountersignForm(request.POST or None)
    if form.is_bound and (before := form.again(request)):
        return before
    one = next((w for w in _waiting(request) if w.key == subject_id), None)
    if one is None:
        raise Http404

    def act() -> str:
        given = form.cleaned_data
        acts.countersign(one, given["answer"], given["words"], by=request.user, now=request.now)
        messages.success(request, _said(given["answer"]))
        return reverse("consultation:queue")

    context = {"one": one, "url": reverse(PAGES[one.of], args=[one.key])}
    return form.once(request, act) or form.page(request, "consultation/countersign.html", context)


def _said(answer: str) -> str:
    if answer == Countersignature.Answer.SIGNED:
        return _("You countersigned it. It stands on the record.")
    return _("Noted that you want to talk about it first. Nothing is signed yet.")


@door(Role.LEAD)
@fresh
def house(request: Request) -> HttpResponseBase:
    """Say what the practice wants countersigned."""
    row = House.present()
    names = ("decisions", "agreements", "trainees_only")
    saved = {name: getattr(row, name) for name in names}
    form = HouseForm(request.POST or None, version=row.version, initial=saved)

    def act() -> str:
        given = {name: form.cleaned_data[name] for name in names}
        acts.set_house(**given, by=request.user, now=request.now)
        messages.success(request, _("Kept."))
        return reverse("practice:supervision")

    return form.once(request, act) or form.page(request, "consultation/house.html", {"row": row})
