"""What follows from an agreement: agreed exceptions, and planning sessions from its rhythm."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from holdfast import frame
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.frame import rhythm
from holdfast.web.frame.actions import talking
from holdfast.web.frame.forms.agreements import ExceptionForm, PlanForm, SureForm
from holdfast.web.frame.models import AgreedException, Agreement
from holdfast.web.practice.models import Session, Therapy

from .fetching import own_therapy

# The terms that are held against what happens; an exception from any other changes nothing.
HELD_AGAINST = (
    "frequency", "length", "place", "fee", "cancellation", "contact", "gifts", "outside", "touch",
    "self_disclosure", "social_media",
)  # fmt: skip
USUAL_WEEKS = 12


@door(Role.THERAPIST)
def exception(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """Note that some terms do not bind on some days."""
    therapy = own_therapy(request, therapy_id)
    today = request.now.date()
    form = ExceptionForm(
        request.POST or None,
        terms=[(name, frame.title(name)) for name in HELD_AGAINST],
        therapy=therapy,
        today=today,
        initial={"first": today, "last": today},
    )

    def act() -> str:
        given = form.cleaned_data
        talking.agree_exception(
            therapy, given["terms"], first=given["first"], last=given["last"],
            note=given["note"], by=request.user, now=request.now,
        )  # fmt: skip
        return f"{reverse('frame:agreement', args=[therapy.pk])}#exceptions"

    context = {"therapy": therapy, "up": reverse("frame:agreement", args=[therapy.pk])}
    return form.once(request, act) or form.page(request, "frame/exception.html", context)


@door(Role.THERAPIST)
@require_POST
def end_exception(request: Request, exception_id: UUID) -> HttpResponse:
    """Let an exception end, so that the terms bind again from today."""
    mine = Therapy.objects.own_of(request.user, request.now)
    found = get_object_or_404(AgreedException, pk=exception_id, therapy__in=mine)
    if found.last >= request.now.date():
        talking.end_exception(found, by=request.user, now=request.now)
    return redirect("frame:agreement", found.therapy_id)


@door(Role.THERAPIST)
def take_back_exception(request: Request, exception_id: UUID) -> HttpResponseBase:
    """Take a mistaken exception back wholly: the terms were always binding."""
    form = SureForm(request.POST or None)
    if (before := form.again(request)) is not None:
        return before
    mine = Therapy.objects.own_of(request.user, request.now)
    rows = AgreedException.objects.filter(therapy__in=mine).select_related("therapy__key")
    found = get_object_or_404(rows, pk=exception_id)
    back = f"{reverse('frame:agreement', args=[found.therapy_id])}#exceptions"

    def act() -> str:
        talking.take_back_exception(found, by=request.user, now=request.now)
        return back

    titles = [frame.title(name) for name in found.terms]
    context = {"exception": found, "titles": titles, "up": back}
    return form.once(request, act) or form.page(request, "frame/take_back_exception.html", context)


@door(Role.THERAPIST)
def plan(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """Plan the next sessions from the rhythm in force; those planned already follow it."""
    therapy = own_therapy(request, therapy_id)
    version = Agreement.objects.in_force().filter(therapy=therapy).first()
    if version is None:
        raise Http404
    version.therapy = therapy
    weeks = _weeks(request)
    terms = version.as_terms()
    can = rhythm.can_plan(terms)
    end = rhythm.weeks_ahead(request.now.date(), weeks)
    found = rhythm.follow(therapy, terms, rhythm.tomorrow(request.now), end) if can else None
    beside = [(str(s.pk), _when(s)) for s in found.beside] if found else []
    form = PlanForm(request.POST or None, beside=beside, initial={"weeks": weeks})

    def act() -> str:
        assert found is not None
        out = form.cleaned_data.get("out", [])
        rhythm.put(therapy, found, without=out, by=request.user, now=request.now)
        messages.success(request, _said(found))
        return reverse("frame:agreement", args=[therapy.pk])

    context = {
        "therapy": therapy,
        "version": version,
        "can_plan": can,
        "plan": found,
        "moves": [(_when(m.session), m.to) for m in found.moves] if found else [],
        "weeks": weeks,
        "choices": [4, 8, 12, 26],
        "up": reverse("frame:agreement", args=[therapy.pk]),
    }
    answer = form.once(request, act) if found else None
    return answer or form.page(request, "frame/plan.html", context)


def _weeks(request: Request) -> int:
    asked = request.POST.get("weeks") or request.GET.get("weeks", "")
    return int(asked) if asked in ("4", "8", "12", "26") else USUAL_WEEKS


def _when(session: Session) -> str:
    return date_format(session.local_start, "l j F, H:i")


def _said(plan: rhythm.Plan) -> str:
    if plan.new and not plan.moves:
        n = len(plan.new)
        return ngettext("%(n)s session planned.", "%(n)s sessions planned.", n) % {"n": n}
    return _("%(new)s planned, %(moved)s changed.") % {
        "new": len(plan.new),
        "moved": len(plan.moves),
    }
