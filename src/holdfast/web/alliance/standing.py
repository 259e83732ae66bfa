"""Where the answers of each client of a therapy stand, for their therapist."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from holdfast import alliance
from holdfast.alliance import words
from holdfast.web.alliance.models import Check, Pause, Rhythm
from holdfast.web.alliance.series import Series, latest_session, series_of
from holdfast.web.alliance.shown import title_of
from holdfast.web.practice.models import Participant, Therapy


@dataclass(frozen=True)
class Line:
    """One scale somebody answered: its words, how many answers, and what they show."""

    scale: str
    title: str
    answers: int
    finding: str


@dataclass(frozen=True)
class Person:
    """One client: whether the last check is there, and what was answered so far.

    Of one whose work has ended (`over`) nothing is due and nothing can be asked.
    """

    participant: Participant
    name: str
    due: str
    paused: bool
    signs_in: bool
    lines: tuple[Line, ...]
    over: bool


def standing_of(therapy: Therapy, now: datetime) -> list[Person]:
    """Return each client of a therapy, with names."""
    clients = list(therapy.participants.clients().with_cards().order_by("since", "id"))
    series: dict[uuid.UUID, list[Series]] = {}
    for one in series_of([therapy], now):
        series.setdefault(one.participant.pk, []).append(one)
    return [_person(client, series.get(client.pk, []), now) for client in clients]


def _person(client: Participant, series: list[Series], now: datetime) -> Person:
    pause = Pause.objects.filter(participant=client, resumed_on=None).exists()
    over = client.is_over(now.date())
    return Person(
        client,
        client.card.shown_name,
        "" if over else _due(client, pause, now),
        pause,
        client.user_id is not None,
        (*_followed(series), *_outcomes(client)),
        over,
    )


def _due(client: Participant, paused: bool, now: datetime) -> str:
    session = latest_session(client, now)
    if session is None:
        return ""
    answered = Check.objects.filter(
        participant=client, session=session, scale=alliance.CHECK
    ).exists()
    rhythm = Rhythm.objects.filter(therapy=client.therapy_id).first() or Rhythm()
    cadence = alliance.Cadence(
        rhythm.often,  # type: ignore[arg-type]
        now.date() if paused else None,
    )
    held = client.therapy.sessions.held().filter(starts_at__lte=session.starts_at).count()
    one = alliance.HeldSession(max(held, 1), session.planned_on, answered)
    return words.due_words(alliance.due(cadence, one, now.date()))


def _followed(series: list[Series]) -> list[Line]:
    return [
        Line(s.scale, title_of(s.scale), len(s.checks), words.course_words(s.course))
        for s in series
    ]


def _outcomes(client: Participant) -> list[Line]:
    found: dict[str, list[Check]] = {}
    rows = Check.objects.filter(participant=client).order_by("at").select_related("therapy__key")
    for row in rows:
        if alliance.instrument(row.scale).kind != "alliance":
            found.setdefault(row.scale, []).append(row)
    return [Line(s, title_of(s), len(rows), outcome_words(rows)) for s, rows in found.items()]


def outcome_words(checks: list[Check]) -> str:
    """Say what became of an outcome score from the first answers to the last."""
    instrument = alliance.instrument(checks[0].scale)
    scored = [alliance.score(instrument, check.given().statements) for check in checks]
    last = words.score_words(scored[-1], instrument)
    values = [score.value for score in scored if score.value is not None]
    changed = alliance.change(instrument, values[0], values[-1]) if len(values) > 1 else None
    return f"{last}. {words.change_words(changed)}" if changed else last
