"""Who gets what of the addresses of the frame."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from urls_table import OWNER, Row, World

sys.path.insert(0, str(Path(__file__).parent))
import world as made


def _therapist(world: World) -> Any:
    return world.keep("anna", lambda: made.works_here(world.person("therapist")))


def _build(world: World) -> Any:
    """A therapy of the owners: therapist, client and guardian, with a version that waits."""
    from holdfast.web.practice.actions import staff

    anna = _therapist(world)
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
    return therapy


def _of(world: World) -> Any:
    return world.keep("frame therapy", lambda: _build(world))


def _version(world: World) -> Any:
    def build() -> Any:
        therapy = _of(world)
        child, guardian = therapy.participants.order_by("role")
        return made.agreed(therapy, parties=[("assent", child), ("permission", guardian)])

    return world.keep("frame version", build)


def a_therapy(world: World, role: str) -> dict[str, object]:
    """A therapy with a version in force."""
    _version(world)
    return {"therapy_id": _of(world).pk}


def a_draft(world: World, role: str) -> dict[str, object]:
    """A therapy whose next version is being drafted."""
    from holdfast.web.frame import actions

    def build() -> Any:
        _version(world)
        therapy, by = _of(world), _therapist(world).user
        return actions.start_draft(
            therapy, made.terms_of(therapy), origin="version", by=by, now=world.now
        )

    return {"therapy_id": world.keep("frame draft", build).therapy_id}


def a_term(world: World, role: str) -> dict[str, object]:
    """One term of that draft."""
    return {**a_draft(world, role), "name": "fee"}


def a_version(world: World, role: str) -> dict[str, object]:
    """A version in force."""
    return {"agreement_id": _version(world).pk}


def a_party(world: World, role: str) -> dict[str, object]:
    """The part of the client; for a guardian, their own."""
    signs = "permission" if role == "guardian" else "assent"
    return {"party_id": _version(world).parties.get(signs=signs).pk}


def a_link(world: World, role: str) -> dict[str, object]:
    """A link to sign."""
    from holdfast.web.accounts import links

    party = _version(world).parties.get(signs="assent")
    new = links.make("sign", party.pk, now=_today(), life=timedelta(days=1), with_code=True)
    return {"secret": new.secret}


def _today() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def a_drift(world: World, role: str) -> dict[str, object]:
    """A drift of the owners' therapy."""
    return {"signal_id": world.keep("frame signal", lambda: made.a_drift(_of(world))).pk}


def a_remark(world: World, role: str) -> dict[str, object]:
    """A remark made while talking it over."""
    from holdfast.web.frame.actions import talking

    def build() -> Any:
        return talking.remark(_of(world), "The fee?", by=None, now=world.now)

    return {"remark_id": world.keep("frame remark", build).pk}


def an_exception(world: World, role: str) -> dict[str, object]:
    """An exception that both agreed."""
    from holdfast.web.frame.actions import talking

    def build() -> Any:
        day = world.now.date()
        return talking.agree_exception(
            _of(world), ["length"], first=day, last=day, note="x", by=_therapist(world).user,
            now=world.now,
        )  # fmt: skip

    return {"exception_id": world.keep("frame exception", build).pk}


def a_template(world: World, role: str) -> dict[str, object]:
    """A template of the practice."""
    from holdfast import frame
    from holdfast.web.frame.actions.house import keep_template
    from holdfast.web.frame.models import Template

    def build() -> Any:
        own = Template(name="Ours", kind="individual")
        return keep_template(own, frame.Terms(), by=world.person("lead"), now=world.now)

    return {"template_id": world.keep("frame template", build).pk}


def a_template_term(world: World, role: str) -> dict[str, object]:
    """One of its terms."""
    return {**a_template(world, role), "name": "length"}


READ = {"therapist", "supervisor"}
WRITE = {"therapist"}
SIDE = {"client", "guardian"}
ROWS = {
    "frame:agreement": Row(theirs=READ, sample=a_therapy),
    "frame:start": Row(theirs=WRITE, sample=a_therapy),
    "frame:draft": Row(theirs=WRITE, sample=a_draft),
    "frame:discard": Row(theirs=WRITE, sample=a_draft),
    "frame:fix": Row(theirs=WRITE, sample=a_draft),
    "frame:remark": Row(theirs=WRITE, sample=a_draft, method="post", fields={"words": "x"}),
    "frame:term": Row(theirs=WRITE, sample=a_term),
    "frame:leave_out": Row(theirs=WRITE, sample=a_term),
    "frame:remark_on": Row(theirs=WRITE, sample=a_term, method="post", fields={"words": "x"}),
    "frame:answered": Row(theirs=WRITE, sample=a_remark, method="post"),
    "frame:exception": Row(theirs=WRITE, sample=a_therapy),
    "frame:end_exception": Row(theirs=WRITE, sample=an_exception, method="post"),
    "frame:take_back_exception": Row(theirs=WRITE, sample=an_exception),
    "frame:plan": Row(theirs=WRITE, sample=a_therapy),
    "frame:version": Row(theirs=READ, sample=a_version),
    "frame:pdf": Row(theirs=READ, sample=a_version),
    "frame:sign": Row(theirs=WRITE, sample=a_version),
    "frame:withdraw": Row(theirs=WRITE, sample=a_version),
    "frame:paper": Row(theirs=WRITE, sample=a_party),
    "frame:link": Row(theirs=WRITE, sample=a_party),
    "frame:link_made": Row(theirs=WRITE, sample=a_party),
    "frame:party_pdf": Row(theirs=WRITE, sample=a_party),
    "frame:mine": Row(anyones=SIDE),
    "frame:my_agreement": Row(theirs=SIDE, sample=a_party),
    "frame:talk_first": Row(theirs=SIDE, sample=a_party),
    "frame:my_pdf": Row(theirs=SIDE, sample=a_party),
    "frame:link_signed": Row(open=True),
    "frame:link_copy": Row(open=True),
    "frame:by_link": Row(open=True, sample=a_link),
    "frame:drift": Row(theirs=READ, sample=a_drift),
    "frame:templates": Row(anyones={"lead"}),
    "frame:new_template": Row(anyones={"lead"}),
    "frame:template": Row(anyones={"lead"}, sample=a_template),
    "frame:remove_template": Row(anyones={"lead"}, sample=a_template),
    "frame:template_term": Row(anyones={"lead"}, sample=a_template_term),
}
assert OWNER
