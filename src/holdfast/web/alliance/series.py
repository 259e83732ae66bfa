"""Series as the rules know them: one participant, one scale, session by session.

Seven queries whatever the number of therapies. Only answers are opened, nothing else.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Q

from holdfast import alliance
from holdfast.web.alliance.models import Check, Learned, Naming, Pause, Rhythm
from holdfast.web.practice.models import Attendance, Participant, Session, Therapy
from holdfast.web.practice.once import once_a_page
from holdfast.web.practice.reading import clients_of, sessions_of

# An answer may come a little after the session; until then nothing is missing.
GRACE = timedelta(days=2)


@dataclass(frozen=True)
class Series:
    """One participant's answers on one scale, beside what was expected of them.

    `sessions` maps the number of a session, counted from 1, to the session.
    """

    participant: Participant
    scale: str
    course: alliance.Course
    sessions: Mapping[int, Session]
    checks: Mapping[int, Check]
    namings: tuple[alliance.Naming, ...]
    absences: tuple[alliance.Absence, ...]

    @property
    def instrument(self) -> alliance.Instrument:
        """What was answered."""
        return alliance.instrument(self.scale)

    @property
    def lane(self) -> alliance.Lane:
        """What a chart draws."""
        scale = alliance.scale_of(self.instrument)
        return alliance.lane(self.course, scale, self.namings, self.absences)


@dataclass
class _Facts:
    """What was read about many therapies at once."""

    sessions: dict[uuid.UUID, list[Session]]
    clients: dict[uuid.UUID, list[Participant]]
    checks: dict[tuple[uuid.UUID, str], dict[uuid.UUID, Check]]
    namings: dict[uuid.UUID, list[Naming]]
    rhythms: dict[uuid.UUID, Rhythm]
    pauses: dict[uuid.UUID, Pause]
    absent: set[tuple[uuid.UUID, uuid.UUID]]
    priors: dict[str, alliance.Prior]


def followed(scale: str) -> bool:
    """Say whether the answers of a scale are followed session by session."""
    return alliance.instrument(scale).kind == "alliance"


def series_of(therapies: Sequence[Therapy], now: datetime) -> list[Series]:
    """Return every series in which anything was answered."""
    if not (answered := checks_of(therapies)):
        return []
    facts, found = _read(therapies, answered), []
    for therapy in therapies:
        for client in facts.clients[therapy.pk]:
            scales = sorted({scale for who, scale in facts.checks if who == client.pk})
            found += [_series(therapy, client, s, facts, now) for s in scales if followed(s)]
    return found


def series_for(participant: Participant, scale: str, now: datetime) -> Series | None:
    """Return one series, None if nothing was answered on this scale."""
    every = series_of([participant.therapy], now)
    mine = (s for s in every if s.participant.pk == participant.pk and s.scale == scale)
    return next(mine, None)


@once_a_page
def checks_of(therapies: Sequence[Therapy]) -> list[Check]:
    """Return everything that was answered, the oldest first. One query whatever their number."""
    by_key = {therapy.pk: therapy for therapy in therapies}
    found: list[Check] = list(Check.objects.filter(therapy__in=by_key).order_by("at"))
    for row in found:
        row.therapy = by_key[row.therapy_id]
    return found


def _read(therapies: Sequence[Therapy], answered: Iterable[Check]) -> _Facts:
    by_key = {therapy.pk: therapy for therapy in therapies}
    checks: dict[tuple[uuid.UUID, str], dict[uuid.UUID, Check]] = defaultdict(dict)
    for check in answered:
        if check.session_id is not None:
            checks[check.participant_id, check.scale][check.session_id] = check
    with_answers = {session for found in checks.values() for session in found}
    namings: dict[uuid.UUID, list[Naming]] = defaultdict(list)
    for naming in Naming.objects.filter(therapy__in=by_key):
        namings[naming.participant_id].append(naming)
    absent = Attendance.objects.filter(session__therapy__in=by_key, attended=False)
    return _Facts(
        sessions=_sessions(therapies, with_answers),
        clients=clients_of(therapies),
        checks=checks,
        namings=namings,
        rhythms={row.therapy_id: row for row in Rhythm.objects.filter(therapy__in=by_key)},
        pauses={
            row.participant_id: row for row in Pause.objects.filter(participant__therapy__in=by_key)
        },
        absent=set(absent.values_list("session_id", "participant_id")),
        priors={row.scale: learned_prior(row) for row in Learned.objects.all()},
    )


def learned_from(scale: str) -> int:
    """Return from how many clients was learned what is expected on a scale; 0: from none."""
    row = Learned.objects.filter(scale=scale).first()
    return row.clients if row else 0


def learned_prior(row: Learned) -> alliance.Prior:
    """Return what was learned as the rules know it."""
    origin = f"learned from {row.clients} clients"
    return alliance.Prior(**row.values, origin=origin, clients=row.clients)


def _sessions(
    therapies: Sequence[Therapy], with_answers: set[uuid.UUID]
) -> dict[uuid.UUID, list[Session]]:
    """Everything but plans for which nobody has answered; an entry may come after the answers."""
    return {
        key: [r for r in rows if r.state != Session.State.PLANNED or r.pk in with_answers]
        for key, rows in sessions_of(therapies).items()
    }


def _series(
    therapy: Therapy, client: Participant, scale: str, facts: _Facts, now: datetime
) -> Series:
    taken = (Session.State.HELD, Session.State.PLANNED)
    all_of = [s for s in facts.sessions[therapy.pk] if client.there_on(s.planned_on)]
    held = [s for s in all_of if s.state in taken or s.pk in facts.checks[client.pk, scale]]
    numbers = {session.pk: number for number, session in enumerate(held, start=1)}
    checks = facts.checks[client.pk, scale]
    rhythm = facts.rhythms.get(therapy.pk) or Rhythm()
    cadence = cadence_of(rhythm, facts.pauses.get(client.pk))
    ratings = [
        _rating(numbers[s.pk], s, checks.get(s.pk), cadence, (s.pk, client.pk) in facts.absent, now)
        for s in held
    ]
    namings = tuple(
        alliance.Naming(numbers[n.session_id], cast(alliance.Form, n.form))
        for n in facts.namings[client.pk]
        if n.session_id in numbers
    )
    instrument = alliance.instrument(scale)
    course = alliance.follow(
        ratings,
        alliance.scale_of(instrument),
        facts.priors.get(scale) or alliance.default_prior(scale),
        rate=rhythm.rate,
        namings=namings,
    )
    return Series(
        client,
        scale,
        course,
        {numbers[s.pk]: s for s in held},
        {numbers[key]: check for key, check in checks.items() if key in numbers},
        namings,
        tuple(_absences(all_of, numbers)),
    )


def cadence_of(rhythm: Rhythm, pause: Pause | None) -> alliance.Cadence:
    """Return how often somebody is asked, their own pause included."""
    often = {"each": "each", "every_second": "every_second", "none": "none"}[rhythm.often]
    return alliance.Cadence(
        cast(alliance.cadence.Rhythm, often),
        pause.paused_on if pause else None,
        pause.resumed_on if pause else None,
    )


def _rating(
    number: int,
    session: Session,
    check: Check | None,
    cadence: alliance.Cadence,
    was_absent: bool,
    now: datetime,
) -> alliance.Rating:
    if check is None:
        held = alliance.HeldSession(number, session.planned_on, answered=False)
        due = alliance.due(cadence, held, session.planned_on).due
        too_soon = now - session.planned_end < GRACE
        return alliance.Rating(number, None, asked=due and not was_absent and not too_soon)
    given = check.given()
    scored = alliance.score(alliance.instrument(check.scale), given.statements)
    return alliance.Rating(
        number, scored.value, scored.scatter, bool(given.felt_off), given.all_right_now
    )


def _absences(
    sessions: Sequence[Session], numbers: Mapping[uuid.UUID, int]
) -> list[alliance.Absence]:
    """Place what the client called off or missed at the session that came before it."""
    found, number = [], 0
    for session in sessions:
        number = numbers.get(session.pk, number)
        if session.state == Session.State.MISSED:
            found.append(alliance.Absence(max(number, 1), "missed"))
        elif session.state == Session.State.CANCELLED and session.cancelled_by == Session.By.CLIENT:
            found.append(alliance.Absence(max(number, 1), "cancelled"))
    return found


def latest_session(participant: Participant, now: datetime) -> Session | None:
    """Return the session a check now is about: the last that has begun and was not called off."""
    begun = Session.objects.filter(therapy=participant.therapy_id, starts_at__lte=now)
    there = begun.filter(Q(state=Session.State.HELD) | Q(state=Session.State.PLANNED))
    came = there.exclude(attendances__participant=participant, attendances__attended=False)
    row: Session | None = came.order_by("-starts_at").first()
    return row if row and participant.there_on(row.planned_on) else None
