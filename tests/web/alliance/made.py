"""Therapies whose clients answered, built through the acts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

BEGAN = datetime(2025, 9, 2, 9, 0, tzinfo=UTC)
SINCE = date(2025, 9, 2)
HELD_UNTIL = datetime(2026, 2, 17, tzinfo=UTC)
GOOD = (5, 4, 4, 5, 5, 4, 5)
USUAL = (4, 4, 4, 5, 5, 4, 4)
LOW = (2, 2, 2, 2, 1, 2, 2)


def works_here(user):
    """Make an account that of a therapist."""
    from holdfast.web.practice.actions.staff import add_therapist

    return add_therapist(
        user, by=user, now=BEGAN, since=SINCE, codes=["bacp-2018"], languages=["en"]
    )


def a_therapy(therapist, name: str, user=None, kind: str = "individual", weeks: int = 24):
    """Open a therapy with one client and hold its sessions, Tuesdays at 14:00."""
    from holdfast.web.practice.actions import sessions, therapies

    by = therapist.user
    therapy = therapies.open_therapy(
        kind=kind, therapist=therapist, by=by, now=BEGAN, since=SINCE, zone="Europe/London"
    )
    who = join(therapy, name, user)
    starts = [datetime(2025, 9, 2, 14) + timedelta(weeks=n) for n in range(weeks)]
    for session in sessions.plan_sessions(therapy, starts, minutes=50, by=by, now=BEGAN):
        if session.starts_at < HELD_UNTIL:
            end = session.planned_end
            part = sessions.Part(who, True, 6000, "GBP", 6000, end.date())
            sessions.record_session(
                session, [part], by=by, now=end, started_at=session.starts_at, ended_at=end
            )
    return therapy


def join(therapy, name: str, user=None, **places):
    """Let somebody take part."""
    from holdfast.web.practice.actions import people

    by = therapy.assignments.get().therapist.user
    card = people.new_card("therapy", now=BEGAN, name=name)
    return people.add_participant(therapy, card, by=by, now=BEGAN, since=SINCE, user=user, **places)


def held(therapy):
    """The sessions that were held, oldest first."""
    return list(therapy.sessions.held().order_by("starts_at"))


def answered(who, session, given: Sequence[int], **more):
    """Answer the session check after a session, an hour later."""
    from holdfast.alliance import CHECK, CheckAnswers
    from holdfast.web.alliance.actions.answering import Place, take

    answers = CheckAnswers(dict(enumerate(map(float, given), start=1)), **more)
    at = session.planned_end + timedelta(hours=1)
    return take(Place(who, CHECK, session), answers, how="portal", now=at)


def falling(therapy, usual: int = 9):
    """Answer as usual for a while, then once much lower; nothing more is asked for after."""
    ask_nothing(therapy)
    who, sessions = therapy.participants.clients().first(), held(therapy)
    for number, session in enumerate(sessions[:usual]):
        answered(who, session, GOOD if number % 3 == 0 else USUAL)
    answered(who, sessions[usual], LOW)
    return sessions


def ask_nothing(therapy) -> None:
    """Let no check be missing."""
    from holdfast.web.alliance.actions.answering import set_rhythm

    by = therapy.assignments.get().therapist.user
    set_rhythm(therapy, often="none", rate=0.02, by=by, now=BEGAN)


def look_for_signals(therapy, now=HELD_UNTIL):
    """Let the worker look at one therapy."""
    from holdfast.web.alliance import contributes
    from holdfast.web.practice.actions.signals import keep_found
    from holdfast.web.practice.models import Signal, Therapy

    fresh = Therapy.objects.select_related("key").get(pk=therapy.pk)
    keep_found(fresh, contributes.find([fresh], now), now)
    return list(Signal.objects.filter(therapy=therapy).select_related("therapy__key"))
