"""How supervisor and supervisee stand to each other, put to the codes that bind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from holdfast.codes import Situation, Supplied, advise, shipped
from holdfast.web.accounts.models import User
from holdfast.web.codes.asking import codes_of
from holdfast.web.codes.shown import shown
from holdfast.web.practice.models import SupervisionAgreement, Therapist

# What the two can be to each other, and the situation of the codes that it is.
TIES: Mapping[str, tuple[Any, str]] = {
    "none": (_("nothing beyond this work"), ""),
    "colleague": (_("colleagues who work together"), "supervise_friend"),
    "acquaintance": (_("acquaintances from an association or a past meeting"), "supervise_friend"),
    "friend": (_("friends"), "supervise_friend"),
    "relative": (_("relatives"), "supervise_friend"),
    "employee": (_("one employs the other"), "supervise_friend"),
    "partner": (_("partners, or in a sexual or romantic relationship"), "romance_supervisee"),
    "ex_partner": (_("former partners"), "supervise_friend"),
    "current_client": (_("one is the other's client"), "supervisee_asks"),
    "past_client": (_("one was the other's client"), "former_client_as_supervisee"),
}


@dataclass(frozen=True)
class Said:
    """What one of the two says: the tie, whether they stay objective, whether harm is likely."""

    tie: str
    objectivity: str = "intact"
    harm: str = "no"
    words: str = ""


def checked(said: Said, codes: list[str], on: date) -> dict[str, Any] | None:
    """Return what some codes say to a tie, in words; None where there is no tie."""
    library, situation = shipped(), TIES[said.tie][1]
    if not situation:
        return None
    kind = library.situation(situation)
    told = {"tie": said.tie, "objectivity": said.objectivity, "harm_foreseen": said.harm}
    facts = {
        fact: Supplied(
            library.facts[fact].accept(value), by="the two of them", why=said.words or "-"
        )
        for fact, value in told.items()
        if fact not in kind.fixes and fact in kind.asks
    }
    return shown(advise(library, Situation(kind.id, supplied=facts), on, codes))


def codes_of_both(agreement: SupervisionAgreement, on: date) -> list[str]:
    """Return the codes that bind either of the two."""
    library = shipped()
    both = [agreement.supervisee, _as_therapist(agreement.supervisor)]
    found = [code for one in both if one for code in codes_of(library, one, on)]
    return list(dict.fromkeys(found))


def _as_therapist(user: User) -> Therapist | None:
    return Therapist.objects.filter(user=user).first()
