"""Getting back in. E-mail alone never does it: a second proof is needed too."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts import letters, links
from holdfast.web.accounts.models import Link, User, address_hash
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import enqueue

LETTER_LIFE = timedelta(hours=1)


@transaction.atomic
def ask(*, address: str, now: datetime) -> None:
    """Ask for a letter. Nothing here depends on whether the address is known."""
    enqueue("accounts.recover", due_at=now, address=address_hash(address))


@transaction.atomic
def write(address: str, *, now: datetime) -> None:
    """Write to the account that signs in with the address of this hash, if there is one."""
    user = (
        User.objects.filter(sign_in=address, is_active=True)
        .exclude(accepted_at=None)
        .select_related("key")
        .first()
    )
    if user is None:
        return
    Link.objects.filter(purpose="recover", subject_id=user.pk, used_at=None).update(used_at=now)
    secret = links.make("recover", user.pk, now=now, life=LETTER_LIFE).secret
    body = letters.with_link(
        _("Somebody, we hope you, asked for a new password. To choose one, open this page:"),
        reverse("accounts:recover_with", args=[secret]),
        _("The link works for one hour. If it was not you, do nothing: nothing has changed."),
    )
    letters.send(to=user.text("address"), body=body, key=user.key, kind="recovery", now=now)


@transaction.atomic
def hand_over(*, user: User, now: datetime, actor: User) -> str:
    """Return six digits to give in person, good for 72 hours and five tries.

    Beside the e-mail they choose a new password; beside the password they stand in for a lost
    second factor. Nobody hands a code to themselves.
    """
    if user == actor:
        raise ValidationError(_("Somebody else has to hand you a code."))
    Link.objects.filter(purpose="handed", subject_id=user.pk, used_at=None).update(used_at=now)
    made = links.make("handed", user.pk, now=now, life=Link.CODE_LIFE, with_code=True)
    audit.record("handed over a code", now=now, actor=actor, subject=user)
    return made.code


@transaction.atomic
def recover(*, user: User, link: Link, proof: str, password: str, now: datetime) -> None:
    """Set a new password after a second proof of the kind `proof`; every session ends.

    Raises ValidationError if the link was used meanwhile.
    """
    if not links.use_up(link, now):
        raise ValidationError(_("This link was used before. Ask for a new one."))
    user.set_password(password)
    user.save(update_fields=["password"])
    user.sessions.all().delete()
    audit.record("recovered an account", now=now, actor=user, purpose=proof)
