"""Keeping signals: what the worker finds, and what a person does about one."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.practice.models import Signal, Therapy
from holdfast.web.practice.seam import Found


@transaction.atomic
def keep_found(therapy: Therapy, found: Iterable[Found], now: datetime) -> None:
    """Bring the signals of a therapy in line with what was found. Doing it twice changes nothing.

    What is found no more and was never taken up is closed; what a person set aside stays so.
    """
    rows = {
        (s.participant_id, s.kind, s.key): s for s in therapy.signals.select_related("therapy__key")
    }
    for item in found:
        row = rows.pop((item.participant, item.kind, item.key), None)
        _update(row, item, now) if row else _add(therapy, item, now)
    for row in rows.values():
        if row.state == Signal.State.OPEN:
            _set_state(row, Signal.State.CLOSED, now)


def _add(therapy: Therapy, item: Found, now: datetime) -> None:
    row = Signal(
        therapy=therapy,
        participant_id=item.participant,
        capability=item.capability,
        kind=item.kind,
        key=item.key,
        since=item.since,
        evidence=list(item.evidence),
        audience=item.audience,
        found_at=now,
        changed_at=now,
    )
    row.seal(reason=json.dumps(item.reason, sort_keys=True))
    row.save(force_insert=True)


def _update(row: Signal, item: Found, now: datetime) -> None:
    reason = json.dumps(item.reason, sort_keys=True)
    if row.state == Signal.State.CLOSED:
        _set_state(row, Signal.State.OPEN, now)
    if row.text("reason") == reason and row.evidence == list(item.evidence):
        return
    row.seal(reason=reason)
    row.evidence, row.changed_at = list(item.evidence), now
    row.save(update_fields=["reason", "evidence", "changed_at"])


def _set_state(row: Signal, state: str, now: datetime) -> None:
    row.state, row.changed_at = state, now
    row.save(update_fields=["state", "changed_at"])


@transaction.atomic
def answer_signal(signal: Signal, state: str, why: str, *, by: User, now: datetime) -> None:
    """Say what was done about a signal: talked about, or set aside with a reason."""
    signal.state, signal.changed_at = state, now
    signal.seal(why=why)
    signal.save(update_fields=["state", "changed_at", "why"])
    audit.record(
        "signal answered",
        now=now,
        actor=by,
        subject=signal,
        about=signal.therapy_id,
        fields=["state"],
    )
