"""Signing: a weighing becomes a decision that never changes."""

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.codes import Advice, against, before_signing, receipt, shipped, words
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.codes.actions.keeping import keep_signed
from holdfast.web.codes.asking import advice_on
from holdfast.web.codes.kept import InVault, is_of_own_feelings
from holdfast.web.codes.models import RESTS_IN_VAULT, Decision, Weighing, digest_of
from holdfast.web.codes.shown import answered, code_name, shown
from holdfast.web.codes.state import Weighed

SCHEMA = "holdfast/decision/1"


class NotYet(ValidationError):
    """A decision that cannot be signed as it stands; its messages say what is wanting."""


@transaction.atomic
def sign(
    weighing: Weighing | InVault, read: tuple[tuple[str, str], ...], *, by: User, now: datetime
) -> Decision:
    """Sign a weighing. `read` are the clauses that the therapist says to have read.

    Raises NotYet when something is wanting. The weighing is gone afterwards; of one in a vault
    what was signed stays there, and the record gets what was decided and who was asked.
    """
    if isinstance(weighing, Weighing):
        rows = Weighing.objects.select_for_update(of=("self",))
        weighing = rows.select_related("therapy__key", "therapist__user__key").get(pk=weighing.pk)
    weighed = replace(weighing.weighed(), read=read)
    if isinstance(weighing, Weighing) and is_of_own_feelings(weighed.situation):
        raise NotYet(
            _("This is about your own feelings. Open it once more: it moves to your vault.")
        )
    advice = advice_on(weighing, weighed, now.date())
    if says := wanting(advice, weighed, in_vault=isinstance(weighing, InVault)):
        raise NotYet(says)
    content = {**content_of(weighing, weighed, advice), "signed_by": by.shown_name}
    decision = _kept(weighing, weighed, content, now)
    audit.record("decision signed", now=now, actor=by, subject=decision, about=decision.about)
    decision.mark_stale(now)
    return decision


def wanting(advice: Advice, weighed: Weighed, *, in_vault: bool = False) -> list[str]:
    """Say what a weighing still needs before it can be signed; nothing if it can."""
    colleague = weighed.plan.get("colleague", "") if weighed.plan.get("answered") else ""
    needs = before_signing(advice, weighed.acting, colleague, weighed.read)
    says = [words.wanting_words(each, advice) for each in needs]
    if in_vault and not weighed.plan.get("decided"):
        says.insert(0, _("Say in a sentence what the record is to hold."))
    if weighed.review_on is None or not weighed.plan.get("course"):
        says.insert(0, _("Say what you will do, and when you will look at it again."))
    return says


def content_of(weighing: Weighing | InVault, weighed: Weighed, advice: Advice) -> dict[str, Any]:
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


def _kept(
    weighing: Weighing | InVault, weighed: Weighed, content: dict[str, Any], now: datetime
) -> Decision:
    """Store what was signed where it belongs, and take the weighing away."""
    assert weighed.review_on is not None
    text = _as_text(content)
    told = _as_text(in_record(content, text)) if isinstance(weighing, InVault) else text
    # In the record the decision takes the weighing's id, so that its old pages lead on. In a vault
    # that would tie the two for whoever sees the rows.
    decision = Decision(
        pk=uuid.uuid4() if isinstance(weighing, InVault) else weighing.pk,
        therapy=weighing.therapy,
        participant_id=weighing.participant_id,
        therapist=weighing.therapist,
        digest=digest_of(told),
        editions=[each["key"] for each in content["receipt"]["editions"]],
        awaits_consultation=weighed.awaits,
        review_on=weighed.review_on,
        signed_at=now,
        signed_on=now.date(),
    )
    decision.seal(content=told)
    decision.save(force_insert=True)
    if isinstance(weighing, InVault):
        keep_signed(weighing, decision, weighed, text, now)
    else:
        weighing.delete()
    return decision


def in_record(content: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return what the record gets of a decision weighed in a vault.

    The hash of all that was signed stands for the receipt: it holds random bits, so it tells
    nothing, and whoever opens the vault shows with it that nothing was changed since.
    """
    return {
        "schema": RESTS_IN_VAULT,
        "title": _("Weighed in private"),
        "decided": content["plan"]["decided"],
        "plan": {"colleague": content["plan"].get("colleague", "")},
        "awaits": content["awaits"],
        "signed_by": content["signed_by"],
        "whole": digest_of(text),
    }


def _as_text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
