"""What the store of notes is for, what the law does with them, and what becomes of them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.transference import law_in, places_known, record_only_kinds
from holdfast.transference.words import (
    access_words,
    checked_words,
    not_legal_advice,
    place_unknown_words,
    record_only_words,
)
from holdfast.web.accounts.actions.people import active_leads
from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.models import Practice
from holdfast.web.transference.forms.notes import AfterDeathForm
from holdfast.web.vault import after_death
from holdfast.web.vault.keys import open_key, opened, vault_of
from holdfast.web.vault.models import AfterDeath


@door(Role.THERAPIST)
def law(request: Request) -> HttpResponse:
    """What may never stand in notes alone, and what the law of a place does with them."""
    country = Practice.get().country
    place = request.GET.get("place", country).upper()[:6]
    statements = [(s, access_words(s), checked_words(s)) for s in law_in(place)]
    kinds = [(record_only_words(kind.kind), kind.source) for kind in record_only_kinds()]
    vault = vault_of(request)
    context = {
        "chosen": place, "places": sorted(places_known() | {country}), "statements": statements,
        "unknown": "" if statements else place_unknown_words(), "advice": not_legal_advice(),
        "kinds": kinds, "vault": vault,
        "after": AfterDeath.objects.filter(vault=vault).select_related("person__key").first(),
    }  # fmt: skip
    return render(request, "transference/law.html", context)


@door(Role.THERAPIST)
@fresh
@opened
def after(request: Request) -> HttpResponse:
    """Choose once what becomes of one's vault after one's death."""
    key = open_key(request)
    people = User.objects.filter(is_active=True, vault__isnull=False).exclude(pk=request.user.pk)
    staff = [u for u in people.select_related("key").prefetch_related("grants") if u.works_here]
    row = AfterDeath.objects.filter(vault=key.vault).first()
    initial = {"choice": row.choice, "person": str(row.person_id or "")} if row else {}
    form = AfterDeathForm(request.POST or None, people=staff, initial=initial)

    def act() -> str:
        after_death.choose(key, form.cleaned_data["choice"], form.named, now=request.now)
        messages.success(request, _("Kept. You can change it while your vault is open."))
        return reverse("transference:law")

    return form.once(request, act) or form.page(request, "transference/after.html")


@door(Role.LEAD)
@fresh
def deaths(request: Request) -> HttpResponse:
    """Vaults whose owner left a wish: where two people say that the owner died."""
    rows = AfterDeath.objects.select_related("vault__user__key", "said_by__key")
    context = {"rows": rows.order_by("chosen_at"), "alone": len(active_leads()) < 2}
    return render(request, "transference/deaths.html", context)


@door(Role.LEAD)
@fresh
@require_POST
def died(request: Request, after_id: UUID) -> HttpResponse:
    """Say that an owner died, or take it back."""
    row = get_object_or_404(AfterDeath.objects.select_related("vault__user__key"), pk=after_id)
    act = after_death.take_back if "back" in request.POST else after_death.say_they_died
    try:
        act(row, by=request.user, now=request.now)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("transference:deaths")
