"""Making copies, and removing them a day later. Each job gets ids only."""

from datetime import datetime, timedelta

from holdfast.web.jobs.kinds import job
from holdfast.web.portal.actions import copies
from holdfast.web.portal.models import Copy


@job("portal.make_copy")
def make_copy(*, now: datetime, copy: str) -> None:
    """Make a copy too large to wait for."""
    row = Copy.objects.filter(pk=copy, ready_at=None).select_related("user__key").first()
    if row is not None:
        copies.produce(row, now=now)


@job("portal.forget_copies", every=timedelta(hours=1))
def forget_copies(*, now: datetime) -> None:
    """Remove copies a day after they were asked for."""
    copies.forget_old(now)
