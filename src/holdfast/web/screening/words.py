"""The words of an enquiry, for the coordinator and for somebody who writes for themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Said(NamedTuple):
    """A field's label and its hint."""

    label: Any
    hint: Any = ""


@dataclass(frozen=True)
class Words:
    """What each field is called, what to say if nobody can be reached, and relations."""

    fields: Mapping[str, Said]
    unreachable: Any
    own_relations: Mapping[str, Any]

    def relations(self, kinds: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Return the kinds of tie with the words for this reader."""
        return [(kind, self.own_relations.get(kind, words)) for kind, words in kinds]


HOUSE = Words(
    {
        "name": Said(_("Name"), _("As the person gave it, given name first.")),
        "former": Said(_("Former name")),
        "born": Said(_("Born"), _("As far as known: 1984, 1984-05 or 1984-05-09.")),
        "phone": Said(_("Phone")),
        "email": Said(_("E-mail")),
        "safe_when": Said(_("When and how it is safe to reach them")),
        "where": Said(_("Where they live"), _("Street, town, postcode, as far as they say.")),
        "kind": Said(_("What they look for")),
        "language": Said(_("Language of the sessions")),
        "wishes": Said(_("What else they say"), _("Only what helps to find somebody.")),
        "asked_for": Said(_("They ask for")),
        "may_tell": Said(
            _("If a therapist knows them, that therapist may be told"),
            _("Ask. Otherwise the therapist is simply not offered and never learns of it."),
        ),
        "employer": Said(_("Where they work")),
        "school": Said(_("School or university")),
        "congregation": Said(_("Church, mosque, temple, club")),
        "other_name": Said(_("Name of this person"), _("As far as known.")),
        "other_relation": Said(_("Who that is")),
        "other_born": Said(_("Born, if known"), _("The year is enough.")),
        "other_where": Said(_("Town or postcode, if known")),
        "other_employer": Said(_("Where this person works, if known")),
    },
    _("Write a phone number or an e-mail address: an enquiry is checked only if it is a real one."),
    {},
)

STREET = Words(
    {
        "name": Said(_("Your name")),
        "former": Said(_("A name you had before")),
        "born": Said(_("When you were born"), _("The year is enough: 1984.")),
        "phone": Said(_("Your phone number")),
        "email": Said(_("Your e-mail address")),
        "safe_when": Said(
            _("When is it safe to call or write?"),
            _("Say if somebody else might listen or read along."),
        ),
        "where": Said(_("Where you live"), _("The town is enough.")),
        "kind": Said(_("What are you looking for?")),
        "language": Said(_("Which language would you like to speak?")),
        "wishes": Said(
            _("What else should we know?"),
            _("Times that suit you, or what matters to you. You do not have to say why you come."),
        ),
        "asked_for": Said(_("Is there a therapist you ask for by name?")),
        "may_tell": Said(
            _("If a therapist here knows me, you may tell them that I asked"),
            _("If you leave this out, they will not learn of it from us."),
        ),
        "employer": Said(_("Where you work")),
        "school": Said(_("Your school or university")),
        "congregation": Said(_("Your church, mosque, temple or club")),
        "other_name": Said(_("Their name"), _("As much of it as you know.")),
        "other_relation": Said(_("Who are they to you?")),
        "other_born": Said(_("When they were born, if you know"), _("The year is enough.")),
        "other_where": Said(_("The town they live in, if you know")),
        "other_employer": Said(_("Where they work, if you know")),
    },
    _("Please write a phone number or an e-mail address, so that we can answer."),
    {
        "partner": _("my partner, husband or wife"),
        "ex_partner": _("my former partner"),
        "household": _("somebody I live with"),
        "parent": _("my parent"),
        "child": _("my child"),
        "sibling": _("my brother or sister"),
        "kin": _("other family"),
        "friend": _("a close friend"),
        "referrer": _("somebody who told me about you"),
        "avoided": _("somebody I do not want to meet at your place"),
        "other": _("somebody else who matters"),
    },
)


def state_words(state: str) -> tuple[Any, str]:
    """Return the words for a state of an enquiry as intake sees it, and the tone of its tag."""
    return {
        "received": (_("being looked at"), "sky"),
        "answered": (_("to be offered"), "spruce"),
        "waits": (_("waits for the conflict desk"), "amber"),
        "accepted": (_("became a therapy"), ""),
        "closed": (_("closed"), ""),
    }[state]
