"""What becomes of a vault when its owner has died.

Chosen by the owner while the vault is open. It takes effect when two people have said that they
died, neither of them whoever it is left to, and three days lie between the first and the second.
The owner is written to at once: an owner who opens the vault is alive, and that ends it.
"Destroyed" takes the wrapped halves and the entries away. "Opened by" lets the named person, with
their own vault open, read what is there: the key was boxed to them alone.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.web.accounts import letters
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.sealing import primitives
from holdfast.web.vault.actions import Key
from holdfast.web.vault.models import AfterDeath, Vault

WAIT = timedelta(days=3)

# An app above this one may say that nothing of this person's may be destroyed now (a legal hold).
MUST_STAY: list[Callable[[User], bool]] = []


@transaction.atomic
def choose(key: Key, choice: str, person: User | None, *, now: datetime) -> AfterDeath:
    """Choose; an earlier choice is replaced. The person needs a vault of their own."""
    row = AfterDeath.objects.filter(vault=key.vault).first() or AfterDeath(vault=key.vault)
    row.choice, row.chosen_at = choice, now
    row.person, row.boxed = None, b""
    row.said_by = row.agreed_by = row.said_at = row.agreed_at = None
    if choice == AfterDeath.Choice.PERSON:
        theirs = Vault.objects.filter(user=person).exclude(pk=key.vault.pk).first()
        if theirs is None:
            raise ValidationError(_("This person has no vault yet. Ask them to make one first."))
        row.person = person
        row.boxed = primitives.box(bytes(theirs.public), key.private, row.bound_to())
    row.save()
    audit.record("chose what happens after death", now=now, actor=key.vault.user_id, subject=row)
    return row


@transaction.atomic
def say_they_died(row: AfterDeath, *, by: User, now: datetime) -> None:
    """Say that the owner died. The first time it waits for somebody else to say so too."""
    if by.pk in (row.vault.user_id, row.person_id):
        raise ValidationError(_("This is for somebody else to say."))
    if row.said_at is None:
        row.said_by, row.said_at = by, now
        _write_to(row.vault.user, now)
    elif row.said_by_id == by.pk:
        raise ValidationError(_("You have said so. A second person has to say it too."))
    elif now < row.said_at + WAIT:
        raise ValidationError(
            _("Three days have to lie between, in case they are alive and open their vault.")
        )
    else:
        row.agreed_by, row.agreed_at = by, now
    row.save()
    audit.record("said that an owner died", now=now, actor=by, subject=row)
    if row.agreed_at is not None and row.choice == AfterDeath.Choice.DESTROY:
        destroy(row.vault, by=by, now=now)


def said_of(vault: Vault) -> bool:
    """Whether one person has said that this owner died, and no second one yet."""
    said = AfterDeath.objects.filter(vault=vault, said_at__isnull=False, agreed_at=None)
    return said.exists()


def _write_to(owner: User, now: datetime) -> None:
    """Write to the owner, who may be alive: that there is something to look at, and no more."""
    body = letters.with_link(
        _("There is something for you to read. Sign in to see it:"),
        "/vault/",
        _("This e-mail says no more on purpose."),
    )
    letters.send(to=owner.text("address"), body=body, key=owner.key, kind="notice", now=now)


@transaction.atomic
def take_back(row: AfterDeath, *, by: User, now: datetime) -> None:
    """Take back what the first person said, while no second one has agreed."""
    if row.agreed_at is not None:
        raise ValidationError(_("A second person has agreed already."))
    row.said_by = row.said_at = None
    row.save()
    audit.record("took back that an owner died", now=now, actor=by, subject=row)


def must_stay(vault: Vault) -> bool:
    """Whether something obliges to keep a vault for now."""
    return any(asked(vault.user) for asked in MUST_STAY)


@transaction.atomic
def destroy(vault: Vault, *, by: User, now: datetime) -> None:
    """Destroy a vault with all that is in it; refused while something obliges to keep it."""
    if must_stay(vault):
        raise ValidationError(_("A legal hold is in force. Until it ends, nothing is destroyed."))
    audit.record("vault destroyed", now=now, actor=by, subject=vault)
    vault.delete()


def entrusted_to(key: Key) -> Collection[AfterDeath]:
    """Return the vaults that this person may read now, because their owner wished so and died."""
    rows = AfterDeath.objects.filter(person=key.vault.user, agreed_at__isnull=False)
    return list(rows.select_related("vault__user__key"))


def inherited(row: AfterDeath, key: Key) -> Key:
    """Return the key of a vault that was left to this person; raises SealBroken."""
    return Key(row.vault, primitives.unbox(key.private, bytes(row.boxed), row.bound_to()))
