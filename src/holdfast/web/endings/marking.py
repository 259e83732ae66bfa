"""Which rule of a code still needs to know of a former client, and the keyed hash that is kept.

`romance` decides: of all that codes say about former clients it alone binds without end. The
longest time any code counts, and whether one counts none, is asked of the codes' own data.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from holdfast.codes import Situation, Supplied, Verdict, advise, clauses_of, shipped
from holdfast.codes.edition import Clock
from holdfast.web.practice.models import Card, Participant, Therapist
from holdfast.web.sealing import keyring, primitives

FREE = (Verdict.PERMITTED, Verdict.NOT_ADDRESSED)
LONGEST = 30  # years: longer than any clock in the data


@dataclass(frozen=True)
class Needed:
    """That a marker is needed: until a day or without end, whether the end counts, and why."""

    until: date | None
    counts: bool
    clauses: tuple[str, ...]


def needed(codes: Sequence[str], ended_on: date, on: date) -> Needed | None:
    """Say whether a rule needs a marker of somebody whose therapy ended on a day."""
    years = sorted({clock.years for clock in _clocks(codes, on)})
    if held := _held(codes, ended_on, _years_later(ended_on, LONGEST)):
        return Needed(None, bool(years), held)
    for count in reversed(years):
        until = _years_later(ended_on, count)
        if until > on:
            return Needed(until, True, _held(codes, ended_on, on))
    return None


def _clocks(codes: Sequence[str], on: date) -> list[Clock]:
    library = shipped()
    chosen = [library.choose(code, on).edition for code in codes or library.usual(on)]
    return [clock for edition in chosen for c in edition.clauses.values() for clock in c.clocks]


def _held(codes: Sequence[str], ended_on: date, on: date) -> tuple[str, ...]:
    """Return the clauses that still bind so long after the end, as "code clause"."""
    supplied = {
        "ended_on": Supplied(ended_on, by="the record"),
        "last_contact_on": Supplied(ended_on, by="the record"),
    }
    situation = Situation("former_client_dates", supplied=supplied)
    advice = advise(shipped(), situation, on, codes)
    return tuple(
        f"{code} {clause}"
        for code, given in advice.answers.items()
        if given.verdict not in FREE
        for clause in clauses_of(given)
    )


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def marks_of(participant: Participant) -> list[str]:
    """Return the marks of a person: of the name on the card and of given with family name."""
    born = participant.card.text("birth")
    return sorted({mark(name, born) for name in names_on(participant.card)})


def names_on(card: Card) -> set[str]:
    """Return the names of a card by which somebody may be known again."""
    names = {card.shown_name}
    by_kind = {}
    for row in card.names.all():
        row.card = card
        by_kind[row.kind] = row.text("value")
    if "given" in by_kind and "family" in by_kind:
        names.add(f"{by_kind['given']} {by_kind['family']}")
    return {name for name in names if name}


def mark(name: str, born: str) -> str:
    """Return the keyed hash of a name and a date of birth, as far as that is known.

    Without the key file nobody can try names against it. With it one can: it hides a name from a
    thief of the database, not from whoever holds every key of the server.
    """
    text = unicodedata.normalize("NFKD", f"{' '.join(name.split())}|{born}").casefold()
    plain = "".join(c for c in text if not unicodedata.combining(c))
    return primitives.lookup_hash(keyring.ring().derived("endings/marker"), plain)


def therapists_of(participant: Participant) -> list[Therapist]:
    """Return everybody who was a therapist of this person's therapy."""
    seats = participant.therapy.assignments.select_related("therapist__user__key")
    return [seat.therapist for seat in seats]
