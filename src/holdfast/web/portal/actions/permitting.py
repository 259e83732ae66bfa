"""What speaks of several clients needs the written permission of each of them."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.portal.actions.requests import tell_client
from holdfast.web.portal.models import Permission, Release
from holdfast.web.practice.actions.notices import tell, therapists_of
from holdfast.web.practice.models import Notice, Participant
from holdfast.web.practice.models.staff import in_force


@transaction.atomic
def ask(participant: Participant, *, by: User, now: datetime) -> Release:
    """Ask everybody for what speaks of all; whoever asks has permitted it themselves."""
    if Release.objects.filter(participant=participant, ended_at=None).exists():
        raise ValidationError(_("You have asked already. It still waits."))
    release = Release.objects.create(participant=participant, asked_at=now)
    therapy = participant.therapy
    audit.record("shared part asked for", now=now, actor=by, subject=release, about=therapy)
    _answer(release, participant, True, Permission.How.SIGN_IN, by, now)
    told = therapists_of(therapy, now)
    tell(told, Notice.Kind.SHARED_ASKED, now=now, therapy=therapy, subject_id=release.pk)
    return release


@transaction.atomic
def permit(
    release: Release, participant: Participant, *, permits: bool, how: str, by: User, now: datetime
) -> Permission:
    """Answer for one person: yes or no, in writing. A later answer takes the place of an earlier.

    Raises ValidationError once it has ended or for somebody whom it does not ask.
    """
    if release.ended_at is not None:
        raise ValidationError(_("This has ended."))
    if participant.pk not in {p.pk for p in who_permits(release, now)}:
        raise ValidationError(_("This asks somebody else."))
    row = _answer(release, participant, permits, how, by, now)
    if recorded_over([participant], release):
        tell_client(participant, now)
    return row


def _answer(
    release: Release, participant: Participant, permits: bool, how: str, by: User, now: datetime
) -> Permission:
    row = Permission.objects.create(
        release=release, participant=participant, permits=permits, how=how,
        number=Permission.objects.filter(release=release).count() + 1, recorded_by=by.pk, at=now,
    )  # fmt: skip
    about = participant.therapy_id
    audit.record("permission answered", now=now, actor=by, subject=row, about=about)
    return row


@transaction.atomic
def end(release: Release, *, by: User, now: datetime) -> None:
    """Take the question back; nothing is shared on it any more."""
    release.ended_at = now
    release.save(update_fields=["ended_at"])
    about = release.participant.therapy_id
    audit.record("shared part taken back", now=now, actor=by, subject=release, about=about)


def who_permits(release: Release, now: datetime) -> list[Participant]:
    """Return whose word it takes: every client, or for one with guardians each guardian."""
    rows = Participant.objects.filter(therapy=release.participant.therapy_id)
    people = list(rows.select_related("card__key", "therapy__key").order_by("since", "id"))
    guardians = set(rows.filter(in_force(now.date()), role="guardian").values_list("pk", flat=True))
    with_guardian = {p.stands_for_id for p in people if p.pk in guardians}
    return [
        p
        for p in people
        if p.pk in guardians or (p.role == Participant.Role.CLIENT and p.pk not in with_guardian)
    ]


def answers_to(release: Release) -> dict[object, Permission]:
    """Return the latest answer of each person."""
    rows = Permission.objects.filter(release=release).order_by("number")
    return {row.participant_id: row for row in rows}


def own_answer(release: Release, participant: Participant) -> Permission | None:
    """Return what this person last answered themselves, signed in; None if they did not."""
    rows = Permission.objects.filter(release=release, participant=participant)
    return rows.filter(how=Permission.How.SIGN_IN).order_by("-number").first()


def recorded_over(people: Iterable[Participant], *releases: Release) -> list[Permission]:
    """Return answers from paper that say otherwise than these people said themselves before.

    A therapist recorded them; whose answer it is has not answered since.
    """
    rows = Permission.objects.filter(participant__in=people, release__ended_at=None)
    if releases:
        rows = rows.filter(release__in=releases)
    own: dict[tuple[object, object], bool] = {}
    over: dict[tuple[object, object], Permission] = {}
    for row in rows.order_by("number"):
        key = (row.release_id, row.participant_id)
        over.pop(key, None)
        if row.how == Permission.How.SIGN_IN:
            own[key] = row.permits
        elif own.get(key, row.permits) != row.permits:
            over[key] = row
    return list(over.values())


def is_permitted(participant: Participant, now: datetime) -> bool:
    """Whether everybody has permitted what this person asked for, and nobody took it back."""
    release = Release.objects.filter(participant=participant, ended_at=None).first()
    if release is None:
        return False
    release.participant = participant
    said = answers_to(release)
    return all(p.pk in said and said[p.pk].permits for p in who_permits(release, now))
