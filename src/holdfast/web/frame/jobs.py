"""Work of the frame that is done later. Each gets ids only."""

from datetime import datetime

from holdfast.web.accounts.models import User
from holdfast.web.frame import actions, happened
from holdfast.web.frame.guess import current_practice
from holdfast.web.frame.models import Agreement, Draft
from holdfast.web.jobs.kinds import job
from holdfast.web.practice.models import Therapy


@job("frame.guess")
def guess(*, now: datetime, therapy: str, user: str) -> None:
    """Begin a draft from current practice, after an import; whatever is agreed or begun stays."""
    row = Therapy.objects.with_keys().filter(pk=therapy).first()
    by = User.objects.filter(pk=user).first()
    if row is None or by is None or _has_frame(row):
        return
    terms = current_practice(happened.events([row])[row.pk], kind=row.kind, zone=row.zone)
    if terms.frequency is not None or terms.fee is not None:
        actions.start_draft(row, terms, origin=Draft.Origin.PRACTICE, by=by, now=now)


def _has_frame(therapy: Therapy) -> bool:
    return (
        Draft.objects.filter(therapy=therapy).exists()
        or Agreement.objects.filter(therapy=therapy).exists()
    )
