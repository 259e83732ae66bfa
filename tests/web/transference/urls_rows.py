"""Who gets what of the addresses of transference: each therapist their own, by their vault."""

import sys
from pathlib import Path

from urls_table import EVERYBODY, Row, World

sys.path.insert(0, str(Path(__file__).parent.parent / "alliance"))
import uuid
from typing import Any

import made


def _therapy(world: World) -> Any:
    from holdfast.web.practice.actions import staff

    def build() -> Any:
        anna = world.keep("anna", lambda: made.works_here(world.person("therapist")))
        therapy = made.a_therapy(anna, "Dana", weeks=2)
        staff.agree_supervision(
            supervisor=world.person("supervisor"), supervisee=anna, kind="responsible",
            since=made.SINCE, by=anna.user, now=world.now, covers_all=True,
        )  # fmt: skip
        return therapy

    return world.keep("transference therapy", build)


def a_therapy(world: World, role: str) -> dict[str, object]:
    """A therapy of the owner."""
    return {"therapy_id": _therapy(world).pk}


def an_entry(world: World, role: str) -> dict[str, object]:
    """An entry of nobody's: whoever asks is led to their vault first."""
    return {"series": uuid.uuid4()}


def a_mark(world: World, role: str) -> dict[str, object]:
    """The mark of a therapy in somebody's lists."""
    return {"mark": "abcdef123456"}


def a_wish(world: World, role: str) -> dict[str, object]:
    """What somebody wished for after their death."""
    from holdfast.web.vault import actions, after_death

    def build() -> Any:
        vault, _paper = actions.make_vault(world.person("therapist"), "six words", now=world.now)
        key = actions.unlock(vault, "six words", now=world.now)
        return after_death.choose(key, "destroy", None, now=world.now)

    return {"after_id": world.keep("wish", build).pk}


THERAPISTS = {"therapist"}
STAFF = EVERYBODY - {"client", "guardian"}
ROWS = {
    f"transference:{name}": Row(anyones=THERAPISTS)
    for name in (
        "notes", "write", "kept", "law", "after", "reactions", "react", "episodes",
        "write_episode", "write_about_me", "choose",
    )
}  # fmt: skip
ROWS |= {
    f"transference:{name}": Row(anyones=THERAPISTS, sample=an_entry)
    for name in (
        "note", "change", "remove_note", "reaction", "remove_reaction", "episode", "move",
        "remove_episode",
    )
}  # fmt: skip
ROWS |= {
    "transference:look": Row(anyones=THERAPISTS, method="post", fields={"text": "meds"}),
    "transference:left": Row(anyones=STAFF),
    "transference:left_one": Row(anyones=STAFF, sample=a_wish),
    "transference:deaths": Row(anyones={"lead"}),
    "transference:died": Row(anyones={"lead"}, sample=a_wish, method="post"),
    "transference:adds_up": Row(anyones=THERAPISTS, sample=a_mark),
    "transference:in_record": Row(theirs={"therapist", "supervisor"}, sample=a_therapy),
}
