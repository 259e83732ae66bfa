"""Who gets what of the addresses of signing in, of one's own account, and of who works here."""

from datetime import timedelta
from typing import Any

from urls_table import EVERYBODY, Row, World

from holdfast.web.accounts import links, totp
from holdfast.web.accounts.actions import addresses, factors, people
from holdfast.web.accounts.models import Approval, Grant, Session


def _link(purpose: str, subject_id: Any, world: World) -> dict[str, object]:
    made = links.make(purpose, subject_id, now=_today(), life=timedelta(days=1))
    return {"secret": made.secret}


def _today() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def invitation(world: World, role: str) -> dict[str, object]:
    """An invitation not accepted yet."""
    user = world.keep("invited", lambda: _invite(world, "therapist"))
    return _link("invite", user.pk, world)


def recovery(world: World, role: str) -> dict[str, object]:
    """A letter that lets somebody choose a new password."""
    return _link("recover", world.person("client").pk, world)


def new_address(world: World, role: str) -> dict[str, object]:
    """A change of address that was asked for."""
    return _link("address", _change(world).pk, world)


def old_address(world: World, role: str) -> dict[str, object]:
    """The letter to the old address about it."""
    return _link("keep-address", _change(world).pk, world)


def _change(world: World) -> Any:
    return world.keep(
        "change",
        lambda: addresses.ask(
            user=world.person("client"), address="new@example.org", proved_twice=True, now=_today()
        ),
    )


def own_factor(world: World, role: str) -> dict[str, object]:
    """The authenticator app of the owner."""
    user = world.person(role)
    world.client(role)
    app = user.factors.filter(kind="app").first() or factors.add_app(
        user=user, secret=totp.new_secret(), step=0, now=world.now
    )
    return {"factor_id": app.pk}


def own_session(world: World, role: str) -> dict[str, object]:
    """Another device of the owner."""
    key = f"other {role}"
    world.keep(key, lambda: world.sign_in(world.person(role)))
    here = world.client(role)
    other = Session.objects.filter(user=world.person(role)).order_by("-began_at")
    assert here is not None
    return {"session_key": other[0].session_key}


def a_colleague(world: World, role: str) -> dict[str, object]:
    """Somebody who works here and is nobody of this walk."""
    return {"user_id": world.keep("colleague", lambda: _invite(world, "therapist")).pk}


def _invite(world: World, *roles: str) -> Any:
    return people.invite(
        address="colleague@example.org", name="Colleague", roles=roles, now=world.now, actor=None
    )


def a_role(world: World, role: str) -> dict[str, object]:
    """A role that colleague holds."""
    held = Grant.objects.filter(user=a_colleague(world, role)["user_id"], role="therapist")
    return {"grant_id": held.get().pk}


def a_right_that_waits(world: World, role: str) -> dict[str, object]:
    """A right that opens content, asked for by nobody of this walk."""
    colleague = world.keep("colleague", lambda: _invite(world, "therapist"))
    asker = world.keep("asker", lambda: world.make("Asker Name", "lead", now=world.now))
    world.keep(
        "waits",
        lambda: people.grant(user=colleague, role="supervisor", now=world.now, actor=asker),
    )
    return {"approval_id": Approval.objects.get().pk}


OPEN = Row(open=True)
ANYBODY = Row(anyones=EVERYBODY)
ANYBODY_SENDS = Row(anyones=EVERYBODY, method="post")
LEAD = Row(anyones={"lead"})

ROWS = {
    "accounts:sign_in": OPEN,
    "accounts:leave": OPEN,
    "accounts:second": OPEN,
    "accounts:passkey_begin": Row(open=True, method="post"),
    "accounts:passkey_use": Row(open=True, method="post"),
    "accounts:sign_out": ANYBODY_SENDS,
    "accounts:prove": ANYBODY,
    "accounts:stay": ANYBODY_SENDS,
    "accounts:draft": ANYBODY_SENDS,
    "accounts:drop_draft": ANYBODY_SENDS,
    "accounts:accept": Row(open=True, sample=invitation),
    "accounts:recover": OPEN,
    "accounts:recover_with": Row(open=True, sample=recovery),
    "accounts:confirm_address": Row(open=True, sample=new_address),
    "accounts:keep_address": Row(open=True, sample=old_address),
    "accounts:account": ANYBODY,
    "accounts:factors": ANYBODY,
    "accounts:add_app": ANYBODY,
    "accounts:add_passkey": ANYBODY,
    "accounts:passkey_options": ANYBODY_SENDS,
    "accounts:passkey_made": ANYBODY_SENDS,
    "accounts:remove_factor": Row(theirs=EVERYBODY, sample=own_factor),
    "accounts:recovery_codes": ANYBODY,
    "accounts:password": ANYBODY,
    "accounts:address": ANYBODY,
    "accounts:end_session": Row(theirs=EVERYBODY, sample=own_session, method="post"),
    "accounts:roles": LEAD,
    "accounts:invite": LEAD,
    "accounts:approvals": LEAD,
    "accounts:decide": Row(anyones={"lead"}, sample=a_right_that_waits),
    "accounts:house_rules": LEAD,
    "accounts:end_role": Row(anyones={"lead"}, sample=a_role),
    "accounts:person": Row(anyones={"lead"}, sample=a_colleague),
    "accounts:grant": Row(anyones={"lead"}, sample=a_colleague),
    "accounts:invite_again": Row(anyones={"lead"}, sample=a_colleague),
    "accounts:hand_over": Row(anyones={"lead"}, sample=a_colleague),
    "accounts:close": Row(anyones={"lead"}, sample=a_colleague),
}
