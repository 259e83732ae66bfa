"""Who gets what of the addresses of the alliance."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from urls_table import Row, World

sys.path.insert(0, str(Path(__file__).parent))
import made


def _of(world: World) -> Any:
    """A therapy of the owners: therapist, client and guardian."""
    from holdfast.web.practice.actions import staff

    def build() -> Any:
        anna = world.keep("anna", lambda: made.works_here(world.person("therapist")))
        therapy = made.a_therapy(anna, "Dana", user=world.person("client"))
        child = therapy.participants.get()
        made.join(therapy, "Gwen", user=world.person("guardian"), role="guardian", stands_for=child)
        staff.agree_supervision(
            supervisor=world.person("supervisor"), supervisee=anna, kind="responsible",
            since=made.SINCE, by=anna.user, now=world.now, covers_all=True,
        )  # fmt: skip
        return therapy

    return world.keep("alliance therapy", build)


def _client(world: World) -> Any:
    return _of(world).participants.clients().select_related("therapy__key").get()


def a_therapy(world: World, role: str) -> dict[str, object]:
    """A therapy."""
    return {"therapy_id": _of(world).pk}


def a_client(world: World, role: str) -> dict[str, object]:
    """A client's place."""
    return {"participant_id": _client(world).pk}


def a_scale(world: World, role: str) -> dict[str, object]:
    """A client's place and the session check."""
    return {"participant_id": _client(world).pk, "scale": "check"}


def _check(world: World) -> Any:
    def build() -> Any:
        who = _client(world)
        return made.answered(who, made.held(who.therapy)[0], made.GOOD)

    return world.keep("alliance check", build)


def an_answer(world: World, role: str) -> dict[str, object]:
    """What a client answered."""
    return {"check_id": _check(world).pk}


def a_link(world: World, role: str) -> dict[str, object]:
    """A link to answer by."""
    from holdfast.web.accounts import links
    from holdfast.web.alliance.actions import answering

    today, who = datetime.now(UTC), _client(world)
    where = answering.Place(who, "check", made.held(who.therapy)[-1])
    asking = answering.ask(where, "link", by=world.person("therapist"), now=today)
    new = links.make("check", asking.pk, now=today, life=timedelta(days=1))
    return {"secret": new.secret}


def a_strain(world: World, role: str) -> dict[str, object]:
    """A signal in what a client answered."""
    from holdfast.web.practice.actions.signals import keep_found
    from holdfast.web.practice.seam import Found

    def build() -> Any:
        who = _client(world)
        session = made.held(who.therapy)[5]
        point = dict.fromkeys(("expected", "low", "high", "p", "back_from", "scatter"), 4.0)
        reason = {
            "scale": "check", "kind": "lower", "session": 6, "rate": 0.02, "strong": False,
            "points": [point | {"session": 6, "score": 2.0, "earlier": 5}],
            "repair": {"state": "open"},
        }  # fmt: skip
        found = Found(
            who.therapy_id, "alliance", "lower", f"check {session.pk}", session.planned_on,
            reason, participant=who.pk,
        )  # fmt: skip
        keep_found(who.therapy, [found], world.now)
        return who.therapy.signals.get()

    return {"signal_id": world.keep("alliance signal", build).pk}


def a_follow_up(world: World, role: str) -> dict[str, object]:
    """An answer about danger, while a therapist is away and the owner of cover stands in."""
    from holdfast.alliance import CheckAnswers
    from holdfast.web.alliance.actions.answering import Place, take
    from holdfast.web.practice.actions import betweens, staff

    def build() -> Any:
        who, anna = _client(world), world.keep("anna", lambda: None)
        staff.name_cover(anna, world.person("cover"), by=anna.user, now=world.now, since=made.SINCE)
        day = datetime.now(UTC).date()
        betweens.announce_break(
            since=day - timedelta(days=400), until=day + timedelta(days=400), by=anna.user,
            now=world.now, therapist=anna,
        )  # fmt: skip
        given = CheckAnswers({9: 2.0})
        return take(Place(who, "phq-9", None), given, how="portal", now=world.now).follow_up

    return {"follow_up_id": world.keep("alliance follow-up", build).pk}


def a_goal(world: World, role: str) -> dict[str, object]:
    """A goal everybody in the therapy shares."""
    from holdfast.web.alliance.actions import aims

    def build() -> Any:
        therapy = _of(world)
        return aims.write_goal(
            aims.new_goal(therapy, None, world.now), words="Sleep", tasks="", now=world.now,
            by=world.person("therapist"), by_client=None,
        )  # fmt: skip

    return {"goal_id": world.keep("alliance goal", build).pk}


READ = {"therapist", "supervisor"}
WRITE = {"therapist"}
SIDE = {"client"}


def some_words(world: World, role: str) -> dict[str, object]:
    """A questionnaire whose words a practice may add."""
    return {"scale": "wai-sr"}


def added_words(world: World, role: str) -> dict[str, object]:
    """A questionnaire to which words were added."""
    from holdfast.web.alliance.models import AddedWords

    AddedWords.objects.get_or_create(
        scale="srs", defaults={
            "pack": {}, "licence": "ours", "asserted_by": world.person("lead"),
            "asserted_at": world.now,
        },
    )  # fmt: skip
    return {"scale": "srs"}


ROWS = {
    "alliance:own_words": Row(anyones={"lead"}),
    "alliance:add_words": Row(anyones={"lead"}, sample=some_words),
    "alliance:remove_words": Row(anyones={"lead"}, sample=added_words, method="post"),
    "alliance:mine": Row(anyones=SIDE),
    "alliance:given": Row(theirs=SIDE, sample=an_answer),
    "alliance:pause": Row(theirs=SIDE, sample=a_client),
    "alliance:answer": Row(theirs=SIDE, sample=a_scale),
    "alliance:sent": Row(open=True),
    "alliance:by_link": Row(open=True, sample=a_link),
    "alliance:handed": Row(open=True),
    "alliance:hand_over": Row(theirs=WRITE, sample=a_scale),
    "alliance:link": Row(theirs=WRITE, sample=a_scale),
    "alliance:paper": Row(theirs=WRITE, sample=a_scale),
    "alliance:ask": Row(theirs=WRITE, sample=a_scale),
    "alliance:checks": Row(theirs=READ, sample=a_therapy),
    "alliance:strain": Row(theirs=READ, sample=a_strain),
    "alliance:check": Row(theirs=READ, sample=an_answer),
    "alliance:series": Row(theirs=READ, sample=a_scale),
    "alliance:follow_up": Row(theirs={"therapist", "cover"}, sample=a_follow_up),
    "alliance:goals": Row(theirs=READ, sample=a_therapy),
    "alliance:new_goal": Row(theirs=WRITE, sample=a_therapy),
    "alliance:goal": Row(theirs=WRITE, sample=a_goal),
    "alliance:agree": Row(theirs=WRITE, sample=a_goal),
    "alliance:how_far": Row(theirs=WRITE, sample=a_goal),
    "alliance:goal_state": Row(theirs=WRITE, sample=a_goal),
    "alliance:my_goals": Row(anyones=SIDE),
    "alliance:my_new_goal": Row(theirs=SIDE, sample=a_client),
    "alliance:my_goal": Row(theirs=SIDE, sample=a_goal),
    "alliance:my_agree": Row(theirs=SIDE, sample=a_goal),
    "alliance:my_how_far": Row(theirs=SIDE, sample=a_goal),
    "alliance:export": Row(theirs=WRITE, sample=a_therapy),
    "alliance:dictionary": Row(anyones=WRITE),
}
