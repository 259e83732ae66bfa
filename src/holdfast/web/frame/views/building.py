"""The builder: term by term, with the document beside it and what is still missing."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast import frame
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.frame import actions, gaps, preview
from holdfast.web.frame.actions import talking
from holdfast.web.frame.forms.agreements import RemarkForm, SureForm
from holdfast.web.frame.forms.terms import TermForm
from holdfast.web.frame.models import Draft, Remark
from holdfast.web.practice.models import Practice, Therapy

from .fetching import known_term, own_draft, own_therapy, remarks_of


@door(Role.THERAPIST)
def draft(request: Request, therapy_id: UUID) -> HttpResponse:
    """Show the draft: all terms, what is still missing with its clause, and the remarks."""
    found = own_draft(request, therapy_id)
    terms, remarks = found.as_terms(), remarks_of(found.therapy)
    missing = gaps.of_terms(terms, found.therapy, request.now)
    context = {
        "draft": found,
        "therapy": found.therapy,
        "groups": preview.groups(terms, missing, remarks),
        "missing": missing,
        "age": reading_age(terms),
        "remarks": remarks,
        "form": RemarkForm(None),
        "up": reverse("frame:agreement", args=[therapy_id]),
    }
    return render(request, "frame/draft.html", context)


def reading_age(terms: frame.Terms) -> int:
    """Return the reading age of the document in whole years; 0 while it says nothing."""
    if not any(getattr(terms, name) for name in frame.TERM_NAMES):
        return 0
    return round(frame.document_reading_age(terms))


@door(Role.THERAPIST)
def term(request: Request, therapy_id: UUID, name: str) -> HttpResponseBase:
    """Fill in one term; saving it leaves every other one as it is."""
    known_term(name)
    therapy = own_therapy(request, therapy_id)
    found = Draft.objects.filter(therapy=therapy).first()
    if found is None:
        return _gone(request, therapy, name)
    found.therapy = therapy
    form = term_form(request, name, found.as_terms())

    def act() -> str:
        actions.change_term(found, name, form.value, by=request.user, now=request.now)
        return _next(request, found, name)

    return form.once(request, act) or form.page(
        request, "frame/term.html", _beside(request, found, name)
    )


def _gone(request: Request, therapy: Therapy, name: str) -> HttpResponse:
    """Say that the draft was fixed or discarded meanwhile, and give back what was written."""
    if request.method != "POST":
        raise Http404
    form = term_form(request, name, frame.Terms(kind=cast(frame.Kind, therapy.kind)))
    context = {
        "title": frame.title(name),
        "written": [(bound.label, bound.data) for bound in form.visible_fields() if bound.data],
        "up": reverse("frame:agreement", args=[therapy.pk]),
    }
    return render(request, "frame/draft_gone.html", context, status=409)


def term_form(request: Request, name: str, terms: frame.Terms) -> TermForm:
    """Return the form of a term, bound if something was sent."""
    data = request.POST if request.method == "POST" else None
    return TermForm(data, name=name, terms=terms, currency=Practice.get().currency)


def _next(request: Request, found: Draft, name: str) -> str:
    """Go where the button that was pressed says: stay, the next term, or all terms."""
    key, pressed = found.therapy_id, request.POST.get("then", "")
    following = preview.neighbours(name, found.as_terms())[1]
    if pressed == "stay":
        return reverse("frame:term", args=[key, name])
    if pressed == "next" and following:
        return reverse("frame:term", args=[key, following])
    return f"{reverse('frame:draft', args=[key])}#{name}"


def _beside(request: Request, found: Draft, name: str) -> dict[str, Any]:
    terms = found.as_terms()
    missing = gaps.of_terms(terms, found.therapy, request.now)
    every = [e for g in preview.groups(terms, missing) for e in g.entries]
    return {
        "therapy": found.therapy,
        "entry": next((e for e in every if e.name == name), None),
        "title": frame.title(name),
        "name": name,
        "entries": every,
        "age": reading_age(terms),
        "following": preview.neighbours(name, terms)[1],
        "remarks": remarks_of(found.therapy, name),
        "talk": RemarkForm(None, auto_id="talk_%s"),
        "spoken": getattr(terms, name) is not None,
        "up": reverse("frame:draft", args=[found.therapy_id]),
        "leave_out": reverse("frame:leave_out", args=[found.therapy_id, name]),
        "remark_url": reverse("frame:remark_on", args=[found.therapy_id, name]),
    }


@door(Role.THERAPIST)
def leave_out(request: Request, therapy_id: UUID, name: str) -> HttpResponseBase:
    """Take a whole term out of the draft."""
    found = own_draft(request, therapy_id)
    known_term(name)
    form = SureForm(request.POST or None)

    def act() -> str:
        actions.change_term(found, name, None, by=request.user, now=request.now)
        return reverse("frame:draft", args=[therapy_id])

    context = {"title": frame.title(name), "up": reverse("frame:term", args=[therapy_id, name])}
    return form.once(request, act) or form.page(request, "frame/leave_out.html", context)


@door(Role.THERAPIST)
@require_POST
def remark(request: Request, therapy_id: UUID, name: str = "") -> HttpResponseBase:
    """Keep what was said, about one term or about the whole."""
    therapy = own_therapy(request, therapy_id)
    if name:
        known_term(name)
    form = RemarkForm(request.POST)
    back = (
        reverse("frame:term", args=[therapy_id, name])
        if name
        else reverse("frame:draft", args=[therapy_id])
    )

    def act() -> str:
        words = form.cleaned_data["words"]
        talking.remark(therapy, words, by=request.user, now=request.now, term=name)
        return f"{back}#talk"

    context = {"therapy": therapy, "up": back}
    return form.once(request, act) or form.page(request, "frame/remark.html", context)


@door(Role.THERAPIST)
@require_POST
def answered(request: Request, remark_id: UUID) -> HttpResponseBase:
    """Note that a remark was talked about."""
    mine = Therapy.objects.own_of(request.user, request.now)
    found = get_object_or_404(Remark, pk=remark_id, therapy__in=mine)
    if found.answered_at is None:
        talking.answer_remark(found, by=request.user, now=request.now)
    there = Draft.objects.filter(therapy=found.therapy_id).exists()
    return redirect("frame:draft" if there else "frame:agreement", found.therapy_id)
