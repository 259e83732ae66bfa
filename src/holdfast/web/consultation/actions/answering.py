"""A colleague answers, or closes the question; an answer goes where it is waited for."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.codes import actions as decisions
from holdfast.web.codes.models import Addendum, Decision, Weighing, awaits, rests_in_vault
from holdfast.web.consultation.actions.asking import take_step
from holdfast.web.consultation.models import Attached, Question, Step
from holdfast.web.consultation.models.asking import Source, step_of


def open_it(question: Question, *, by: User | None, now: datetime) -> None:
    """Let the colleague read on: they could hardly know the person."""
    take_step(question, Step.Kind.OPENED, by=by, now=now)


def close(question: Question, *, by: User | None, now: datetime) -> None:
    """Close a question without saying why: the reason could tell who somebody is."""
    take_step(question, Step.Kind.CLOSED, by=by, now=now)


@transaction.atomic
def answer(question: Question, words: str, *, by: User | None, now: datetime) -> None:
    """Take the answer, once, and add it to the decision or weighing that waits for it."""
    step = take_step(question, Step.Kind.ANSWERED, words, by=by, now=now)
    if question.source == Source.DECISION:
        own = Decision.objects.own_of(question.asker, now)
        found = own.filter(pk__in=[question.source_id]).whole().first()
        if found is not None:
            _attach(question, found, step.shown, now)
    elif question.source == Source.WEIGHING:
        _into_weighing(question, step.shown, now)


def _into_weighing(question: Question, words: str, now: datetime) -> None:
    """Write a named colleague's answer into the plan; if it was signed meanwhile, into nothing."""
    rows = Weighing.objects.filter(pk__in=[question.source_id], therapist__user=question.asker_id)
    weighing = rows.select_related("therapy__key", "therapist__user__key").first()
    if weighing is None:
        return
    weighed = weighing.weighed()
    plan = {**weighed.plan, "colleague": question.colleague[:120], "answered": words}
    decisions.keep(weighing, replace(weighed, plan=plan, awaits=False), by=question.asker, now=now)


@transaction.atomic
def attach(question: Question, decision: Decision, *, by: User, now: datetime) -> None:
    """Add an answer to a decision that waits for one."""
    step = step_of(question, Step.Kind.ANSWERED)
    if step is None or Attached.objects.filter(question=question).exists():
        raise ValidationError(_("This answer belongs to a decision already."))
    if not awaits(decision):
        raise ValidationError(_("This decision does not wait for an answer any more."))
    _attach(question, decision, step.shown, now)
    audit.record("answer attached", now=now, actor=by, subject=question, about=question.therapy_id)


def _attach(question: Question, decision: Decision, words: str, now: datetime) -> None:
    """Add an answer; of a decision that rests in a vault the record gets only who was asked."""
    by = question.to or question.asker  # a colleague outside has no account
    decisions.add(
        decision,
        Addendum.Kind.CONSULTATION,
        "" if rests_in_vault(decision.opened()) else words,
        by=by,
        now=now,
        colleague=question.colleague[:120],
    )
    Attached.objects.create(question=question, decision=decision, at=now)
