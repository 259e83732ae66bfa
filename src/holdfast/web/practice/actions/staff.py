"""Therapists, their credentials, supervision and cover."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions import approving
from holdfast.web.practice.actions.notices import tell
from holdfast.web.practice.actions.supervision import ask_supervision
from holdfast.web.practice.models import (
    Assignment,
    Cover,
    Credential,
    EmergencyOpening,
    Notice,
    SupervisionAgreement,
    Therapist,
    Therapy,
)


@transaction.atomic
def add_therapist(
    user: User,
    *,
    by: User,
    now: datetime,
    since: date,
    codes: list[str],
    languages: list[str],
    trainee: bool = False,
    **texts: str,
) -> Therapist:
    """Make an account that of a therapist, with what their public profile says."""
    therapist = Therapist(user=user, since=since, codes=codes, languages=languages, trainee=trainee)
    therapist.seal(**texts)
    therapist.save(force_insert=True)
    audit.record("therapist added", now=now, actor=by, subject=therapist)
    return therapist


@transaction.atomic
def check_credential(credential: Credential, *, by: User, now: datetime, how: str) -> None:
    """Note that a credential was checked, by whom and how.

    Raises ValidationError for one's own: somebody else has to have looked it up.
    """
    if credential.therapist.user_id == by.pk:
        raise ValidationError(_("Somebody else has to check your own credentials."))
    credential.checked_by, credential.checked_on = by, now.date()
    credential.checked_how = how
    credential.save(update_fields=["checked_by", "checked_on", "checked_how"])
    audit.record("credential checked", now=now, actor=by, subject=credential)


@transaction.atomic
def agree_supervision(
    *,
    supervisor: User,
    supervisee: Therapist,
    kind: str,
    since: date,
    by: User,
    now: datetime,
    until: date | None = None,
    covers_all: bool = False,
    therapies: list[Therapy] | None = None,
    hours_a_month: int | None = None,
) -> SupervisionAgreement:
    """Let the supervisor ask for supervision and `by` agree to it, in one go.

    What carries clinical responsibility opens records: `by` then is the second person, a practice
    lead or the supervisee, as anywhere else. Raises ValidationError for anybody else.
    """
    agreement = ask_supervision(
        supervisor=supervisor,
        supervisee=supervisee,
        kind=kind,
        since=since,
        until=until,
        ties="",
        hours_a_month=hours_a_month,
        therapies=None if covers_all else therapies or [],
        by=supervisor,
        now=now,
    )
    if not agreement.agreed:
        asked = approving.look_at(list(approving.waiting().filter(subject_id=agreement.pk)), now)
        approving.agree(asked[0], by=by, now=now)
        agreement.refresh_from_db()
    return agreement


@transaction.atomic
def name_cover(
    therapist: Therapist,
    colleague: User,
    *,
    by: User,
    now: datetime,
    since: date,
    until: date | None = None,
) -> Cover:
    """Name a colleague who covers for a therapist; they are told."""
    cover = Cover.objects.create(therapist=therapist, colleague=colleague, since=since, until=until)
    audit.record("cover named", now=now, actor=by, subject=cover)
    tell([colleague], Notice.Kind.COVER_NAMED, now=now, subject_id=cover.pk)
    return cover


@transaction.atomic
def change_cover(cover: Cover, *, since: date, until: date, by: User, now: datetime) -> None:
    """Let cover be for other days; the colleague is told."""
    cover.since, cover.until = since, until
    cover.save(update_fields=["since", "until"])
    audit.record("cover changed", now=now, actor=by, subject=cover, fields=["since", "until"])
    tell([cover.colleague], Notice.Kind.COVER_NAMED, now=now, subject_id=cover.pk)


@transaction.atomic
def end_cover(cover: Cover, *, by: User, now: datetime) -> None:
    """End cover at once: nothing more opens, and what was open in an emergency shuts."""
    cover.until = now.date() - timedelta(days=1)
    cover.save(update_fields=["until"])
    theirs = Assignment.objects.filter(therapist=cover.therapist_id).values("therapy")
    EmergencyOpening.objects.filter(
        colleague=cover.colleague_id, therapy__in=theirs, until__gt=now
    ).update(until=now)
    audit.record("cover ended", now=now, actor=by, subject=cover, fields=["until"])


@transaction.atomic
def change_profile(
    therapist: Therapist,
    *,
    by: User,
    now: datetime,
    changed: Iterable[str],
    languages: list[str],
    codes: list[str],
    takes_new: bool,
    public: bool,
    **texts: str,
) -> None:
    """Change what a therapist's profile says, who may read it, and whether they take new people."""
    therapist.languages, therapist.codes, therapist.takes_new = languages, codes, takes_new
    therapist.public = public
    therapist.seal(**texts)
    therapist.version += 1
    therapist.save(update_fields=["languages", "codes", "takes_new", "public", "version", *texts])
    audit.record("profile changed", now=now, actor=by, subject=therapist, fields=changed)


@transaction.atomic
def change_standing(
    therapist: Therapist, *, by: User, now: datetime, trainee: bool, until: date | None
) -> None:
    """Say whether somebody is in training, and until when they work here."""
    therapist.trainee, therapist.until = trainee, until
    therapist.version += 1
    therapist.save(update_fields=["trainee", "until", "version"])
    audit.record(
        "standing changed", now=now, actor=by, subject=therapist, fields=["trainee", "until"]
    )


@transaction.atomic
def add_credential(
    therapist: Therapist,
    *,
    by: User,
    now: datetime,
    title: str,
    body: str,
    number: str,
    expires_on: date | None,
) -> Credential:
    """Note a licence or registration. It counts as unchecked until somebody looked it up."""
    credential = Credential.objects.create(
        therapist=therapist, title=title, body=body, number=number, expires_on=expires_on
    )
    audit.record("credential added", now=now, actor=by, subject=credential)
    return credential


@transaction.atomic
def change_credential(
    credential: Credential,
    *,
    by: User,
    now: datetime,
    title: str,
    body: str,
    number: str,
    expires_on: date | None,
) -> None:
    """Change a credential; whatever was changed has to be looked up again."""
    given = {"title": title, "body": body, "number": number, "expires_on": expires_on}
    changed = [name for name, value in given.items() if getattr(credential, name) != value]
    if not changed:
        return
    for name, value in given.items():
        setattr(credential, name, value)
    credential.checked_by = credential.checked_on = None
    credential.checked_how = ""
    credential.save()
    audit.record("credential changed", now=now, actor=by, subject=credential, fields=changed)
