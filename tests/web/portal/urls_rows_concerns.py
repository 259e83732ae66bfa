"""Who gets what of the addresses of concerns and the journal."""

import sys
from pathlib import Path
from typing import Any

from urls_table import Row, World

sys.path.insert(0, str(Path(__file__).parent))
import raised as made


def _therapy(world: World) -> Any:
    """A therapy of the owners: therapist, supervisor and client, with a guardian."""
    from holdfast.web.practice.actions import staff

    def build() -> Any:
        anna = world.keep("portal anna", lambda: made.works_here(world.person("therapist")))
        therapy = made.a_therapy(anna, "Dana", user=world.person("client"))
        child = therapy.participants.get()
        made.join(
            therapy, "Gwen", anna.user, user=world.person("guardian"), role="guardian",
            stands_for=child,
        )  # fmt: skip
        staff.agree_supervision(
            supervisor=world.person("supervisor"), supervisee=anna, kind="responsible",
            since=made.SINCE, by=anna.user, now=world.now, covers_all=True,
        )  # fmt: skip
        for role in ("reader", "client"):
            made.a_vault(world.person(role))
        return therapy

    return world.keep("portal therapy", build)


def a_therapy(world: World, role: str) -> dict[str, object]:
    """A therapy."""
    return {"therapy_id": _therapy(world).pk}


def a_place(world: World, role: str) -> dict[str, object]:
    """The client's place beside their therapist."""
    therapy = _therapy(world)
    who = therapy.participants.get(role="guardian" if role == "guardian" else "client")
    return {"participant_id": who.pk, "therapist_id": therapy.assignments.get().therapist_id}


def _concern(world: World) -> Any:
    def build() -> Any:
        from holdfast.web.portal.actions import concerns as acts

        _therapy(world)
        row = made.a_concern(world.person("client"), world.person("reader"), world.now)
        stands = made.stands(row)
        acts.answer_about_record(stands, lets=True, by=world.person("client"), now=world.now)
        return row

    return world.keep("portal concern", build)


def a_concern(world: World, role: str) -> dict[str, object]:
    """The client's concern, sent to the reader, who may open the record."""
    return {"concern_id": _concern(world).pk}


def an_opened_record(world: World, role: str) -> dict[str, object]:
    """The same, the record being open today as well."""
    from datetime import UTC, datetime

    from holdfast.web.portal.actions import concerns as acts

    row = _concern(world)
    today = datetime.now(UTC)
    acts.answer_about_record(made.stands(row), lets=True, by=world.person("client"), now=today)
    return {"concern_id": row.pk}


def an_entry(world: World, role: str) -> dict[str, object]:
    """An entry of the client's journal."""

    def build() -> Any:
        from holdfast.web.portal.actions.journal import write
        from holdfast.web.portal.journal_entries import Page

        _therapy(world)
        return write(world.person("client").vault, Page("I could not sleep."), now=world.now)

    return {"series": world.keep("portal entry", build).series}


SIDE = {"client", "guardian"}
CLIENT = {"client"}
READER = {"reader"}
ROWS = {
    "portal:concern": Row(anyones=SIDE),
    "portal:concern_write": Row(theirs=SIDE, sample=a_place),
    "portal:concern_outside": Row(theirs=SIDE, sample=a_place),
    "portal:concern_sent": Row(theirs=CLIENT, sample=a_concern),
    "portal:concern_withdraw": Row(theirs=CLIENT, sample=a_concern),
    "portal:concern_settle": Row(theirs=CLIENT, sample=a_concern, method="post"),
    "portal:concern_tell": Row(theirs=CLIENT, sample=a_concern),
    "portal:concern_record": Row(theirs=CLIENT, sample=a_concern),
    "portal:concerns": Row(anyones={"reader", "therapist"}),
    "portal:closeness": Row(anyones=READER),
    "portal:peer": Row(anyones={"lead"}),
    "portal:concern_read": Row(theirs=READER, sample=a_concern),
    "portal:concern_ask_record": Row(theirs=READER, sample=a_concern, method="post"),
    "portal:concern_open_record": Row(theirs=READER, sample=an_opened_record),
    "portal:concern_same_person": Row(theirs=READER, sample=a_concern, method="post"),
    "portal:journal": Row(anyones=CLIENT),
    "portal:journal_write": Row(anyones=CLIENT),
    "portal:journal_entry": Row(theirs=CLIENT, sample=an_entry),
    "portal:journal_change": Row(theirs=CLIENT, sample=an_entry),
    "portal:journal_delete": Row(theirs=CLIENT, sample=an_entry),
    "portal:journal_share": Row(theirs=CLIENT, sample=an_entry),
    "portal:journal_shared": Row(theirs={"therapist", "supervisor"}, sample=a_therapy),
}
