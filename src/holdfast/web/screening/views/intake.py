"""Intake: enquiries, and which therapists may be offered. Nothing else is told here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.models import Therapist
from holdfast.web.practice.models.staff import in_force
from holdfast.web.screening.actions import enquiring, leading_on
from holdfast.web.screening.forms.enquiring import EnquiryForm
from holdfast.web.screening.forms.leading_on import AcceptForm, SureForm
from holdfast.web.screening.models import Enquiry, OfferList
from holdfast.web.screening.words import state_words

INTAKE = door(Role.INTAKE, Role.DESK)
A_PAGE = 20
FEW = 6  # with fewer therapists, who is missing can be understood


@dataclass(frozen=True)
class Line:
    """An enquiry in the list."""

    row: Enquiry
    name: str
    state: Any
    tone: str


@INTAKE
def intake(request: Request) -> HttpResponse:
    """List the enquiries, the newest first."""
    rows = Enquiry.objects.visible_to(request.user, request.now).with_cards()
    page = Paginator(rows.order_by("-asked_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    lines = [
        Line(row, row.card.shown_name, *state_words(row.state_at(request.now))) for row in page
    ]
    few = len(therapists_here(request.now)) < FEW
    return render(request, "screening/intake.html", {"lines": lines, "page": page, "few": few})


def therapists_here(now: datetime) -> list[Therapist]:
    """Return everybody who works as a therapist here."""
    there = Therapist.objects.filter(in_force(now.date()), user__is_active=True)
    return list(there.select_related("user__key").order_by("pk"))


@INTAKE
def enter(request: Request) -> HttpResponse:
    """Write an enquiry down. Its check is made by the worker and shown two seconds later."""
    therapists = therapists_here(request.now)
    form = EnquiryForm(request.POST or None, today=request.now.date(), therapists=therapists)

    def act() -> str:
        enquiry = enquiring.enquire(
            form.asker(), form.people(), form.looks_for(), by=request.user, now=request.now,
            checked=enquiring.may_be_checked(request.user, request.now),
        )  # fmt: skip
        return reverse("screening:enquiry", args=[enquiry.pk])

    few = len(therapists) < FEW
    return form.once(request, act) or form.page(request, "screening/enter.html", {"few": few})


@dataclass(frozen=True)
class Offer:
    """A therapist who may be offered, with a few times: local, and as the form takes them."""

    therapist: Therapist
    times: Sequence[tuple[str, datetime]]

    @property
    def other(self) -> str:
        """The value of the choice "another time"."""
        return f"{self.therapist.pk} other"


@INTAKE
def enquiry(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Show who may be offered to one enquiry, once that is released, and take the answer."""
    row = _enquiry(request, enquiry_id)
    offers = _offers(row, request)
    form = AcceptForm(
        request.POST or None,
        offers=[(o.therapist, [at for _value, at in o.times]) for o in offers],
        today=request.now.date(),
        version=row.version,
    )
    if form.is_bound and (before := form.again(request)):
        return before

    def act() -> str:
        leading_on.accept(row, form.therapist, form.first, by=request.user, now=request.now)
        messages.success(request, _("The therapy is planned. Its therapist sees it now."))
        return reverse("screening:enquiry", args=[row.pk])

    state = row.state_at(request.now)
    context = {
        "row": row,
        "name": row.card.shown_name,
        "points": _points(row),
        "wishes": row.text("wishes"),
        "state": state,
        "words": state_words(state)[0],
        "tone": state_words(state)[1],
        "offers": offers,
        "chosen": row.chosen.shown_name if row.chosen else "",
    }
    return form.once(request, act) or form.page(request, "screening/enquiry.html", context)


def _enquiry(request: Request, enquiry_id: UUID) -> Enquiry:
    rows = Enquiry.objects.visible_to(request.user, request.now).with_cards()
    return get_object_or_404(rows.select_related("chosen__user__key"), pk=enquiry_id)


def _points(row: Enquiry) -> list[tuple[str, str, str]]:
    points = list(row.card.contact_points.order_by("kind"))
    for point in points:
        point.card = row.card
    return [(p.get_kind_display(), p.text("value"), p.text("safe_when")) for p in points]


def _offers(row: Enquiry, request: Request) -> list[Offer]:
    """Read the newest list that is released, in the order of the alphabet."""
    lists = OfferList.objects.visible_to(request.user, request.now).filter(enquiry=row)
    given = lists.order_by("-given_at", "-pk").first()
    ids = given.therapists if given else []
    there = Therapist.objects.filter(pk__in=ids).select_related("user__key")
    times = given.times if given else {}
    found = [Offer(each, _local(each, times, request)) for each in there]
    return sorted(found, key=lambda offer: (offer.therapist.shown_name, str(offer.therapist.pk)))


def _local(therapist: Therapist, times: Any, request: Request) -> list[tuple[str, datetime]]:
    instants = [datetime.fromisoformat(at) for at in times.get(str(therapist.pk), [])]
    here = [at.astimezone(request.now.tzinfo) for at in instants if at > request.now]
    return [(f"{therapist.pk} {at:%Y-%m-%dT%H:%M}", at) for at in here]


@INTAKE
def close(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Note that nothing comes of an enquiry; it can be taken up again until it is erased."""
    row = _enquiry(request, enquiry_id)
    form = SureForm(request.POST or None, version=row.version)

    def act() -> str:
        leading_on.close(row, by=request.user, now=request.now)
        return reverse("screening:enquiry", args=[row.pk])

    context = {"row": row, "name": row.card.shown_name}
    return form.once(request, act) or form.page(request, "screening/close.html", context)


@INTAKE
def take_up(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Take a closed enquiry up again."""
    row = _enquiry(request, enquiry_id)
    form = SureForm(request.POST or None, version=row.version)

    def act() -> str:
        leading_on.take_up(row, by=request.user, now=request.now)
        return reverse("screening:enquiry", args=[row.pk])

    context = {"row": row, "name": row.card.shown_name}
    return form.once(request, act) or form.page(request, "screening/take_up.html", context)
