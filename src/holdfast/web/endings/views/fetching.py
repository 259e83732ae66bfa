"""What somebody may see or change, or a 404: the same as for what does not exist."""

from uuid import UUID

from django.db import models
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.endings.models import ComingBack, EndingDraft, EndingParty, EndingPlan
from holdfast.web.practice.actions.therapies import record_opening
from holdfast.web.practice.models import Participant, Therapist, Therapy


def own_therapy(request: Request, therapy_id: UUID) -> Therapy:
    """Return a therapy in which this person is the therapist: they alone write."""
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    return get_object_or_404(own, pk=therapy_id)


def open_therapy(request: Request, therapy_id: UUID) -> tuple[Therapy, bool]:
    """Return a therapy this person may read, and whether it is their own; notes the opening."""
    visible = Therapy.objects.visible_to(request.user, request.now).with_keys()
    therapy = get_object_or_404(visible, pk=therapy_id)
    own = Therapy.objects.own_of(request.user, request.now).filter(pk=therapy.pk).exists()
    role, purpose = (Role.THERAPIST, "care") if own else (Role.SUPERVISOR, "supervision")
    record_opening(therapy, by=request.user, now=request.now, role=role, purpose=purpose)
    return therapy, own


def me(request: Request) -> Therapist:
    """Return the therapist who asks."""
    rows = Therapist.objects.select_related("user__key")
    return get_object_or_404(rows, user=request.user)


def own_draft(request: Request, therapy_id: UUID) -> EndingDraft:
    """Return the draft of the ending of a therapy of one's own."""
    therapy = own_therapy(request, therapy_id)
    draft = get_object_or_404(EndingDraft, therapy=therapy)
    draft.therapy = therapy
    return draft


def own_plan(request: Request, plan_id: UUID) -> EndingPlan:
    """Return a version of a therapy of one's own, with who signs it."""
    mine = Therapy.objects.own_of(request.user, request.now)
    return get_object_or_404(whole(EndingPlan.objects.filter(therapy__in=mine)), pk=plan_id)


def plan_to_read(request: Request, plan_id: UUID) -> EndingPlan:
    """Return a version that this person may read as its therapist or supervisor."""
    rows = EndingPlan.objects.visible_to(request.user, request.now)
    return get_object_or_404(whole(rows), pk=plan_id)


def whole(rows: "models.QuerySet[EndingPlan]") -> "models.QuerySet[EndingPlan]":
    """Bring along everybody a version names, with their names and signatures."""
    people = EndingParty.objects.select_related(
        "participant__card__key", "therapist__user__key", "signature"
    )
    everybody = Prefetch("parties", people.order_by("signs", "id"))
    return rows.select_related("therapy__key", "withdrawal").prefetch_related(everybody)


def own_party(request: Request, party_id: UUID) -> EndingParty:
    """Return a client's part in a plan, for their therapist to help with."""
    mine = Therapy.objects.own_of(request.user, request.now)
    rows = EndingParty.objects.filter(plan__therapy__in=mine, participant__isnull=False)
    return get_object_or_404(with_plan(rows), pk=party_id)


def my_parties(request: Request) -> "models.QuerySet[EndingParty]":
    """Return all parts of the account that asks; a guardian's end with their place."""
    places = Participant.objects.of_account(request.user, request.now)
    return with_plan(EndingParty.objects.filter(participant__in=places))


def my_party(request: Request, party_id: UUID) -> EndingParty:
    """Return one's own part in a plan."""
    return get_object_or_404(my_parties(request), pk=party_id)


def with_plan(rows: "models.QuerySet[EndingParty]") -> "models.QuerySet[EndingParty]":
    """Bring along what it takes to show and sign a part."""
    return rows.select_related(
        "plan__therapy__key",
        "plan__withdrawal",
        "participant__card__key",
        "participant__stands_for__card__key",
        "signature",
    )


def clients_of(therapy: Therapy) -> list[Participant]:
    """Return everybody who is or was a client of a therapy, with cards."""
    rows = list(therapy.participants.clients().with_cards().order_by("since", "id"))
    for row in rows:
        row.therapy = therapy
    return rows


def asked_back(request: Request) -> dict[UUID, str]:
    """Return by therapy that whoever asks wanted to come back, and how that stands."""
    own = Participant.objects.of_account(request.user, request.now).clients()
    rows = ComingBack.objects.filter(participant__in=own).order_by("asked_at")
    return {row.therapy_id: said for row in rows if (said := _how_it_stands(row))}


def _how_it_stands(row: ComingBack) -> str:
    stands = {
        "asked": _("It waits for an answer."),
        "offered": _("There is an answer for you."),
        "somebody_else": _("Somebody else is being looked for."),
        "agreed": _("You both said yes."),
    }.get(row.state)
    if stands is None:
        return ""
    day = formats.date_format(timezone.localtime(row.asked_at), "j F Y")
    return _("You asked to come back on %(day)s.") % {"day": day} + f" {stands}"
