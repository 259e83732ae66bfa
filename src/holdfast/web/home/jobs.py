"""Work the pages that gather need done."""

from datetime import datetime, timedelta

from holdfast.web.home import refresh
from holdfast.web.jobs.kinds import job


@job("home.refresh", every=timedelta(seconds=5))
def refresh_signals(*, now: datetime) -> None:
    """Look for signals wherever facts were added."""
    refresh.refresh_stale(now)


@job("home.mark", every=timedelta(days=1))
def mark(*, now: datetime) -> None:
    """Look once a day at everything that goes on."""
    refresh.mark_what_time_may_change(now)
