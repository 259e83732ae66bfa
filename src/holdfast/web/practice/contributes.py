"""What the practice contributes to the pages that gather: openings, notices, and the copy."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import Job
from holdfast.web.practice import copying, since
from holdfast.web.practice.actions import approving, oversight
from holdfast.web.practice.actions.forgetting import erases
from holdfast.web.practice.models import Notice, Participant, Therapy
from holdfast.web.practice.reading import is_own
from holdfast.web.practice.seam import BriefLine, CopyPart, Panel, Standing, Told
from holdfast.web.practice.words import notice_words, purpose_words, role_words

LATEST = 3
MOST = 5


def brief(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """Say before a session what happened since the last one."""
    return {key: (line,) for key, line in since.lines(therapies, now).items()}


def panel(therapy: Therapy, reader: User, now: datetime) -> Sequence[Panel]:
    """Show its therapists who opened the record last; others it does not concern."""
    if not is_own(therapy, reader, now):
        return ()
    rows = audit.Entry.objects.filter(
        chain=audit.ORDINARY, about=str(therapy.pk), kind="opened"
    ).exclude(actor=str(reader.pk))
    latest = [
        (row.at, role_words(row.role), purpose_words(row.purpose))
        for row in rows.order_by("-number")[:LATEST]
    ]
    context = {"therapy": therapy, "latest": latest}
    return (Panel(_("Who opened this record"), "practice/panel_opened.html", context, weight=90),)


def told(reader: User, now: datetime) -> Sequence[Told]:
    """Return what the reader was told and has not put away, the newest first.

    Each leads to the page where it can be put away, and from there on to what it is about.
    """
    rows = Notice.objects.visible_to(reader, now).unread().select_related("therapy__key")
    where = reverse("practice:notices")
    return [Told(notice_words(row), where) for row in rows.order_by("-made_at")[:MOST]]


def standing(now: datetime) -> Sequence[Standing]:
    """Count work that was given up on, and what waits for a second person."""
    given_up = Job.objects.filter(state__in=oversight.GIVEN_UP).count()
    return (_given_up(given_up), _rights_waiting(approving.waiting().count()))


def _given_up(number: int) -> Standing:
    label = ngettext("piece of work given up on", "pieces of work given up on", number)
    return Standing(label, number, True, reverse("practice:work"), _("No work was given up on"))


def _rights_waiting(number: int) -> Standing:
    label = ngettext(
        "right waiting for a second person", "rights waiting for a second person", number
    )
    said = _("No right waits for a second person")
    return Standing(label, number, True, reverse("practice:waiting"), said)


def copy(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Give a person what is known of them, what happened with them, and what was written."""
    return copying.parts(person, reader)


erase = erases("practice")
