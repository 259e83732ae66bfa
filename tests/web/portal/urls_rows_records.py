"""Who gets what of the addresses of my records and the facts of our frame."""

from datetime import date, datetime
from typing import Any

from urls_table import Row, World

SINCE = date(2025, 9, 2)


def _build(world: World) -> Any:
    """A couple of the owners with a guardian: a session, a request, words, a question to all."""
    from holdfast.web.practice.actions import people, sessions, staff, therapies

    user, now = world.person("therapist"), world.now

    def works_here() -> Any:
        return staff.add_therapist(user, by=user, now=now, since=SINCE, codes=[], languages=["en"])

    anna = world.keep("portal anna", works_here)
    therapy = therapies.open_therapy(
        kind="couple", therapist=anna, by=user, now=now, since=SINCE, zone="Europe/London"
    )

    def join(name: str, **more: Any) -> Any:
        card = people.new_card("therapy", now=now, name=name)
        return people.add_participant(therapy, card, by=user, now=now, since=SINCE, **more)

    dana = join("Dana", user=world.person("client"))
    sam = join("Sam")
    gwen = join("Gwen", role="guardian", stands_for=sam, user=world.person("guardian"))
    planned = sessions.plan_sessions(
        therapy, [datetime(2025, 9, 2, 14)], minutes=50, by=user, now=now
    )
    part = sessions.Part(dana, True, 6000, "GBP")
    sessions.record_session(planned[0], [part], by=user, now=now, as_agreed=True)
    return {"dana": dana, "sam": sam, "gwen": gwen, "session": planned[0]}


def _of(world: World) -> Any:
    return world.keep("record world", lambda: _build(world))


def a_place(world: World, role: str) -> dict[str, object]:
    """One's own place."""
    return {"participant_id": _of(world)["gwen" if role == "guardian" else "dana"].pk}


def a_line(world: World, role: str) -> dict[str, object]:
    """A session of one's own."""
    return {**a_place(world, role), "about": "session", "row_id": _of(world)["session"].pk}


def a_request(world: World, role: str) -> dict[str, object]:
    """What somebody asked for."""
    from holdfast.web.portal.actions import requests

    who = "gwen" if role == "guardian" else "dana"

    def build() -> Any:
        place = _of(world)[who]
        return requests.ask(place, "All", country="GB", by=place.user, now=world.now)

    return {"request_id": world.keep(f"record request {who}", build).pk}


def an_answer(world: World, role: str) -> dict[str, object]:
    """What was answered, as one kind of file."""
    from holdfast.web.portal.actions import requests
    from holdfast.web.portal.models import Request

    asked = Request.objects.get(pk=a_request(world, role)["request_id"])
    if asked.answered_at is None:
        requests.review(asked, [], by=world.person("therapist"), now=world.now)
    return {"request_id": asked.pk, "kind": "json"}


def a_statement(world: World, role: str) -> dict[str, object]:
    """What somebody said about the record."""
    from holdfast.web.portal.actions import statements

    def build() -> Any:
        place = _of(world)["dana"]
        return statements.state(place, "No", kind="own_words", by=place.user, now=world.now)

    return {"statement_id": world.keep("record words", build).pk}


def a_release(world: World, role: str) -> dict[str, object]:
    """What one asks all of them: of the guardian, Dana asks; of Dana nobody does."""
    from holdfast.web.portal.actions import permitting

    def build() -> Any:
        place = _of(world)["dana"]
        return permitting.ask(place, by=place.user, now=world.now)

    return {"release_id": world.keep("record release", build).pk}


def on_paper(world: World, role: str) -> dict[str, object]:
    """Somebody who answered on paper."""
    return {**a_release(world, role), "participant_id": _of(world)["gwen"].pk}


def a_copy(world: World, role: str) -> dict[str, object]:
    """A copy that the worker makes."""
    from holdfast.web.portal.actions import copies

    who = "guardian" if role == "guardian" else "client"

    def build() -> Any:
        return copies.order(user=world.person(who), now=world.now)

    return {"copy_id": world.keep(f"record copy {who}", build).pk}


def a_file(world: World, role: str) -> dict[str, object]:
    """A kind of file."""
    return {"kind": "json"}


SIDE = {"client", "guardian"}
ROWS = {
    "portal:kept": Row(open=True),
    "portal:opened": Row(anyones=SIDE),
    "portal:copy": Row(anyones=SIDE, sample=a_file),
    "portal:copy_made": Row(theirs=SIDE, sample=a_copy),
    "portal:copy_schema": Row(open=True),
    "portal:ask": Row(theirs=SIDE, sample=a_place),
    "portal:asked": Row(theirs=SIDE, sample=a_request),
    "portal:fetch": Row(theirs=SIDE, sample=an_answer),
    "portal:my_words": Row(anyones=SIDE),
    "portal:add_words": Row(theirs=SIDE, sample=a_place),
    "portal:shared_part": Row(theirs=SIDE, sample=a_place),
    "portal:permit": Row(theirs={"guardian"}, sample=a_release),
    "portal:my_frame": Row(anyones={"client"}),
    "portal:frame_of": Row(theirs={"client"}, sample=a_place),
    "portal:not_so": Row(theirs={"client"}, sample=a_line),
    "portal:my_sessions": Row(anyones=SIDE),
    "portal:review": Row(theirs={"therapist"}, sample=a_request),
    "portal:answer_words": Row(theirs={"therapist"}, sample=a_statement),
    "portal:permissions": Row(theirs={"therapist"}, sample=a_release),
    "portal:permitted_on_paper": Row(theirs={"therapist"}, sample=on_paper),
}
