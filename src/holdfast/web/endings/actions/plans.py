"""Planning an ending: the draft, the fixed text, signatures, and the end itself."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.alliance.models import Asking
from holdfast.web.audit import models as audit
from holdfast.web.endings.models import (
    Closing,
    EndingDraft,
    EndingParty,
    EndingPlan,
    EndingSignature,
    EndingWithdrawal,
)
from holdfast.web.endings.plan import text_of
from holdfast.web.frame import actions as frame_actions
from holdfast.web.frame.actions.agreements import (
    AlreadySigned,
    Refused,
    name_put,
    refuse_if_taken_back,
)
from holdfast.web.frame.models import Draft
from holdfast.web.frame.text import digest_of
from holdfast.web.practice.actions import therapies
from holdfast.web.practice.models import Participant, Therapy


@transaction.atomic
def keep_draft(
    therapy: Therapy,
    content: Mapping[str, str],
    *,
    last_on: date | None,
    in_order_to: str,
    by: User,
    now: datetime,
) -> EndingDraft:
    """Keep what was talked over so far; there is one draft a therapy."""
    _lock(therapy)
    draft = EndingDraft.objects.filter(therapy=therapy).first()
    if draft is None and _waiting(therapy):
        raise Refused(
            _("A version waits for signatures. Take it back first; it then becomes the draft.")
        )
    new = draft is None
    draft = draft or EndingDraft(therapy=therapy)
    draft.therapy = therapy
    draft.last_on, draft.changed_at = last_on, now
    draft.version = 1 if new else draft.version + 1
    draft.seal(content=json.dumps(dict(content)), in_order_to=in_order_to)
    draft.save(force_insert=new)
    kind = "ending planned" if new else "ending plan changed"
    audit.record(kind, now=now, actor=by, subject=draft, about=therapy)
    return draft


def _waiting(therapy: Therapy) -> bool:
    rows = EndingPlan.objects.standing().filter(therapy=therapy, parties__signature=None)
    return rows.exists()


@transaction.atomic
def discard_draft(draft: EndingDraft, *, by: User, now: datetime) -> None:
    """Do away with a draft that nobody signed."""
    audit.record("ending plan discarded", now=now, actor=by, subject=draft, about=draft.therapy_id)
    draft.delete()


@transaction.atomic
def fix(
    draft: EndingDraft, parties: Iterable[tuple[str, Participant]], *, by: User, now: datetime
) -> EndingPlan:
    """Fix the draft's text as the next version, to be signed by the therapists and `parties`."""
    therapy = draft.therapy
    _lock(therapy)
    if not EndingDraft.objects.filter(pk=draft.pk).exists():
        raise Refused(_("This draft is gone: it was fixed for signing, or discarded."))
    plan = _fixed(draft, by, now)
    for seat in therapy.assignments.filter(until=None).select_related("therapist"):
        EndingParty.objects.create(
            plan=plan, signs=EndingParty.Signs.THERAPIST, therapist=seat.therapist
        )
    for signs, participant in parties:
        EndingParty.objects.create(plan=plan, signs=signs, participant=participant)
    draft.delete()
    audit.record("ending plan fixed", now=now, actor=by, subject=plan, about=therapy)
    return plan


def _fixed(draft: EndingDraft, by: User, now: datetime) -> EndingPlan:
    content = draft.opened()
    shown = text_of(content, draft.last_on)
    if not shown:
        raise Refused(_("The plan says nothing yet. Write at least one part."))
    rows = EndingPlan.objects.filter(therapy=draft.therapy)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    plan = EndingPlan(
        therapy=draft.therapy, number=last + 1, digest=digest_of(shown), fixed_at=now,
        fixed_by=by.pk, last_on=draft.last_on,
    )  # fmt: skip
    plan.seal(content=json.dumps(content), shown=shown)
    plan.save(force_insert=True)
    return plan


@transaction.atomic
def sign(
    party: EndingParty, *, how: str, now: datetime, by: User | None = None, on: date | None = None
) -> EndingSignature:
    """Sign for one party. Signing twice is one signature; what was taken back is not signed."""
    plan = party.plan
    _lock(plan.therapy)
    there = EndingSignature.objects.filter(party=party).first()
    if there is not None:
        return there
    refuse_if_taken_back(EndingWithdrawal.objects.filter(plan=plan).exists())
    put = name_put(plan, how=how, now=now, by=by, on=on or now.date())
    signature = EndingSignature(party=party, **put)
    signature.save(force_insert=True)
    about = plan.therapy_id
    audit.record(
        "ending plan signed", now=now, actor=by or "", subject=plan, about=about, purpose=how
    )
    return signature


@transaction.atomic
def withdraw(plan: EndingPlan, *, by: User, now: datetime) -> EndingDraft:
    """Take back a version that not everybody has signed, and go on with it as a draft."""
    _lock(plan.therapy)
    if EndingWithdrawal.objects.filter(plan=plan).exists():
        raise Refused(_("This version was taken back already."))
    if not plan.parties.filter(signature=None).exists():
        raise AlreadySigned(_("Everybody has signed this version. Begin a new one to change it."))
    EndingWithdrawal.objects.create(plan=plan, at=now, by=by.pk)
    about = plan.therapy_id
    audit.record("ending plan withdrawn", now=now, actor=by, subject=plan, about=about)
    return keep_draft(
        plan.therapy, plan.opened(), last_on=plan.last_on, in_order_to="", by=by, now=now
    )


@transaction.atomic
def close(
    therapy: Therapy,
    *,
    how: str,
    on: date,
    by: User,
    now: datetime,
    words: str = "",
) -> Closing:
    """End a therapy on a day that is not still to come.

    Sessions planned for later go, clients' places end on that day, forms nobody answered and an
    agreement that was only drafted are put away. Whoever has an account keeps their door.
    """
    _lock(therapy)
    if on > now.date():
        raise ValidationError(_("This day is still to come. End it on the day of the last session"))
    if therapy.started_on is not None and on < therapy.started_on:
        raise ValidationError(_("It cannot end before it began."))
    if therapy.state == Therapy.State.ENDED:
        raise ValidationError(_("This therapy has ended already."))
    closing = Closing(
        therapy=therapy, plan=EndingPlan.objects.standing().filter(therapy=therapy).first(),
        how=how, on=on, at=now, by=by.pk,
    )  # fmt: skip
    closing.seal(words=words)
    closing.save(force_insert=True)
    _put_away(therapy, by, now)
    therapies.end_therapy(therapy, by=by, now=now, on=on)
    places: dict[str, Any] = {"until": on}
    therapy.participants.clients().filter(until=None).update(**places)
    return closing


def _put_away(therapy: Therapy, by: User, now: datetime) -> None:
    Asking.objects.filter(therapy=therapy, answered_at=None).delete()
    draft = Draft.objects.filter(therapy=therapy).first()
    if draft is not None:
        frame_actions.discard_draft(draft, by=by, now=now)


def _lock(therapy: Therapy) -> None:
    """Let one act at a time change how a therapy ends."""
    Therapy.objects.select_for_update().filter(pk=therapy.pk).values_list("pk").first()
