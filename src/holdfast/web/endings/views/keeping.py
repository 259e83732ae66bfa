"""How long records are kept, legal holds, erasing by two people, certificates, markers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.endings import certificate_pdf, retention
from holdfast.web.endings.actions import erasing
from holdfast.web.endings.forms.house import DecideForm, EraseForm, HoldForm, MetForm
from holdfast.web.endings.forms.plans import SureForm
from holdfast.web.endings.keeping import ended_records, rule_words
from holdfast.web.endings.marking import mark
from holdfast.web.endings.models import Certificate, LegalHold, Marker
from holdfast.web.practice.models import Participant, Practice, Therapy

from .fetching import me, own_therapy


@door(Role.LEAD, Role.THERAPIST)
def keeping(request: Request) -> HttpResponse:
    """Show what has ended, until when it is kept, what waits, and what was erased."""
    place = retention.for_country(Practice.get().country)
    rules = [rule_words(r) for r in place.rules.values()] if place else []
    records = ended_records(request.user, request.now)
    context = {
        "rules_of": place,
        "rules": rules,
        "records": records,
        "sooner": [due for due in records if due.is_early and not (due.held or due.asked)],
        "waiting": erasing.waiting(request.user),
        "certificates": list(
            Certificate.objects.visible_to(request.user, request.now).order_by("-erased_at")
        ),
        "is_therapist": request.user.has(Role.THERAPIST),
        "me": request.user.pk,
    }
    return render(request, "endings/keeping.html", context)


@door(Role.THERAPIST)
def hold(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """Put a legal hold on a therapy of one's own."""
    therapy = own_therapy(request, therapy_id)
    form = HoldForm(request.POST or None)

    def act() -> str:
        erasing.hold(therapy, form.cleaned_data["reason"], by=request.user, now=request.now)
        return reverse("endings:ending", args=[therapy.pk])

    context = {"therapy": therapy, "up": reverse("endings:ending", args=[therapy.pk])}
    return form.once(request, act) or form.page(request, "endings/hold.html", context)


@door(Role.THERAPIST)
def lift(request: Request, hold_id: UUID) -> HttpResponseBase:
    """Lift a legal hold."""
    own = Therapy.objects.own_of(request.user, request.now)
    row = get_object_or_404(LegalHold.objects.filter(therapy__in=own), pk=hold_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        erasing.lift(row, by=request.user, now=request.now)
        return reverse("endings:ending", args=[row.therapy_id])

    context = {
        "title": _("Lift the hold?"),
        "says": _("From then on the record can be erased when its time has come."),
        "go": _("Lift it"),
        "up": reverse("endings:ending", args=[row.therapy_id]),
    }
    return form.once(request, act) or form.page(request, "endings/sure.html", context)


def _of_mine(request: Request, participant_id: UUID) -> Participant:
    rows = Participant.objects.clients().with_cards()
    if not request.user.has(Role.LEAD):
        own = Therapy.objects.own_of(request.user, request.now)
        rows = rows.filter(therapy__in=own)
    found = get_object_or_404(rows, pk=participant_id)
    if not any(due.participant.pk == found.pk for due in ended_records(request.user, request.now)):
        raise Http404
    return found


@door(Role.LEAD, Role.THERAPIST)
@fresh
def ask(request: Request, participant_id: UUID) -> HttpResponseBase:
    """Ask that a record is erased; a second person has to agree."""
    participant = _of_mine(request, participant_id)
    due = next(
        d for d in ended_records(request.user, request.now) if d.participant.pk == participant.pk
    )
    form = EraseForm(request.POST or None, early=due.is_early)

    def act() -> str:
        erasing.ask(participant, form.cleaned_data["why"], by=request.user, now=request.now)
        messages.success(request, _("Asked for. It waits for a second person."))
        return reverse("endings:keeping")

    context = {"due": due, "up": reverse("endings:keeping")}
    return form.once(request, act) or form.page(request, "endings/erase.html", context)


@door(Role.LEAD, Role.THERAPIST)
@fresh
def decide(request: Request, erasing_id: UUID) -> HttpResponseBase:
    """Answer as the second person, or take back what one asked for."""
    found = [a for a in erasing.waiting(request.user) if a.erasing.pk == erasing_id]
    if not found:
        raise Http404
    asked = found[0]
    mine = request.user.pk in asked.deciders
    if not mine and request.user.pk != asked.approval.asked_by_id:
        raise Http404
    form = DecideForm(request.POST or None, may_agree=mine and not asked.held, is_second=mine)

    def act() -> str:
        answer = erasing.agree if form.cleaned_data["answer"] == "agree" else erasing.refuse
        answer(asked, by=request.user, now=request.now)
        messages.success(request, _("Answered."))
        return reverse("endings:keeping")

    context = {
        "asked": asked,
        "by": asked.approval.asked_by.shown_name,
        "mine": mine,
        "code": asked.erasing.participant.therapy.code,
        "up": reverse("endings:keeping"),
    }
    return form.once(request, act) or form.page(request, "endings/decide.html", context)


def _certificate(request: Request, certificate_id: UUID) -> Certificate:
    rows = Certificate.objects.visible_to(request.user, request.now)
    return get_object_or_404(rows, pk=certificate_id)


@door(Role.LEAD, Role.THERAPIST)
def certificate(request: Request, certificate_id: UUID) -> HttpResponse:
    """Show that a record was erased, and what is left where."""
    row = _certificate(request, certificate_id)
    context = {"certificate": row, "blocks": certificate_pdf.blocks(row)}
    return render(request, "endings/certificate.html", context)


@door(Role.LEAD, Role.THERAPIST)
def certificate_file(request: Request, certificate_id: UUID) -> HttpResponse:
    """Give a certificate as PDF."""
    return certificate_pdf.response(_certificate(request, certificate_id), Practice.get().name)


@door(Role.THERAPIST)
def met_before(request: Request) -> HttpResponseBase:
    """Ask whether an erased record leaves a rule that still binds: answers yes or no, by marker."""
    form = MetForm(request.POST or None)
    found, asked = None, False
    if form.is_bound and form.is_valid():
        asked = True
        given = form.cleaned_data
        rows = Marker.objects.filter(
            therapist=me(request), mark=mark(given["name"], given["born"].strip())
        )
        found = next((row for row in rows if row.holds_on(request.now)), None)
    context = {"found": found, "asked": asked}
    return form.page(request, "endings/met_before.html", context)
