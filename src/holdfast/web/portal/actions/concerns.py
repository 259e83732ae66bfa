"""Sending a concern, writing on in it, withdrawing it, and what its reader does.

Every act is in the reserved chain of the audit, so that the ordinary one neither holds it nor has
a gap. Nothing here touches the therapy, sends a notice about it, or marks it stale.
"""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts import letters
from holdfast.web.accounts.models import Role, User
from holdfast.web.audit import models as audit
from holdfast.web.audit.immutable import erasing
from holdfast.web.endings import retention
from holdfast.web.frame.signers import latest_birth
from holdfast.web.portal.choosing import Choice, Place
from holdfast.web.portal.models import Concern, ConcernTold, Mark, Writing
from holdfast.web.portal.standing import Standing, changed_hands, standings
from holdfast.web.practice.models import Participant, Practice
from holdfast.web.vault.models import Vault

KEPT_MONTHS = 84  # where no rule is known for the place
RECORD_OPEN = timedelta(days=14)
Kind = Mark.Kind


@transaction.atomic
def send_concern(
    place: Place, choice: Choice, words: str, *, by: User, now: datetime, write_me: bool
) -> Concern:
    """Send a concern to the reader who was chosen; sealed to both sides, kept until its day.

    Raises ValidationError if the reader lost their vault meanwhile.
    """
    who = place.participant
    concern = Concern.objects.create(
        sender=by.pk, therapy=who.therapy_id, participant=who.pk, therapist=place.therapist.pk,
        reader=choice.user.pk, to_therapist=choice.to_therapist, write_me=write_me, sent_at=now,
        keep_until=_keep_until(who, now),
    )  # fmt: skip
    _write(concern, Writing.By.CLIENT, words, client=by, now=now)
    _record("concern sent", concern, by=by, role=who.role, now=now)
    _tell(choice.user, now=now)
    return concern


def _keep_until(participant: Participant, now: datetime) -> datetime:
    """At least as long as the rules of the place say, counted from now; a child's for longer."""
    born = latest_birth(participant.card.text("birth"))
    place = retention.for_country(Practice.get().country)
    day = retention.kept(place, "concern", ended_on=now.date(), born=born).on
    if place and (rule := place.rules.get("record")) and rule.minor:
        as_record = retention.kept(place, "record", ended_on=now.date(), born=born).on
        day = max(filter(None, (day, as_record)), default=None)
    day = day or retention.after(now.date(), KEPT_MONTHS)
    return datetime.combine(day, time(), now.tzinfo)


def _write(concern: Concern, by: str, words: str, *, client: User, now: datetime) -> Writing:
    vaults = {v.user_id: v for v in Vault.objects.filter(user__in=[concern.reader, client.pk])}
    if concern.reader not in vaults:
        raise ValidationError(_("This reader cannot be written to any more. Choose another one."))
    row = Writing(concern=concern, by=by, at=now, keep_until=concern.keep_until)
    reader, own = vaults[concern.reader], vaults.get(client.pk)
    row.seal(words, reader=reader, client=client, vault=own)
    row.save(force_insert=True)
    return row


def _record(kind: str, concern: Concern, *, by: User, role: str, now: datetime) -> None:
    audit.record(
        kind, now=now, actor=by, role=role, purpose="concern", subject=concern,
        about=concern.therapy, chain=audit.RESERVED,
    )  # fmt: skip


def _side(user: User) -> str:
    return Role.CLIENT if user.has(Role.CLIENT) else Role.GUARDIAN


def _mark(concern: Concern, kind: str, now: datetime, until: datetime | None = None) -> Mark:
    return Mark.objects.create(
        concern=concern, number=concern.marks.count() + 1, kind=kind, at=now, until=until,
        keep_until=concern.keep_until,
    )  # fmt: skip


def _tell(user: User, *, now: datetime) -> None:
    """Write a neutral e-mail: it says that something waits, and no more."""
    body = letters.with_link(
        _("There is something for you to read. Sign in to see it:"),
        "/",
        _("This e-mail says no more on purpose. It is sent from {host}.").format(
            host=settings.HOST
        ),
    )
    letters.send(to=user.text("address"), body=body, key=user.key, kind="notice", now=now)


def _tell_client(stands: Standing, *, now: datetime) -> None:
    """Write to the client only if they asked for it, and to nobody who took the account over."""
    if not stands.concern.write_me:
        return
    client = User.objects.select_related("key").filter(pk=stands.concern.sender).first()
    if client is not None and client.is_active and not changed_hands(client, stands):
        _tell(client, now=now)


# What the client does.


@transaction.atomic
def write_again(stands: Standing, words: str, *, by: User, now: datetime) -> Writing:
    """Write on in a concern. Raises ValidationError once it was withdrawn."""
    if stands.withdrawn_at is not None:
        raise ValidationError(_("You took this concern back. You can start a new one."))
    row = _write(stands.concern, Writing.By.CLIENT, words, client=by, now=now)
    _record("concern sent", stands.concern, by=by, role=_side(by), now=now)
    if reader := User.objects.select_related("key").filter(pk=stands.concern.reader).first():
        _tell(reader, now=now)
    return row


@transaction.atomic
def withdraw(stands: Standing, *, by: User, now: datetime) -> None:
    """Take a concern back. What was read stays read, and the row stays until its day."""
    if stands.withdrawn_at is not None:
        raise ValidationError(_("You took this back before."))
    _mark(stands.concern, Kind.WITHDRAWN, now)
    _record("concern withdrawn", stands.concern, by=by, role=_side(by), now=now)


@transaction.atomic
def note_seen(stands: Standing, *, now: datetime) -> None:
    """Note that the client saw what was answered, so that it is no news to them any more."""
    if stands.has_news:
        _mark(stands.concern, Kind.SEEN, now)


@transaction.atomic
def settle(stands: Standing, *, by: User, now: datetime) -> None:
    """Say that it is settled. Writing on opens it again."""
    if stands.is_open:
        _mark(stands.concern, Kind.SETTLED, now)
        _record("concern settled", stands.concern, by=by, role=_side(by), now=now)


@transaction.atomic
def tell_therapist(
    stands: Standing, participant: Participant, words: str, *, by: User, now: datetime
) -> ConcernTold:
    """Let the therapist know, in the client's own words. It becomes part of the record.

    From here on it is in the ordinary audit too: it was the client's will that it is seen.
    """
    if stands.latest(Kind.TOLD) is not None:
        raise ValidationError(_("The therapist was told before."))
    row = ConcernTold(therapy=participant.therapy, participant=participant, at=now)
    row.seal(words=words)
    row.save(force_insert=True)
    _mark(stands.concern, Kind.TOLD, now)
    audit.record(
        "told of a concern", now=now, actor=by, role=participant.role, subject=row,
        about=participant.therapy_id,
    )  # fmt: skip
    return row


@transaction.atomic
def answer_about_record(stands: Standing, *, lets: bool, by: User, now: datetime) -> None:
    """Let the reader open the record for two weeks, or not. Either can be changed later."""
    kind = Kind.RECORD_ALLOWED if lets else Kind.RECORD_REFUSED
    _mark(stands.concern, kind, now, now + RECORD_OPEN if lets else None)
    said = "record allowed for a concern" if lets else "record refused for a concern"
    _record(said, stands.concern, by=by, role=_side(by), now=now)


# What the reader does.


@transaction.atomic
def note_read(stands: Standing, *, by: User, role: str, now: datetime) -> None:
    """Note that the reader read it, the first time also for the client to see."""
    if stands.read_at is None:
        _mark(stands.concern, Kind.READ, now)
    _record("concern read", stands.concern, by=by, role=role, now=now)


@transaction.atomic
def answer(stands: Standing, words: str, *, by: User, role: str, now: datetime) -> Writing:
    """Answer in writing. Raises ValidationError once it was withdrawn."""
    if stands.withdrawn_at is not None:
        raise ValidationError(_("It was withdrawn meanwhile. Your answer was not sent."))
    client = User.objects.select_related("key").get(pk=stands.concern.sender)
    row = _write(stands.concern, Writing.By.READER, words, client=client, now=now)
    _record("concern answered", stands.concern, by=by, role=role, now=now)
    _tell_client(stands, now=now)
    return row


@transaction.atomic
def ask_for_record(stands: Standing, *, by: User, role: str, now: datetime) -> None:
    """Ask the client whether one may open the record."""
    if not stands.is_open or stands.record_asked:
        raise ValidationError(_("This was asked before, or the concern is closed."))
    _mark(stands.concern, Kind.RECORD_ASKED, now)
    _record("record asked for a concern", stands.concern, by=by, role=role, now=now)
    _tell_client(stands, now=now)


@transaction.atomic
def note_record_opened(stands: Standing, *, by: User, role: str, now: datetime) -> None:
    """Note in the reserved audit alone that the record was opened for a concern."""
    _record("opened", stands.concern, by=by, role=role, now=now)


@transaction.atomic
def be_sure_who(stands: Standing, *, by: User, role: str, now: datetime) -> None:
    """Note that one made sure, not by e-mail, that the account is still its owner's."""
    _mark(stands.concern, Kind.SAME_PERSON, now)
    _record("made sure who it is", stands.concern, by=by, role=role, now=now)


# What happens by itself.


@transaction.atomic
def tell_who_waits(now: datetime) -> int:
    """Tell clients whose day has passed without an answer; returns how many. Nobody can stop it."""
    told = 0
    for stands in standings(Concern.objects.filter(keep_until__gt=now)):
        late = stands.latest(Kind.LATE)
        if stands.is_late(now) and (late is None or late.at < stands.asked_at):
            _mark(stands.concern, Kind.LATE, now)
            _tell_client(stands, now=now)
            told += 1
    return told


@transaction.atomic
def forget_what_was_kept(now: datetime) -> int:
    """Delete concerns whose retention has ended; returns how many.

    While the record of their therapy is kept, or a hold is on it, they are kept along with it.
    """
    old = Concern.objects.filter(keep_until__lte=now)
    kept = Participant.objects.filter(card__key__destroyed_at=None)
    old = old.exclude(participant__in=kept.values("pk"))
    if not old.exists():
        return 0
    with erasing("concerns kept long enough", now):
        return old.delete()[1].get("portal.Concern", 0)
