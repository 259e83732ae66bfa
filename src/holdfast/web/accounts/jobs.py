"""Work of the accounts that is done later. Each gets ids only."""

from datetime import datetime, timedelta

from django.db import transaction

from holdfast.web.jobs.kinds import job

from . import answers, letters
from .actions import addresses, people, recovery
from .forms.once import day_of
from .models import Draft, Failure, Letter, Link, Once, Session


@job("accounts.mail", once=True)
def mail(*, now: datetime, letter: str) -> None:
    """Send a letter that was not sent yet."""
    row = Letter.objects.filter(pk=letter, sent_at=None).select_related("key").first()
    if row is not None:
        letters.post(row, now)


@job("accounts.recover")
def recover(*, now: datetime, address: str) -> None:
    """Write to the account of this hash, if there is one."""
    recovery.write(address, now=now)


@job("accounts.invited")
def invited(*, now: datetime, user: str) -> None:
    """Write the invitation."""
    people.write_invitation(user, now=now)


@job("accounts.due", every=timedelta(minutes=30))
def due(*, now: datetime) -> None:
    """Put in force what has waited its 72 hours."""
    people.put_in_force_what_waited(now)
    addresses.put_in_force_what_waited(now)


@job("accounts.answers", every=timedelta(minutes=5))
def forget_answers(*, now: datetime) -> None:
    """Forget what forms were answered with, once its time is over."""
    answers.forget(now)


@job("accounts.forget", every=timedelta(days=1))
def forget(*, now: datetime) -> None:
    """Forget what has served: tries, sent forms, old sessions, links, and old drafts."""
    Failure.objects.filter(at__lt=now - timedelta(days=1)).delete()
    Once.objects.filter(at__lt=now - timedelta(days=30)).delete()
    _forget_the_order(now)
    Session.objects.filter(expire_date__lt=now).delete()
    Link.objects.filter(expires_at__lt=now - timedelta(days=30)).delete()
    Draft.objects.filter(at__lt=now - timedelta(days=30)).delete()
    Letter.objects.filter(sent_at__lt=now - timedelta(days=30)).delete()


@transaction.atomic
def _forget_the_order(now: datetime) -> None:
    """Write the sent forms of earlier days anew in the order of their random ids.

    A database file keeps rows in the order in which they came, which tells nearly the minute.
    """
    earlier = Once.objects.filter(at__lt=day_of(now)).order_by("pk")
    rows = list(earlier)
    earlier.delete()
    Once.objects.bulk_create(rows, batch_size=500)
