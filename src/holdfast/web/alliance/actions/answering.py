"""Asking for answers, taking them, and what follows at once from answers about danger."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast import alliance
from holdfast.web.accounts import letters, links
from holdfast.web.accounts.models import User
from holdfast.web.accounts.models.links import Link
from holdfast.web.alliance.actions.danger import begin_follow_up
from holdfast.web.alliance.models import Asking, Check, Pause, Rhythm
from holdfast.web.alliance.series import series_for
from holdfast.web.audit import models as audit
from holdfast.web.practice.models import ContactPoint, Participant, Session, Signal, Therapy

PURPOSE = "check"
LINK_LIFE = timedelta(days=7)
HANDED_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class Place:
    """What answers are about: one participant, one scale, and a session if there is one."""

    participant: Participant
    scale: str
    session: Session | None


@transaction.atomic
def take(
    place: Place,
    given: alliance.CheckAnswers,
    *,
    how: str,
    now: datetime,
    by: User | None = None,
    asking: Asking | None = None,
) -> Check:
    """Keep what somebody answered. `by` is who sent it where they were signed in.

    Raises ValidationError if there are answers for this session already.
    """
    participant, session = place.participant, place.session
    therapy = participant.therapy
    same = Check.objects.filter(participant=participant, scale=place.scale, session=session)
    if session is not None and same.exists():
        raise ValidationError(_("There are answers for this session already."))
    check = Check(
        therapy=therapy, participant=participant, session=session, scale=place.scale, how=how,
        at=now, entered_by=by.pk if by and how == Check.How.PAPER else None,
    )  # fmt: skip
    check.put(given)
    check.save(force_insert=True)
    if asking is not None:
        asking.answered_at = now
        asking.save(update_fields=["answered_at"])
    audit.record(
        "answers given", now=now, actor=by or "", purpose=how, subject=check, about=therapy
    )
    if alliance.risk_answers(alliance.instrument(place.scale), given.statements):
        begin_follow_up(check, now=now)
    Therapy.objects.filter(pk=therapy.pk).mark_stale(now)
    close_what_is_over(participant, place.scale, now)
    return check


def close_what_is_over(participant: Participant, scale: str, now: datetime) -> None:
    """Close signals that were talked about once they are mended, or the score is back."""
    raised = Signal.objects.filter(
        participant=participant, capability="alliance", state=Signal.State.RAISED
    )
    rows = {(row.kind, row.key): row for row in raised}
    found = series_for(participant, scale, now) if rows else None
    for episode in found.course.episodes if found else ():
        session = found.sessions[episode.signal.session] if found else None
        row = rows.get((episode.signal.kind, f"{scale} {session.pk}")) if session else None
        if row is not None and episode.repair.state == "mended":
            row.state, row.changed_at = Signal.State.CLOSED, now
            row.save(update_fields=["state", "changed_at"])


@transaction.atomic
def ask(place: Place, how: str, *, by: User | None, now: datetime, reminds: bool = False) -> Asking:
    """Note that a form was given to somebody; earlier ones for the same open nothing any more.

    Raises ValidationError after the end: nobody is asked then.
    """
    therapy = place.participant.therapy
    if place.participant.is_over(now.date()):
        raise ValidationError(_("This work has ended. Nothing new is asked of them."))
    before = Asking.objects.filter(
        participant=place.participant, scale=place.scale, answered_at=None
    )
    keys = [str(key) for key in before.values_list("pk", flat=True)]
    Link.objects.filter(purpose=PURPOSE, subject_id__in=keys, used_at=None).update(used_at=now)
    before.delete()
    asking = Asking.objects.create(
        therapy=therapy, participant=place.participant, session=place.session,
        scale=place.scale, how=how, made_at=now, reminds=reminds,
    )  # fmt: skip
    audit.record(
        "answers asked for", now=now, actor=by or "", purpose=how, subject=asking, about=therapy
    )
    return asking


def safe_address(participant: Participant) -> ContactPoint | None:
    """Return an e-mail address that is safe for checks at any time, if there is one."""
    points = participant.card.contact_points.filter(kind=ContactPoint.Kind.EMAIL)
    for point in points.select_related("card__key").order_by("id"):
        if point.is_safe_for(ContactPoint.Purpose.CHECKS) and not point.text("safe_when"):
            return point
    return None


@transaction.atomic
def send_link(
    place: Place, path_of: str, *, by: User | None, now: datetime, reminds: bool = False
) -> None:
    """Send a link for one use to an address that is safe for checks.

    `path_of` is the address with `SECRET` in place of the secret; `by` is nobody where it goes out
    by itself. Raises ValidationError when no address is safe.
    """
    point = safe_address(place.participant)
    if point is None:
        raise ValidationError(_("No e-mail address of theirs is marked safe for checks."))
    asking = ask(place, Asking.How.LINK, by=by, now=now, reminds=reminds)
    made = links.make(PURPOSE, asking.pk, now=now, life=LINK_LIFE)
    body = letters.with_link(
        _("There is something short for you to fill in, if you like:"),
        path_of.replace("SECRET", made.secret),
        _("The link works once, for seven days. You need not do anything."),
    )
    letters.send(to=point.text("value"), body=body, key=point.card.key, kind="check", now=now)


def asked_by(link: Link, now: datetime) -> Asking | None:
    """Return what a link asks for, while nobody has answered it and the work goes on."""
    rows = Asking.objects.filter(pk=link.subject_id, answered_at=None)
    asking = rows.select_related("participant__card__key", "therapy__key", "session").first()
    over = asking is not None and place_of(asking).participant.is_over(now.date())
    return None if over else asking


def place_of(asking: Asking) -> Place:
    """Return what an asking is about."""
    participant = asking.participant
    participant.therapy = asking.therapy
    return Place(participant, asking.scale, asking.session)


@transaction.atomic
def set_rhythm(
    therapy: Therapy,
    *,
    often: str,
    rate: float,
    by: User,
    now: datetime,
    by_letter: bool = False,
) -> Rhythm:
    """Set how often is asked, whether by e-mail, and how readily a score raises a signal.

    Raises ValueError for a rate out of range.
    """
    row = Rhythm.objects.filter(therapy=therapy).first() or Rhythm(therapy=therapy)
    row.often, row.rate, row.by_letter = often, alliance.check_rate(rate), by_letter
    row.version += 1
    row.save()
    audit.record(
        "rhythm set",
        now=now,
        actor=by,
        subject=row,
        about=therapy,
        fields=["by_letter", "often", "rate"],
    )
    Therapy.objects.filter(pk=therapy.pk).mark_stale(now)
    return row


@transaction.atomic
def pause(participant: Participant, *, by: User, now: datetime) -> None:
    """Let a client pause being asked, or take it up again."""
    row = Pause.objects.filter(participant=participant).first()
    if row is None or row.resumed_on is not None:
        row = row or Pause(participant=participant)
        row.paused_on, row.resumed_on = now.date(), None
    else:
        row.resumed_on = now.date()
    row.save()
    audit.record(
        "checks paused" if row.resumed_on is None else "checks resumed",
        now=now, actor=by, subject=row, about=participant.therapy_id,
    )  # fmt: skip
    Therapy.objects.filter(pk=participant.therapy_id).mark_stale(now)
