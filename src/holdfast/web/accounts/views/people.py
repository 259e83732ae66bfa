"""Who works here, what they may do, and what waits for a second person."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.actions import account, people, recovery
from holdfast.web.accounts.answers import shown_once
from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.forms.people import (
    DecideForm,
    GrantForm,
    HouseRulesForm,
    InviteForm,
    SureForm,
)
from holdfast.web.accounts.models import ALONE_WAIT, Approval, Grant, HouseRules, Role, User
from holdfast.web.accounts.requests import Request

LEAD = door(Role.LEAD)


@LEAD
def roles(request: Request) -> HttpResponse:
    """Everybody who works here, with their roles, and how many rights wait."""
    seen = User.objects.visible_to(request.user, request.now).prefetch_related("grants")
    rows = [(user, user.shown_name, open_grants(user)) for user in seen]
    context = {
        "rows": sorted(rows, key=lambda row: (not row[0].is_active, row[1].casefold())),
        "waiting": _waiting().count(),
    }
    return render(request, "accounts/roles.html", context)


@LEAD
@fresh
def invite(request: Request) -> HttpResponse:
    """Invite somebody to work here."""
    form = InviteForm(request.POST or None)

    def act() -> str:
        given = form.cleaned_data
        people.invite(
            address=given["address"],
            name=given["name"],
            roles=given["roles"],
            now=request.now,
            actor=request.user,
        )
        messages.success(request, _("The invitation is on its way."))
        return reverse("accounts:roles")

    return form.once(request, act) or form.page(request, "accounts/invite.html")


@LEAD
def person(request: Request, user_id: uuid.UUID) -> HttpResponse:
    """One person who works here: roles held, and what can be done."""
    user = _staff_or_404(request, user_id)
    context = {
        "person": user,
        "name": user.shown_name,
        "held": open_grants(user),
        "self": user == request.user,
    }
    return render(request, "accounts/person.html", context)


@LEAD
@fresh
def grant(request: Request, user_id: uuid.UUID) -> HttpResponse:
    """Grant somebody one more role."""
    user = _staff_or_404(request, user_id)
    held = frozenset(row.role for row in open_grants(user))
    form = GrantForm(request.POST or None, held=held)

    def act() -> str:
        role = form.cleaned_data["role"]
        row = people.grant(user=user, role=role, now=request.now, actor=request.user)
        said = _("Granted.") if row.in_force else _("Asked for. It waits for a second person.")
        messages.success(request, said)
        return reverse("accounts:person", args=[user.pk])

    context = {"person": user, "name": user.shown_name}
    return form.once(request, act) or form.page(request, "accounts/grant.html", context)


@LEAD
@fresh
def invite_again(request: Request, user_id: uuid.UUID) -> HttpResponse:
    """Write the invitation once more; the earlier link stops working."""
    user = _staff_or_404(request, user_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        people.invite_again(user=user, now=request.now, actor=request.user)
        messages.success(request, _("The invitation is on its way."))
        return reverse("accounts:person", args=[user.pk])

    context = {"person": user, "name": user.shown_name}
    return form.once(request, act) or form.page(request, "accounts/invite_again.html", context)


@LEAD
@fresh
def end_role(request: Request, grant_id: uuid.UUID) -> HttpResponse:
    """End a role somebody holds."""
    seen = User.objects.visible_to(request.user, request.now)
    row = get_object_or_404(Grant.objects.select_related("user__key"), pk=grant_id, user__in=seen)
    form = SureForm(request.POST or None)

    def act() -> str:
        people.end_role(row=row, now=request.now, actor=request.user)
        messages.success(request, _("The role has ended."))
        return reverse("accounts:person", args=[row.user_id])

    context = {"grant": row, "name": row.user.shown_name}
    return form.once(request, act) or form.page(request, "accounts/end_role.html", context)


@LEAD
@fresh
def hand_over(request: Request, user_id: uuid.UUID) -> HttpResponse:
    """Show six digits to give to a colleague in person. They are shown once."""
    user = _staff_or_404(request, user_id)
    form, code = SureForm(request.POST or None), ""
    if user == request.user:
        raise Http404
    if form.is_valid():
        code = recovery.hand_over(user=user, now=request.now, actor=request.user)
    context = {"form": form, "person": user, "name": user.shown_name, "code": code}
    return shown_once(render(request, "accounts/hand_over.html", context))


@LEAD
@fresh
def close(request: Request, user_id: uuid.UUID) -> HttpResponse:
    """Let a colleague sign in no more."""
    user = _staff_or_404(request, user_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        people.close_account(user=user, now=request.now, actor=request.user)
        messages.success(request, _("This account is closed."))
        return reverse("accounts:roles")

    context = {"person": user, "name": user.shown_name}
    return form.once(request, act) or form.page(request, "accounts/close.html", context)


@LEAD
def approvals(request: Request) -> HttpResponse:
    """Rights that open content and wait for somebody."""
    rows = _rows(list(_waiting()), request)
    return render(request, "accounts/approvals.html", {"rows": rows})


@LEAD
@fresh
def decide(request: Request, approval_id: uuid.UUID) -> HttpResponse:
    """Agree to what a colleague asked for, or refuse it."""
    approval = get_object_or_404(people.waiting(), pk=approval_id)
    form = DecideForm(request.POST or None)

    def act() -> str:
        decided = people.approve if form.cleaned_data["answer"] == "agree" else people.refuse
        decided(approval=approval, now=request.now, actor=request.user)
        return reverse("accounts:approvals")

    context = {"row": _rows([approval], request)[0]}
    return form.once(request, act) or form.page(request, "accounts/decide.html", context)


@LEAD
@fresh
def house_rules(request: Request) -> HttpResponse:
    """What the practice decides about signing in and letters."""
    rules = HouseRules.present()
    saved = {name: getattr(rules, name) for name in HouseRulesForm.NAMES}
    form = HouseRulesForm(request.POST or None, version=rules.version, initial=saved)

    def act() -> str:
        account.change_house_rules(rules=form.apply_to(rules), now=request.now, actor=request.user)
        messages.success(request, _("Kept. They hold from the next time somebody signs in."))
        return reverse("accounts:roles")

    return form.once(request, act) or form.page(request, "accounts/house_rules.html")


@dataclass(frozen=True)
class Waiting:
    """An approval as it is shown: what it is, for whom (a role only), by whom, from when it goes
    ahead by itself, and whether the reader may decide.
    """

    approval: Approval
    what: str
    whose: str
    asked_by: str
    alone_from: datetime | None
    mine_to_decide: bool


def _rows(approvals: list[Approval], request: Request) -> list[Waiting]:
    """Show each approval; the number of queries does not depend on how many there are."""
    grants = Grant.objects.select_related("user__key").in_bulk([a.subject_id for a in approvals])
    concerned, leads = people.concerned_by(approvals), people.active_leads()
    return [
        Waiting(
            approval,
            *_what(approval, grants.get(approval.subject_id)),
            approval.asked_by.shown_name,
            None if leads - concerned[approval.pk] else approval.asked_at + ALONE_WAIT,
            request.user.pk not in concerned[approval.pk],
        )
        for approval in approvals
    ]


def _what(approval: Approval, getting: Grant | None) -> tuple[str, str]:
    if getting is None:
        return str(people.DECIDED_BY_LEADS[approval.kind]), ""
    return getting.get_role_display(), getting.user.shown_name


def _waiting() -> QuerySet[Approval]:
    return people.waiting().filter(approved_at=None, done_at=None, refused_at=None)


def _staff_or_404(request: Request, user_id: uuid.UUID) -> User:
    return get_object_or_404(User.objects.visible_to(request.user, request.now), pk=user_id)


def open_grants(user: User) -> list[Grant]:
    """The roles somebody holds or has been asked for, from what is already loaded."""
    return [row for row in user.grants.all() if row.until is None]
