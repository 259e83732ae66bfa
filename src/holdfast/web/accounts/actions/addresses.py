"""Changing the address one signs in with: confirmed at the new one, told to the old one."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts import letters, links
from holdfast.web.accounts.models import Link, NewAddress, User, address_hash
from holdfast.web.audit import models as audit

LINK_LIFE = timedelta(days=7)


@transaction.atomic
def ask(*, user: User, address: str, proved_twice: bool, now: datetime) -> NewAddress:
    """Ask for a new address. Without a second proof it waits 72 hours even when confirmed.

    An address somebody else signs in with looks no different here; its letter says so.
    """
    user.new_addresses.filter(done_at=None, stopped_at=None).update(stopped_at=now)
    in_force_from = now if proved_twice else now + NewAddress.WAIT
    row = NewAddress(user=user, asked_at=now, in_force_from=in_force_from)
    row.seal(address=address.strip())
    row.save(force_insert=True)
    _write_to_the_new_one(row, now)
    _tell_the_old_one(row, now)
    audit.record("asked for a new address", now=now, actor=user)
    return row


def _write_to_the_new_one(row: NewAddress, now: datetime) -> None:
    secret = links.make("address", row.pk, now=now, life=LINK_LIFE).secret
    body = letters.with_link(
        _("To sign in with this address from now on, open this page:"),
        reverse("accounts:confirm_address", args=[secret]),
        _("If you did not ask for this, do nothing."),
    )
    address = row.text("address")
    letters.send(to=address, body=body, key=row.user.key, kind="new address", now=now)


def _tell_the_old_one(row: NewAddress, now: datetime) -> None:
    secret = links.make("keep-address", row.pk, now=now, life=LINK_LIFE).secret
    body = letters.with_link(
        _("Somebody, we hope you, asked to sign in with another address. If not, open this page:"),
        reverse("accounts:keep_address", args=[secret]),
        _("If it was you, do nothing."),
    )
    address = row.user.text("address")
    letters.send(to=address, body=body, key=row.user.key, kind="old address", now=now)


def subject_of(link: Link) -> NewAddress | None:
    """Return the change a link is about, if it is still open."""
    return (
        NewAddress.objects.filter(pk=link.subject_id, done_at=None, stopped_at=None)
        .select_related("user__key")
        .first()
    )


@transaction.atomic
def confirm(*, row: NewAddress, link: Link, now: datetime) -> bool:
    """Note that the new address is theirs; returns whether it is in force already."""
    if not links.use_up(link, now):
        raise ValidationError(_("This link was used before."))
    row.confirmed_at = now
    row.save(update_fields=["confirmed_at"])
    return _put_in_force(row, now)


@transaction.atomic
def stop(*, row: NewAddress, now: datetime) -> None:
    """Keep the old address, and sign everybody out: somebody else may be in."""
    row.stopped_at = now
    row.save(update_fields=["stopped_at"])
    row.user.sessions.all().delete()
    audit.record("kept the old address", now=now, actor=row.user)


@transaction.atomic
def put_in_force_what_waited(now: datetime) -> None:
    """Put in force every confirmed address that has waited its 72 hours."""
    waiting = NewAddress.objects.filter(done_at=None, stopped_at=None).exclude(confirmed_at=None)
    for row in waiting.filter(in_force_from__lte=now).select_related("user__key"):
        _put_in_force(row, now)


def _put_in_force(row: NewAddress, now: datetime) -> bool:
    if now < row.in_force_from:
        return False
    user, address = row.user, row.text("address")
    hashed = address_hash(address)
    if User.objects.filter(sign_in=hashed).exclude(pk=user.pk).exists():
        row.stopped_at = now
        row.save(update_fields=["stopped_at"])
        return False
    user.sign_in = hashed
    user.seal(address=address)
    user.save(update_fields=["sign_in", "address"])
    row.done_at = now
    row.save(update_fields=["done_at"])
    audit.record("changed the address", now=now, actor=user)
    return True
