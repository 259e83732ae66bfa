"""Checking a password, a code or a passkey, and what happens when it is wrong too often."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from holdfast.web.accounts import passkeys, totp
from holdfast.web.accounts.links import code_fits, use_up
from holdfast.web.accounts.models import Factor, Failure, Link, User, address_hash
from holdfast.web.audit import models as audit
from holdfast.web.sealing import keyring, primitives


class TooManyTries(Exception):
    """Too many tries within a quarter of an hour; a passkey is never asked to wait."""


def hashed(kind: str, what: object) -> str:
    """Return the keyed hash under which tries, passkeys and recovery codes are found."""
    return primitives.lookup_hash(keyring.ring().derived("sign-in"), f"{kind}|{what}")


def check_address_and_password(
    address: str, password: str, *, network: str, now: datetime
) -> User | None:
    """Return the account if the two belong together; raises TooManyTries.

    Everything asked of the database and of the password hash is the same for an address that is
    not known here. `network` is where the request came from; only its keyed hash is kept, a day.
    """
    tried = _note_try(hashed("for", address_hash(address)), Failure.FOR_ADDRESS, now)
    from_there = _note_try(hashed("from", network), Failure.FROM_PLACE, now)
    user = User.objects.by_address(address)
    known = user is not None and user.is_active and user.has_usable_password()
    right = check_password(password, user.password if known and user else _nobodys_password())
    if not known or not right:
        return None
    _forget_tries(tried, from_there)
    return user


def check_password_again(user: User, password: str, now: datetime) -> bool:
    """Check the password of somebody signed in; raises TooManyTries."""
    tried = _note_try(hashed("again", user.pk), Failure.FOR_ADDRESS, now)
    if not user.check_password(password):
        return False
    _forget_tries(tried)
    return True


def check_code(user: User, code: str, now: datetime) -> str:
    """Return what kind of second proof `code` is, "" if none fits; raises TooManyTries.

    Accepted are a code of the authenticator app, an unused recovery code, and six digits that
    were handed over in the room.
    """
    tried = _note_try(hashed("code", user.pk), Failure.FOR_ADDRESS, now)
    kind = _app_code(user, code, now) or _recovery_code(user, code, now) or _handed(user, code, now)
    if kind:
        _forget_tries(tried)
    return kind


def check_second_proof(user: User, code: str, now: datetime) -> str:
    """Like `check_code` without the app: what e-mail needs beside it to restore an account."""
    tried = _note_try(hashed("code", user.pk), Failure.FOR_ADDRESS, now)
    kind = _recovery_code(user, code, now) or _handed(user, code, now)
    if kind:
        _forget_tries(tried)
    return kind


def check_passkey(state: dict[str, Any], answer: Mapping[str, Any], now: datetime) -> User:
    """Return whose passkey answered; raises PasskeyRefused. It is never locked out."""
    found_by = hashed("passkey", passkeys.id_in(answer).hex())
    factor = Factor.objects.filter(found_by=found_by).select_related("user__key").first()
    if factor is None or not factor.user.is_active:
        raise passkeys.PasskeyRefused
    passkeys.finish_using(state, factor.text("secret"), answer)
    Factor.objects.filter(pk=factor.pk).update(used_at=now)
    return factor.user


def _app_code(user: User, code: str, now: datetime) -> str:
    app = user.factors.filter(kind=Factor.Kind.APP).select_related("user__key").first()
    if app is None:
        return ""
    step = totp.step_that_fits(app.text("secret"), code, now, app.last_step)
    if step is None:
        return ""
    # Conditional, so that of two requests with the same code one alone gets in.
    taken = Factor.objects.filter(pk=app.pk, last_step__lt=step)
    return "app" if taken.update(last_step=step, used_at=now) else ""


def _recovery_code(user: User, code: str, now: datetime) -> str:
    found_by = hashed("recovery", f"{user.pk}|{''.join(code.split()).replace('-', '').lower()}")
    unused = user.factors.filter(kind=Factor.Kind.CODE, found_by=found_by, used_at=None)
    if not unused.update(used_at=now):
        return ""
    audit.record("used a recovery code", now=now, actor=user)
    return "code"


@transaction.atomic
def _handed(user: User, code: str, now: datetime) -> str:
    link = Link.objects.filter(
        purpose="handed", subject_id=user.pk, used_at=None, expires_at__gt=now
    ).first()
    if link is None or not code_fits(link, code) or not use_up(link, now):
        return ""
    audit.record("used a code handed over", now=now, actor=user)
    return "handed"


def _note_try(place: str, most: int, now: datetime) -> Failure:
    """Count this try before it is known to fail, so that many at once count too."""
    tried = Failure.objects.create(place=place, at=now)
    window = Failure.objects.filter(place=place, at__gt=now - Failure.WINDOW)
    if window.count() > most:
        # A try while locked out is not counted: waiting must help, whoever keeps trying.
        tried.delete()
        raise TooManyTries
    return tried


def _forget_tries(*tries: Failure) -> None:
    """Forget failures for an account that got in; elsewhere only this try."""
    first, *others = tries
    Failure.objects.filter(place=first.place).delete()
    Failure.objects.filter(pk__in=[t.pk for t in others]).delete()


@cache
def _nobodys_password() -> str:
    return make_password("nobody's password, hashed for the time it takes")
