"""What the codes of a therapist ask when a therapy ends, with how far each clause was looked up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from holdfast.codes import Answer, Check, Edition, Situation, advise, shipped
from holdfast.web.codes.asking import is_known
from holdfast.web.codes.shown import code_name
from holdfast.web.practice.models import Therapist

LEVELS = {
    Check.VERIFIED: gettext_lazy("compared with the body's text"),
    Check.SECONDARY: gettext_lazy("read in another source"),
    Check.RECALLED: gettext_lazy("from memory: read the clause first"),
}


@dataclass(frozen=True)
class Duty:
    """One thing a code asks, with its clauses and how far they were looked up."""

    words: str
    code: str
    clauses: tuple[tuple[str, str], ...]
    level: str


def duties(therapist: Therapist, situation: str, on: date) -> list[Duty]:
    """Return what the codes that bind a therapist ask in a situation of ending."""
    library = shipped()
    named = [code for code in therapist.codes if is_known(library, code, on)]
    advice = advise(library, Situation(situation), on, named or library.usual(on))
    return [duty for given in advice.answers.values() for duty in _of(given)]


def _of(given: Answer) -> Iterable[Duty]:
    facts = shipped().facts
    for rule in given.duties:
        yield _duty(given.edition, rule.duty, rule.clauses)
    for cited in given.deciding:
        for safeguard in cited.rule.safeguards:
            yield _duty(given.edition, facts[safeguard].todo, cited.rule.clauses)


def _duty(edition: Edition, words: str, clauses: Sequence[str]) -> Duty:
    found = [edition.clauses[clause] for clause in clauses]
    worst = max(found, key=lambda clause: list(LEVELS).index(clause.check))
    named = tuple((clause.id, clause.url) for clause in found)
    return Duty(words, code_name(edition), named, str(LEVELS[worst.check]))
