"""What screening contributes to the pages that gather, for intake and the therapist asked for."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.practice.actions.forgetting import forget
from holdfast.web.practice.models import Participant
from holdfast.web.practice.seam import Told
from holdfast.web.screening import index
from holdfast.web.screening.actions import mentioning
from holdfast.web.screening.models import Finding

MOST = 3


def told_of_ties(reader: User, now: datetime) -> Sequence[Told]:
    """Tell a therapist of ties to people who asked for them by name, or agreed that they know."""
    rows = Finding.objects.to_be_told(reader, now).filter(seen_at=None).order_by("-found_at", "pk")
    words = _("Somebody who asks for you may be close to you. Look before you meet.")
    return [Told(words, reverse("screening:told", args=[row.pk])) for row in rows[:MOST]]


def erase(person: Participant, now: datetime) -> None:
    """Take a person out of the index, with every pair and finding that hangs on their card."""
    mentioning.forget_of(person, now)
    index.take_out(person.card, now)
    forget("screening", person)
