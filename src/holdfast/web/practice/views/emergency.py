"""Standing in for a colleague: who does, and what they may open in an emergency."""

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Grant, Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import emergency as acts
from holdfast.web.practice.actions import staff
from holdfast.web.practice.forms.emergency import NOBODY, SafetyForm, SoughtForm
from holdfast.web.practice.forms.supervision import CoverForm
from holdfast.web.practice.full_names import FullName, full_name
from holdfast.web.practice.models import (
    Assignment,
    CardName,
    Cover,
    EmergencyOpening,
    Participant,
    Session,
    Therapist,
    Therapy,
)
from holdfast.web.practice.models.participants import Participants
from holdfast.web.practice.models.staff import in_force

NEXT = 3


@door(Role.COVER)
def emergency(request: Request) -> HttpResponse:
    """Take who it is about and why, and open at once what an emergency needs; show nobody first."""
    form = SoughtForm(request.POST or None)
    if (before := form.again(request)) is not None:
        return before
    found = _sought(request, form) if form.is_valid() else []

    def act() -> str:
        reason = form.cleaned_data["reason"]
        openings = [
            acts.open_emergency(person, by=request.user, now=request.now, reason=reason)
            for person in found
        ]
        return _where_to_read(request, openings)

    answer = form.once(request, act) if found else None
    return answer or form.page(request, "practice/emergency.html", _standing_in(request))


def _sought(request: Request, form: SoughtForm) -> list[Participant]:
    """Find by a whole name or code; what finds nobody says the same whoever it was meant for."""
    try:
        acts.note_search(by=request.user, now=request.now)
    except ValidationError as error:
        form.add_error(None, error)
        return []
    found = _find(request, form.cleaned_data["sought"])
    if not found:
        form.add_error("sought", NOBODY)
    return found


def _where_to_read(request: Request, openings: list[EmergencyOpening]) -> str:
    """The person's page; of several with one name, the list of what is open now."""
    if len(openings) == 1:
        return reverse("practice:emergency_opened", args=[openings[0].pk])
    messages.success(request, _("More than one record has this name. Each is open now."))
    return reverse("practice:emergency")


def _standing_in(request: Request) -> dict[str, object]:
    covers = Cover.objects.filter(in_force(request.now.date()), colleague=request.user)
    openings = EmergencyOpening.objects.visible_to(request.user, request.now)
    rows = openings.select_related("participant__card__key").order_by("-at")
    return {
        "covers": list(covers.select_related("therapist__user__key").order_by("since")),
        "openings": [(row, row.participant.card.shown_name) for row in rows],
    }


def _covered(request: Request) -> Participants:
    """Clients of the therapists this person covers for now, in therapies that go on."""
    day = request.now.date()
    covers = Cover.objects.filter(in_force(day), colleague=request.user)
    seats = Assignment.objects.filter(in_force(day), therapist__in=covers.values("therapist"))
    clients = Participant.objects.clients().filter(in_force(day))
    going_on = clients.filter(therapy__in=seats.values("therapy"))
    return going_on.exclude(therapy__state=Therapy.State.ENDED).with_cards()


def _find(request: Request, sought: str) -> list[Participant]:
    """Find by the whole code of a therapy with one client, or by a whole name."""
    by_code = sought.strip().upper()
    people = list(_covered(request).prefetch_related("card__names"))
    alone = _alone(people)
    return [
        person
        for person in people
        if (person.therapy.code == by_code and person.therapy_id in alone)
        or _name_of(person).is_said_by(sought)
    ]


def _alone(people: list[Participant]) -> set[UUID]:
    """Therapies with one client: elsewhere a code would name people nobody asked for."""
    counted: dict[UUID, int] = {}
    for person in people:
        counted[person.therapy_id] = counted.get(person.therapy_id, 0) + 1
    return {therapy for therapy, number in counted.items() if number == 1}


def _name_of(person: Participant) -> FullName:
    kinds = CardName.Kind
    by_kind: dict[str, list[str]] = {kind: [] for kind in kinds}
    for row in person.card.names.all():
        row.card = person.card
        by_kind[row.kind].append(row.text("value"))
    former = by_kind[kinds.FORMER]
    return full_name(
        person.card.shown_name,
        *by_kind[kinds.OFFICIAL],
        *(name for name in former if len(name.split()) > 1),
        first=by_kind[kinds.GIVEN] + by_kind[kinds.NICK],
        family=by_kind[kinds.FAMILY] + [name for name in former if len(name.split()) == 1],
    )


@door(Role.COVER)
def emergency_opened(request: Request, opening_id: UUID) -> HttpResponse:
    """Show what an emergency needs, to the colleague who gave the reason, for a day."""
    openings = EmergencyOpening.objects.visible_to(request.user, request.now)
    seen = openings.select_related("participant__card__key", "participant__therapy__key")
    opening = get_object_or_404(seen, pk=opening_id)
    person = opening.participant
    contacts = person.card.emergency_contacts.all()
    for contact in contacts:
        contact.card = person.card
    context = {
        "opening": opening,
        "name": person.card.shown_name,
        "contacts": [{f: c.text(f) for f in ("name", "relation", "phone")} for c in contacts],
        "whereabouts": person.text("whereabouts"),
        "safety": person.text("safety"),
        "sessions": _next_sessions(person, request),
    }
    return render(request, "practice/emergency_opened.html", context)


def _next_sessions(person: Participant, request: Request) -> list[Session]:
    ahead = Session.objects.filter(
        therapy_id=person.therapy_id, state=Session.State.PLANNED, starts_at__gte=request.now
    )
    return list(ahead.order_by("starts_at")[:NEXT])


# What a therapist prepares.


@door(Role.THERAPIST)
def safety(request: Request, participant_id: UUID) -> HttpResponse:
    """Write where a person is during sessions, and what was arranged for their safety."""
    own = Therapy.objects.own_of(request.user, request.now)
    rows = Participant.objects.filter(therapy__in=own).with_cards()
    person = get_object_or_404(rows, pk=participant_id)
    written = bytes(person.whereabouts) + bytes(person.safety)
    form = SafetyForm(
        request.POST or None,
        version=hashlib.sha256(written).hexdigest()[:16],
        initial={"whereabouts": person.text("whereabouts"), "safety": person.text("safety")},
    )

    def act() -> str:
        given: dict[str, Any] = {f: form.cleaned_data[f] for f in ("whereabouts", "safety")}
        acts.write_safety(person, by=request.user, now=request.now, **given)
        messages.success(request, _("Kept."))
        return reverse("practice:person", args=[person.pk])

    context = {"participant": person, "name": person.card.shown_name}
    return form.once(request, act) or form.page(request, "practice/safety.html", context)


@door(Role.THERAPIST)
def cover(request: Request) -> HttpResponse:
    """Name a colleague who stands in for oneself, and see who does."""
    therapist = get_object_or_404(Therapist.objects.select_related("user"), user=request.user)
    colleagues = who_may_cover(request.user)
    form = CoverForm(
        request.POST or None, colleagues=colleagues, today=request.now.date(),
        initial={"since": request.now.date()},
    )  # fmt: skip

    def act() -> str:
        given = form.cleaned_data
        colleague = User.objects.select_related("key").get(pk=given["who"])
        staff.name_cover(
            therapist, colleague, by=request.user, now=request.now,
            since=given["since"], until=given["until"],
        )  # fmt: skip
        messages.success(request, _("Named. They are told."))
        return reverse("practice:cover")

    rows = therapist.covers.select_related("colleague__key").order_by("-since")
    today = request.now.date()
    context = {
        "colleagues": colleagues,
        "covers": [(c, c.colleague.shown_name, bool(c.until and c.until < today)) for c in rows],
    }
    return form.once(request, act) or form.page(request, "practice/cover.html", context)


def who_may_cover(user: User) -> list[tuple[str, str]]:
    """Whoever else holds the role of a covering colleague: ids and names, by name."""
    held = Grant.objects.filter(role=Role.COVER, until=None, in_force=True)
    others = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=user.pk)
    named = [(str(u.pk), u.shown_name) for u in others.select_related("key")]
    return sorted(named, key=lambda pair: pair[1].casefold())


@door(Role.THERAPIST)
@require_POST
def end_cover(request: Request, cover_id: UUID) -> HttpResponse:
    """End cover at once."""
    row = get_object_or_404(Cover, pk=cover_id, therapist__user=request.user)
    staff.end_cover(row, by=request.user, now=request.now)
    messages.success(request, _("Ended. What was open is shut."))
    return redirect("practice:cover")
