"""Who gets the therapist's pages of the practice."""

from datetime import UTC, date, datetime, timedelta

from urls_table import Row, World

SINCE = date(2025, 9, 2)
STILL = datetime.now(UTC).date() + timedelta(days=30)  # pages knock by the real clock


def a_therapy(world: World, role: str) -> dict[str, object]:
    """A therapy of the therapist, which the supervisor answers for too."""
    return {"therapy_id": _kept(world)["therapy"].pk}


def a_person(world: World, role: str) -> dict[str, object]:
    """Its client."""
    return {"participant_id": _kept(world)["person"].pk}


def a_point(world: World, role: str) -> dict[str, object]:
    """A way to reach the client."""
    return {"point_id": _kept(world)["point"].pk}


def a_session(world: World, role: str) -> dict[str, object]:
    """A planned session."""
    return {"session_id": _kept(world)["session"].pk}


def a_contact(world: World, role: str) -> dict[str, object]:
    """A contact that was noted."""
    return {"contact_id": _kept(world)["contact"].pk}


def a_crossing(world: World, role: str) -> dict[str, object]:
    """A crossing that was noted."""
    return {"crossing_id": _kept(world)["crossing"].pk}


def a_promise(world: World, role: str) -> dict[str, object]:
    """A promise."""
    return {"promise_id": _kept(world)["promise"].pk}


def a_break(world: World, role: str) -> dict[str, object]:
    """A break that the therapist announced."""
    return {"break_id": _kept(world)["break"].pk}


def _kept(world: World):  # type: ignore[no-untyped-def]
    return world.keep("practice", lambda: _build(world))


def _build(world: World) -> dict[str, object]:
    from holdfast.web.practice.actions import betweens, people, sessions, staff, therapies

    by, now = world.person("therapist"), world.now
    who = {"by": by, "now": now}
    therapist = staff.add_therapist(by, **who, since=SINCE, codes=[], languages=["en"])
    stranger = world.person("therapist", "stranger")
    staff.add_therapist(stranger, **who, since=SINCE, codes=[], languages=["en"])
    therapy = therapies.open_therapy(kind="individual", therapist=therapist, **who, since=SINCE)
    card = people.new_card("therapy", now=now, name="Somebody")
    person = people.add_participant(therapy, card, **who, since=SINCE, user=world.person("client"))
    staff.agree_supervision(
        supervisor=world.person("supervisor"), supervisee=therapist, kind="responsible",
        since=SINCE, **who, covers_all=True,
    )  # fmt: skip
    planned = sessions.plan_sessions(therapy, [datetime(2026, 2, 3, 14, 0)], minutes=50, **who)
    return {
        "therapy": therapy,
        "person": person,
        "point": people.add_contact_point(card, **who, about=therapy, kind="phone", value="1"),
        "session": planned[0],
        "contact": betweens.note_contact(
            person, **who, channel="text", direction="in", purpose="scheduling",
            at=datetime(2026, 2, 1, 12, tzinfo=UTC),
        ),
        "crossing": betweens.note_crossing(
            person, **who, kind="gift", on=date(2026, 2, 3), initiated_by="client"
        ),
        "break": betweens.announce_break(
            since=date(2026, 8, 1), until=STILL, therapist=therapist, **who
        ),
        "promise": betweens.promise(therapy, "send a title", **who),
    }  # fmt: skip


WRITES, READS = {"therapist"}, {"therapist", "supervisor"}
ROWS = {
    "practice:open_therapy": Row(theirs=WRITES, anyones=WRITES, sample=lambda w, r: _none(w)),
    "practice:breaks": Row(theirs=WRITES, anyones=WRITES, sample=lambda w, r: _none(w)),
    "practice:change_break": Row(theirs=WRITES, sample=a_break),
    "practice:withdraw_break": Row(theirs=WRITES, sample=a_break),
    "practice:call_off": Row(theirs=WRITES, sample=a_break, method="post"),
    "practice:plan_again": Row(theirs=WRITES, sample=a_break, method="post"),
    "practice:pause": Row(theirs=WRITES, sample=a_therapy),
    "practice:add_person": Row(theirs=WRITES, sample=a_therapy),
    "practice:note_contact": Row(theirs=WRITES, sample=a_therapy),
    "practice:note_crossing": Row(theirs=WRITES, sample=a_therapy),
    "practice:plan": Row(theirs=WRITES, sample=a_therapy),
    "practice:person": Row(theirs=READS, sample=a_person),
    "practice:change_person": Row(theirs=WRITES, sample=a_person),
    "practice:add_contact_point": Row(theirs=WRITES, sample=a_person),
    "practice:change_contact_point": Row(theirs=WRITES, sample=a_point),
    "practice:add_emergency_contact": Row(theirs=WRITES, sample=a_person),
    "practice:invite_person": Row(theirs=WRITES, sample=a_person),
    "practice:hand_code": Row(theirs=WRITES, sample=a_person),
    "practice:handed": Row(theirs=WRITES, sample=a_person),
    "practice:session": Row(theirs=READS, sample=a_session),
    "practice:move": Row(theirs=WRITES, sample=a_session),
    "practice:contact": Row(theirs=READS, sample=a_contact),
    "practice:crossing": Row(theirs=READS, sample=a_crossing),
    "practice:promise_done": Row(theirs=WRITES, sample=a_promise, method="post"),
}


def _none(world: World) -> dict[str, object]:
    """No arguments, but both therapists must have their place in the practice."""
    _kept(world)
    return {}


def an_import(world: World, role: str) -> dict[str, object]:
    """A list that whoever holds the role uploaded: their own caseload's, or the practice's."""
    return {"import_id": world.keep(f"import {role}", lambda: _begin(world, role)).pk}


def _begin(world: World, role: str):  # type: ignore[no-untyped-def]
    from holdfast.web.practice.actions import imports

    _kept(world)
    user = world.person(role if role in IMPORTS else "lead")
    return imports.begin_import(
        content=b"Name,Therapist\nSomebody,Nobody\n", name="list.csv", kind="clients", user=user,
        therapist=getattr(user, "therapist", None), now=world.now,
    )  # fmt: skip


IMPORTS = {"therapist", "lead"}
ROWS |= {
    "practice:import": Row(theirs=IMPORTS, anyones=IMPORTS, sample=lambda w, r: _none(w)),
    "practice:import_watch": Row(theirs=WRITES, anyones=WRITES, sample=lambda w, r: _none(w)),
    "practice:import_one": Row(theirs=IMPORTS, sample=an_import),
    "practice:import_columns": Row(theirs=IMPORTS, sample=an_import),
    "practice:import_people": Row(theirs=IMPORTS, sample=an_import),
    "practice:import_carry_out": Row(theirs=IMPORTS, sample=an_import, method="post"),
    "practice:import_drop": Row(theirs=IMPORTS, sample=an_import, method="post"),
}
