"""Asking by e-mail after a session, by itself, and reminding once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from holdfast import alliance
from holdfast.web.alliance.actions.answering import Place, safe_address, send_link
from holdfast.web.alliance.models import Asking, Check, Pause, Rhythm
from holdfast.web.alliance.series import cadence_of
from holdfast.web.practice.models import Participant, Session, Therapy
from holdfast.web.practice.models.staff import in_force

# A letter goes out when the session has settled, and not long after it.
SOONEST = timedelta(hours=2)
LATEST = timedelta(days=6)


def ask_by_letter(now: datetime) -> int:
    """Write to everybody whose check is due; returns how many letters went out."""
    return sum(_write(session, person, now) for session, person in _waiting(now))


def _waiting(now: datetime) -> Iterator[tuple[Session, Participant]]:
    """Yield the latest session of each therapy that asks by letter, with each client who came."""
    rhythms = Rhythm.objects.filter(by_letter=True).exclude(often=Rhythm.Often.NONE)
    held = Session.objects.held().between(now - LATEST, now - SOONEST)
    going_on = held.filter(therapy__in=rhythms.values("therapy"))
    rows = going_on.exclude(therapy__state=Therapy.State.ENDED).order_by("therapy", "-starts_at")
    seen = set()
    for session in rows.select_related("therapy__key", "therapy__rhythm"):
        if session.therapy_id in seen:
            continue
        seen.add(session.therapy_id)
        for person in _who_came(session):
            yield session, person


def _who_came(session: Session) -> Iterator[Participant]:
    clients = Participant.objects.clients().filter(in_force(session.planned_on))
    came = clients.exclude(attendances__session=session, attendances__attended=False)
    for person in came.filter(therapy=session.therapy_id).select_related("card__key"):
        person.therapy = session.therapy
        yield person


def _write(session: Session, person: Participant, now: datetime) -> bool:
    due = _due(session, person, now)
    asked = Asking.objects.filter(participant=person, session=session, scale=alliance.CHECK)
    if not due.due or asked.filter(Q(reminds=True) | Q(answered_at__isnull=False)).exists():
        return False
    reminds = asked.exists()
    if (reminds and not due.remind) or safe_address(person) is None:
        return False
    place = Place(person, alliance.CHECK, session)
    path = reverse("alliance:by_link", args=["SECRET"])
    send_link(place, path, by=None, now=now, reminds=reminds)
    return True


def _due(session: Session, person: Participant, now: datetime) -> alliance.Due:
    pause = Pause.objects.filter(participant=person).first()
    cadence = cadence_of(session.therapy.rhythm, pause)
    before = Session.objects.held().filter(therapy=session.therapy_id)
    number = before.filter(starts_at__lte=session.starts_at).count()
    answered = Check.objects.filter(participant=person, session=session, scale=alliance.CHECK)
    held = alliance.HeldSession(max(number, 1), session.planned_on, answered.exists())
    return alliance.due(cadence, held, now.date())
