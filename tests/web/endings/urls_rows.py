"""Who gets what of the addresses of endings."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from urls_table import STRANGER, Row, World

sys.path.insert(0, str(Path(__file__).parents[1] / "frame"))
import world as made


def _built(world: World) -> Any:
    """A therapy of the owners, going on; therapist and client named in each other's rows."""

    def build() -> Any:
        anna = world.keep("anna", lambda: made.works_here(world.person("therapist")))
        world.keep("stranger", lambda: made.works_here(world.person("therapist", STRANGER)))
        return made.a_therapy(anna, "Dana", user=world.person("client"))

    return world.keep("endings therapy", build)


def _ended(world: World) -> Any:
    def build() -> Any:
        from holdfast.web.endings.actions import plans

        _built(world)
        therapy = made.a_therapy(world.kept["anna"], "Sam", user=world.person("client"))
        plans.close(
            therapy, how="planned", on=date(2026, 2, 1), by=world.person("therapist"),
            now=world.now,
        )  # fmt: skip
        return therapy

    return world.keep("endings ended", build)


def a_therapy(world: World, role: str) -> dict[str, object]:
    """A therapy that goes on."""
    return {"therapy_id": _built(world).pk}


def an_ended(world: World, role: str) -> dict[str, object]:
    """A therapy that has ended."""
    return {"therapy_id": _ended(world).pk}


def a_draft(world: World, role: str) -> dict[str, object]:
    """A therapy whose ending is being planned."""
    from holdfast.web.endings.actions import plans

    def build() -> Any:
        therapy = made.a_therapy(_built(world).assignments.get().therapist, "Femi")
        content = {"why": "It is done."}
        by = world.person("therapist")
        plans.keep_draft(therapy, content, last_on=None, in_order_to="", by=by, now=world.now)
        return therapy

    return {"therapy_id": world.keep("endings draft", build).pk}


def _plan(world: World) -> Any:
    from holdfast.web.endings.actions import plans

    def build() -> Any:
        therapy, by = _built(world), world.person("therapist")
        draft = plans.keep_draft(
            therapy, {"why": "It is done."}, last_on=None, in_order_to="", by=by, now=world.now
        )
        parties = [("consent", p) for p in therapy.participants.clients()]
        return plans.fix(draft, parties, by=by, now=world.now)

    return world.keep("endings plan", build)


def a_plan(world: World, role: str) -> dict[str, object]:
    """A version that waits for signatures."""
    return {"plan_id": _plan(world).pk}


def a_party(world: World, role: str) -> dict[str, object]:
    """The client's part in it."""
    return {"party_id": _plan(world).parties.get(therapist=None).pk}


def a_letter(world: World, role: str) -> dict[str, object]:
    """A letter that was not sent."""
    from holdfast.web.endings.actions import after

    def build() -> Any:
        place = _built(world).participants.with_cards().get()
        return after.write_letter(
            None, place, "Hello.", by=world.person("therapist"), now=world.now
        )

    return {"letter_id": world.keep("endings letter", build).pk}


def a_place(world: World, role: str) -> dict[str, object]:
    """The place of a former client."""
    return {"participant_id": _ended(world).participants.get().pk}


def _asks(world: World, state: str) -> Any:
    from holdfast.web.endings.actions import after

    def build() -> Any:
        by = world.person("therapist")
        _ended(world)
        therapy = made.a_therapy(world.kept["anna"], state, user=world.person("client"))
        from holdfast.web.endings.actions import plans

        plans.close(therapy, how="other", on=date(2026, 2, 1), by=by, now=world.now)
        place = therapy.participants.with_cards().get()
        wish = "somebody_else" if state == "find" else "same"
        asks = after.ask_to_come_back(place, wish, "", by=world.person("client"), now=world.now)
        if state == "offered":
            after.offer(asks, "", therapist=world.kept["anna"], by=by, now=world.now)
        return asks

    return world.keep(f"endings asks {state}", build)


def asked(world: World, role: str) -> dict[str, object]:
    """A former client who asks to come back."""
    return {"asks_id": _asks(world, "asked").pk}


def offered(world: World, role: str) -> dict[str, object]:
    """One to whom it was offered."""
    return {"asks_id": _asks(world, "offered").pk}


def to_find(world: World, role: str) -> dict[str, object]:
    """One for whom somebody else is to be found."""
    return {"asks_id": _asks(world, "find").pk}


def _will(world: World) -> Any:
    from holdfast.web.endings.actions import wills

    def build() -> Any:
        _built(world)
        return wills.make(
            world.kept["anna"], colleague=world.person("cover"), second=world.person("lead"),
            words="", by=world.person("therapist"), now=world.now,
        )  # fmt: skip

    return world.keep("endings will", build)


def nothing(world: World, role: str) -> dict[str, object]:
    """An address without parts, for which somebody has to be a therapist."""
    _will(world)
    return {}


def a_will(world: World, role: str) -> dict[str, object]:
    """A will that names the covering colleague."""
    return {"will_id": _will(world).pk}


def an_opening(world: World, role: str) -> dict[str, object]:
    """Its list, opened."""
    from holdfast.web.endings.actions import wills

    def build() -> Any:
        by = world.person("cover")
        from datetime import UTC, datetime

        # The walk asks at the real time, and an opening lasts 72 hours from its own.
        return wills.open_list(_will(world), "Ill.", trial=False, by=by, now=datetime.now(UTC))

    return {"opening_id": world.keep("endings opening", build).pk}


def a_hold(world: World, role: str) -> dict[str, object]:
    """A legal hold."""
    from holdfast.web.endings.actions import erasing

    def build() -> Any:
        by = world.person("therapist")
        return erasing.hold(_built(world), "A claim.", by=by, now=world.now)

    return {"hold_id": world.keep("endings hold", build).pk}


def an_erasing(world: World, role: str) -> dict[str, object]:
    """An erasure that waits."""
    from holdfast.web.endings.actions import erasing

    def build() -> Any:
        world.person("lead")
        place = _ended(world).participants.get()
        return erasing.ask(place, "asked", by=world.person("therapist"), now=world.now)

    return {"erasing_id": world.keep("endings erasing", build).pk}


def a_certificate(world: World, role: str) -> dict[str, object]:
    """A certificate of an erasure."""
    from uuid import uuid4

    from holdfast.web.endings.models import Certificate

    def build() -> Any:
        return Certificate.objects.create(
            erased=uuid4(), code="ABCDEF", why="kept", erased_at=world.now,
            asked_by=world.person("therapist").pk, backups_gone_on=date(2026, 6, 1),
            content={"counts": {}, "whole": True, "account": False, "clauses": []},
        )  # fmt: skip

    return {"certificate_id": world.keep("endings certificate", build).pk}


def no_secret(world: World, role: str) -> dict[str, object]:
    """A link that leads nowhere."""
    return {"secret": "nothing"}


THERAPIST, CLIENT = {"therapist"}, {"client"}
STAFF = {"lead", "intake", "desk", "therapist", "supervisor", "cover", "reader"}
ALL = STAFF | {"client", "guardian"}
ROWS: dict[str, Row] = {
    "endings:ending": Row(theirs=THERAPIST, sample=a_therapy),
    "endings:plan": Row(theirs=THERAPIST, sample=an_ended),
    "endings:fix": Row(theirs=THERAPIST, sample=a_draft),
    "endings:discard": Row(theirs=THERAPIST, sample=a_draft),
    "endings:close": Row(theirs=THERAPIST, sample=a_therapy),
    "endings:letter": Row(theirs=THERAPIST, sample=a_therapy),
    "endings:asked": Row(theirs=THERAPIST, sample=an_ended),
    "endings:hold": Row(theirs=THERAPIST, sample=a_therapy),
    "endings:version": Row(theirs=THERAPIST, sample=a_plan),
    "endings:pdf": Row(theirs=THERAPIST, sample=a_plan),
    "endings:sign": Row(theirs=THERAPIST, sample=a_plan),
    "endings:withdraw": Row(theirs=THERAPIST, sample=a_plan),
    "endings:paper": Row(theirs=THERAPIST, sample=a_party),
    "endings:link": Row(theirs=THERAPIST, sample=a_party),
    "endings:link_made": Row(theirs=THERAPIST, sample=a_party),
    "endings:party_pdf": Row(theirs=THERAPIST, sample=a_party),
    "endings:letter_send": Row(theirs=THERAPIST, sample=a_letter),
    "endings:letter_change": Row(theirs=THERAPIST, sample=a_letter),
    "endings:letter_pdf": Row(theirs=THERAPIST, sample=a_letter),
    "endings:mine": Row(anyones={"client", "guardian"}),
    "endings:my_ending": Row(theirs=CLIENT, sample=a_party),
    "endings:my_pdf": Row(theirs=CLIENT, sample=a_party),
    "endings:ask_back": Row(theirs=CLIENT, sample=a_place),
    "endings:agree_back": Row(theirs=CLIENT, sample=offered),
    "endings:take_back": Row(theirs=CLIENT, sample=asked),
    "endings:link_signed": Row(open=True),
    "endings:link_copy": Row(open=True),
    "endings:by_link": Row(open=True, sample=no_secret),
    "endings:coming_back": Row(anyones={"therapist", "intake"}),
    "endings:answer_back": Row(theirs=THERAPIST, sample=asked),
    "endings:settle_back": Row(anyones={"intake"}, sample=to_find),
    "endings:my_will": Row(anyones=THERAPIST, sample=nothing),
    "endings:will_tried": Row(theirs=THERAPIST, sample=nothing),
    "endings:wills": Row(anyones=ALL),
    "endings:open_will": Row(theirs={"cover"}, sample=a_will),
    "endings:try_will": Row(theirs={"cover"}, sample=a_will),
    "endings:to_call": Row(theirs={"cover"}, sample=an_opening),
    "endings:the_rest": Row(theirs={"cover"}, sample=an_opening),
    "endings:keeping": Row(anyones={"lead", "therapist"}),
    "endings:met_before": Row(anyones=THERAPIST, sample=nothing),
    "endings:lift": Row(theirs=THERAPIST, sample=a_hold),
    "endings:erase": Row(theirs=THERAPIST, anyones={"lead"}, sample=a_place),
    "endings:decide": Row(theirs=THERAPIST, anyones={"lead"}, sample=an_erasing),
    "endings:certificate": Row(theirs=THERAPIST, anyones={"lead"}, sample=a_certificate),
    "endings:certificate_pdf": Row(theirs=THERAPIST, anyones={"lead"}, sample=a_certificate),
}
