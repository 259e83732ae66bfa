"""Who gets the pages that gather."""

from datetime import date

from urls_table import EVERYBODY, Row, World

SINCE = date(2025, 9, 2)


def a_therapy(world: World, role: str) -> dict[str, object]:
    """A therapy of the therapist, which the supervisor answers for too."""
    return {"therapy_id": world.keep("therapy", lambda: _begin(world)).pk}


def _begin(world: World):  # type: ignore[no-untyped-def]
    from holdfast.web.practice.actions import people, staff, therapies

    by = world.person("therapist")
    therapist = staff.add_therapist(
        by, by=by, now=world.now, since=SINCE, codes=["bacp"], languages=["en"]
    )
    therapy = therapies.open_therapy(
        kind="individual", therapist=therapist, by=by, now=world.now, since=SINCE
    )
    card = people.new_card("therapy", now=world.now, name="Somebody")
    people.add_participant(
        therapy, card, by=by, now=world.now, since=SINCE, user=world.person("client")
    )
    staff.agree_supervision(
        supervisor=world.person("supervisor"), supervisee=therapist, kind="responsible",
        since=SINCE, by=by, now=world.now, covers_all=True,
    )  # fmt: skip
    return therapy


def a_day(world: World, role: str) -> dict[str, object]:
    """Any day."""
    return {"day": date(2026, 2, 17)}


def a_session(world: World, role: str) -> dict[str, object]:
    """A planned session of that therapy."""
    from datetime import datetime

    from holdfast.web.practice.actions.sessions import plan_sessions

    def plan():  # type: ignore[no-untyped-def]
        therapy = a_therapy(world, role)["therapy_id"]
        from holdfast.web.practice.models import Therapy

        return plan_sessions(
            Therapy.objects.get(pk=therapy), [datetime(2026, 2, 3, 14, 0)], minutes=50,
            by=world.person("therapist"), now=world.now,
        )[0]  # fmt: skip

    return {"session_id": world.keep("session", plan).pk}


ROWS = {
    "home:start": Row(open=True),
    "home:overview": Row(anyones=EVERYBODY),
    "home:today": Row(anyones={"therapist"}),
    "home:day": Row(anyones={"therapist"}, sample=a_day),
    "home:day_briefs": Row(anyones={"therapist"}, sample=a_day),
    "home:confirm_day": Row(anyones={"therapist"}, sample=a_day),
    "home:record": Row(theirs={"therapist"}, sample=a_session),
    "home:clients": Row(anyones={"therapist"}),
    "home:relationship": Row(theirs={"therapist", "supervisor"}, sample=a_therapy),
    "home:brief": Row(theirs={"therapist", "supervisor"}, sample=a_therapy),
}
