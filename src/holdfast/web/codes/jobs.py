"""Work the codes repeat."""

from datetime import datetime, timedelta

from holdfast.web.codes.actions.keeping import move_all
from holdfast.web.jobs.kinds import job


@job("codes.into_vaults", every=timedelta(days=1))
def into_vaults(*, now: datetime) -> None:
    """Move what is about a therapist's own feelings, where they have a vault by now."""
    move_all(now=now)
