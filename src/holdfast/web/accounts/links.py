"""Making and following links that serve one act for one person."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from holdfast.web.sealing import keyring, primitives

from .models import Link


@dataclass(frozen=True)
class NewLink:
    """What is known of a link only when it is made: its secret and, if asked for, six digits."""

    link: Link
    secret: str
    code: str


def make(
    purpose: str, subject_id: uuid.UUID, *, now: datetime, life: timedelta, with_code: bool = False
) -> NewLink:
    """Make a link; the secret and the code are never kept."""
    secret = secrets.token_urlsafe(32)
    code = f"{secrets.randbelow(10**6):06d}" if with_code else ""
    link = Link(
        secret_hash=_hash(secret),
        purpose=purpose,
        subject_id=subject_id,
        made_at=now,
        expires_at=now + (min(life, Link.CODE_LIFE) if with_code else life),
    )
    link.code_hash = _hash(f"{link.id}{code}") if with_code else ""
    link.save(force_insert=True)
    return NewLink(link, secret, code)


def find(secret: str, purpose: str, now: datetime) -> Link | None:
    """Find a link that can still be followed; None for any other, whatever the reason."""
    return Link.objects.filter(
        secret_hash=_hash(secret), purpose=purpose, used_at=None, expires_at__gt=now
    ).first()


def code_fits(link: Link, code: str) -> bool:
    """Try six digits. Each try counts; after five the link opens with nothing."""
    if not link.code_hash:
        return True
    left = Link.objects.filter(pk=link.pk, tries__lt=Link.TRIES)
    if not left.update(tries=F("tries") + 1):
        return False
    given = _hash(f"{link.id}{code.strip().replace(' ', '')}")
    return primitives.same(given.encode(), link.code_hash.encode())


@transaction.atomic
def use_up(link: Link, now: datetime) -> bool:
    """Use the link for its act; False if somebody was quicker."""
    return bool(Link.objects.filter(pk=link.pk, used_at=None).update(used_at=now))


def _hash(text: str) -> str:
    return primitives.lookup_hash(keyring.ring().derived("links"), text)
