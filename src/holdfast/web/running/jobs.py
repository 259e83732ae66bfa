"""Work on an installation that is done later. Each gets ids only."""

from datetime import datetime, timedelta

from holdfast.web.accounts.models import Approval
from holdfast.web.endings.models import Erasing
from holdfast.web.jobs.kinds import job
from holdfast.web.running import actions
from holdfast.web.running import erasing as erasure


@job("running.export", tries=3)
def export(*, now: datetime, approval: str) -> None:
    """Make an export of the whole practice that a second person agreed to."""
    row = Approval.objects.filter(pk=approval, kind=actions.KIND, done_at=None, refused_at=None)
    found = row.select_related("asked_by__key").first()
    if found is not None:
        actions.make(found, now=now)


@job("running.erase")
def erase(*, now: datetime, erasing: str) -> None:
    """Carry out an erasure that was agreed to; nothing where it was done before."""
    row = Erasing.objects.filter(pk=erasing).select_related("participant__therapy").first()
    if row is not None:
        erasure.carry_out(row, now)


@job("running.exports", every=timedelta(hours=1))
def exports(*, now: datetime) -> None:
    """Make what waited 72 hours where there is no second person, and remove what is a week old."""
    actions.make_what_waited(now)
    actions.forget_old(now)
