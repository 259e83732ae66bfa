"""What pages say about answers: in words, with what to do now where that is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast import alliance
from holdfast.alliance import words
from holdfast.web.alliance.models import Check, FollowUp
from holdfast.web.alliance.texts import text_for
from holdfast.web.alliance.turning import turning_for
from holdfast.web.practice.actions.notices import therapists_of
from holdfast.web.practice.models import Participant, Session, Therapy
from holdfast.web.practice.models.arranged import emergencies_of


@dataclass(frozen=True)
class Shown:
    """One set of answers as it is read: pairs of statement and answer, and room to write."""

    check: Check
    title: str
    rows: tuple[tuple[str, str], ...]
    note: str
    score: str
    felt_off: bool = False


def shown(check: Check) -> Shown:
    """Open a check and put its answers in words."""
    given = check.given()
    instrument, text = alliance.instrument(check.scale), text_for(check.scale)
    rows = [*words.answers_in_words(instrument, text, given.statements)]
    said = alliance.check_words()
    if given.felt_off is not None:
        rows.append((said.felt_off, said.felt_off_yes if given.felt_off else said.felt_off_no))
    if given.all_right_now is not None:
        answers = {
            "yes": said.all_right_yes, "partly": said.all_right_partly, "no": said.all_right_no,
        }  # fmt: skip
        rows.append((said.all_right_now, answers[given.all_right_now]))
    scored = words.score_words(alliance.score(instrument, given.statements), instrument)
    return Shown(
        check, title_of(check.scale), tuple(rows), given.note, scored, bool(given.felt_off)
    )


def title_of(scale: str) -> str:
    """Name a scale as people know it."""
    return _("Session check") if scale == alliance.CHECK else alliance.instrument(scale).name


def sent_words(participant: Participant, now: datetime) -> str:
    """Say that answers have arrived, who reads them, and when."""
    readers = [user.shown_name for user in therapists_of(participant.therapy, now)]
    said = {"who": _(" and ").join(readers)}
    if not readers:
        return _("Sent. Thank you.")
    coming = participant.therapy.sessions.filter(state=Session.State.PLANNED, starts_at__gt=now)
    if (session := coming.order_by("starts_at").first()) is None:
        return _("Sent. Thank you. It goes to %(who)s and is read before you next meet.") % said
    said["day"] = date_format(session.local_start, "l j F")
    return _("Sent. Thank you. It goes to %(who)s and is read before you meet on %(day)s.") % said


def right_now(check: Check) -> Sequence[str]:
    """Return what somebody reads at once after answers about danger; empty after any other."""
    if not FollowUp.objects.filter(check_row=check).exists():
        return ()
    turning = turning_for(check.participant)
    return words.risk_words_for_client(turning.every, emergencies_of(check.therapy))


def supervised(therapy: Therapy) -> bool:
    """Say whether somebody supervises this therapy with clinical responsibility."""
    from holdfast.web.practice.models import Assignment, SupervisionAgreement

    seats = Assignment.objects.filter(therapy=therapy, until=None).values("therapist")
    agreed = SupervisionAgreement.objects.filter(
        supervisee__in=seats, agreed=True, until=None,
        kind=SupervisionAgreement.Kind.RESPONSIBLE,
    )  # fmt: skip
    return agreed.exists()
