"""Plain e-mails: neutral sender and subject, no names, nothing about anybody.

A letter is sealed under the key of whoever it is for and emptied once it was sent. The worker
sends it; one whose fate is unknown after a crash is marked and not sent again.
"""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from holdfast.web.jobs.models import enqueue
from holdfast.web.sealing.models import DataKey

from .models import HouseRules, Letter


def send(*, to: str, body: str, key: DataKey, kind: str, now: datetime) -> Letter:
    """Put a letter on the list, in the caller's transaction.

    `body` is plain text without names or anything clinical; `kind` says for the log what it is.
    Ask first whether writing to this address is safe: this only carries it.
    """
    letter = Letter(key=key, kind=kind, made_at=now)
    letter.seal(to=to, body=body)
    letter.save(force_insert=True)
    enqueue("accounts.mail", due_at=now, letter=letter.pk)
    return letter


def post(letter: Letter, now: datetime) -> None:
    """Send one letter now, and empty it."""
    rules = HouseRules.present()
    sender = settings.DEFAULT_FROM_EMAIL
    if rules.letters_from:
        sender = f"{rules.letters_from} <{sender}>"
    EmailMessage(
        subject=rules.letters_subject or _("A message for you"),
        body=letter.text("body"),
        from_email=sender,
        to=[letter.text("to")],
    ).send()
    letter.to = letter.body = b""
    letter.sent_at = now
    letter.save(update_fields=["to", "body", "sent_at"])


def with_link(first: str, path: str, last: str) -> str:
    """Return the words of a letter with one link in them."""
    return f"{first}\n\n{settings.BASE_URL}{path}\n\n{last}\n"
