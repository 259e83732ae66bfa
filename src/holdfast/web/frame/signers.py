"""Who signs an agreement, and as what, read from the record with the rule of a place."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from holdfast import frame
from holdfast.web.frame.models import Party
from holdfast.web.practice.models import Participant, Therapy


@dataclass(frozen=True)
class Signer:
    """A client, how their part is signed, and who has authority if somebody must."""

    participant: Participant
    signing: frame.Signing
    guardians: tuple[Participant, ...]

    @property
    def name(self) -> str:
        """The client's name."""
        return self.participant.card.shown_name

    @property
    def nobody_with_authority(self) -> bool:
        """Whether permission is needed and nobody is recorded who could give it."""
        return self.signing.guardian and not self.guardians


def latest_birth(text: str) -> date | None:
    """Return the latest day that a date of birth, perhaps partial, allows; None if unknown.

    Somebody who may be a minor is taken for one until the whole date is known.
    """
    parts = text.split("-") if text else []
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return date(numbers[0], 12, 31)
        if len(numbers) == 2:
            year, month = numbers
            return date(year, month, calendar.monthrange(year, month)[1])
        return date.fromisoformat(text) if text else None
    except (ValueError, TypeError):
        return None


def rules_for(country: str) -> tuple[frame.AgeRule, ...]:
    """Return the age rules of a country (ISO 3166), its own first; all if it has none."""
    rules = frame.age_rules()
    own = [rule for rule in rules if rule.id == country or rule.id.startswith(f"{country}-")]
    return tuple(own) or rules


def signers(
    therapy: Therapy,
    rule: frame.AgeRule,
    on: date,
    *,
    mature: Iterable[str] = (),
    not_alone: Iterable[str] = (),
) -> tuple[Signer, ...]:
    """Return how each client of a therapy signs on a day, in one query.

    `mature` and `not_alone` hold keys of participants whom the therapist found mature enough, or
    for whom somebody else has authority.
    """
    rows = therapy.participants.with_cards().order_by("since", "id")
    there = [row for row in rows if row.there_on(on)]
    return tuple(
        Signer(client, _signing(client, rule, on, mature, not_alone), _guardians(there, client))
        for client in there
        if client.role == Participant.Role.CLIENT
    )


def _signing(
    client: Participant,
    rule: frame.AgeRule,
    on: date,
    mature: Iterable[str],
    not_alone: Iterable[str],
) -> frame.Signing:
    return frame.who_signs(
        born=latest_birth(client.card.text("birth")),
        on=on,
        rule=rule,
        can_consent=str(client.pk) not in not_alone,
        found_mature=str(client.pk) in mature,
    )


def _guardians(there: Sequence[Participant], client: Participant) -> tuple[Participant, ...]:
    return tuple(row for row in there if row.stands_for_id == client.pk)


def parties(found: Iterable[Signer]) -> list[tuple[str, Participant]]:
    """Return the parties of an agreement: each client, and for some the person with authority."""
    named: list[tuple[str, Participant]] = []
    for signer in found:
        named.append((signer.signing.client, signer.participant))
        if signer.signing.guardian:
            named += [(Party.Signs.PERMISSION, guardian) for guardian in signer.guardians]
    return named


def because(signing: frame.Signing) -> str:
    """Say why a client's part is signed in this way."""
    said = {
        "adult": _("of age"),
        "age_alone": _("not of age, and old enough here to agree alone"),
        "found_mature": _("not of age; you found that they understand what is involved"),
        "minor": _("not of age"),
        "cannot_consent": _("somebody else has authority for them"),
        "age_unknown": _("date of birth not known; taken as of age"),
    }
    return said[signing.because]


def signs_as(signing: frame.Signing) -> str:
    """Say what is signed by whom."""
    if signing.guardian:
        return _("They sign that they agree; the person with authority signs permission.")
    return _("They sign for themselves.")
