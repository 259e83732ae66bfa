"""Letting somebody in therapy sign in: an invitation, and a code given in person."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts.actions import people as accounts
from holdfast.web.accounts.actions import recovery
from holdfast.web.accounts.models import Role, User
from holdfast.web.audit import models as audit
from holdfast.web.practice.models import Participant

ROLES = {Participant.Role.CLIENT: Role.CLIENT, Participant.Role.GUARDIAN: Role.GUARDIAN}


@transaction.atomic
def invite_to_sign_in(
    participant: Participant, address: str, *, write: bool, by: User, now: datetime
) -> str:
    """Invite a participant to sign in; returns the path of the link to hand over, or "".

    With `write` a neutral letter goes to the address, which must be safe for that. Whether the
    address signs in here already makes no difference. Raises ValidationError if there is an
    account that was accepted.
    """
    if participant.user is not None and participant.user.accepted_at is not None:
        raise ValidationError(_("This person signs in already."))
    user = accounts.invite(
        address=address,
        name=participant.card.shown_name,
        roles=[ROLES[Participant.Role(participant.role)]],
        now=now,
        actor=by,
        write=write,
    )
    participant.user = user
    participant.save(update_fields=["user"])
    audit.record(
        "invited to sign in", now=now, actor=by, subject=participant, about=participant.therapy_id
    )
    return "" if write else accounts.invitation_link(user, now)


@transaction.atomic
def hand_over_code(participant: Participant, *, by: User, now: datetime) -> str:
    """Return six digits to give in the room; raises ValidationError if nobody signs in."""
    user = participant.user
    if user is None or user.accepted_at is None:
        raise ValidationError(_("This person does not sign in yet. Invite them first."))
    code = recovery.hand_over(user=user, now=now, actor=by)
    audit.record(
        "code handed over", now=now, actor=by, subject=participant, about=participant.therapy_id
    )
    return code
