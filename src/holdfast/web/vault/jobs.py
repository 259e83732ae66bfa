"""Work the vault repeats."""

from datetime import datetime, timedelta

from holdfast.web.jobs.kinds import job
from holdfast.web.vault.actions import shut_idle


@job("vault.shut_idle", every=timedelta(minutes=1))
def shut_what_is_idle(*, now: datetime) -> None:
    """Shut every vault that nobody has used for a while."""
    shut_idle(now)
