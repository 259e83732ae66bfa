"""A professional will: made, tried once a year, opened."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.actions.people import active_leads
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.endings.models import Will, WillOpening, WillTrial
from holdfast.web.practice.actions import joining
from holdfast.web.practice.actions.notices import tell
from holdfast.web.practice.models import Notice, Therapist, Therapy

LASTS = timedelta(hours=72)


@transaction.atomic
def make(
    therapist: Therapist, *, colleague: User, second: User, words: str, by: User, now: datetime
) -> Will:
    """Name who calls if something happens, and the second person for the rest."""
    if therapist.user_id in (colleague.pk, second.pk):
        raise ValidationError(_("Name two other people."))
    will = Will.objects.filter(therapist=therapist).first()
    new, before = will is None, will.colleague_id if will else None
    will = will or Will(therapist=therapist, made_on=now.date())
    will.therapist, will.colleague, will.second = therapist, colleague, second
    will.version = 1 if new else will.version + 1
    will.seal(words=words)
    will.save(force_insert=new)
    audit.record("will made" if new else "will changed", now=now, actor=by, subject=will)
    if colleague.pk != before:
        tell([colleague], Notice.Kind.WILL_NAMED, now=now)
    return will


@transaction.atomic
def open_list(will: Will, reason: str, *, trial: bool, by: User, now: datetime) -> WillOpening:
    """Open the list of people to call, as the named colleague: at once, for 72 hours, and told.

    A trial shows that it opens and how many are on it, not who.
    """
    if by.pk != will.colleague_id:
        raise ValidationError(_("This list is for the colleague who was named."))
    opening = WillOpening(will=will, by=by, trial=trial, at=now, until=now + LASTS)
    opening.seal(reason=reason)
    opening.save(force_insert=True)
    kind = "will tried" if trial else "list of people to call opened"
    audit.record(kind, now=now, actor=by, subject=will, purpose="trial" if trial else "incapacity")
    keys = {will.therapist.user_id, will.second_id} | (set() if trial else active_leads())
    told = User.objects.filter(pk__in=keys - {by.pk}).select_related("key")
    tell(told, Notice.Kind.WILL_OPENED, now=now)
    return opening


@transaction.atomic
def tried(will: Will, found: str, *, by: User, now: datetime) -> WillTrial:
    """Record a trial run: what worked and what has to be put right."""
    trial = WillTrial(will=will, on=now.date(), by=by.pk, at=now)
    trial.seal(found=found)
    trial.save(force_insert=True)
    will.tried_on = now.date()
    will.save(update_fields=["tried_on"])
    audit.record("trial of a will recorded", now=now, actor=by, subject=will)
    return trial


@transaction.atomic
def ask_for_the_rest(will: Will, *, by: User, now: datetime) -> int:
    """Ask to take the records over, as the named colleague: a second person has to agree to each.

    Returns for how many therapies it was asked. The colleague has to be a therapist here.
    """
    heir = Therapist.objects.filter(user=by).first()
    if by.pk != will.colleague_id or heir is None:
        raise ValidationError(_("Only a therapist of this practice can take records over."))
    asked = 0
    for therapy in going_on(will):
        if not therapy.joinings.filter(therapist=heir).exists():
            joining.ask_to_join(therapy, heir, by=by, now=now)
            asked += 1
    return asked


def going_on(will: Will) -> list[Therapy]:
    """Return the therapies of the therapist that have not ended, with their keys."""
    rows = Therapy.objects.filter(assignments__therapist=will.therapist, assignments__until=None)
    return list(rows.exclude(state=Therapy.State.ENDED).select_related("key").distinct())
