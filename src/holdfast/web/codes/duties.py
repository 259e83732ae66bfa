"""What the codes ask of a therapist about consultation and supervision, clause by clause."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from holdfast.codes import Check, Edition, shipped
from holdfast.web.codes.asking import codes_of
from holdfast.web.codes.shown import code_name
from holdfast.web.practice.models import Therapist

CONSULTING = ("consult_colleague",)
SUPERVISING = ("tell_of_supervision", "supervise_close")
CHECKED = {
    Check.VERIFIED: gettext_lazy("compared with the body's own text"),
    Check.SECONDARY: gettext_lazy("after a summary; read the clause itself"),
    Check.RECALLED: gettext_lazy("from memory; read the clause itself"),
}


@dataclass(frozen=True)
class Duty:
    """One clause in our words: whose it is, where it stands, and how far that was checked."""

    code: str
    clause: str
    title: str
    summary: str
    url: str
    checked: str


def duties(therapist: Therapist | None, on: date, acts: Collection[str]) -> list[Duty]:
    """Return the clauses on some acts in the codes that bind a therapist.

    Of somebody who names no code, or is no therapist, those of the complete codes in force.
    """
    library = shipped()
    asked = codes_of(library, therapist, on) if therapist else library.usual(on)
    editions = (library.choose(code, on).edition for code in asked)
    return [duty for edition in editions for duty in _of(edition, acts)]


def _of(edition: Edition, acts: Collection[str]) -> Iterator[Duty]:
    for clause_id in _clauses(edition, acts):
        clause = edition.clauses[clause_id]
        yield Duty(
            code_name(edition),
            clause_id,
            clause.title,
            clause.summary,
            clause.url,
            str(CHECKED[clause.check]),
        )


def _clauses(edition: Edition, acts: Collection[str]) -> Sequence[str]:
    named = (
        clause
        for rule in edition.rules.values()
        if rule.acts is not None and not rule.general and not rule.acts.isdisjoint(acts)
        for clause in rule.clauses
    )
    return tuple(dict.fromkeys(named))
