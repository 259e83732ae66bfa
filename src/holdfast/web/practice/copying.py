"""What a person's copy holds of the bare record: sessions, fees, contacts, breaks, their card.

What the therapist wrote about them (notes, crossings, promises, signals) is a part of its own: a
person looks at each row of it before it is handed over.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.practice.contributors import capability_of, contributors
from holdfast.web.practice.models import (
    Attendance,
    Contact,
    Crossing,
    Participant,
    Promise,
    Session,
    Signal,
)
from holdfast.web.practice.money import write_amount
from holdfast.web.practice.seam import CopyPart, SignalWords
from holdfast.web.practice.took_part import (
    attendance_of,
    breaks_of,
    contacts_of,
    is_only_client,
    sessions_of,
)

Row = Mapping[str, Any]


def parts(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Return what is known of a person, what happened with them, and what was written about it."""
    sessions, contacts = list(sessions_of(person)), list(contacts_of(person))
    mine = attendance_of(person)
    alone = is_only_client(person)
    return (
        CopyPart(_("What you told us about you"), _about(person), name="about_you", at_once=True),
        CopyPart(
            _("Sessions and fees"), [_session(s, mine.get(s.pk)) for s in sessions],
            (_others(alone),) if not alone else (), "sessions", at_once=True,
        ),
        CopyPart(
            _("Contacts between sessions"), [_contact(c) for c in contacts],
            name="contacts", at_once=True,
        ),
        CopyPart(_("Breaks"), [_break(b) for b in breaks_of(person)], name="breaks", at_once=True),
        *_written(person, reader, sessions, contacts, alone),
    )  # fmt: skip


def _others(alone: bool) -> tuple[str, str]:
    return _("Sessions of others"), _("You did not take part in them.")


def _about(person: Participant) -> list[Row]:
    card = person.card
    row: dict[str, Any] = {
        "name": card.shown_name,
        "pronouns": card.text("pronouns"),
        "birth": card.text("birth"),
        "language": card.text("language"),
        "names": [{"kind": n.kind, "name": n.text("value")} for n in _of_card(card.names, card)],
        "contact_points": [
            {"kind": p.kind, "value": p.text("value"), "safe_for": list(p.safe_for)}
            for p in _of_card(card.contact_points, card)
        ],
        "emergency_contacts": [
            {"name": e.text("name"), "relation": e.text("relation"), "phone": e.text("phone")}
            for e in _of_card(card.emergency_contacts, card)
        ],
        "whereabouts": person.text("whereabouts"),
        "safety": person.text("safety"),
    }
    return [{key: value for key, value in row.items() if value}]


def _of_card(rows: Any, card: Any) -> list[Any]:
    found = list(rows.order_by("id"))
    for row in found:
        row.card = card  # whose key is loaded already
    return found


def _session(row: Session, part: Attendance | None) -> Row:
    timed = not row.as_agreed
    return {
        "id": str(row.pk),
        "planned": row.local_start.isoformat(),
        "zone": row.zone,
        "minutes": row.minutes,
        "state": row.state,
        "started_at": _instant(row.started_at, row) if timed else None,
        "ended_at": _instant(row.ended_at, row) if timed else None,
        "where": row.where,
        "cancelled_by": row.cancelled_by or None,
        "cancelled_at": _instant(row.cancelled_at, row),
        "attended": part.attended if part else None,
        "fee": _fee(part),
    }


def _instant(at: Any, row: Session) -> str | None:
    return at.astimezone(row.local_start.tzinfo).isoformat() if at else None


def _fee(part: Attendance | None) -> Row | None:
    if part is None or part.due is None:
        return None
    return {
        "due": write_amount(part.due, part.currency),
        "paid": write_amount(part.paid, part.currency),
        "currency": part.currency,
        "paid_on": part.paid_on.isoformat() if part.paid_on else None,
        "waived": part.waived,
    }


def _contact(row: Contact) -> Row:
    return {
        "id": str(row.pk),
        "at": row.at.isoformat(),
        "channel": row.channel,
        "from": "client" if row.direction == Contact.Direction.FROM_CLIENT else "therapist",
        "about": row.purpose,
        "reply": row.reply,
        "minutes": row.minutes,
    }


def _break(row: Any) -> Row:
    return {
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
        "by": row.by,
        "announced_on": row.announced_on.isoformat(),
    }


# What was written about a person -----------------------------------------------------------------


def _written(
    person: Participant,
    reader: User,
    sessions: Sequence[Session],
    contacts: Sequence[Contact],
    alone: bool,
) -> Sequence[CopyPart]:
    private = (
        _("Private notes of the therapist"),
        _("Nobody but their writer can open them, so this program cannot put them in. Ask them."),
    )
    crossings = Crossing.objects.filter(participant=person.pk).order_by("on")
    own = Signal.objects.filter(therapy=person.therapy_id, participant=person.pk)
    of_all = Signal.objects.filter(therapy=person.therapy_id, participant=None)
    promises = Promise.objects.filter(therapy=person.therapy_id).order_by("made_on")
    about_all = [
        CopyPart(
            _("Notes of sessions"), [_noted(s, person) for s in sessions if s.note], (private,),
            "session_notes", shared=not alone,
        ),
        CopyPart(
            _("What the therapist said they would do"), [_promise(p, person) for p in promises],
            name="promises", shared=not alone,
        ),
    ]  # fmt: skip
    if not alone:
        name = "shared_signals"
        rows = _signals(of_all, person, reader)
        about_all.append(CopyPart(_("Points for all of you"), rows, name=name, shared=True))
    mine = own | of_all if alone else own
    return (
        CopyPart(
            _("Notes on contacts"), [_noted_contact(c, person) for c in contacts if c.note],
            name="contact_notes",
        ),
        CopyPart(
            _("Times that were not as usual"), [_crossing(c, person) for c in crossings],
            name="crossings",
        ),
        CopyPart(
            _("Points the program showed the therapist"), _signals(mine, person, reader),
            name="signals",
        ),
        *about_all,
    )  # fmt: skip


def _noted(row: Session, person: Participant) -> Row:
    row.therapy = person.therapy
    return {"session": row.local_start.isoformat(), "note": row.text("note")}


def _noted_contact(row: Contact, person: Participant) -> Row:
    row.therapy = person.therapy
    return {"at": row.at.isoformat(), "channel": row.channel, "note": row.text("note")}


def _crossing(row: Crossing, person: Participant) -> Row:
    row.therapy = person.therapy
    return {
        "on": row.on.isoformat(),
        "kind": row.kind,
        "begun_by": row.initiated_by,
        "talked_about": row.discussed,
        "note": row.text("note"),
    }


def _promise(row: Promise, person: Participant) -> Row:
    row.therapy = person.therapy
    return {
        "made_on": row.made_on.isoformat(),
        "words": row.text("words"),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "done_at": row.done_at.isoformat() if row.done_at else None,
    }


def _signals(rows: Any, person: Participant, reader: User) -> list[Row]:
    found = list(rows.order_by("since", "id"))
    for row in found:
        row.therapy = person.therapy
    words = _worded(found, reader)
    return [_signal(row, words[row.pk]) for row in found if row.pk in words]


def _worded(rows: Sequence[Signal], reader: User) -> dict[object, SignalWords]:
    """Ask each capability for the words of its own signals."""
    found: dict[object, SignalWords] = {}
    for module in contributors():
        own = [row for row in rows if row.capability == capability_of(module)]
        if own and (offered := getattr(module, "words", None)):
            found.update(offered(own, reader))
    return found


def _signal(row: Signal, words: SignalWords) -> Row:
    return {
        "since": row.since.isoformat(),
        "state": row.state,
        "headline": words.headline,
        "detail": words.detail,
        "why_set_aside": row.text("why"),
    }
