"""How one life is told: its beginning, its sessions, what drifts, what is agreed anew, its end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from holdfast import frame
from holdfast.web.endings.actions import plans
from holdfast.web.frame import actions as framing
from holdfast.web.frame.models import Draft, Party, Signature, newest_in_force
from holdfast.web.practice.actions import betweens, people, sessions, therapies
from holdfast.web.practice.actions.sessions import Part
from holdfast.web.practice.models import Card, Participant, Session, Therapy
from holdfast.web.running.demonstration.accounts import account_of_client, account_of_guardian
from holdfast.web.running.demonstration.endings import plan_the_end
from holdfast.web.running.demonstration.lives import WEEKS, Life
from holdfast.web.running.demonstration.practice import closed
from holdfast.web.running.demonstration.story import ZONE, Story, Timed, Told

AHEAD = timedelta(weeks=3)
PLANNED_BEFORE = 5


def tell(story: Story, life: Life) -> Iterator[Timed]:
    """Yield the acts of one life in the order of their time."""
    told = Told(life, story.therapists[life.therapist], story.users[life.therapist])
    first = life.slot(life.begins, story.first_monday)
    last_day = life.slot(life.ends or WEEKS, story.first_monday)
    yield story.at(first, life.at) - timedelta(days=3), lambda now: _begin(story, told, first, now)
    for week in range(life.begins, (life.ends or WEEKS) + 1):
        day = life.slot(week, story.first_monday)
        drifting = bool(life.drift) and life.drift_from <= week < (life.reagreed or WEEKS + 1)
        yield from _contacts(story, told, day, drifting)
        if week == life.reagreed:
            yield (
                story.at(day, time(8)),
                lambda now: _agree_anew(story, told, now),
            )
        yield from _meeting(story, told, day, drifting)
        if life.plans_end and week + PLANNED_BEFORE == life.ends:
            yield story.at(day, time(20)), lambda now: plan_the_end(told, last_day, now)
    if life.ends is not None:
        yield story.at(last_day, time(21)), lambda now: _end(told, now)


# The beginning.


def _begin(story: Story, told: Told, first: date, now: datetime) -> None:
    life = told.life
    told.therapy = therapies.open_therapy(
        kind=life.kind, therapist=told.therapist, by=told.user, now=now, since=first
    )
    for name in life.clients:
        told.clients.append(_participant(story, told, name, now))
    if life.guardian:
        told.guardian = _guardian(told, now)
    _agree(story, told, _first_terms(life), now)
    _plan(story, told, now)
    story.told.append(told)


def _participant(story: Story, told: Told, name: str, now: datetime) -> Participant:
    given, family = name.split(" ", 1)
    card = people.new_card(
        Card.HeldBy.THERAPY, now=now, name=name, names={"given": given, "family": family},
        birth=told.life.born or f"{story.dice.randrange(1955, 2003)}",
    )  # fmt: skip
    participant = people.add_participant(
        told.therapy, card, by=told.user, now=now, since=now.date(),
        user=account_of_client(name, now),
    )  # fmt: skip
    people.add_contact_point(
        card, by=told.user, now=now, about=told.therapy, kind="phone",
        value=f"07700 900{story.dice.randrange(1000):03d}", safe_for=["scheduling"],
        safe_when="weekdays",
    )  # fmt: skip
    if story.dice.random() < 0.5:
        people.add_emergency_contact(
            card, by=told.user, now=now, about=told.therapy, name=f"A friend of {given}",
            relation="friend", phone=f"07700 900{story.dice.randrange(1000):03d}",
        )  # fmt: skip
    return participant


def _guardian(told: Told, now: datetime) -> Participant:
    card = people.new_card(Card.HeldBy.THERAPY, now=now, name=told.life.guardian)
    child = told.clients[0]
    of_age = date(int(told.life.born) + 18, 7, 1)
    return people.add_participant(
        told.therapy, card, by=told.user, now=now, since=now.date(), role="guardian",
        stands_for=child, until=of_age, user=account_of_guardian(told.life.guardian, now),
    )  # fmt: skip


# The agreement.


def _first_terms(life: Life) -> frame.Terms:
    start = frame.template(life.template).terms
    assert start.length is not None
    assert start.fee is not None
    days: tuple[frame.Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    frequency = frame.Frequency(
        slots=(frame.Slot(day=days[life.day], start=life.at),),
        every_weeks=life.every_weeks,
        first=date(2024, 1, 1) + timedelta(weeks=life.begins % life.every_weeks),
    )
    return replace(
        start,
        kind=life.kind,  # type: ignore[arg-type]
        zone=ZONE.key,
        frequency=frequency,
        length=replace(start.length, minutes=life.minutes),
        place=frame.Place(kinds=("remote",) if life.remote else ("room",)),
        fee=replace(start.fee, amount=frame.Money(life.fee, "GBP"), due="at_session"),
    )


def _agree_anew(story: Story, told: Told, now: datetime) -> None:
    """Sign a new version; what is planned follows it."""
    terms = _reagreed_terms(told)
    _agree(story, told, terms, now)
    told.fee = terms.fee.amount.minor if terms.fee and terms.fee.amount else told.fee
    told.minutes = terms.length.minutes if terms.length else told.minutes
    for session in told.sessions.values():
        if session.state == Session.State.PLANNED and session.minutes != told.minutes:
            start = datetime.combine(session.planned_on, session.planned_at)
            sessions.move_session(session, start, minutes=told.minutes, by=told.user, now=now)


def _reagreed_terms(told: Told) -> frame.Terms:
    """Answer what had drifted: a longer session, another fee, contact that is spoken of."""
    newest = framing_terms(told.therapy)
    life = told.life
    if life.drift in {"long", "late"} and newest.length is not None:
        return replace(newest, length=replace(newest.length, minutes=life.minutes + 10))
    if life.drift in {"fee_open", "waived"} and newest.fee is not None:
        lower = frame.Money(life.fee * 3 // 4, "GBP")
        return replace(newest, fee=replace(newest.fee, amount=lower))
    if newest.contact is not None:
        words = (
            "Please write on weekdays between nine and six. What is bigger waits for the session."
        )
        return replace(newest, contact=replace(newest.contact, words=words))
    return newest


def framing_terms(therapy: Therapy) -> frame.Terms:
    """Return the terms of the newest version in force."""
    return newest_in_force([therapy])[therapy.pk].as_terms()


def _agree(story: Story, told: Told, terms: frame.Terms, now: datetime) -> None:
    draft = framing.start_draft(
        told.therapy, terms, origin=Draft.Origin.TEMPLATE, by=told.user, now=now
    )
    minor = told.guardian is not None
    signs = Party.Signs.ASSENT if minor else Party.Signs.CONSENT
    parties: list[tuple[str, Participant]] = [(signs, client) for client in told.clients]
    if told.guardian is not None:
        parties.append((Party.Signs.PERMISSION, told.guardian))
    agreement = framing.fix(draft, parties, by=told.user, now=now)
    for party in agreement.parties.all():
        how = Signature.How.SIGN_IN if party.therapist_id else Signature.How.PAPER
        framing.sign(party, how=how, by=told.user, now=now)


# Week by week.


def _plan(story: Story, told: Told, now: datetime) -> None:
    life = told.life
    ends = life.slot(life.ends, story.first_monday) if life.ends is not None else story.last + AHEAD
    frequency = _first_terms(life).frequency
    assert frequency is not None
    planned = frame.plan(
        frequency, minutes=life.minutes, zone=ZONE, start=now.date(), end=ends,
        breaks=closed(story),
    )  # fmt: skip
    starts = [p.start.astimezone(ZONE).replace(tzinfo=None) for p in planned]
    where = Session.Where.REMOTE if life.remote else Session.Where.ROOM
    for session in sessions.plan_sessions(
        told.therapy, starts, minutes=life.minutes, by=told.user, now=now, where=where
    ):
        told.sessions[session.planned_on] = session


def _meeting(story: Story, told: Told, day: date, drifting: bool) -> Iterator[Timed]:
    life, dice = told.life, story.dice
    ended = story.at(day, life.at) + timedelta(minutes=life.minutes + 20)
    roll, noise = dice.random(), dice.gauss(0, 2.5)
    if day <= story.last:
        yield ended, lambda now: _session(told, day, drifting, roll, noise, now)
    if dice.random() < 0.012 or (drifting and life.drift == "crossings" and dice.random() < 0.45):
        kind = dice.choice(["gift", "self_disclosure", "invitation", "met_outside", "favour"])
        by, discussed = dice.choice(["client", "client", "therapist"]), dice.random() < 0.5
        yield ended, lambda now: _crossing(told, kind, by, discussed, day, now)


def _session(
    told: Told, day: date, drifting: bool, roll: float, noise: float, now: datetime
) -> None:
    session = told.sessions.get(day)
    if session is None:
        return
    drift = told.life.drift if drifting else ""
    if drift == "fewer" and roll > 0.45:
        _cancel(told, session, "client", 30, now)
    elif roll < (0.35 if drift == "cancelled_by_client" else 0.04):
        _cancel(told, session, "client", 5 if drift else 50, now)
    elif roll > 0.985:
        sessions.miss_session(
            session, _parts(told, False, now.date(), False), by=told.user, now=now
        )
    else:
        _hold(told, session, drift, roll, noise, now)


def _hold(
    told: Told, session: Session, drift: str, roll: float, noise: float, now: datetime
) -> None:
    late = max(0, round(noise)) + (9 if drift == "late" and roll < 0.85 else 0)
    over = round(noise) + (10 + round(12 * roll) if drift == "long" and roll < 0.85 else 0)
    start = session.starts_at + timedelta(minutes=late)
    end = session.planned_end + timedelta(minutes=max(over, -10))
    waived = drift == "waived" and roll < 0.6
    paid_on = None if drift == "fee_open" and roll < 0.7 else now.date()
    sessions.record_session(
        session,
        _parts(told, True, paid_on, waived),
        by=told.user,
        now=now,
        as_agreed=not drift and roll < 0.5,
        started_at=start,
        ended_at=end,
    )


def _cancel(told: Told, session: Session, by: str, hours: int, now: datetime) -> None:
    sessions.cancel_session(
        session,
        [],
        by=told.user,
        now=now,
        cancelled_by=by,
        cancelled_at=session.starts_at - timedelta(hours=hours),
    )


def _parts(told: Told, came: bool, paid_on: date | None, waived: bool) -> list[Part]:
    """Each person's part; in a couple or family one of them pays for all."""
    shares = len(told.clients) if told.life.kind == "group" else 1
    parts = []
    for number, client in enumerate(told.clients):
        due = told.fee if number < shares else None
        paid = due if due and paid_on and not waived else 0
        parts.append(
            Part(client, came, due, "GBP" if due else "", paid, paid_on if paid else None, waived)
        )
    return parts


def _contacts(story: Story, told: Told, day: date, drifting: bool) -> Iterator[Timed]:
    dice, eve = story.dice, day - timedelta(days=1)
    if eve < told.life.slot(told.life.begins, story.first_monday):
        return
    if dice.random() < 0.12:
        at = story.at(eve, time(10 + dice.randrange(7), dice.randrange(60)))
        yield _noted(told, "scheduling", at)
    if drifting and told.life.drift == "night_texts":
        minutes = sorted(dice.randrange(60) for _ in range(1 + dice.randrange(2)))
        yield from (_noted(told, "support", story.at(eve, time(22, m))) for m in minutes)


def _noted(told: Told, purpose: str, at: datetime) -> Timed:
    return at + timedelta(minutes=5), lambda now: _contact(told, purpose, at, "in", now)


def _contact(told: Told, purpose: str, at: datetime, direction: str, now: datetime) -> None:
    betweens.note_contact(
        told.clients[0], by=told.user, now=now, channel="text", direction=direction,
        purpose=purpose, at=at.astimezone(UTC),
    )  # fmt: skip


def _crossing(told: Told, kind: str, by: str, discussed: bool, day: date, now: datetime) -> None:
    betweens.note_crossing(
        told.clients[0], by=told.user, now=now, kind=kind, on=day, initiated_by=by,
        discussed=discussed,
    )  # fmt: skip


def _end(told: Told, now: datetime) -> None:
    plans.close(told.therapy, how="planned", on=now.date(), by=told.user, now=now)
