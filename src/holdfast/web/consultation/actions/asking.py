"""Writing a question, sending it, taking it back, and noting what came of it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts import letters, links
from holdfast.web.accounts.links import NewLink
from holdfast.web.accounts.models import User
from holdfast.web.accounts.models.links import Link
from holdfast.web.audit import models as audit
from holdfast.web.consultation.copies import Shown
from holdfast.web.consultation.models import Draft, Question, Step
from holdfast.web.consultation.models.asking import Source, state_of
from holdfast.web.consultation.sources import Grounds
from holdfast.web.practice.models import Therapy

PURPOSE = "consult"


@transaction.atomic
def keep_draft(
    draft: Draft | None, grounds: Grounds, content: Mapping[str, Any], *, by: User, now: datetime
) -> Draft:
    """Keep a question as it is written so far."""
    row = draft or Draft(asker=by, therapy=grounds.therapy, source_id=grounds.source_id)
    row.put(dict(content), grounds.source)
    row.changed_at = now
    row.version += 1
    row.save()
    return row


@transaction.atomic
def discard(draft: Draft, *, by: User, now: datetime) -> None:
    """Throw away a question that was not sent."""
    audit.record("question discarded", now=now, actor=by, subject=draft, about=draft.therapy_id)
    draft.delete()


@transaction.atomic
def send(draft: Draft, shown: Shown, to: User | None, *, by: User, now: datetime) -> Question:
    """Send a question as it was shown; it never changes from then on.

    A colleague inside is told that something waits, and no more. For one outside the caller makes
    a link next.
    """
    content = draft.opened()
    question = Question(
        asker=by,
        therapy=draft.therapy,
        source=Source.NOTHING if draft.from_vault else draft.source,
        source_id=draft.source_id,
        to=to,
        urgent=content["urgent"],
        asked_at=now,
    )
    question.seal(
        content=_json(shown.copy), outside="" if to is not None else str(content["outside"])
    )
    question.save(force_insert=True)
    audit.record(
        "colleague asked", now=now, actor=by, subject=question, about=draft.therapy_id,
        purpose="inside" if to is not None else "outside",
    )  # fmt: skip
    if to is not None:
        _write_to(to, now)
    draft.delete()
    _mark(question, now)
    return question


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _write_to(user: User, now: datetime) -> None:
    body = letters.with_link(
        _("There is something for you to read. Sign in to see it:"),
        "/",
        _("This e-mail says no more on purpose. It is sent from {host}.").format(
            host=settings.HOST
        ),
    )
    letters.send(to=user.text("address"), body=body, key=user.key, kind="notice", now=now)


def _mark(question: Question, now: datetime) -> None:
    if question.therapy_id is not None:
        Therapy.objects.filter(pk=question.therapy_id).mark_stale(now)


@transaction.atomic
def make_link(question: Question, *, by: User, now: datetime) -> NewLink:
    """Make a link for the colleague outside, with six digits; an earlier one opens nothing more."""
    if question.to_id is not None or state_of(question) not in ("sent", "opened"):
        raise ValidationError(_("This question does not wait for an answer by link."))
    end_links(question, now)
    made = links.make(PURPOSE, question.pk, now=now, life=Link.CODE_LIFE, with_code=True)
    audit.record("link made", now=now, actor=by, subject=question, about=question.therapy_id)
    return made


def end_links(question: Question, now: datetime) -> None:
    """End every link to a question."""
    waiting = Link.objects.filter(purpose=PURPOSE, subject_id=question.pk, used_at=None)
    waiting.update(used_at=now)


@transaction.atomic
def take_step(
    question: Question, kind: str, words: str = "", *, by: User | None, now: datetime
) -> Step:
    """Note what becomes of a question. Raises ValidationError where it came to an end before."""
    locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    state = state_of(locked)
    if state not in BEFORE[kind]:
        raise ValidationError(SAID[state]())
    step = Step(question=question, kind=kind, by=by.pk if by else None, at=now)
    step.seal(words=words)
    step.save(force_insert=True)
    audit.record(
        f"question {kind}", now=now, actor=by or "", subject=question, about=question.therapy_id
    )
    if kind in (Step.Kind.CLOSED, Step.Kind.ANSWERED, Step.Kind.WITHDRAWN):
        end_links(question, now)
    _mark(question, now)
    return step


BEFORE: dict[str, tuple[str, ...]] = {
    Step.Kind.OPENED: ("sent",),
    Step.Kind.CLOSED: ("sent", "opened"),
    Step.Kind.ANSWERED: ("opened",),
    Step.Kind.WITHDRAWN: ("sent", "opened"),
    Step.Kind.DONE: ("answered", "done"),
}
SAID = {
    "sent": lambda: _("This question was not answered yet."),
    "opened": lambda: _("This question was not answered yet."),
    "closed": lambda: _("This question was closed before."),
    "answered": lambda: _("This question was answered before."),
    "withdrawn": lambda: _("This question was taken back meanwhile."),
    "done": lambda: _("This question was answered before."),
}


def withdraw(question: Question, *, by: User, now: datetime) -> None:
    """Take a question back before it is answered; the colleague sees nothing of it any more."""
    take_step(question, Step.Kind.WITHDRAWN, by=by, now=now)


def note_done(question: Question, words: str, *, by: User, now: datetime) -> None:
    """Note what was done with an answer."""
    take_step(question, Step.Kind.DONE, words, by=by, now=now)
