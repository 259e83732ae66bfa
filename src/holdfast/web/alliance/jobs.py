"""Work the alliance repeats."""

from datetime import datetime, timedelta

from holdfast.web.alliance.actions import learning, letters
from holdfast.web.jobs.kinds import job


@job("alliance.ask_by_letter", every=timedelta(hours=1))
def ask_by_letter(*, now: datetime) -> None:
    """Send links for session checks that are due, and one reminder each."""
    letters.ask_by_letter(now)


@job("alliance.learn", every=timedelta(days=7))
def learn(*, now: datetime) -> None:
    """Learn about each scale from the answers of many clients."""
    learning.learn_all(now)
