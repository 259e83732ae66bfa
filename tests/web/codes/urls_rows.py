"""Who gets what of the addresses of the codes."""

import sys
from pathlib import Path
from typing import Any

from urls_table import Row, World

sys.path.insert(0, str(Path(__file__).parent))
import deciding as made


def _therapy(world: World) -> Any:
    """A therapy of the owners, supervised with responsibility."""
    from holdfast.web.practice.actions import staff

    def build() -> Any:
        anna = world.keep("codes anna", lambda: _therapist(world))
        therapy = made.a_therapy(anna, "Dana", user=world.person("client"))
        staff.agree_supervision(
            supervisor=world.person("supervisor"), supervisee=anna, kind="responsible",
            since=made.SINCE, by=anna.user, now=world.now, covers_all=True,
        )  # fmt: skip
        return therapy

    return world.keep("codes therapy", build)


def _therapist(world: World) -> Any:
    from holdfast.web.practice.models import Therapist

    user = world.person("therapist")
    return Therapist.objects.filter(user=user).first() or made.works_here(user, "aca-2014")


def a_therapy(world: World, role: str) -> dict[str, object]:
    """A therapy of the owners."""
    return {"therapy_id": _therapy(world).pk}


def someone_here(world: World, role: str) -> dict[str, object]:
    """No arguments, but the owner works here as a therapist."""
    _therapy(world)
    return {}


def a_weighing(world: World, role: str) -> dict[str, object]:
    """A boundary begun to be weighed."""

    def build() -> Any:
        weighing = made.a_weighing(_therapy(world), now=world.now)
        return made.thought_through(weighing, made.QUIET, world.now)

    return {"weighing_id": world.keep("codes weighing", build).pk}


def a_question(world: World, role: str) -> dict[str, object]:
    """Its first question."""
    return {**a_weighing(world, role), "number": 1}


def a_decision(world: World, role: str) -> dict[str, object]:
    """A signed decision."""
    build = lambda: made.a_decision(_therapy(world), world.now)  # noqa: E731
    return {"decision_id": world.keep("codes decision", build).pk}


def a_step(world: World, role: str) -> dict[str, object]:
    """One of its safeguards."""
    return {**a_decision(world, role), "number": 1}


READ = {"therapist", "supervisor"}
WRITE = {"therapist"}
ROWS = {
    "codes:weigh_apart": Row(theirs={"therapist"}, sample=someone_here),
    "codes:weigh": Row(theirs=WRITE, sample=a_therapy),
    "codes:weighing": Row(theirs=WRITE, sample=a_weighing),
    "codes:question": Row(theirs=WRITE, sample=a_question),
    "codes:thoughts": Row(theirs=WRITE, sample=a_weighing),
    "codes:plan": Row(theirs=WRITE, sample=a_weighing),
    "codes:check": Row(theirs=WRITE, sample=a_weighing),
    "codes:met_before": Row(theirs=WRITE, sample=a_question),
    "codes:discard": Row(theirs=WRITE, sample=a_weighing),
    "codes:decisions": Row(anyones=WRITE),
    "codes:decision": Row(theirs=READ, sample=a_decision),
    "codes:pdf": Row(theirs=READ, sample=a_decision),
    "codes:met": Row(theirs=WRITE, sample=a_step),
    "codes:add": Row(theirs=WRITE, sample=a_decision),
    "codes:repair": Row(theirs=WRITE, sample=a_decision),
    "codes:look_again": Row(theirs=WRITE, sample=a_decision),
}
