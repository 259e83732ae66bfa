"""Who gets what of the addresses of consultation."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from urls_table import Row, World

sys.path.insert(0, str(Path(__file__).parent))
import consulting as made


def _therapist(world: World) -> Any:
    from holdfast.web.practice.models import Therapist

    user = world.person("therapist")
    return Therapist.objects.filter(user=user).first() or made.works_here(user, trainee=True)


def _therapy(world: World) -> Any:
    return world.keep("consultation therapy", lambda: made.a_therapy(_therapist(world), "Dana"))


def _agreement(world: World) -> Any:
    def build() -> Any:
        return made.supervised(
            world.person("supervisor"), _therapist(world), world.now, "responsible"
        )

    _therapy(world)
    return world.keep("consultation agreement", build)


def a_draft(world: World, role: str) -> dict[str, object]:
    """A question begun."""
    user = world.person("therapist")
    draft = world.keep("consultation draft", lambda: made.a_draft(user, world.now, _therapy(world)))
    return {"draft_id": draft.pk}


def _question(world: World, name: str, to: Any, *, is_answered: bool = False) -> Any:
    def build() -> Any:
        question = made.a_question(world.person("therapist"), to, world.now, _therapy(world))
        return made.answered(question, world.now) if is_answered else question

    return world.keep(name, build)


def asked(world: World, role: str) -> dict[str, object]:
    """A question one asked, to somebody outside."""
    return {"question_id": _question(world, "consultation outside", None).pk}


def asked_and_answered(world: World, role: str) -> dict[str, object]:
    """A question to a colleague, answered."""
    to = world.person("supervisor")
    return {"question_id": _question(world, "consultation answered", to, is_answered=True).pk}


def put_to_one(world: World, role: str) -> dict[str, object]:
    """A question that was put to the owner of a role, here always the supervisor."""
    to = world.person("supervisor")
    return {"question_id": _question(world, "consultation inside", to).pk}


def a_link(world: World, role: str) -> dict[str, object]:
    """A link to answer by."""
    from holdfast.web.consultation.actions import asking

    question = _question(world, "consultation by link", None)

    def build() -> str:
        by = world.person("therapist")
        return asking.make_link(question, by=by, now=datetime.now(UTC)).secret

    return {"secret": world.keep("consultation secret", build)}


def _seat(world: World) -> Any:
    return world.keep("consultation seat", lambda: made.a_seat(_agreement(world), world.now))


def a_seat(world: World, role: str) -> dict[str, object]:
    """A session of supervision."""
    return {"seat_id": _seat(world).pk}


def a_task(world: World, role: str) -> dict[str, object]:
    """Something agreed in one."""
    from holdfast.web.consultation.actions import supervising

    def build() -> Any:
        return supervising.add_task(
            _seat(world), "Read it.", by=world.person("supervisor"), now=world.now
        )

    return {"task_id": world.keep("consultation task", build).pk}


def an_agreement(world: World, role: str) -> dict[str, object]:
    """A supervision agreement."""
    return {"agreement_id": _agreement(world).pk}


def a_decision(world: World, role: str) -> dict[str, object]:
    """A decision that waits for the supervisor's countersignature."""

    def build() -> Any:
        from codes.deciding import a_decision

        _agreement(world)
        made.house(world.person("lead"), world.now, trainees_only=True)
        return a_decision(_therapy(world), world.now)

    return {"subject_id": world.keep("consultation decision", build).pk}


BOTH, ASKS = {"therapist", "supervisor"}, {"therapist"}
ROWS = {
    "consultation:index": Row(anyones=BOTH),
    "consultation:ask": Row(anyones=ASKS),
    "consultation:change": Row(theirs=ASKS, sample=a_draft),
    "consultation:preview": Row(theirs=ASKS, sample=a_draft),
    "consultation:discard": Row(theirs=ASKS, sample=a_draft),
    "consultation:asked": Row(theirs=ASKS, sample=asked_and_answered),
    "consultation:attach": Row(theirs=ASKS, sample=asked_and_answered, method="post"),
    "consultation:withdraw": Row(theirs=ASKS, sample=asked),
    "consultation:link": Row(theirs=ASKS, sample=asked),
    "consultation:link_made": Row(theirs=ASKS, sample=asked),
    "consultation:answer": Row(theirs={"supervisor"}, sample=put_to_one),
    "consultation:by_link": Row(open=True, sample=a_link),
    "consultation:link_sent": Row(open=True),
    "consultation:supervision": Row(anyones=BOTH),
    "consultation:sit": Row(anyones=BOTH),
    "consultation:seat": Row(theirs=BOTH, sample=a_seat),
    "consultation:add_task": Row(theirs=BOTH, sample=a_seat, method="post"),
    "consultation:tick": Row(theirs=BOTH, sample=a_task, method="post"),
    "consultation:ties": Row(theirs=BOTH, sample=an_agreement),
    "consultation:queue": Row(anyones={"supervisor"}),
    "consultation:countersign": Row(theirs={"supervisor"}, sample=a_decision),
    "consultation:house": Row(anyones={"lead"}),
}
