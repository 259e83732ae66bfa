"""Signing: a weighing becomes a decision that never changes."""

import hashlib
import json
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.codes import Advice, against, before_signing, receipt, shipped, words
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.codes.asking import advice_on
from holdfast.web.codes.models import Decision, Weighing
from holdfast.web.codes.shown import answered, code_name, shown
from holdfast.web.codes.state import Weighed

SCHEMA = "holdfast/decision/1"


class NotYet(ValidationError):
    """A decision that cannot be signed as it stands; its messages say what is wanting."""


@transaction.atomic
def sign(
    weighing: Weighing, read: tuple[tuple[str, str], ...], *, by: User, now: datetime
) -> Decision:
    """Sign a weighing. `read` are the clauses that the therapist says to have read.

    Raises NotYet when something is wanting. The weighing is gone afterwards.
    """
    rows = Weighing.objects.select_for_update(of=("self",))
    weighing = rows.select_related("therapy__key", "therapist__user__key").get(pk=weighing.pk)
    weighed = replace(weighing.weighed(), read=read)
    advice = advice_on(weighing, weighed, now.date())
    if says := wanting(advice, weighed):
        raise NotYet(says)
    content = {**content_of(weighing, weighed, advice), "signed_by": by.shown_name}
    decision = _kept(weighing, weighed, content, now)
    weighing.delete()
    audit.record("decision signed", now=now, actor=by, subject=decision, about=decision.about)
    decision.mark_stale(now)
    return decision


def wanting(advice: Advice, weighed: Weighed) -> list[str]:
    """Say what a weighing still needs before it can be signed; nothing if it can."""
    colleague = weighed.plan.get("colleague", "") if weighed.plan.get("answered") else ""
    needs = before_signing(advice, weighed.acting, colleague, weighed.read)
    says = [words.wanting_words(each, advice) for each in needs]
    if weighed.review_on is None or not weighed.plan.get("course"):
        says.insert(0, _("Say what you will do, and when you will look at it again."))
    return says


def content_of(weighing: Weighing, weighed: Weighed, advice: Advice) -> dict[str, Any]:
    """Return everything that is signed, as it was shown, with the receipt of the answer."""
    library = shipped()
    kind = library.situation(weighed.situation)
    facts = advice.situation.supplied.items()
    return {
        "schema": SCHEMA,
        "situation": kind.id,
        "title": kind.title,
        **shown(advice),
        "against": _against(advice, weighed),
        "answers": [
            answered(library.facts[fact], given)
            for fact, given in facts
            if not library.facts[fact].is_safeguard
        ],
        "unknown": [library.facts[fact].question for fact in weighed.unknown],
        "crossings": len(advice.situation.crossings),
        "thoughts": dict(weighed.thoughts),
        "plan": dict(weighed.plan),
        "awaits": weighed.awaits,
        "read": [list(pair) for pair in weighed.read],
        "receipt": receipt(library, advice, secrets.token_bytes(16)),
    }


def _against(advice: Advice, weighed: Weighed) -> str:
    """Word a decision against a prohibition; empty for any other."""
    codes = against(advice, weighed.acting)
    names = [code_name(advice.answers[code].edition) for code in codes]
    colleague = weighed.plan.get("colleague", "")
    return words.decided_against_words(names, colleague) if names else ""


def _kept(weighing: Weighing, weighed: Weighed, content: dict[str, Any], now: datetime) -> Decision:
    assert weighed.review_on is not None
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    decision = Decision(
        therapy=weighing.therapy,
        participant_id=weighing.participant_id,
        therapist=weighing.therapist,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        editions=[each["key"] for each in content["receipt"]["editions"]],
        awaits_consultation=weighed.awaits,
        review_on=weighed.review_on,
        signed_at=now,
        signed_on=now.date(),
    )
    decision.seal(content=text)
    decision.save(force_insert=True)
    return decision
