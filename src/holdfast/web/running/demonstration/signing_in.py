"""Accounts of the demonstration: invited and accepted through the real acts.

Their authenticator secret is the same for everybody and published, so that a visitor can pass the
second step; that is safe only because a demonstration holds nothing real and listens on the
machine itself.
"""

from datetime import datetime

from holdfast.web.accounts import links, totp
from holdfast.web.accounts.actions import factors, people
from holdfast.web.accounts.models import CLIENTS_SIDE, Grant, User
from holdfast.web.running.demonstration.people import PASSWORD

SECRET = "HOLDFASTDEMONSTRATIONPRACTICE234"  # noqa: S105  published on purpose


def accepted(address: str, name: str, roles: tuple[str, ...], now: datetime) -> User:
    """Invite somebody, accept for them, and give staff the demonstration's authenticator."""
    user = people.invite(address=address, name=name, roles=roles, now=now, actor=None)
    new = links.make("invite", user.pk, now=now, life=people.INVITED_FOR)
    user = people.accept(link=new.link, address=address, password=PASSWORD, now=now)
    Grant.objects.filter(user=user).update(in_force=True)
    if set(roles) - CLIENTS_SIDE:
        factors.add_app(user=user, secret=SECRET, step=totp.step_of(now) - 2, now=now)
    return user
