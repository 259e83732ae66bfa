"""Work the client's side repeats. No job is about one concern: it runs over all of them."""

from datetime import datetime, timedelta

from holdfast.web.jobs.kinds import job
from holdfast.web.portal import record_jobs as _of_copies  # noqa: F401  registers its own
from holdfast.web.portal.actions import concerns


@job("portal.daily", every=timedelta(hours=6))
def daily(*, now: datetime) -> None:
    """Tell clients whose answer is overdue, and forget concerns kept long enough."""
    concerns.tell_who_waits(now)
    concerns.forget_what_was_kept(now)
