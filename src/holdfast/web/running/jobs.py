"""Work on an installation that is done later. Each gets ids only."""

from datetime import datetime, timedelta

from holdfast.web.accounts.models import Approval
from holdfast.web.endings.actions.erasing import give_back, what_stops
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
def erase(*, now: datetime, erasing: str) -> str:
    """Carry out an erasure that was agreed to; nothing where it was done before.

    What came between, such as a legal hold, ends the work and says so: it has to be agreed to
    again, not tried again.
    """
    row = Erasing.objects.filter(pk=erasing).select_related("participant__therapy").first()
    if row is None:
        return ""
    if stopped := what_stops(row, now):
        give_back(row, now)
        return stopped
    erasure.carry_out(row, now)
    return ""


@job("running.exports", every=timedelta(hours=1))
def exports(*, now: datetime) -> None:
    """Make what waited 72 hours where there is no second person, and remove what is a week old."""
    actions.make_what_waited(now)
    actions.forget_old(now)
