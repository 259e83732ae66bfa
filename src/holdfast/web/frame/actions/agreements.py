"""Drafting, fixing, signing and withdrawing agreements.

Whatever two people could do at once is decided by a lock on the therapy or the draft: the first
one's act holds, the second is told in a sentence.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from holdfast.frame import Terms, write_terms
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.frame.models import Agreement, Draft, Party, Signature, TeachBack, Withdrawal
from holdfast.web.frame.signed import FixedText
from holdfast.web.frame.text import digest_of, text_of
from holdfast.web.practice.models import Participant, Therapy


class Refused(ValidationError):
    """An act that cannot be done as things stand; its message says why and what can be done."""


class AlreadySigned(Refused):
    """A version that everybody has signed is changed by a new one, never taken back."""


@transaction.atomic
def start_draft(therapy: Therapy, terms: Terms, *, origin: str, by: User, now: datetime) -> Draft:
    """Begin the next version. There is one draft a therapy, and none while a version waits."""
    _lock(therapy)
    if Draft.objects.filter(therapy=therapy).exists():
        raise Refused(_("There is a draft already. Go on with it, or discard it first."))
    if Agreement.objects.waiting().filter(therapy=therapy).exists():
        raise Refused(
            _("A version waits for signatures. Take it back first; it then becomes the draft.")
        )
    draft = Draft(therapy=therapy, origin=origin, changed_at=now)
    draft.put(terms)
    draft.save(force_insert=True)
    audit.record("draft begun", now=now, actor=by, subject=draft, about=therapy)
    return draft


@transaction.atomic
def change_draft(
    draft: Draft, terms: Terms, *, by: User, now: datetime, changed: Iterable[str]
) -> None:
    """Change terms of the draft; the audit keeps which ones."""
    draft.put(terms)
    draft.changed_at = now
    draft.save(update_fields=["terms", "changed_at"])
    Draft.objects.filter(pk=draft.pk).update(version=F("version") + 1)
    audit.record(
        "draft changed", now=now, actor=by, subject=draft, about=draft.therapy_id, fields=changed
    )


@transaction.atomic
def change_term(draft: Draft, name: str, value: object, *, by: User, now: datetime) -> None:
    """Set one term of the draft, or leave it out (None); the others stay as they are now."""
    fresh = _fresh(draft)
    terms = replace(fresh.as_terms(), **{name: value})  # type: ignore[arg-type]
    change_draft(fresh, terms, by=by, now=now, changed=[name])


@transaction.atomic
def discard_draft(draft: Draft, *, by: User, now: datetime) -> None:
    """Do away with a draft that nobody signed."""
    audit.record("draft discarded", now=now, actor=by, subject=draft, about=draft.therapy_id)
    draft.delete()


@transaction.atomic
def fix(
    draft: Draft, parties: Iterable[tuple[str, Participant]], *, by: User, now: datetime
) -> Agreement:
    """Fix the draft's text as the next version, to be signed by the therapists and `parties`.

    Each party is (consent, assent or permission; the participant). The text names no client, so
    that a copy for a member of a group names nobody else.
    """
    _lock(draft.therapy)
    draft = _fresh(draft)
    agreement = _fixed(draft, by, now)
    for seat in draft.therapy.assignments.filter(until=None).select_related("therapist"):
        Party.objects.create(
            agreement=agreement, signs=Party.Signs.THERAPIST, therapist=seat.therapist
        )
    for signs, participant in parties:
        Party.objects.create(agreement=agreement, signs=signs, participant=participant)
    draft.delete()
    audit.record("agreement fixed", now=now, actor=by, subject=agreement, about=draft.therapy_id)
    return agreement


def _fixed(draft: Draft, by: User, now: datetime) -> Agreement:
    therapy, terms = draft.therapy, draft.as_terms()
    last = Agreement.objects.filter(therapy=therapy).aggregate(last=Max("number"))["last"] or 0
    shown = text_of(terms)
    agreement = Agreement(
        therapy=therapy, number=last + 1, digest=digest_of(shown), fixed_at=now, fixed_by=by.pk
    )
    agreement.seal(terms=json.dumps(write_terms(terms)), shown=shown)
    agreement.save(force_insert=True)
    return agreement


@transaction.atomic
def sign(
    party: Party,
    *,
    how: str,
    now: datetime,
    by: User | None = None,
    teach_back: str = "",
    on: date | None = None,
) -> Signature:
    """Sign for one party. Signing twice is one signature; a withdrawn version cannot be signed.

    `on` is the day written beside a signature on paper; otherwise it is today. `teach_back` is
    what the signer said of the points that matter most; empty is as good.
    """
    therapy = Therapy.objects.select_related("key").get(agreements=party.agreement_id)
    _lock(therapy)
    agreement = Agreement.objects.get(pk=party.agreement_id)
    there = Signature.objects.filter(party=party).first()
    if there is not None:
        return there
    refuse_if_taken_back(Withdrawal.objects.filter(agreement=agreement).exists())
    signature = Signature(
        party=party, **name_put(agreement, how=how, now=now, by=by, on=on or now.date())
    )
    signature.save(force_insert=True)
    if teach_back:
        said = TeachBack(therapy=therapy, party=party, at=now)
        said.seal(words=teach_back)
        said.save(force_insert=True)
    audit.record(
        "agreement signed", now=now, actor=by or "", subject=agreement, about=therapy, purpose=how
    )
    Therapy.objects.filter(pk=therapy.pk).mark_stale(now)
    return signature


def refuse_if_taken_back(is_withdrawn: bool) -> None:
    """Refuse a signature beneath a version that was taken back."""
    if is_withdrawn:
        raise Refused(
            _("This version was taken back and can no longer be signed. A new one will follow.")
        )


def name_put(
    text: FixedText, *, how: str, now: datetime, by: User | None, on: date
) -> dict[str, Any]:
    """Return what a signature beneath a text holds, whatever table keeps it."""
    recorded = by.pk if by else None
    return {
        "how": how, "signed_at": now, "signed_on": on, "digest": text.digest,
        "recorded_by": recorded,
    }  # fmt: skip


@transaction.atomic
def withdraw(agreement: Agreement, *, by: User, now: datetime) -> Draft:
    """Take back a version that not everybody has signed, and go on with it as a draft."""
    _lock(agreement.therapy)
    if Withdrawal.objects.filter(agreement=agreement).exists():
        raise Refused(_("This version was taken back already."))
    if not agreement.parties.filter(signature=None).exists():
        raise AlreadySigned(_("Everybody has signed this version. Begin a new one to change it."))
    Withdrawal.objects.create(agreement=agreement, at=now, by=by.pk)
    audit.record(
        "agreement withdrawn", now=now, actor=by, subject=agreement, about=agreement.therapy_id
    )
    return start_draft(
        agreement.therapy, agreement.as_terms(), origin=Draft.Origin.VERSION, by=by, now=now
    )


def _lock(therapy: Therapy) -> None:
    """Let one act at a time change what is agreed in a therapy."""
    Therapy.objects.select_for_update().filter(pk=therapy.pk).values_list("pk").first()


def _fresh(draft: Draft) -> Draft:
    """Return the draft as it is now, locked; refuses if it has gone meanwhile."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("therapy__key")
    found = rows.filter(pk=draft.pk).first()
    if found is None:
        raise Refused(_("This draft is gone: it was fixed for signing, or discarded."))
    return found
