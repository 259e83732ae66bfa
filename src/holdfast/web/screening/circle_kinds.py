"""What somebody can be to a therapist, in the therapist's words. Kinds are those of `ties.yaml`."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

Choices = tuple[tuple[str, Any], ...]

CLOSE: Choices = (
    ("partner", _("my partner, husband or wife")),
    ("ex_partner", _("my former partner")),
    ("lover", _("a lover, now or once")),
    ("date", _("somebody I met for dating")),
    ("child", _("my child")),
    ("parent", _("my mother or father")),
    ("sibling", _("my sister or brother")),
    ("kin", _("another relative")),
    ("household", _("somebody I live with")),
    ("friend", _("a friend")),
)
WORK: Choices = (
    ("employing", _("my employer outside this practice")),
    ("manager", _("my manager outside this practice")),
    ("report", _("somebody I manage outside this practice")),
    ("employee", _("somebody I employ")),
    ("colleague", _("a colleague outside this practice")),
    ("business_partner", _("a business partner")),
    ("supervisee", _("my supervisee")),
    ("supervisor", _("my supervisor")),
    ("student", _("my student")),
    ("teacher", _("my teacher")),
    ("fellow_trainee", _("somebody I train with")),
    ("evaluated", _("somebody I assess")),
    ("evaluator", _("somebody who assesses me")),
)
AROUND: Choices = (
    ("neighbour", _("a neighbour")),
    ("therapist", _("my own therapist")),
    ("carer", _("my doctor or another carer of mine")),
    ("landlord", _("my landlord")),
    ("tenant", _("my tenant")),
    ("creditor", _("somebody I owe money")),
    ("debtor", _("somebody who owes me money")),
    ("litigant", _("somebody I am in a legal dispute with")),
    ("online", _("somebody I am in touch with online")),
    ("other", _("tied to me in another way")),
)
PLACES: Choices = (
    ("has_member", _("a congregation, club, party or school of mine")),
    ("employs", _("a place I work at besides this practice")),
)
GROUPS = ((_("Close"), CLOSE), (_("Work and learning"), WORK), (_("Around me"), AROUND))


def kind_words(kind: str) -> str:
    """Return what somebody is to the therapist, in words."""
    return str(next((label for name, label in _all() if name == kind), _("tied to me")))


def _all() -> Iterable[tuple[str, Any]]:
    return (*CLOSE, *WORK, *AROUND, *PLACES)
