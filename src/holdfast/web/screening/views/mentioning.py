"""People a client spoke of, for the silent search for ties. Nobody but the therapist gets these."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.models import Therapy
from holdfast.web.screening.actions import mentioning as actions
from holdfast.web.screening.forms.circle import DoneForm
from holdfast.web.screening.forms.mentioning import MentionForm
from holdfast.web.screening.models import Mentioned
from holdfast.web.screening.told import RELATIONS

WORDS = dict(RELATIONS)


@door(Role.THERAPIST)
def mentioned(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """List whom a client spoke of, and take somebody in. Never says whether anything is found."""
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    therapy = get_object_or_404(own, pk=therapy_id)
    there = therapy.participants.clients().filter(until=None).with_cards()
    clients = list(there.order_by("since", "id"))
    form = MentionForm(request.POST or None, today=request.now.date(), clients=clients)

    def act() -> str:
        actions.mention(form.client, form.told(), by=request.user, now=request.now)
        said = _("Whom they spoke of is noted. If it ties anybody here, the conflict desk looks.")
        messages.success(request, said)
        return reverse("screening:mentioned", args=[therapy.pk])

    if clients and (answer := form.once(request, act)):
        return answer
    rows = Mentioned.objects.visible_to(request.user, request.now).filter(therapy=therapy)
    listed = rows.select_related("card__key").order_by("made_at", "id")
    context = {
        "therapy": therapy,
        "may_add": bool(clients),
        "rows": [(row, row.card.shown_name, WORDS.get(row.relation, "")) for row in listed],
    }
    return form.page(request, "screening/mentioned.html", context)


@door(Role.THERAPIST)
def forget(request: Request, mentioned_id: UUID) -> HttpResponseBase:
    """Erase somebody at once, after one look; it cannot be undone, and they can be added again."""
    rows = Mentioned.objects.visible_to(request.user, request.now).select_related("card__key")
    row = get_object_or_404(rows, pk=mentioned_id)
    form = DoneForm(request.POST or None)
    up = reverse("screening:mentioned", args=[row.therapy_id])

    def act() -> str:
        actions.forget(row, by=request.user, now=request.now)
        messages.success(request, _("Erased."))
        return up

    context = {"name": row.card.shown_name, "up": up}
    return form.once(request, act) or form.page(request, "screening/mentioned_out.html", context)
