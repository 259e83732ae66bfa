"""Keeping what is for the author alone, removing it, and moving an episode to the record."""

import json
import uuid
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.transference import write_episode
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.practice.contributors import offers
from holdfast.web.practice.models import Assignment, Therapy
from holdfast.web.transference.kept import Kept, KeptEpisode
from holdfast.web.transference.models import RecordEpisode
from holdfast.web.vault import actions as vaults
from holdfast.web.vault.models import Entry, Vault


def keep(vault: Vault, what: Kept, *, now: datetime, series: uuid.UUID | None = None) -> Entry:
    """Keep an entry or its next version; the vault may be shut. It leaves no row elsewhere."""
    return vaults.write(vault, what.SHELF, what.as_bytes(), now=now, series=series, day_only=True)


def on_hold(therapy_ids: set[uuid.UUID]) -> bool:
    """Whether a legal hold is in force on one of these therapies."""
    return any(offered(therapy_ids) for offered in offers("on_hold"))


def must_stay(user: User) -> bool:
    """Whether anything somebody wrote may be about a therapy under a legal hold.

    What it is about is sealed, so every therapy they ever worked in counts.
    """
    seats = Assignment.objects.filter(therapist__user=user)
    return on_hold(set(seats.values_list("therapy_id", flat=True)))


@transaction.atomic
def remove(vault: Vault, series: uuid.UUID, what: Kept) -> None:
    """Remove an entry with all its versions; refused while its therapy is under a legal hold."""
    if what.therapy and on_hold({uuid.UUID(what.therapy)}):
        raise ValidationError(
            _("A legal hold is in force on this therapy. Until it ends, nothing about it goes.")
        )
    Entry.objects.filter(vault=vault, series=series).delete()


@transaction.atomic
def move_to_record(
    vault: Vault, series: uuid.UUID, kept: KeptEpisode, therapy: Therapy, *, by: User, now: datetime
) -> RecordEpisode:
    """Move an episode into the record. What it may recall stays behind: it is the author's own."""
    row = RecordEpisode(therapy=therapy, moved_at=now, by=by)
    episode = replace(kept.told, coded_by=by.shown_name)
    row.seal(content=json.dumps(write_episode(episode), ensure_ascii=False))
    row.save(force_insert=True)
    Entry.objects.filter(vault=vault, series=series).delete()
    Therapy.objects.filter(pk=therapy.pk).mark_stale(now)
    audit.record("episode moved to the record", now=now, actor=by, subject=row, about=therapy)
    return row
