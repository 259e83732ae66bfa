"""Weighing in one's vault: beginning, keeping, taking away, and moving there what lay elsewhere.

None of it leaves a row about a therapy, and none is in the audit. Writing needs only the public
half of the vault.
"""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.codes import shipped
from holdfast.web.accounts import drafts
from holdfast.web.accounts.models import Draft
from holdfast.web.codes.kept import SHELF, InVault, Kept, holds, is_of_own_feelings
from holdfast.web.codes.models import Decision, Weighing
from holdfast.web.codes.state import Weighed
from holdfast.web.practice.contributors import offers
from holdfast.web.practice.models import Participant, Therapy
from holdfast.web.sealing.primitives import SealBroken
from holdfast.web.vault import actions as vaults
from holdfast.web.vault.models import Entry, Vault


def begin_in_vault(
    vault: Vault,
    therapy: Therapy,
    situation: str,
    *,
    now: datetime,
    participant: Participant | None = None,
) -> uuid.UUID:
    """Begin to weigh a situation about one's own feelings; the vault may be shut."""
    about = str(participant.pk) if participant else ""
    return _write(vault, Kept(now, now, str(therapy.pk), about, Weighed(situation)), now)


def _write(vault: Vault, kept: Kept, now: datetime, series: uuid.UUID | None = None) -> uuid.UUID:
    """Write it over what it said before: a thought that changes leaves no trail."""
    plain = kept.as_bytes()
    entry = vaults.write(vault, SHELF, plain, now=now, series=series, day_only=True)
    earlier = Entry.objects.filter(vault=vault, series=entry.series)
    earlier.filter(replaced_at__isnull=False).delete()
    return entry.series


def keep_in_vault(row: InVault, weighed: Weighed, *, now: datetime) -> None:
    """Keep what was answered so far; what was signed meanwhile does not come back."""
    if not holds(row.key.vault.user, row.series):
        raise _gone()
    _write(row.key.vault, row.kept.saying(weighed, now), now, row.series)


def discard_in_vault(row: InVault) -> None:
    """Do away with it; refused while its therapy is under a legal hold."""
    if any(offered({row.therapy.pk}) for offered in offers("on_hold")):
        raise ValidationError(
            _("A legal hold is in force on this therapy. Until it ends, nothing about it goes.")
        )
    _take_away(row)


def keep_signed(
    row: InVault, decision: Decision, weighed: Weighed, text: str, now: datetime
) -> None:
    """Keep what was signed as an entry of its own: no day tells when it was begun."""
    _take_away(row)
    kept = replace(
        row.kept.saying(weighed, now),
        decision=str(decision.pk),
        signed=text,
        was=str(row.series),
    )
    _write(row.key.vault, kept, now)


def _take_away(row: InVault) -> None:
    gone, _models = Entry.objects.filter(vault=row.key.vault, series=row.series).delete()
    if not gone:
        raise _gone()


def _gone() -> ValidationError:
    return ValidationError(_("This was signed or thrown away meanwhile."))


def meet_in_vault(
    vault: Vault, series: uuid.UUID, kept: Kept, fact: str, on: date, note: str, *, now: datetime
) -> None:
    """Note that a safeguard was met after signing; the record learns of none."""
    _write(vault, replace(kept, met={**kept.met, fact: (on, note)}), now, series)


@transaction.atomic
def move_to_vault(weighing: Weighing, vault: Vault, *, now: datetime) -> uuid.UUID | None:
    """Move what was begun under the key of a therapy; None where it is there no more."""
    rows = Weighing.objects.select_for_update(of=("self",)).filter(pk=weighing.pk)
    row = rows.select_related("therapy__key", "therapist__user__key").first()
    if row is None or row.therapy is None:
        return None
    about = str(row.participant_id or "")
    weighed = row.weighed()
    kept = Kept(row.begun_at, row.changed_at, str(row.therapy.pk), about, weighed)
    places = list(_places(row, weighed))
    Draft.objects.filter(user=row.therapist.user, place__in=places).delete()
    row.delete()
    return _write(vault, kept, now)


def _places(row: Weighing, weighed: Weighed) -> Iterator[str]:
    """Yield where what was begun on its pages lies, under a key of the server."""
    page, asks = f"/weighings/{row.pk}/", shipped().situation(weighed.situation).asks
    facts = dict.fromkeys((*weighed.asked, *asks))
    names = [(f"{page}{name}/", f"{name}form") for name in ("thoughts", "plan")]
    names += [
        (f"{page}questions/{number}/", f"answer-{fact}")
        for number in range(1, len(facts) + 1)
        for fact in facts
    ]
    return (drafts.place_of(row.therapist.user, path, name) for path, name in names)


def move_all(*, now: datetime) -> int:
    """Move all that belongs in a vault and whose author has one by now; returns how many."""
    rows = Weighing.objects.filter(therapist__user__vault__isnull=False, therapy__isnull=False)
    moved = 0
    for row in rows.select_related("therapy__key", "therapist__user__vault"):
        with suppress(SealBroken):  # one changed from outside does not stop the others
            if is_of_own_feelings(row.weighed().situation):
                moved += move_to_vault(row, row.therapist.user.vault, now=now) is not None
    return moved
