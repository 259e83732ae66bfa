"""What the conflict desk does. Every act is noted in the reserved chain, and there alone."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import Grant, Role, User
from holdfast.web.audit import models as audit
from holdfast.web.practice.models import Card, Therapist, Therapy
from holdfast.web.screening.actions.checking import give
from holdfast.web.screening.models import (
    Enquiry,
    Finding,
    IdentityOpening,
    Outcome,
    OutcomeWords,
    Review,
)
from holdfast.web.sealing.models import DataKey

SCHEMA = "holdfast/outcome/1"


def people_at_the_desk() -> list[User]:
    """Return who sits at the conflict desk now."""
    held = Grant.objects.filter(role=Role.DESK, until=None, in_force=True)
    users = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return list(users.select_related("key"))


def note(kind: str, *, by: User, now: datetime, subject: Any, purpose: str = "") -> None:
    """Write into the reserved chain that the desk did something."""
    audit.record(
        kind, now=now, actor=by, role=Role.DESK, purpose=purpose, subject=subject,
        chain=audit.RESERVED,
    )  # fmt: skip


@transaction.atomic
def open_identity(
    card: Card, *, purpose: str, reason: str, by: User, now: datetime
) -> IdentityOpening:
    """Open who a person is, for half an hour, with a purpose and a reason in words."""
    until = now + IdentityOpening.LASTS
    row = IdentityOpening(card=card, by=by, purpose=purpose, at=now, until=until)
    row.seal(reason=reason)
    row.save(force_insert=True)
    note("identity opened", by=by, now=now, subject=card, purpose=purpose)
    return row


@transaction.atomic
def see(findings: Sequence[Finding], *, by: User, now: datetime) -> None:
    """Note that findings were read; each is noted once for the first reading."""
    for row in findings:
        note("finding read", by=by, now=now, subject=row)
        if row.read_at is None:
            row.read_at = now
            row.save(update_fields=["read_at"])


@transaction.atomic
def decide(
    card: Card,
    *,
    kind: str,
    content: dict[str, Any],
    review_on: date | None,
    findings: Sequence[Finding],
    offered: Sequence[Therapist],
    shared: str,
    by: User,
    now: datetime,
) -> Outcome:
    """Write down what was decided about a person, with the receipts of the codes; for good.

    An enquiry that waited gets its list: the therapists `offered`, or none. `shared` is what its
    client and its therapist may both know, and all that the therapy's record gets. Raises
    ValidationError about somebody who was decided about before.
    """
    Card.objects.select_for_update().get(pk=card.pk)  # two at the desk: one after the other
    if Outcome.objects.filter(about=card.pk).exists():
        raise ValidationError(
            _("This was decided already, and a decision stays as it is. A review can be added.")
        )
    enquiry = Enquiry.objects.filter(card=card).first()
    whole = {
        "schema": SCHEMA, **content, "decided_by": by.shown_name,
        "offered": [str(each.pk) for each in offered],
        "receipts": [row.opened().get("receipt") for row in findings],
    }  # fmt: skip
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    row = Outcome(
        key=DataKey.new(), enquiry=enquiry, about=card.pk, kind=kind, by=by.pk, at=now,
        review_on=review_on, digest=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    row.seal(content=text)
    row.save(force_insert=True)
    if enquiry is not None:
        _answer(enquiry, offered, by=by, now=now)
    if shared:
        _share(card, enquiry, shared, now)
    note("outcome decided", by=by, now=now, subject=row, purpose=kind)
    return row


def _answer(enquiry: Enquiry, offered: Sequence[Therapist], *, by: User, now: datetime) -> None:
    """Give an open enquiry its list by hand; it shows no more than any other list."""
    row = Enquiry.objects.select_for_update(of=("self",)).with_cards().get(pk=enquiry.pk)
    if row.state not in (Enquiry.State.WAITS, Enquiry.State.ANSWERED):
        if offered:
            raise ValidationError(_("This enquiry was dealt with meanwhile: offer nobody now."))
        return
    give(row, offered, now=now, by=by.pk)
    row.state = Enquiry.State.ANSWERED
    row.save(update_fields=["state"])


def _share(card: Card, enquiry: Enquiry | None, words: str, now: datetime) -> None:
    participant = getattr(card, "participant", None)
    row = OutcomeWords(
        card=card, enquiry=enquiry, therapy=participant.therapy if participant else None, at=now
    )
    row.seal(words=words)
    row.save(force_insert=True)


def carry_over(enquiry: Enquiry, therapy: Therapy, *, now: datetime) -> None:
    """Write into a therapy that came of an enquiry what both of it may know of an outcome."""
    card = therapy.participants.select_related("card__key").earliest("since", "pk").card
    for waiting in OutcomeWords.objects.filter(enquiry=enquiry).select_related("card__key"):
        row = OutcomeWords(card=card, therapy=therapy, at=now)
        row.seal(words=waiting.text("words"))
        row.save(force_insert=True)


@transaction.atomic
def review(
    outcome: Outcome, *, words: str, next_on: date | None, by: User, now: datetime
) -> Review:
    """Note what a review found, and when to look again."""
    row = Review(outcome=outcome, next_on=next_on, by=by.pk, at=now)
    row.seal(words=words)
    row.save(force_insert=True)
    note("outcome reviewed", by=by, now=now, subject=outcome)
    return row
