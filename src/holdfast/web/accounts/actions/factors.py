"""Adding and removing second factors, and making recovery codes."""

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import Factor, HouseRules, User
from holdfast.web.accounts.passkeys import NewPasskey
from holdfast.web.audit import models as audit

from .signing_in import hashed

CODES = 10
# Without letters and digits that are mistaken for one another on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def add_app(*, user: User, secret: str, step: int, now: datetime) -> Factor:
    """Add an authenticator app whose code of `step` was just shown; replaces an earlier one."""
    user.factors.filter(kind=Factor.Kind.APP).delete()
    factor = Factor(user=user, kind=Factor.Kind.APP, added_at=now, used_at=now, last_step=step)
    factor.seal(secret=secret)
    factor.save(force_insert=True)
    audit.record("added a factor", now=now, actor=user, purpose="app", subject=factor)
    return factor


@transaction.atomic
def add_passkey(*, user: User, made: NewPasskey, name: str, now: datetime) -> Factor:
    """Add a passkey; raises ValidationError if it is known here already."""
    factor = Factor(user=user, kind=Factor.Kind.PASSKEY, added_at=now)
    factor.found_by = hashed("passkey", made.credential_id.hex())
    factor.seal(secret=made.kept, name=name)
    try:
        with transaction.atomic():
            factor.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("This passkey has been added before.")) from None
    audit.record("added a factor", now=now, actor=user, purpose="passkey", subject=factor)
    return factor


@transaction.atomic
def remove_factor(*, factor: Factor, user: User, now: datetime) -> None:
    """Remove an app or a passkey; raises ValidationError if one is needed and it is the last."""
    others = user.factors.exclude(pk=factor.pk).exclude(kind=Factor.Kind.CODE)
    if must_have_factor(user) and not others.exists():
        raise ValidationError(_("Add another app or passkey first: you need at least one here."))
    audit.record("removed a factor", now=now, actor=user, purpose=factor.kind, subject=factor)
    factor.delete()
    if not others.exists():
        user.factors.filter(kind=Factor.Kind.CODE).delete()


@transaction.atomic
def new_recovery_codes(*, user: User, now: datetime) -> list[str]:
    """Replace the recovery codes; returns the new ones, which are kept as keyed hashes only."""
    user.factors.filter(kind=Factor.Kind.CODE).delete()
    codes = [_code() for _unused in range(CODES)]
    Factor.objects.bulk_create(
        Factor(
            user=user,
            kind=Factor.Kind.CODE,
            found_by=hashed("recovery", f"{user.pk}|{code.replace('-', '')}"),
            added_at=now,
        )
        for code in codes
    )
    audit.record("made recovery codes", now=now, actor=user)
    return codes


def must_have_factor(user: User) -> bool:
    """Whether this person may not be without a second factor."""
    return user.works_here or (bool(user.roles) and HouseRules.present().clients_need_factor)


def _code() -> str:
    """About 50 bits, in two halves that are easy to copy."""
    halves = ("".join(secrets.choice(ALPHABET) for _unused in range(5)) for _half in range(2))
    return "-".join(halves)
