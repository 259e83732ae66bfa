"""Asking for the rest of the record, and answering item by item."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts import letters
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.portal.laws import access_law
from holdfast.web.portal.models import Request, Reviewed
from holdfast.web.practice.actions.notices import tell, therapists_of
from holdfast.web.practice.models import ContactPoint, Notice, Participant


@dataclass(frozen=True)
class Verdict:
    """What a therapist decided about one item: its row is given, or held back with a reason."""

    part: str
    title: str
    row: Mapping[str, Any]
    given: bool
    reason: str = ""
    words: str = ""


@transaction.atomic
def ask(participant: Participant, words: str, *, country: str, by: User, now: datetime) -> Request:
    """Ask for what is not in one's own copy; its therapists are told, and by when."""
    open_one = Request.objects.filter(participant=participant).waiting()
    if open_one.exists():
        raise ValidationError(_("You have asked already. It still waits."))
    law = access_law(country)
    asked = Request(
        therapy=participant.therapy, participant=participant, asked_at=now,
        place=law.country, due_on=law.due(now.date()),
    )  # fmt: skip
    asked.seal(words=words)
    asked.save(force_insert=True)
    audit.record("record asked for", now=now, actor=by, subject=asked, about=asked.therapy_id)
    told = therapists_of(participant.therapy, now)
    kind = Notice.Kind.RECORD_ASKED
    tell(told, kind, now=now, therapy=participant.therapy, subject_id=asked.pk)
    return asked


@transaction.atomic
def withdraw(asked: Request, *, by: User, now: datetime) -> None:
    """Take a request back before it was answered."""
    row = _still_open(asked)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    audit.record("request taken back", now=now, actor=by, subject=asked, about=asked.therapy_id)
    _seen(asked, now)


@transaction.atomic
def review(asked: Request, verdicts: Sequence[Verdict], *, by: User, now: datetime) -> None:
    """Answer a request: keep what is handed over as it is now, and why anything is not."""
    row = _still_open(asked)
    for position, verdict in enumerate(verdicts, start=1):
        _keep(asked, position, verdict, by, now)
    row.answered_at = now
    row.save(update_fields=["answered_at"])
    audit.record("record reviewed", now=now, actor=by, subject=asked, about=asked.therapy_id)
    _seen(asked, now)
    tell_client(asked.participant, now)


def _keep(asked: Request, position: int, verdict: Verdict, by: User, now: datetime) -> None:
    row = Reviewed(
        request=asked, position=position, part=verdict.part, title=verdict.title,
        given=verdict.given, reason="" if verdict.given else verdict.reason, by=by.pk, at=now,
    )  # fmt: skip
    content = json.dumps(dict(verdict.row), ensure_ascii=False) if verdict.given else ""
    row.seal(content=content, words="" if verdict.given else verdict.words)
    row.save(force_insert=True)


@transaction.atomic
def fetched(asked: Request, *, by: User, now: datetime) -> None:
    """Note that the client took the answer along."""
    if asked.fetched_at is None:
        asked.fetched_at = now
        asked.save(update_fields=["fetched_at"])
    audit.record("answer fetched", now=now, actor=by, subject=asked, about=asked.therapy_id)


def _still_open(asked: Request) -> Request:
    row = Request.objects.select_for_update().get(pk=asked.pk)
    if row.answered_at or row.withdrawn_at:
        raise ValidationError(_("This was answered or taken back before."))
    return row


def _seen(asked: Request, now: datetime) -> None:
    waiting = Notice.objects.filter(kind=Notice.Kind.RECORD_ASKED, subject_id=asked.pk)
    waiting.filter(seen_at=None).update(seen_at=now)


def tell_client(participant: Participant, now: datetime) -> None:
    """Write that something is there, if they named an address that is safe for it at any time."""
    points = participant.card.contact_points.filter(kind=ContactPoint.Kind.EMAIL).order_by("id")
    for point in points.select_related("card__key"):
        if point.is_safe_for(ContactPoint.Purpose.ACCOUNT) and not point.text("safe_when"):
            body = letters.with_link(
                _("There is something for you to read. Sign in to see it:"), "/",
                _("This e-mail says no more on purpose."),
            )  # fmt: skip
            key = point.card.key
            letters.send(to=point.text("value"), body=body, key=key, kind="record", now=now)
            return
