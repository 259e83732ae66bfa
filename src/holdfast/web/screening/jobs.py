"""Work of screening that is done later. Each gets ids only."""

from datetime import datetime, timedelta

from holdfast.web.jobs.kinds import job
from holdfast.web.screening.actions import again, checking, circle, leading_on, mentioning, telling
from holdfast.web.screening.models import Knock


@job("screening.check")
def check(*, now: datetime, enquiry: str) -> None:
    """Check an enquiry that came in."""
    checking.check(enquiry, now=now)


@job("screening.beside")
def beside(*, now: datetime, enquiry: str, at: str) -> None:
    """Tell the desk if a time picked by hand lies beside one that should be apart."""
    telling.tell_if_beside(enquiry, datetime.fromisoformat(at), now=now)


@job("screening.tell_desk")
def tell_desk(*, now: datetime, enquiry: str) -> None:
    """Tell the conflict desk that an enquiry needs a person."""
    telling.tell_desk(enquiry, now=now)


@job("screening.link", every=timedelta(minutes=1))
def link(*, now: datetime) -> None:
    """Note who else may be the person of each card that is new or has changed."""
    telling.link_new(now=now)


@job("screening.forget", every=timedelta(days=1))
def forget(*, now: datetime) -> None:
    """Erase enquiries and people spoken of whose time is over, and forget from where they came."""
    leading_on.erase_old(now)
    mentioning.forget_old(now)
    Knock.objects.filter(at__lt=now - timedelta(days=1)).delete()


@job("screening.lapse", every=timedelta(hours=6))
def lapse(*, now: datetime) -> None:
    """Take what has lapsed out of the search; erase what lapsed or was taken out long ago."""
    circle.let_lapse(now)


@job("screening.forget_files", every=timedelta(minutes=10))
def forget_files(*, now: datetime) -> None:
    """Destroy address books whose hour is over."""
    circle.forget_old_books(now)


@job("screening.coming_back")
def coming_back(*, now: datetime, participant: str) -> None:
    """Look for ties between a former client who asks to come back and their therapists."""
    again.look_for(participant, now=now)


@job("screening.again", every=timedelta(minutes=10))
def look_again(*, now: datetime) -> None:
    """Look for ties between clients and their therapists that nobody has looked for yet."""
    again.look(now=now)
