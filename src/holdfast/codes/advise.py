"""Several codes and the law side by side: each one's answer, the strictest, why they differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from holdfast.codes.answer import Answer, answer
from holdfast.codes.edition import Rank, Verdict, severest
from holdfast.codes.library import Chosen, Library
from holdfast.codes.question import Change, changes, next_question
from holdfast.codes.situation import Put, Situation, settle


@dataclass(frozen=True)
class Difference:
    """Two codes that answer differently, with the clauses that each rests on."""

    stricter: str
    stricter_verdict: Verdict
    stricter_clauses: tuple[str, ...]
    milder: str
    milder_verdict: Verdict
    milder_clauses: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """What the codes asked say to a situation on a day."""

    situation: Situation
    put: Put
    on: date
    chosen: tuple[Chosen, ...]
    answers: Mapping[str, Answer]  # by edition id, the highest rank first
    next_question: str | None
    would_change: tuple[Change, ...]

    @property
    def verdict(self) -> Verdict:
        """The severest among the codes asked; silent only if every one is."""
        return severest([each.verdict for each in self.answers.values()])

    @property
    def mildest(self) -> Verdict:
        """The severest of what the codes say at their mildest."""
        return severest([each.mildest for each in self.answers.values()])

    @property
    def severest(self) -> Verdict:
        """The severest of what the codes say at their severest."""
        return severest([each.severest for each in self.answers.values()])

    @property
    def strictest(self) -> tuple[Answer, ...]:
        """The answers that bind most, the highest rank first."""
        return tuple(a for a in self.answers.values() if a.verdict is self.verdict)

    def next_after(self, skipped: Iterable[str]) -> str | None:
        """Return the next best question besides those that the person does not know."""
        outlooks = [each.outlook for each in self.answers.values()]
        return next_question(outlooks, self.put.asks, frozenset(skipped))

    @property
    def differences(self) -> tuple[Difference, ...]:
        """How each milder code differs from the strictest."""
        first = self.strictest[0]
        return tuple(
            Difference(
                first.edition.id,
                first.verdict,
                clauses_of(first),
                other.edition.id,
                other.verdict,
                clauses_of(other),
            )
            for other in self.answers.values()
            if other.verdict is not first.verdict
        )


def clauses_of(given: Answer) -> tuple[str, ...]:
    """Return the clauses that a verdict rests on."""
    return tuple(dict.fromkeys(c for cited in given.deciding for c in cited.rule.clauses))


def advise(library: Library, situation: Situation, on: date, codes: Sequence[str] = ()) -> Advice:
    """Ask the codes about a situation on a day.

    `codes` are editions (aca-2014), revisions (aca-2014.r1) or bodies (aca, the edition in force
    on that day); without any, the complete codes in force. Raises Unclear and UnknownName.
    """
    put = settle(library, situation, on)
    named = (library.choose(asked, on) for asked in codes or library.usual(on))
    chosen = list({each.edition.id: each for each in named}.values())
    return advise_put(library, situation, put, on, chosen)


def advise_put(
    library: Library, situation: Situation, put: Put, on: date, chosen: Sequence[Chosen]
) -> Advice:
    """Ask the chosen editions about a situation that is settled already."""
    facts, ruled_out = library.facts, library.contradictions
    ordered = sorted(chosen, key=lambda c: -c.edition.rank)
    answers = {
        c.edition.id: answer(c.edition, put.act, put.facts, on, facts, ruled_out) for c in ordered
    }
    return Advice(
        situation=situation,
        put=put,
        on=on,
        chosen=tuple(ordered),
        answers=answers,
        next_question=next_question([a.outlook for a in answers.values()], put.asks),
        would_change=tuple(
            change
            for each in answers.values()
            for change in changes(each, put.facts, put.fixed, on, facts)
        ),
    )


def binds_as_law(given: Answer) -> bool:
    """Tell whether an answer comes from the law or a regulator, which go before a code."""
    return given.edition.rank >= Rank.REGULATOR
