"""Beginning a weighing, keeping what was answered, throwing it away."""

from datetime import datetime

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.codes.actions.keeping import discard_in_vault, keep_in_vault
from holdfast.web.codes.kept import InVault, is_of_own_feelings
from holdfast.web.codes.models import Weighing
from holdfast.web.codes.state import Weighed
from holdfast.web.practice.models import Participant, Therapist, Therapy

DISCARDED = "weighing discarded"


@transaction.atomic
def begin(
    therapy: Therapy | None,
    situation: str,
    *,
    therapist: Therapist,
    by: User,
    now: datetime,
    participant: Participant | None = None,
) -> Weighing:
    """Begin to weigh a situation that people ask about; without a therapy it is private.

    Of one about the therapist's own feelings nothing may lie here: see `begin_in_vault`.
    """
    if is_of_own_feelings(situation):
        raise ValueError(f"{situation} is about the therapist's own feelings: begin_in_vault")
    weighing = Weighing(
        therapy=therapy,
        participant=participant,
        therapist=therapist,
        begun_at=now,
        changed_at=now,
    )
    weighing.put(Weighed(situation))
    weighing.save(force_insert=True)
    audit.record("weighing begun", now=now, actor=by, subject=weighing, about=weighing.about)
    return weighing


@transaction.atomic
def keep(weighing: Weighing | InVault, weighed: Weighed, *, by: User, now: datetime) -> None:
    """Keep what was answered so far."""
    if isinstance(weighing, InVault):
        keep_in_vault(weighing, weighed, now=now)
        return
    weighing.put(weighed)
    weighing.changed_at = now
    weighing.version += 1
    weighing.save(update_fields=["state", "changed_at", "version"])
    audit.record("weighing changed", now=now, actor=by, subject=weighing, about=weighing.about)


@transaction.atomic
def discard(weighing: Weighing | InVault, *, by: User, now: datetime) -> None:
    """Do away with a weighing that nobody signed."""
    if isinstance(weighing, InVault):
        discard_in_vault(weighing)
        return
    audit.record(DISCARDED, now=now, actor=by, subject=weighing, about=weighing.about)
    weighing.delete()
