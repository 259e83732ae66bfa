"""What an export of the whole practice leaves out, and why.

A practice lead asks for it, so it holds what the practice keeps of the work, and nothing that is
meant for one person, for two who write to each other, for the conflict desk or for whoever reads
concerns. All of that is in the backups. A table that is new stands in neither list until somebody
decides; a test asks for it.
"""

from django.apps import apps
from django.db import models
from django.db.models import Q

APPS = (
    "accounts", "vault", "practice", "frame", "alliance", "codes", "screening", "transference",
    "consultation", "endings", "portal", "audit",
)  # fmt: skip
_OPENS = "opens something now"
_UNFINISHED = "begun and not finished; only its writer reads it"
_CONCERNS = "for readers of concerns alone; it is in the backups"
_REGISTER = "the conflict register is for its desk alone; it is in the backups"
_BETWEEN_TWO = "for who asked and who was asked alone; it is in the backups"
_SUPERVISION = "between supervisor and supervisee; it is in the backups"
_WILL = "for the people it names; it is in the backups"
# A name that ends in a dot stands for every table of that app.
LEFT_OUT = {
    "accounts.link": _OPENS,
    "accounts.session": _OPENS,
    "accounts.once": "notes of forms that were sent",
    "accounts.answer": "pages put aside for a quarter of an hour; only a browser opens them",
    "accounts.draft": _UNFINISHED,
    "accounts.letter": "e-mails, emptied once they were sent",
    "accounts.failure": "wrong passwords",
    "accounts.factor": "second factors are set up anew elsewhere",
    "vault.openvault": _OPENS,
    "vault.vaultdraft": _UNFINISHED,
    "vault.afterdeath": "for the owner of the vault while they live; it is in the backups",
    "practice.notice": "what one person was told, for them alone",
    "practice.import": "files on their way into the record, for whoever put them in",
    "codes.weighing": _UNFINISHED,
    "consultation.draft": _UNFINISHED,
    "consultation.question": _BETWEEN_TWO,
    "consultation.step": _BETWEEN_TWO,
    "consultation.attached": _BETWEEN_TWO,
    "consultation.topic": _SUPERVISION,
    "consultation.task": _SUPERVISION,
    "consultation.declared": _SUPERVISION,
    "endings.will": _WILL,
    "endings.willtrial": _WILL,
    "endings.willopening": _WILL,
    "portal.copy": "copies clients asked for, gone within a day",
    "portal.concern": _CONCERNS,
    "portal.writing": _CONCERNS,
    "portal.mark": _CONCERNS,
    "portal.concerntold": _CONCERNS,
    "portal.closeness": _CONCERNS,
    "portal.peer": _CONCERNS,
    "screening.": _REGISTER,
}
# Of tables that go along, what does not.
LEFT_FIELDS = frozenset({"password", "last_login", "sign_in", "version", "stale_since"})
LEFT_OF = {
    "consultation.seat": frozenset({"note"}),
    "practice.supervisionagreement": frozenset({"ties"}),
}
_WORK = "therapy"  # what holds a card: not an enquiry, not somebody's circle
ONLY = {
    "practice.card": Q(held_by=_WORK),
    "practice.cardname": Q(card__held_by=_WORK),
    "practice.contactpoint": Q(card__held_by=_WORK),
    "practice.emergencycontact": Q(card__held_by=_WORK),
    # Told to whoever asked a colleague, and to nobody else.
    "practice.signal": ~Q(capability="consultation"),
    # What a therapist weighed about their private life is theirs alone.
    "codes.decision": Q(therapy__isnull=False),
    "codes.addendum": Q(therapy__isnull=False),
    # The reserved chain, and how long it is, are for one named reader.
    "audit.entry": Q(chain="ordinary"),
    "audit.head": Q(chain="ordinary"),
}
# For the manifest: rows and fields that stay out of tables that go along.
ROWS_LEFT_OUT = {
    "practice.card": "people of enquiries and of therapists' circles",
    "practice.signal": "that a colleague has answered, for who asked alone",
    "codes.decision": "what a therapist weighed about their private life is theirs alone",
    "consultation.seat, note": _SUPERVISION,
    "practice.supervisionagreement, ties": "between the two",
    "audit.entry": "the reserved chain is for its one named reader",
}


def tables() -> list[type[models.Model]]:
    """Return the tables that are exported, in the order of the apps."""
    found = [m for name in APPS for m in apps.get_app_config(name).get_models()]
    return [m for m in found if not why_left_out(m)]


def why_left_out(model: type[models.Model]) -> str:
    """Say why a table is not exported; empty if it is."""
    whole_app = LEFT_OUT.get(f"{model._meta.app_label}.", "")
    return LEFT_OUT.get(model._meta.label_lower, "") or whole_app


def rows_of(model: type[models.Model]) -> "models.QuerySet[models.Model]":
    """Return the rows of a table that go along."""
    only = ONLY.get(model._meta.label_lower, Q())
    rows: models.QuerySet[models.Model] = model._default_manager.filter(only)
    return rows
