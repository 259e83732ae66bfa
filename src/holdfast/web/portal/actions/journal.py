"""Writing a journal, and taking one entry of it into the record.

What stays in the vault leaves no row in any audit. Sharing is written down like anything that
enters a record.
"""

import uuid
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.portal.journal_entries import SHELF, Page
from holdfast.web.portal.models import SharedEntry
from holdfast.web.practice.models import Participant
from holdfast.web.vault import actions as vaults
from holdfast.web.vault.models import Entry, Vault


def write(vault: Vault, page: Page, *, now: datetime, series: uuid.UUID | None = None) -> Entry:
    """Write an entry or its next version; the vault may be shut."""
    return vaults.write(vault, SHELF, page.as_bytes(), now=now, series=series)


@transaction.atomic
def delete(user: User, series: uuid.UUID) -> None:
    """Delete an entry with all its versions. What was shared from it stays in the record."""
    Entry.objects.filter(vault__user=user, shelf=SHELF, series=series).delete()


@transaction.atomic
def share(
    vault: Vault,
    series: uuid.UUID,
    page: Page,
    participant: Participant,
    *,
    written_on: date,
    feelings: bool,
    by: User,
    now: datetime,
) -> SharedEntry:
    """Put an entry as it is now into the record of one therapy, and note so in the entry."""
    row = SharedEntry(
        therapy=participant.therapy, participant=participant, written_on=written_on, shared_at=now
    )
    row.seal(words=page.words, feelings=", ".join(page.feelings) if feelings else "")
    row.save(force_insert=True)
    write(vault, replace(page, shared=(*page.shared, str(row.pk))), now=now, series=series)
    audit.record(
        "journal entry shared", now=now, actor=by, role=participant.role, subject=row,
        about=participant.therapy_id,
    )  # fmt: skip
    return row
