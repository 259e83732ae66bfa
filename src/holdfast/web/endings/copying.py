"""What a person's copy holds of endings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from holdfast.web.endings.models import ComingBack, EndingParty, Outreach
from holdfast.web.frame.people import is_withdrawn, signature_of
from holdfast.web.practice.models import Participant
from holdfast.web.practice.seam import CopyPart


def parts(person: Participant) -> Sequence[CopyPart]:
    """Return the plans a person signed and what they asked for; plans unsigned, letters to them.

    The latter two go on request: it is the therapist who wrote them, and who looks at each first.
    """
    plans = list(_plans_of(person))
    asks = ComingBack.objects.filter(participant=person).select_related("therapy__key")
    letters = Outreach.objects.filter(participant=person).exclude(sent_on=None)
    sent = letters.select_related("therapy__key").order_by("sent_on", "id")
    signed = [_plan(party) for party in plans if signature_of(party)]
    unsigned = [_plan(party) for party in plans if not signature_of(party)]
    return (
        CopyPart(_("How it ends"), signed, _left_out(), "ending_plans", at_once=True),
        CopyPart(
            _("Coming back"), [_ask(row) for row in asks.order_by("asked_at")],
            name="coming_back", at_once=True,
        ),
        CopyPart(_("Plans of the ending that were not signed"), unsigned, name="unsigned_plans"),
        CopyPart(_("Letters to you"), [_letter(row) for row in sent], name="letters"),
    )  # fmt: skip


def _plans_of(person: Participant) -> Iterable[EndingParty]:
    rows = EndingParty.objects.filter(participant=person).order_by("plan__number")
    return rows.select_related("plan__therapy__key", "plan__withdrawal", "signature")


def _left_out() -> tuple[tuple[str, str], ...]:
    return (
        (
            _("Plans that you did not sign, and letters to you"),
            _("The therapist wrote them. You can ask for them."),
        ),
        (
            _("What you asked for after the end, as the therapist noted and weighed it"),
            _("It is part of the rest of the record, which you can ask for."),
        ),
    )


def _plan(party: EndingParty) -> Mapping[str, Any]:
    plan, signature = party.plan, signature_of(party)
    return {
        "version": plan.number,
        "fixed_at": plan.fixed_at.isoformat(),
        "text": plan.text("shown"),
        "sha256": plan.digest,
        "taken_back": is_withdrawn(plan),
        "signs": party.signs,
        "signed_at": signature.signed_at.isoformat() if signature else None,
        "signed_how": signature.how if signature else None,
    }


def _letter(row: Outreach) -> Mapping[str, Any]:
    sent = row.sent_on.isoformat() if row.sent_on else None
    return {"sent_on": sent, "way": row.way, "words": row.text("words")}


def _ask(row: ComingBack) -> Mapping[str, Any]:
    return {
        "asked_at": row.asked_at.isoformat(),
        "wish": row.wish,
        "state": row.state,
        "words": row.text("words"),
        "answer": row.text("answer"),
    }
