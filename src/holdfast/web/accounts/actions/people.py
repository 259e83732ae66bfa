"""Inviting people, and granting and ending roles."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts import letters, links
from holdfast.web.accounts.models import (
    ALONE_WAIT,
    CLIENTS_SIDE,
    OPENS_CONTENT,
    Approval,
    Grant,
    Link,
    Role,
    User,
    address_hash,
)
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import enqueue

# Joining a therapy is decided by who works in it, and so elsewhere.
DECIDED_BY_LEADS = {
    "grant": gettext_lazy("a role"),
    "export": gettext_lazy("export of the whole practice"),
    "erase": gettext_lazy("erasure"),
}
INVITED_FOR = timedelta(days=14)


@transaction.atomic
def invite(
    *,
    address: str,
    name: str,
    roles: Iterable[str],
    now: datetime,
    actor: User | None,
    write: bool = True,
) -> User:
    """Make an account that waits for its owner, and have the invitation written.

    An address that signs in here already is treated no differently: whoever opens the letter is
    asked for another one. `actor` is None when the first practice lead is invited at set-up.
    With `write` false no letter is written: the link is handed over in another way.
    """
    asked = [Role(role) for role in roles]
    _one_side_only(asked)
    user = User.objects.invite(address, name, [], now)
    for role in asked:
        grant(user=user, role=role, now=now, actor=actor)
    audit.record("invited", now=now, actor=actor or "", subject=user)
    if write:
        enqueue("accounts.invited", due_at=now, user=user.pk)
    return user


@transaction.atomic
def invite_again(*, user: User, now: datetime, actor: User | None) -> None:
    """Have the invitation written once more; raises ValidationError if it was accepted."""
    if user.accepted_at is not None or not user.is_active:
        raise ValidationError(_("This person signs in already. Nothing was sent."))
    audit.record("invited", now=now, actor=actor or "", subject=user)
    enqueue("accounts.invited", due_at=now, user=user.pk)


@transaction.atomic
def invitation_link(user: User, now: datetime) -> str:
    """Return the path of a new invitation; earlier ones no longer open anything."""
    Link.objects.filter(purpose="invite", subject_id=user.pk, used_at=None).update(used_at=now)
    secret = links.make("invite", user.pk, now=now, life=INVITED_FOR).secret
    return reverse("accounts:accept", args=[secret])


@transaction.atomic
def write_invitation(user_id: str, *, now: datetime) -> None:
    """Write to somebody who was invited and has not accepted yet."""
    user = User.objects.filter(pk=user_id, accepted_at=None, is_active=True).first()
    if user is None:
        return
    body = letters.with_link(
        _("You are invited to a protected place for messages and agreements. Open this page:"),
        invitation_link(user, now),
        _("The link works for 14 days. If you did not expect this, do nothing."),
    )
    letters.send(to=user.text("address"), body=body, key=user.key, kind="invitation", now=now)


def invited_address(link: Link) -> str:
    """Return the address an invitation was written to."""
    return User.objects.select_related("key").get(pk=link.subject_id).text("address")


@transaction.atomic
def accept(*, link: Link, address: str, password: str, now: datetime) -> User:
    """Accept an invitation; raises ValidationError if the address signs in here already."""
    user = User.objects.select_related("key").get(pk=link.subject_id)
    hashed = address_hash(address)
    if User.objects.filter(sign_in=hashed).exclude(pk=user.pk).exists():
        raise ValidationError(
            {"address": _("You already sign in with this address. For this, use another one.")}
        )
    if user.accepted_at is not None or not links.use_up(link, now):
        raise ValidationError(_("This invitation was accepted before. Sign in instead."))
    user.sign_in, user.accepted_at = hashed, now
    user.seal(address=address.strip())
    user.set_password(password)
    user.save(update_fields=["sign_in", "accepted_at", "address", "password"])
    audit.record("accepted an invitation", now=now, actor=user)
    return user


@transaction.atomic
def grant(*, user: User, role: str, now: datetime, actor: User | None) -> Grant:
    """Grant a role. One that opens content waits for a second person, or 72 hours.

    Raises ValidationError for a role that is held already, or that would put both sides of the
    work on one account: somebody who works here and is a client here has two.
    """
    _one_side_only([Role(role), *(Role(held) for held in _open(user))])
    if user.grants.filter(role=role, until=None).exists():
        raise ValidationError(_("This person holds that role already."))
    waits = role in OPENS_CONTENT and actor is not None
    row = Grant.objects.create(user=user, role=role, since=now, in_force=not waits)
    if waits:
        Approval.objects.create(
            kind="grant", subject_id=row.pk, asked_by=cast(User, actor), asked_at=now, reason=role
        )
    audit.record(
        "asked for a role" if waits else "granted a role",
        now=now, actor=actor or "", purpose=role, subject=user,
    )  # fmt: skip
    return row


@transaction.atomic
def end_role(*, row: Grant, now: datetime, actor: User) -> None:
    """End a role; raises ValidationError for the last practice lead.

    A lead who is a therapist ends no role of a concern reader while another lead can.
    """
    if row.until is not None:
        raise ValidationError(_("This role has ended before."))
    others = Grant.objects.filter(
        role=Role.LEAD, until=None, in_force=True, user__is_active=True
    ).exclude(pk=row.pk)
    if row.role == Role.LEAD and not others.exists():
        raise ValidationError(_("Name another practice lead first: somebody has to be it."))
    if row.role == Role.READER and actor.has(Role.THERAPIST) and _leads_without_clients():
        raise ValidationError(
            _("Another practice lead does this: no therapist shortens the list of their clients.")
        )
    row.until = now
    row.save(update_fields=["until"])
    Approval.objects.filter(kind="grant", subject_id=row.pk, done_at=None).update(refused_at=now)
    audit.record("ended a role", now=now, actor=actor, purpose=row.role, subject=row.user)


def _leads_without_clients() -> bool:
    """Whether some practice lead is no therapist, whose clients read the list of readers."""
    therapists = Grant.objects.filter(role=Role.THERAPIST, until=None, in_force=True)
    held = Grant.objects.filter(role=Role.LEAD, until=None, in_force=True, user__is_active=True)
    return held.exclude(user__in=therapists.values("user")).exists()


def second_person_for(approval: Approval) -> bool:
    """Whether there is a practice lead who neither asked nor would get the right."""
    return not active_leads() <= concerned_by([approval])[approval.pk]


def may_decide(user: User, approval: Approval) -> bool:
    """Whether this person may be the second one."""
    return user.has(Role.LEAD) and user.pk not in concerned_by([approval])[approval.pk]


def waiting() -> QuerySet[Approval]:
    """Everything a practice lead can be the second person for, the oldest first."""
    rows = Approval.objects.filter(kind__in=DECIDED_BY_LEADS).select_related("asked_by__key")
    return rows.order_by("asked_at")


@transaction.atomic
def approve(*, approval: Approval, now: datetime, actor: User) -> None:
    """Agree to what somebody else asked for; a role comes into force at once.

    Raises ValidationError if `actor` asked for it or would get it.
    """
    _still_open(approval)
    if not may_decide(actor, approval):
        raise ValidationError(_("Somebody else has to agree to this."))
    approval.approved_by, approval.approved_at = actor, now
    approval.save(update_fields=["approved_by", "approved_at"])
    audit.record("agreed to", now=now, actor=actor, purpose=approval.kind, subject=approval)
    if approval.kind == "grant":
        _put_in_force(approval, now)


@transaction.atomic
def refuse(*, approval: Approval, now: datetime, actor: User) -> None:
    """Refuse what was asked for. Whoever asked may take it back in the same way."""
    _still_open(approval)
    approval.refused_at = now
    approval.save(update_fields=["refused_at"])
    if approval.kind == "grant":
        Grant.objects.filter(pk=approval.subject_id, in_force=False).update(until=now)
    audit.record("refused", now=now, actor=actor, purpose=approval.kind, subject=approval)


@transaction.atomic
def put_in_force_what_waited(now: datetime) -> None:
    """Put in force roles that waited 72 hours where nobody else could have agreed."""
    waiting = Approval.objects.filter(
        kind="grant", done_at=None, refused_at=None, asked_at__lte=now - ALONE_WAIT
    )
    for approval in waiting:
        if approval.may_go_ahead(now, second_person_for(approval)):
            _put_in_force(approval, now)


def _put_in_force(approval: Approval, now: datetime) -> None:
    Grant.objects.filter(pk=approval.subject_id, until=None).update(in_force=True)
    approval.done_at = now
    approval.save(update_fields=["done_at"])
    row = Grant.objects.select_related("user").get(pk=approval.subject_id)
    audit.record("granted a role", now=now, purpose=row.role, subject=row.user)


@transaction.atomic
def close_account(*, user: User, now: datetime, actor: User) -> None:
    """Let somebody sign in no more: end their roles, sessions and links."""
    if user == actor:
        raise ValidationError(_("You cannot close your own account; another lead can."))
    for row in user.grants.filter(until=None):
        end_role(row=row, now=now, actor=actor)
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.sessions.all().delete()
    Link.objects.filter(subject_id=user.pk, used_at=None).update(used_at=now)
    audit.record("closed an account", now=now, actor=actor, subject=user)


def active_leads() -> frozenset[uuid.UUID]:
    """The accounts of practice leads who can sign in."""
    held = Grant.objects.filter(role=Role.LEAD, until=None, in_force=True, user__is_active=True)
    return frozenset(held.exclude(user__accepted_at=None).values_list("user_id", flat=True))


def concerned_by(approvals: Iterable[Approval]) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """Who asked for each right and who would get it: none of them can be the second person."""
    rows = list(approvals)
    found = Grant.objects.filter(pk__in=[row.subject_id for row in rows])
    getting = dict(found.values_list("pk", "user_id"))
    return {
        row.pk: frozenset({row.asked_by_id, getting.get(row.subject_id, row.asked_by_id)})
        for row in rows
    }


def _still_open(approval: Approval) -> None:
    if approval.done_at or approval.refused_at or approval.approved_at:
        raise ValidationError(_("This was answered before."))


def _open(user: User) -> list[str]:
    return list(user.grants.filter(until=None).values_list("role", flat=True))


def _one_side_only(roles: list[Role]) -> None:
    theirs = CLIENTS_SIDE.intersection(roles)
    if theirs and len(theirs) < len(set(roles)):
        raise ValidationError(
            _("A client or guardian who also works here has two sign-ins, joined by nothing.")
        )
