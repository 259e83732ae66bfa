"""Work of endings that is done later. Each gets ids only."""

from datetime import datetime, timedelta

from holdfast.web.endings.actions import erasing
from holdfast.web.jobs.kinds import job


@job("endings.due", every=timedelta(minutes=30))
def due(*, now: datetime) -> None:
    """Let erasures go ahead that waited their 72 hours where nobody could have agreed."""
    erasing.put_in_force_what_waited(now)
