"""What somebody does with their own sign-in: password and sessions."""

from datetime import datetime

from django.db import transaction

from holdfast.web.accounts.models import HouseRules, User
from holdfast.web.audit import models as audit


@transaction.atomic
def change_password(*, user: User, password: str, now: datetime) -> None:
    """Set a new password. Sessions elsewhere end, since each is bound to the old one."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("changed the password", now=now, actor=user)


@transaction.atomic
def end_session(*, user: User, session_key: str, now: datetime) -> bool:
    """Sign out one device of `user`; False if it is not theirs or gone."""
    gone, _counts = user.sessions.filter(session_key=session_key).delete()
    if gone:
        audit.record("ended a session", now=now, actor=user)
    return bool(gone)


@transaction.atomic
def change_house_rules(*, rules: HouseRules, now: datetime, actor: User) -> None:
    """Keep changed rules for signing in and for letters."""
    rules.version += 1
    rules.save()
    audit.record("changed the house rules", now=now, actor=actor)
