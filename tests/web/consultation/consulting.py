"""A therapy in which every field about people on record holds a marked word; and what it takes
to ask, answer and supervise, through the acts."""

from datetime import UTC, date, datetime, time

BEGAN = datetime(2025, 9, 2, 9, 0, tzinfo=UTC)
SINCE = date(2025, 9, 2)
# Each stands in one field on record. No two begin alike, so that none hides behind another.
MARKED = {
    "name": "Quillamy Brackenfold",
    "given": "Ottolie",
    "family": "Vandersloot",
    "former": "Mezzrow",
    "nick": "Kittums",
    "official": "Jessamine",
    "birth": "1987-03-14",
    "pronouns": "Xemself",
    "language": "Sorbian",
    "note": "Walbrook",
    "whereabouts": "Penhallow",
    "safety": "Drummoyne",
    "email": "zorb.q@lampwick.example",
    "phone": "+44 20 7946 0991",
    "post": "14 Gossamer Rise, Ulverton, LA12 9QX",
    "safe_when": "Fridaine",
    "close": "Hesper Thistlewick",
    "relation": "Goddaughterly",
    "close_phone": "+44 161 496 0777",
    "guardian": "Ignatius Corvell",
    "account": "quill@burrow.example",
    "other_client": "Yorrick Tamberlane",
    "involved": "Nettlecombe Works",
    "supervisor_in_terms": "Eulalia Starkweather",
    "address_in_terms": "9 Fennimore Court",
    "client_is_at": "Larkspur",
    "credential": "REG-55821",
    "practice": "Harrowgate House",
}
DAYS = {"started": "2 September 2025", "session": "3 February 2026", "contact": "2026-02-09"}


def works_here(user, *codes: str, trainee: bool = False):
    """Make an account that of a therapist."""
    from holdfast.web.practice.actions.staff import add_therapist

    return add_therapist(
        user, by=user, now=BEGAN, since=SINCE, codes=list(codes or ("bacp-2018", "aca-2014")),
        languages=["en"], trainee=trainee,
    )  # fmt: skip


def a_therapy(therapist, name: str, user=None, **texts: str):
    """Open a therapy with one client, its sessions held."""
    from holdfast.web.practice.actions import people, sessions, therapies

    by = therapist.user
    therapy = therapies.open_therapy(
        kind="individual", therapist=therapist, by=by, now=BEGAN, since=SINCE, zone="Europe/London"
    )
    card = people.new_card("therapy", now=BEGAN, name=name, **texts)
    who = people.add_participant(therapy, card, by=by, now=BEGAN, since=SINCE, user=user)
    starts = [datetime(2026, 1, 13, 14), datetime(2026, 1, 20, 14), datetime(2026, 2, 3, 14)]
    for session in sessions.plan_sessions(therapy, starts, minutes=50, by=by, now=BEGAN):
        end = session.planned_end
        part = sessions.Part(who, True, 6000, "GBP", 6000, end.date())
        sessions.record_session(
            session, [part], by=by, now=end, started_at=session.starts_at, ended_at=end
        )
    return therapy


def with_marked_words(therapist, client_user, now: datetime):
    """The therapy in question: whatever can stand on record about people stands there, marked."""
    from holdfast.web.practice.actions import people
    from holdfast.web.practice.models import CardName, Credential, Practice

    by, m = therapist.user, MARKED
    practice = Practice.get()
    practice.name = m["practice"]
    practice.save()
    Credential.objects.create(
        therapist=therapist, title="Registered", body="BACP", number=m["credential"]
    )
    client_user.seal(address=m["account"])
    client_user.save()
    therapy = a_therapy(
        therapist, m["name"], client_user, birth=m["birth"], pronouns=m["pronouns"],
        language=m["language"], note=f"Lives with {m['note']}.",
    )  # fmt: skip
    who = therapy.participants.select_related("card__key", "therapy__key").get()
    for kind in ("given", "family", "former", "nick", "official"):
        row = CardName(card=who.card, kind=kind)
        row.seal(value=m[kind])
        row.save()
    for kind in ("email", "phone", "post"):
        people.add_contact_point(
            who.card, by=by, now=now, about=therapy, kind=kind, value=m[kind],
            safe_when=f"not when {m['safe_when']} is in",
        )  # fmt: skip
    people.add_emergency_contact(
        who.card, by=by, now=now, about=therapy, name=m["close"], relation=m["relation"],
        phone=m["close_phone"],
    )  # fmt: skip
    who.seal(whereabouts=f"mostly in {m['whereabouts']}", safety=f"call {m['safety']} first")
    who.save()
    guardian = people.new_card("therapy", now=BEGAN, name=m["guardian"])
    people.add_participant(
        therapy, guardian, by=by, now=BEGAN, since=SINCE, role="guardian", stands_for=who
    )
    a_therapy(therapist, m["other_client"])
    _agree(therapy, who, now)
    therapy.refresh_from_db()
    return therapy


def _agree(therapy, who, now: datetime) -> None:
    """An agreement in force whose terms name people and places."""
    from dataclasses import replace

    from holdfast import frame
    from holdfast.web.frame import actions

    by, m = therapy.assignments.get().therapist.user, MARKED
    start = frame.template("psychodynamic").terms
    terms = replace(
        start,
        kind=therapy.kind,
        zone=therapy.zone,
        frequency=frame.Frequency(slots=(frame.Slot(day="tue", start=time(14)),)),
        fee=replace(start.fee, amount=frame.Money(6000, "GBP")),
        place=frame.Place(address=m["address_in_terms"]),
        remote=frame.Remote(client_is_at=f"in {m['client_is_at']}"),
        others=frame.Others(people=(frame.Involved(role="employer", name=m["involved"]),)),
        supervision=frame.Supervision(supervisor=m["supervisor_in_terms"]),
    )
    draft = actions.start_draft(therapy, terms, origin="template", by=by, now=BEGAN)
    version = actions.fix(draft, [("consent", who)], by=by, now=BEGAN)
    for party in version.parties.all():
        how = "sign_in" if party.therapist_id else "paper"
        actions.sign(party, how=how, by=by, now=BEGAN, on=SINCE)


def everything_marked(therapy) -> str:
    """A text in which every marked word stands, as somebody might write it in a hurry."""
    words = ". Then ".join(MARKED.values())
    small = ", ".join(MARKED[key].lower() for key in ("name", "family", "close", "guardian"))
    days = " and ".join(DAYS.values())
    return f"About {words}. Also {small}. On {days}. Code {therapy.code}. Written by Alice Ames."


def pieces() -> list[str]:
    """Every part of a marked word that would tell by itself, in small letters."""
    import re

    common = {
        "rise", "example", "works", "court", "house", "reg", "practice", "in", "q", "14",
        "9", "44", "20", "161",
    }  # fmt: skip
    found = {
        part.lower()
        for value in (*MARKED.values(), *DAYS.values(), "Alice", "Ames")
        for part in re.findall(r"\w+", value)
    }
    return sorted(found - common - {"2", "3", "03", "02", "09"})


def a_signal(therapy, now: datetime):
    """A drift of the frame: the last sessions ran long."""
    from holdfast.web.frame import contributes
    from holdfast.web.practice.actions import sessions
    from holdfast.web.practice.actions.signals import keep_found

    by = therapy.assignments.get().therapist.user
    who = therapy.participants.clients().first()
    starts = [datetime(2025, 9, 9 + 7 * n, 14) for n in range(3)]
    starts += [datetime(2025, 10 + n // 4, 1 + 7 * (n % 4), 14) for n in range(8)]
    from datetime import timedelta

    for session in sessions.plan_sessions(therapy, starts, minutes=50, by=by, now=BEGAN):
        end = session.planned_end + timedelta(minutes=20)
        part = sessions.Part(who, True, 6000, "GBP", 6000, end.date())
        sessions.record_session(
            session, [part], by=by, now=end, started_at=session.starts_at, ended_at=end
        )
    keep_found(therapy, contributes.find([therapy], now), now)
    return therapy.signals.filter(capability="frame").order_by("kind").first()


CONTENT = {
    "question": "Would you raise it, and how?", "hint": "Somebody who works with wood.",
    "chosen": [], "to": "", "outside": "Petra Outside", "from": "", "urgent": False, "phone": "",
    "also": [],
}  # fmt: skip


def a_draft(user, now: datetime, therapy=None, **content):
    """A question begun."""
    from holdfast.web.consultation.actions import asking
    from holdfast.web.consultation.sources import Grounds

    return asking.keep_draft(
        None, Grounds(therapy=therapy), {**CONTENT, **content}, by=user, now=now
    )


def a_question(user, to, now: datetime, therapy=None, source=None, source_id=None, **content):
    """A question sent, to somebody inside or, without `to`, outside."""
    from holdfast.web.consultation.actions import asking
    from holdfast.web.consultation.copies import shown
    from holdfast.web.consultation.known import on_record
    from holdfast.web.consultation.sources import Grounds

    draft = asking.keep_draft(
        None, Grounds(source or "nothing", source_id, therapy), {**CONTENT, **content},
        by=user, now=now,
    )  # fmt: skip
    copy = shown(draft.opened(), (), on_record(user, therapy, now), now.date())
    return asking.send(draft, copy, to, by=user, now=now)


def answered(question, now: datetime, words: str = "Raise it early, and plainly."):
    """A question that was read and answered by whoever it was put to."""
    from holdfast.web.consultation.actions import answering

    answering.open_it(question, by=question.to, now=now)
    answering.answer(question, words, by=question.to, now=now)
    return question


def supervised(supervisor, therapist, now: datetime, kind: str = "consultative", **more):
    """A supervision agreement in force."""
    from holdfast.web.practice.models import SupervisionAgreement

    return SupervisionAgreement.objects.create(
        supervisor=supervisor, supervisee=therapist, kind=kind, since=SINCE, agreed=True,
        **{"covers_all": True, **more},
    )  # fmt: skip


def a_seat(agreement, now: datetime, on: date = date(2026, 2, 10), **more):
    """A session of supervision with a seat."""
    from holdfast.web.consultation.actions import supervising

    given = {"kind": "individual", "on": on, "minutes": 60, "peer": None, **more}
    return supervising.note_sitting(
        agreements=[agreement] if agreement else [], by=agreement.supervisor, now=now, **given
    )[0]


def house(lead, now: datetime, **wanted):
    """The practice wants things countersigned."""
    from holdfast.web.consultation.actions.countersigning import set_house

    wants = {"decisions": True, "agreements": True, "trainees_only": False, **wanted}
    return set_house(**wants, by=lead, now=now)
