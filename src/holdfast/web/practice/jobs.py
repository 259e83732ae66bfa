"""Work of the practice that is done later. Each gets ids only."""

from datetime import datetime, timedelta

from holdfast.web.jobs.kinds import job
from holdfast.web.practice.actions import approving, emergency, oversight
from holdfast.web.practice.importing import jobs as _of_imports  # noqa: F401  registers its own
from holdfast.web.practice.models import EmergencyOpening


@job("practice.tell_client")
def tell_client(*, now: datetime, opening: str) -> None:
    """Tell a client, after an emergency, that a colleague opened what it needed."""
    rows = EmergencyOpening.objects.filter(pk=opening)
    row = rows.select_related("therapy__key", "participant__card__key").first()
    if row is not None:
        emergency.tell_client(row, now=now)


@job("practice.due", every=timedelta(minutes=30))
def due(*, now: datetime) -> None:
    """Put in force what has waited its 72 hours."""
    approving.put_in_force_what_waited(now)


@job("practice.verify_audit", every=timedelta(days=1))
def verify_audit(*, now: datetime) -> None:
    """Walk the audit once a day and note what was found."""
    oversight.verify_audit(now)
