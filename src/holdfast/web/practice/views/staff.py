"""Therapists: their profiles and credentials. They keep their own; the lead looks things up."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast import codes
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Grant, Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import staff
from holdfast.web.practice.forms.staff import (
    CheckForm,
    CredentialForm,
    NewTherapistForm,
    ProfileForm,
    StandingForm,
)
from holdfast.web.practice.models import Credential, Practice, Therapist
from holdfast.web.practice.models.staff import in_force
from holdfast.web.practice.views.house import LEAD, SOON, credentials_due

TEXTS = ("orientation", "about", "boundaries", "fees")


def _seen(request: Request) -> QuerySet[Therapist]:
    """Everybody for a practice lead, oneself for a therapist."""
    all_here = Therapist.objects.select_related("user__key")
    return all_here if request.user.has(Role.LEAD) else all_here.filter(user=request.user)


def _one(request: Request, therapist_id: UUID) -> Therapist:
    return get_object_or_404(_seen(request), pk=therapist_id)


def _credential(request: Request, credential_id: UUID) -> Credential:
    rows = Credential.objects.select_related("therapist__user__key")
    return get_object_or_404(rows, pk=credential_id, therapist__in=_seen(request))


@LEAD
def therapists(request: Request) -> HttpResponse:
    """List the therapists with their standing, never with what they do or how many they see."""
    day = request.now.date()
    rows = _seen(request).prefetch_related(
        Prefetch("credentials", Credential.objects.order_by("title"))
    )
    shown = [(t, t.shown_name, _worst(t, day), t.until and t.until < day) for t in rows]
    context = {
        "rows": sorted(shown, key=lambda row: (bool(row[3]), row[1].casefold())),
        "can_add": bool(_without_profile()),
    }
    return render(request, "practice/therapists.html", context)


def _worst(therapist: Therapist, day: date) -> str:
    """The state that most wants something done, over all credentials; "none" without any."""
    states = {credential.state(day) for credential in therapist.credentials.all()}
    return next((s for s in ("expired", "unchecked", "checked") if s in states), "none")


def _without_profile() -> list[tuple[str, str]]:
    held = Grant.objects.filter(role=Role.THERAPIST, until=None, in_force=True)
    users = User.objects.filter(
        pk__in=held.values("user"), therapist=None, is_active=True
    ).select_related("key")
    return sorted(((str(u.pk), u.shown_name) for u in users), key=lambda pair: pair[1])


@LEAD
def add_therapist(request: Request) -> HttpResponse:
    """Make an account with the role of a therapist that of a therapist."""
    people = _without_profile()
    form = NewTherapistForm(
        request.POST or None, people=people, initial={"since": request.now.date()}
    )

    def act() -> str:
        given = form.cleaned_data
        therapist = staff.add_therapist(
            User.objects.select_related("key").get(pk=given["who"]),
            by=request.user, now=request.now, since=given["since"], codes=[], languages=[],
            trainee=given["trainee"],
        )  # fmt: skip
        messages.success(request, _("Added. The profile is theirs to write."))
        return reverse("practice:therapist", args=[therapist.pk])

    return form.once(request, act) or form.page(
        request, "practice/therapist_add.html", {"people": people}
    )


@door(Role.THERAPIST)
def my_profile(request: Request) -> HttpResponse:
    """Lead a therapist to their own profile; says what to do where there is none yet."""
    own = Therapist.objects.filter(user=request.user).first()
    if own is None:
        return render(request, "practice/therapist_none.html")
    return redirect("practice:therapist", own.pk)


@door(Role.THERAPIST, Role.LEAD)
def therapist(request: Request, therapist_id: UUID) -> HttpResponse:
    """Show a therapist's profile and credentials."""
    row = _one(request, therapist_id)
    day = request.now.date()
    known = codes.shipped().editions
    credentials = row.credentials.select_related("checked_by__key").order_by("title", "id")
    context = {
        "therapist": row,
        "name": row.shown_name,
        "texts": {field: row.text(field) for field in TEXTS},
        "languages": row.spoken,
        "codes": [known[c].title + ", " + known[c].body if c in known else c for c in row.codes],
        "credentials": [_shown(c, day) for c in credentials],
        "is_own": row.user_id == request.user.pk,
        "is_lead": request.user.has(Role.LEAD),
    }
    return render(request, "practice/therapist.html", context)


def _shown(credential: Credential, day: date) -> dict[str, Any]:
    checked_by = credential.checked_by
    soon = credential.expires_on is not None and day <= credential.expires_on < day + SOON
    return {
        "row": credential,
        "state": credential.state(day),
        "soon": soon,
        "checked_by": checked_by.shown_name if checked_by else "",
    }


@door(Role.THERAPIST)
def change_profile(request: Request, therapist_id: UUID) -> HttpResponse:
    """Change one's own profile. Nobody else writes it."""
    own = Therapist.objects.select_related("user__key").filter(user=request.user)
    row = get_object_or_404(own, pk=therapist_id)
    saved = {field: row.text(field) for field in TEXTS} | {
        "languages": ", ".join(row.languages),
        "codes": row.codes,
        "takes_new": row.takes_new,
        "public": row.public,
    }
    form = ProfileForm(
        request.POST or None, version=row.version, initial=saved, held=row.codes,
        on=request.now.date(), currency=Practice.get().currency,
    )  # fmt: skip

    def act() -> str:
        given = form.cleaned_data
        staff.change_profile(
            row, by=request.user, now=request.now, changed=form.changed_data,
            languages=given["languages"], codes=given["codes"], takes_new=given["takes_new"],
            public=given["public"],
            **{field: given[field] for field in TEXTS},
        )  # fmt: skip
        messages.success(request, _("Kept."))
        return reverse("practice:therapist", args=[row.pk])

    return form.once(request, act) or form.page(
        request, "practice/therapist_change.html", {"therapist": row}
    )


@LEAD
def standing(request: Request, therapist_id: UUID) -> HttpResponse:
    """Say whether somebody is in training, and until when they work here."""
    row = _one(request, therapist_id)
    form = StandingForm(
        request.POST or None, version=row.version, since=row.since,
        initial={"trainee": row.trainee, "until": row.until},
    )  # fmt: skip

    def act() -> str:
        given = form.cleaned_data
        staff.change_standing(
            row, by=request.user, now=request.now, trainee=given["trainee"], until=given["until"]
        )
        return reverse("practice:therapist", args=[row.pk])

    context = {"therapist": row, "name": row.shown_name}
    return form.once(request, act) or form.page(
        request, "practice/therapist_standing.html", context
    )


# Credentials.


@LEAD
def credentials(request: Request) -> HttpResponse:
    """List every credential of those who work here, what wants something done first."""
    day = request.now.date()
    rows = Credential.objects.filter(in_force(day, "therapist__")).select_related(
        "therapist__user__key", "checked_by__key"
    )
    shown = [_shown(row, day) | {"whose": row.therapist.shown_name} for row in rows]
    order = {"expired": 0, "unchecked": 1, "checked": 3}
    shown.sort(key=lambda c: (2 if _only_soon(c) else order[c["state"]], c["whose"].casefold()))
    return render(
        request, "practice/credentials.html", {"rows": shown, "due": credentials_due(day)}
    )


def _only_soon(shown: dict[str, Any]) -> bool:
    return bool(shown["state"] == "checked" and shown["soon"])


@door(Role.THERAPIST, Role.LEAD)
def add_credential(request: Request, therapist_id: UUID) -> HttpResponse:
    """Note a licence or registration."""
    row = _one(request, therapist_id)
    form = CredentialForm(request.POST or None)

    def act() -> str:
        given = {name: form.cleaned_data[name] for name in CredentialForm.NAMES}
        staff.add_credential(row, by=request.user, now=request.now, **given)
        said = _("The credential is noted. It counts as not looked up until a lead has done so.")
        messages.success(request, said)
        return reverse("practice:therapist", args=[row.pk])

    context = {"therapist": row, "name": row.shown_name}
    return form.once(request, act) or form.page(request, "practice/credential.html", context)


@door(Role.THERAPIST, Role.LEAD)
def change_credential(request: Request, credential_id: UUID) -> HttpResponse:
    """Change a credential; what was looked up before has to be looked up again."""
    row = _credential(request, credential_id)
    saved = {name: getattr(row, name) for name in CredentialForm.NAMES}
    version = "|".join(str(value) for value in (*saved.values(), row.checked_on))[:100]
    form = CredentialForm(request.POST or None, version=version, initial=saved)

    def act() -> str:
        given = {name: form.cleaned_data[name] for name in CredentialForm.NAMES}
        staff.change_credential(row, by=request.user, now=request.now, **given)
        return reverse("practice:therapist", args=[row.therapist_id])

    context = {"therapist": row.therapist, "name": row.therapist.shown_name, "credential": row}
    return form.once(request, act) or form.page(request, "practice/credential.html", context)


@LEAD
def check_credential(request: Request, credential_id: UUID) -> HttpResponse:
    """Note that a credential was looked up, by whom, when and how."""
    row = _credential(request, credential_id)
    form = CheckForm(request.POST or None)

    def act() -> str:
        staff.check_credential(row, by=request.user, now=request.now, how=form.cleaned_data["how"])
        messages.success(request, _("The credential is noted as looked up today."))
        return reverse("practice:therapist", args=[row.therapist_id])

    context = {"credential": row, "name": row.therapist.shown_name}
    return form.once(request, act) or form.page(request, "practice/credential_check.html", context)
