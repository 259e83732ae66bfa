"""Whom an agreement, or another text that is signed, names, and how far their signing is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from holdfast.web.frame.signed import FixedText, PartyTo, SignatureOn
from holdfast.web.practice.models import Therapy


@dataclass(frozen=True)
class Signatory:
    """Somebody a text names, as a page or a PDF shows them."""

    party: PartyTo
    name: str
    role: str
    signed_at: datetime | None
    signed_on: date | None
    how: str
    digest: str


def signatories(agreement: FixedText) -> tuple[Signatory, ...]:
    """Return everybody a version names, therapists last. Opens names; asks nothing more."""
    found = [signatory(party, agreement) for party in agreement.parties.all()]
    return tuple(sorted(found, key=lambda one: one.party.therapist_id is not None))


def for_copy(agreement: FixedText, party: PartyTo) -> tuple[Signatory, ...]:
    """Return whom the copy of one person names.

    In a group that is themselves, whoever signs with them or for them, and the therapists.
    """
    everybody = signatories(agreement)
    if agreement.therapy.kind != Therapy.Kind.GROUP:
        return everybody
    mine = party.participant
    own = {party.participant_id, mine.stands_for_id if mine else None}
    return tuple(
        one
        for one in everybody
        if one.party.therapist_id
        or one.party.participant_id in own
        or _stands_for(one.party, party)
    )


def _stands_for(other: PartyTo, mine: PartyTo) -> bool:
    """Whether the other signs permission for the person whose copy this is."""
    return other.participant is not None and other.participant.stands_for_id == mine.participant_id


def signatory(party: PartyTo, agreement: FixedText) -> Signatory:
    """Return one of those a version names."""
    signature = signature_of(party)
    return Signatory(
        party=party,
        name=name_of(party),
        role=ROLES[PartyTo.Signs(party.signs)](),
        signed_at=signature.signed_at if signature else None,
        signed_on=signature.signed_on if signature else None,
        how=how_identified(signature) if signature else "",
        digest=signature.digest if signature else "",
    )


def signature_of(party: PartyTo) -> SignatureOn | None:
    """Return the signature of a part, None while there is none."""
    return getattr(party, "signature", None)


def is_withdrawn(agreement: FixedText) -> bool:
    """Whether a version was taken back."""
    return getattr(agreement, "withdrawal", None) is not None


def is_in_force(agreement: FixedText) -> bool:
    """Whether everybody has signed a version that was not taken back."""
    parties: Iterable[PartyTo] = agreement.parties.all()
    signed = [signature_of(party) is not None for party in parties]
    return bool(signed) and all(signed) and not is_withdrawn(agreement)


def name_of(party: PartyTo) -> str:
    """Return the name of whoever signs this part."""
    if party.therapist is not None:
        return party.therapist.shown_name
    return party.participant.card.shown_name if party.participant else ""


def how_identified(signature: SignatureOn) -> str:
    """Say how the signer was identified."""
    return {
        SignatureOn.How.SIGN_IN: _("signed in with their own account"),
        SignatureOn.How.LINK: _("by a link for one use, with six digits given by the therapist"),
        SignatureOn.How.PAPER: _("on paper, recorded by the therapist"),
    }[SignatureOn.How(signature.how)]


ROLES = {
    PartyTo.Signs.THERAPIST: lambda: _("Therapist"),
    PartyTo.Signs.CONSENT: lambda: _("Client"),
    PartyTo.Signs.ASSENT: lambda: _("Client, saying yes to it"),
    PartyTo.Signs.PERMISSION: lambda: _("Person with authority, giving permission"),
}
