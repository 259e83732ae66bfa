"""Carrying out an erasure that two people agreed to: rows, keys, the list outside, a certificate.

The order matters. The list outside comes first: if the machine stops half way, the next start of
the work, or the next restore, finishes it. Rows go, then keys; the certificate is written in the
same transaction as the rows are deleted.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction

from holdfast.web.accounts.models import CLIENTS_SIDE, Approval, User
from holdfast.web.audit import models as audit
from holdfast.web.audit.immutable import erasing as open_erasure
from holdfast.web.endings.actions.erasing import ready
from holdfast.web.endings.marking import marks_of, needed, therapists_of
from holdfast.web.endings.models import Certificate, Erasing, Marker
from holdfast.web.practice.actions.forgetting import others_remain, reaching
from holdfast.web.practice.contributors import contributors
from holdfast.web.practice.models import Participant
from holdfast.web.running import backups, outside
from holdfast.web.sealing.models import DataKey
from holdfast.web.sealing.primitives import SealBroken

FILE = "erased-people.jsonl"
COUNTED = "holdfast.web."
# What is for the conflict desk alone is erased and not counted: a number would tell of it.
UNCOUNTED = "holdfast.web.screening."


def carry_out(erasing: Erasing, now: datetime) -> Certificate:
    """Erase the person of an erasure that somebody else agreed to, or that waited long enough.

    Raises ValidationError for any other, and while a legal hold stands.
    """
    approval = ready(erasing, now)
    row = {
        "schema": "holdfast/erased-person/1",
        "participant": str(erasing.participant_id),
        "why": erasing.why,
        "asked_by": str(approval.asked_by_id),
        "agreed_by": str(approval.approved_by_id) if approval.approved_by_id else None,
        "at": now.isoformat(),
    }
    outside.add(FILE, row)
    Approval.objects.filter(pk=approval.pk).update(done_at=now)
    return erase(row, now)


def repeat(now: datetime) -> int:
    """Erase again everybody whose rows a restore brought back; returns how many."""
    there = 0
    for row in outside.rows(FILE):
        if Participant.objects.filter(pk=row["participant"]).exists():
            erase(row, now, repeated=True)
            there += 1
    return there


def erase(row: Mapping[str, Any], now: datetime, *, repeated: bool = False) -> Certificate:
    """Erase one person's rows and keys and write the certificate."""
    people = Participant.objects.select_related("card__key", "therapy__key", "user__key")
    person = people.get(pk=row["participant"])
    keys = _keys_of(person)
    with open_erasure("a person", now), transaction.atomic():
        certificate = _certificate(person, row, now, repeated)
        for guardian in people.filter(stands_for=person):
            _forget(guardian, now)
        _forget(person, now)
        _end_account(person.user, now)
        certificate.save(force_insert=True)
        audit.record("erased", now=now, actor=row["asked_by"], subject=certificate, purpose="erase")
    for key in keys:
        outside.erase_key(key, now)
    return certificate


def _keys_of(person: Participant) -> list[DataKey]:
    """Return the keys of everything that goes: cards, an account, the therapy with its last."""
    rows = Participant.objects.filter(stands_for=person).select_related("card__key")
    keys = [person.card.key, *(guardian.card.key for guardian in rows)]
    if not others_remain(person):
        keys.append(person.therapy.key)
    if person.user is not None and _ends(person.user, person):
        keys.append(person.user.key)
    return keys


def _forget(person: Participant, now: datetime) -> None:
    """Let every capability delete its rows, upper ones first."""
    for module in reversed(contributors()):
        if forget := getattr(module, "erase", None):
            forget(person, now)


def _ends(user: User, person: Participant) -> bool:
    """Whether an account has no other place here, and is no colleague's."""
    others = Participant.objects.filter(user=user).exclude(pk=person.pk)
    return not user.roles - CLIENTS_SIDE and not others.exists()


def _end_account(user: User | None, now: datetime) -> None:
    if user is None or user.roles - CLIENTS_SIDE or Participant.objects.filter(user=user).exists():
        return
    user.is_active, user.sign_in = False, f"erased {uuid.uuid4().hex}"
    user.address = user.name = b""
    user.save(update_fields=["is_active", "sign_in", "address", "name"])
    user.grants.filter(until=None).update(until=now)


def _certificate(
    person: Participant, row: Mapping[str, Any], now: datetime, repeated: bool
) -> Certificate:
    folder = Path(settings.DATA) / "backups"
    therapists = therapists_of(person)
    return Certificate(
        erased=person.pk,
        code=person.therapy.code,
        why=row["why"],
        erased_at=now,
        asked_by=uuid.UUID(row["asked_by"]),
        agreed_by=uuid.UUID(row["agreed_by"]) if row["agreed_by"] else None,
        therapists=" ".join(str(t.user_id) for t in therapists),
        backups_gone_on=backups.last_backup_gone(folder, now).date(),
        repeated=repeated,
        content={
            "counts": _counts(person),
            "whole": not others_remain(person),
            "account": person.user is not None and _ends(person.user, person),
            "clauses": _mark(person, now),
        },
    )


def _counts(person: Participant) -> dict[str, int]:
    """Count the rows of each kind that go."""
    found: Counter[str] = Counter()
    for model in apps.get_models():
        if not model.__module__.startswith(COUNTED) or model.__module__.startswith(UNCOUNTED):
            continue
        if wanted := reaching(model, person):
            rows = model._default_manager.filter(wanted)
            found[str(model._meta.verbose_name)] += rows.values("pk").distinct().count()
    return {kind: number for kind, number in sorted(found.items()) if number}


def _mark(person: Participant, now: datetime) -> list[str]:
    """Keep the least that a code's rule needs, for each therapist; returns the clauses."""
    ended = person.until or person.therapy.ended_on
    if ended is None or person.role != Participant.Role.CLIENT:
        return []
    try:
        marks = marks_of(person)
    except SealBroken:
        return []
    clauses: list[str] = []
    for therapist in therapists_of(person):
        asked = needed(therapist.codes, ended, now.date())
        for mark in marks if asked else ():
            assert asked is not None
            Marker.objects.create(
                therapist=therapist, mark=mark, until=asked.until,
                ended_on=ended if asked.counts else None, clauses=list(asked.clauses), made_at=now,
            )  # fmt: skip
        clauses += asked.clauses if asked else ()
    return _once(clauses)


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
