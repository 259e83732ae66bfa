"""Adding the words of a questionnaire that the practice may use, and taking them away."""

from datetime import datetime
from typing import Any

from django.db import transaction

from holdfast import alliance
from holdfast.web.accounts.models import User
from holdfast.web.alliance.models import AddedWords
from holdfast.web.audit import models as audit


@transaction.atomic
def add_words(
    text: alliance.TextPack, pack: dict[str, Any], *, by: User, now: datetime
) -> AddedWords:
    """Keep the words of one instrument, with who vouched for the right to use them and when."""
    row, _new = AddedWords.objects.update_or_create(
        scale=text.instrument,
        defaults={
            "pack": pack, "fingerprint": text.fingerprint, "licence": text.licence,
            "asserted_by": by, "asserted_at": now,
        },
    )  # fmt: skip
    audit.record("words added", now=now, actor=by, purpose=text.instrument, subject=row)
    return row


@transaction.atomic
def remove_words(row: AddedWords, *, by: User, now: datetime) -> None:
    """Take words away: from now on answers are keyed in by number; answers that exist stay."""
    audit.record("words removed", now=now, actor=by, purpose=row.scale, subject=row)
    row.delete()
