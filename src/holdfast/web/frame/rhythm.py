"""Planned sessions that follow the rhythm of the agreement in force."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from holdfast import frame
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions.sessions import move_session, plan_sessions
from holdfast.web.practice.models import Assignment, Break, Session, Therapy


@dataclass(frozen=True)
class Move:
    """A planned session that would move, or last longer or shorter."""

    session: Session
    to: datetime


@dataclass(frozen=True)
class Plan:
    """What following the rhythm means for what is planned. Times are local, without zone."""

    minutes: int
    where: str
    new: tuple[datetime, ...]
    moves: tuple[Move, ...]
    kept: tuple[Session, ...]
    beside: tuple[Session, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether everything is planned as agreed already."""
        return not (self.new or self.moves)


def can_plan(terms: frame.Terms) -> bool:
    """Say whether the terms have a regular rhythm with times."""
    rhythm = terms.frequency
    return rhythm is not None and rhythm.pattern == "regular" and bool(rhythm.slots)


def follow(therapy: Therapy, terms: frame.Terms, start: date, end: date) -> Plan:
    """Hold what is planned and not recorded from `start` to `end` against the agreed rhythm.

    Within a week a planned session moves to the agreed time that is still free; what is planned
    beyond the rhythm stands beside it and is left alone.
    """
    assert terms.frequency is not None
    minutes = terms.length.minutes if terms.length else 50
    agreed = frame.plan(
        terms.frequency,
        minutes=minutes,
        zone=therapy.tz,
        start=start,
        end=end,
        breaks=_breaks(therapy, start),
    )
    wanted = [one.start.astimezone(therapy.tz).replace(tzinfo=None) for one in agreed]
    there = therapy.sessions.filter(planned_on__gte=start, planned_on__lte=end)
    rows = list(there.order_by("starts_at").defer("note"))
    return _held_against(rows, wanted, minutes, _where(terms))


def _held_against(
    rows: Sequence[Session], wanted: Sequence[datetime], minutes: int, where: str
) -> Plan:
    taken = {_local(row) for row in rows}
    free = [at for at in wanted if at not in taken]
    by_week: dict[date, list[datetime]] = defaultdict(list)
    for at in free:
        by_week[_week(at.date())].append(at)
    moves, kept, beside = [], [], []
    for row in (row for row in rows if row.state == Session.State.PLANNED):
        on_time = _local(row) in wanted
        same_week = by_week[_week(row.planned_on)]
        if on_time and row.minutes == minutes:
            kept.append(row)
        elif on_time:
            moves.append(Move(row, _local(row)))
        elif same_week:
            moves.append(Move(row, same_week.pop(0)))
        else:
            beside.append(row)
    moved_to = {move.to for move in moves}
    new = tuple(at for at in free if at not in moved_to)
    return Plan(minutes, where, new, tuple(moves), tuple(kept), tuple(beside))


@transaction.atomic
def put(therapy: Therapy, plan: Plan, *, without: Iterable[str], by: User, now: datetime) -> None:
    """Plan what is new, move what moves, and take out those beside it that are named."""
    for move in plan.moves:
        move_session(move.session, move.to, minutes=plan.minutes, by=by, now=now, new_rhythm=True)
    plan_sessions(therapy, plan.new, minutes=plan.minutes, by=by, now=now, where=plan.where)
    named = set(without)
    for session in plan.beside:
        if str(session.pk) in named:
            audit.record("session taken out", now=now, actor=by, subject=session, about=therapy)
            session.delete()


def tomorrow(now: datetime) -> date:
    """Return the day from which plans change: what is planned for today is about to happen."""
    return now.date() + timedelta(days=1)


def weeks_ahead(today: date, weeks: int) -> date:
    """Return the last day of so many weeks from today."""
    return today + timedelta(weeks=weeks) - timedelta(days=1)


def _local(session: Session) -> datetime:
    return datetime.combine(session.planned_on, session.planned_at)


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _where(terms: frame.Terms) -> str:
    return terms.place.kinds[0] if terms.place and terms.place.kinds else Session.Where.ROOM


def _breaks(therapy: Therapy, start: date) -> list[tuple[date, date]]:
    seats = Assignment.objects.filter(therapy=therapy, until=None).values("therapist")
    rows = Break.objects.filter(Q(therapy=therapy) | Q(therapist__in=seats), until__gte=start)
    return list(rows.values_list("since", "until"))
