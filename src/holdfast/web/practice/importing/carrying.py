"""Carrying an import out: the plan made anew and put into the record, all of it or nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import enqueue
from holdfast.web.practice.actions.people import name_therapy, new_card
from holdfast.web.practice.hearing import card_changed
from holdfast.web.practice.importing.fields import plain
from holdfast.web.practice.importing.planning import (
    NewContact,
    NewPerson,
    NewSession,
    NewTherapy,
    Plan,
    Step,
)
from holdfast.web.practice.models import (
    Assignment,
    Attendance,
    Card,
    Contact,
    ContactPoint,
    EmergencyContact,
    Participant,
    Session,
    Therapy,
)
from holdfast.web.practice.models.imports import ImportedRow
from holdfast.web.sealing.models import DataKey

AT_ONCE = 500


@dataclass
class Carried:
    """What was made so far, by the therapy's key in the plan or its id."""

    user: User
    now: datetime
    zone: str
    therapies: dict[str, Therapy] = field(default_factory=dict)
    people: dict[UUID, list[Participant]] = field(default_factory=lambda: defaultdict(list))
    sessions: dict[tuple[UUID, date, object], Session] = field(default_factory=dict)
    opened: set[UUID] = field(default_factory=set)
    rows: list[ImportedRow] = field(default_factory=list)


def carry_out(plan: Plan, *, by: User, now: datetime, zone: str) -> int:
    """Put a plan into the record, inside the caller's transaction; returns the steps taken."""
    carried = Carried(by, now, zone)
    _find(plan.steps, carried)
    for key in _opened_in_order(plan):
        _open(key, plan.opens[key], _first_day(plan, key), carried)
    _sessions([s for s in plan.steps if isinstance(s.thing, NewSession)], carried)
    _contacts([s for s in plan.steps if isinstance(s.thing, NewContact)], carried)
    _remember(plan.steps, carried)
    _mark_touched(plan.steps, carried)
    return len(plan.steps)


def _find(steps: Iterable[Step], carried: Carried) -> None:
    """Fetch the therapies that are there, with their people and sessions."""
    keys = {UUID(step.target) for step in steps if _is_id(step.target)}
    for therapy in Therapy.objects.filter(pk__in=keys).with_keys():
        carried.therapies[str(therapy.pk)] = therapy
    places = Participant.objects.filter(therapy__in=keys).clients().with_cards()
    for place in places.order_by("since", "id"):
        carried.people[place.therapy_id].append(place)
    for session in Session.objects.filter(therapy__in=keys).defer("note"):
        carried.sessions[session.therapy_id, session.planned_on, session.planned_at] = session


def _is_id(target: str) -> bool:
    try:
        return bool(UUID(target))
    except ValueError:
        return False


def _opened_in_order(plan: Plan) -> list[str]:
    """The therapies that a step needs, in the order of the file."""
    return list(dict.fromkeys(step.target for step in plan.steps if step.target in plan.opens))


def _first_day(plan: Plan, key: str) -> date | None:
    days = [s.thing.start.date() for s in plan.steps
            if s.target == key and isinstance(s.thing, NewSession)]  # fmt: skip
    return min(days, default=None)


def _open(key: str, new: NewTherapy, first: date | None, carried: Carried) -> None:
    """Open a therapy. It is watched from the day its therapist says, and not before."""
    since = new.since or first or carried.now.date()
    therapy = Therapy(
        key=DataKey.new(), kind=new.kind, state=new.state, zone=carried.zone,
        started_on=min(since, new.ended or since), ended_on=new.ended, stale_since=carried.now,
    )  # fmt: skip
    therapy.save(force_insert=True)
    Assignment.objects.create(therapy=therapy, therapist_id=new.therapist, since=since)
    for person in new.people:
        carried.people[therapy.pk].append(_take_in(therapy, person, since, carried.now))
    name_therapy(therapy)
    carried.therapies[key] = therapy
    carried.opened.add(therapy.pk)
    audit.record(
        "therapy imported", now=carried.now, actor=carried.user, subject=therapy, about=therapy
    )


def _take_in(therapy: Therapy, person: NewPerson, since: date, now: datetime) -> Participant:
    """Make the card of a person and their place. No way to reach them is known to be safe."""
    card = new_card(
        Card.HeldBy.THERAPY, now=now, name=person.name, names=person.names, **person.texts
    )
    for kind, value in person.points:
        point = ContactPoint(card=card, kind=kind)
        point.seal(value=value)
        point.save(force_insert=True)
    if person.points:
        card_changed(card, now)
    if person.emergency:
        contact = EmergencyContact(card=card)
        contact.seal(name=person.emergency[0], phone=person.emergency[1])
        contact.save(force_insert=True)
    place = Participant(therapy=therapy, card=card, since=since, zone=therapy.zone)
    place.save(force_insert=True)
    return place


def _sessions(steps: list[Step], carried: Carried) -> None:
    """Write sessions down. Rows of one therapy at one time are parts in one session."""
    made: list[Session] = []
    parts: dict[tuple[UUID, UUID], Attendance] = {}
    there = set(carried.sessions.values())
    for step in steps:
        new, therapy = step.thing, carried.therapies[step.target]
        assert isinstance(new, NewSession)
        place = (therapy.pk, new.start.date(), new.start.time())
        session = carried.sessions.get(place)
        if session in there:
            continue  # recorded meanwhile: what is in the record stays
        if session is None:
            session = carried.sessions[place] = _session(therapy, new, carried.now)
            made.append(session)
        for part in _parts(session, new, carried):
            parts.setdefault((session.pk, part.participant_id), part)
    Session.objects.bulk_create(made, batch_size=AT_ONCE)
    Attendance.objects.bulk_create(parts.values(), batch_size=AT_ONCE)
    _reach_back(made, carried)


def _session(therapy: Therapy, new: NewSession, now: datetime) -> Session:
    """One that was held is stored as agreed: a list of appointments says nothing of minutes."""
    session = Session(
        therapy=therapy,
        state=new.state,
        where=new.where,
        as_agreed=new.state == Session.State.HELD,
        cancelled_by=new.cancelled_by if new.state == Session.State.CANCELLED else "",
        cancelled_at=new.cancelled_at,
        recorded_at=None if new.state == Session.State.PLANNED else now,
    )
    session.plan(new.start, new.minutes, new.zone)
    session.seal(note=new.note)
    return session


def _parts(session: Session, new: NewSession, carried: Carried) -> list[Attendance]:
    """The part of the person a row names; of everybody, where it names the whole therapy."""
    if new.state == Session.State.PLANNED:
        return []
    people = carried.people[session.therapy_id]
    named = [p for p in people if plain(p.card.shown_name) == plain(new.name)]
    return [
        Attendance(
            session=session,
            participant=place,
            attended=new.state == Session.State.HELD,
            due=new.due if number == 0 else None,
            currency=new.currency if number == 0 and new.due is not None else "",
            paid=new.paid if number == 0 else 0,
            paid_on=new.paid_on if number == 0 else None,
        )
        for number, place in enumerate(named or people)
    ]


def _reach_back(made: list[Session], carried: Carried) -> None:
    """A therapy that was imported began at the latest with its first session."""
    first: dict[UUID, date] = {}
    for session in made:
        first[session.therapy_id] = min(
            session.planned_on, first.get(session.therapy_id, session.planned_on)
        )
    imported = ImportedRow.objects.filter(therapy__in=first, user=carried.user)
    ours = set(imported.values_list("therapy_id", flat=True)) | carried.opened
    for therapy, day in first.items():
        if therapy in ours:
            Therapy.objects.filter(pk=therapy, started_on__gt=day).update(started_on=day)
            Assignment.objects.filter(therapy=therapy, since__gt=day).update(since=day)
            Participant.objects.filter(therapy=therapy, since__gt=day).update(since=day)


def _contacts(steps: list[Step], carried: Carried) -> None:
    made = []
    for step in steps:
        new, therapy = step.thing, carried.therapies[step.target]
        assert isinstance(new, NewContact)
        people = carried.people[therapy.pk]
        named = [p for p in people if plain(p.card.shown_name) == plain(new.name)]
        contact = Contact(
            therapy=therapy, participant=(named or people)[0], channel=new.channel,
            direction=new.direction, purpose=new.purpose, at=new.at, minutes=new.minutes,
            recorded_at=carried.now,
        )  # fmt: skip
        contact.seal(note=new.note)
        made.append(contact)
    Contact.objects.bulk_create(made, batch_size=AT_ONCE)


def _remember(steps: Iterable[Step], carried: Carried) -> None:
    """Keep how each row is known again, so that the same file twice changes nothing."""
    rows = [
        ImportedRow(
            user=carried.user, therapist_id=step.therapist,
            therapy=carried.therapies[step.target], kind=kind, mark=mark,
        )
        for step in steps
        for kind, mark in step.marks
    ]  # fmt: skip
    ImportedRow.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def _mark_touched(steps: Iterable[Step], carried: Carried) -> None:
    """Write one audit row a therapy, and ask for its working frame to be guessed.

    The frame belongs to another app that stands on this one: it is asked by the name of its work.
    """
    with_facts = {step.target for step in steps if step.thing is not None}
    for target in with_facts:
        therapy = carried.therapies[target]
        audit.record(
            "facts imported", now=carried.now, actor=carried.user, subject=therapy, about=therapy
        )
        enqueue("frame.guess", due_at=carried.now, therapy=therapy.pk, user=carried.user.pk)
    keys = [carried.therapies[target].pk for target in with_facts]
    Therapy.objects.filter(pk__in=keys).mark_stale(carried.now)
