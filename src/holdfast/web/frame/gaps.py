"""What an agreement still leaves out, by the codes its therapist is bound by."""

from datetime import datetime

from holdfast import frame
from holdfast.web.frame.signers import latest_birth
from holdfast.web.practice.models import Assignment, Therapy


def of_terms(terms: frame.Terms, therapy: Therapy, now: datetime) -> tuple[frame.Missing, ...]:
    """Return what is still missing, with the clause that asks for it. Two queries."""
    return frame.missing(terms, minor=_has_minor(therapy, now), codes=codes_of(therapy))


def codes_of(therapy: Therapy) -> tuple[str, ...] | None:
    """Return the codes with clauses here that a therapist is bound by; None (all) if none is."""
    seats = Assignment.objects.filter(therapy=therapy, until=None).select_related("therapist")
    bound = {code.partition("-")[0].casefold() for seat in seats for code in seat.therapist.codes}
    known = tuple(c.id for c in frame.requiring_codes() if c.id.casefold() in bound)
    return known or None


def _has_minor(therapy: Therapy, now: datetime) -> bool:
    """Whether a client may be under 18, the age of majority almost everywhere."""
    clients = therapy.participants.clients().filter(until=None).select_related("card__key")
    births = (latest_birth(row.card.text("birth")) for row in clients)
    today = now.date()
    return any(
        born is not None
        and (born.year + 18, born.month, born.day) > (today.year, today.month, today.day)
        for born in births
    )
