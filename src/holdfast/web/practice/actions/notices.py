"""Telling a colleague something: a line on Today, and an e-mail that says only that it is there."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts import letters
from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Assignment, Notice, Therapy
from holdfast.web.practice.models.staff import in_force


@transaction.atomic
def tell(
    users: Iterable[User],
    kind: str,
    *,
    now: datetime,
    therapy: Therapy | None = None,
    subject_id: uuid.UUID | None = None,
) -> None:
    """Tell each of these people once, on their Today and by a neutral e-mail."""
    for user in {user.pk: user for user in users}.values():
        Notice.objects.create(
            user=user, kind=kind, therapy=therapy, subject_id=subject_id, made_at=now
        )
        letters.send(to=user.text("address"), body=_body(), key=user.key, kind="notice", now=now)


def _body() -> str:
    return letters.with_link(
        _("There is something for you to read. Sign in to see it:"),
        "/",
        _("This e-mail says no more on purpose. It is sent from {host}.").format(
            host=settings.HOST
        ),
    )


def therapists_of(therapy: Therapy, now: datetime, but: User | None = None) -> list[User]:
    """Return the accounts of those who are this therapy's therapists now."""
    seats = Assignment.objects.filter(in_force(now.date()), therapy=therapy)
    seats = seats.filter(therapist__user__is_active=True)
    users = [s.therapist.user for s in seats.select_related("therapist__user__key")]
    return [user for user in users if but is None or user.pk != but.pk]


@transaction.atomic
def put_away(notice: Notice, *, now: datetime) -> None:
    """Note that its reader has read it; what was read stays read."""
    if notice.seen_at is None:
        notice.seen_at = now
        notice.save(update_fields=["seen_at"])
