"""What an enquiry tells of people, as values between form and act."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

# What somebody named is to the person who asks: kinds of tie, in the words of the form.
RELATIONS = (
    ("partner", _("partner, husband or wife")),
    ("ex_partner", _("former partner")),
    ("household", _("lives with the person")),
    ("parent", _("parent")),
    ("child", _("child")),
    ("sibling", _("brother or sister")),
    ("kin", _("other family")),
    ("friend", _("close friend")),
    ("referrer", _("recommended us")),
    ("avoided", _("somebody they would not want to meet here")),
    ("other", _("somebody else who matters")),
)
# A place, and what the person is to it.
PLACES = {"employer": "works_at", "school": "belongs_to", "congregation": "belongs_to"}


@dataclass(frozen=True)
class ToldOf:
    """What is told of one person. All but the name may be empty; `born` may be a year."""

    name: str
    relation: str = ""
    former: str = ""
    born: str = ""
    where: str = ""
    phone: str = ""
    email: str = ""
    safe_when: str = ""
    employer: str = ""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. `asked_for` is a therapist's id as text, "" for nobody by name."""

    kind: str
    language: str = ""
    wishes: str = ""
    asked_for: str = ""
    may_tell: bool = False
    places: dict[str, str] = field(default_factory=dict)
