"""What is added to a signed decision: safeguards met, addenda, answers, repair."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.codes.models import Addendum, Decision


@transaction.atomic
def add(
    decision: Decision,
    kind: str,
    words: str,
    *,
    by: User,
    now: datetime,
    colleague: str = "",
    on: date | None = None,
    fact: str = "",
) -> Addendum:
    """Add to a signed decision: a note, a colleague's answer, a review, a repair, a second look.

    A consultation attaches its answer with `kind` "consultation" and the colleague's name.
    `on` is the day of the next review. For a step use `meet`.
    """
    row = Addendum(
        therapy=decision.therapy,
        decision=decision,
        kind=kind,
        fact=fact,
        on=on,
        by=by.pk,
        at=now,
    )
    row.seal(words=words, colleague=colleague)
    row.save(force_insert=True)
    audit.record(
        f"decision: {row.get_kind_display()}", now=now, actor=by, subject=row,
        about=decision.about, fields=[fact] if fact else (),
    )  # fmt: skip
    decision.mark_stale(now)
    return row


@transaction.atomic
def meet(
    decision: Decision, fact: str, *, on: date, note: str, by: User, now: datetime
) -> Addendum:
    """Note that a safeguard was met after signing, on which day and how."""
    Decision.objects.select_for_update().get(pk=decision.pk)
    there = Addendum.objects.filter(decision=decision, kind=Addendum.Kind.STEP, fact=fact)
    if there.exists():
        raise ValidationError(_("This step is noted already. Add a note if there is more to say."))
    return add(decision, Addendum.Kind.STEP, note, by=by, now=now, on=on, fact=fact)
