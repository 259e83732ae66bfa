"""The kinds of moments in a time line, as they are called."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "agreement": _("Agreements"),
    "break": _("Breaks"),
    "check": _("Session checks"),
    "concern": _("Concerns"),
    "consultation": _("Consultations"),
    "contact": _("Contacts"),
    "crossing": _("Crossings"),
    "decision": _("Decisions"),
    "ending": _("Ending"),
    "episode": _("Episodes"),
    "goal": _("Goals"),
    "promise": _("Promises"),
    "repair": _("Repair"),
    "session": _("Sessions"),
    "signal": _("Signals"),
}


def kind_label(kind: str) -> str:
    """What moments of a kind are called together; a new kind goes by its own word."""
    return str(LABELS.get(kind) or kind.replace("_", " ").capitalize())
