"""An answer as JSON, with exactly the keys that others build on."""

from typing import Any

from holdfast.codes import words
from holdfast.codes.advise import Advice
from holdfast.codes.answer import Answer, Cited, Standing
from holdfast.codes.library import Library
from holdfast.codes.question import Change


def to_json(library: Library, advice: Advice, kept: dict[str, Any]) -> dict[str, Any]:
    """Return the answer: verdict, codes, next_question, would_change, receipt."""
    return {
        "verdict": advice.verdict.value,
        "codes": {code: _code(library, advice, each) for code, each in advice.answers.items()},
        "next_question": _question(library, advice.next_question),
        "would_change": [_change(library, each) for each in advice.would_change],
        "receipt": kept,
    }


def _code(library: Library, advice: Advice, given: Answer) -> dict[str, Any]:
    return {
        "verdict": given.verdict.value,
        "mildest": given.mildest.value,
        "severest": given.severest.value,
        "clauses": [
            {
                "id": clause,
                "effect": effect_of(cited),
                "because": words.cited_words(cited, given, library.facts, advice.on),
            }
            for cited in given.cited
            for clause in cited.rule.clauses
        ],
        "safeguards_missing": list(given.safeguards_missing),
        "duties": [
            {"id": clause, "duty": rule.duty} for rule in given.duties for clause in rule.clauses
        ],
    }


def effect_of(cited: Cited) -> str:
    """Return the rule's effect if it holds, else what became of it."""
    if cited.standing is Standing.HOLDS and cited.rule.effect:
        return cited.rule.effect.value
    return cited.standing.value


def _question(library: Library, fact_id: str | None) -> dict[str, Any] | None:
    if fact_id is None:
        return None
    fact = library.facts[fact_id]
    answers = [words.value_word(value) for value in fact.values]
    return {
        "fact": fact.id,
        "kind": fact.kind.value,
        "question": fact.question,
        "guidance": fact.guidance,
        "answers": answers,
    }


def _change(library: Library, change: Change) -> dict[str, Any]:
    return {
        "code": change.code,
        "fact": change.fact,
        "verdict": change.verdict.value,
        "says": words.change_words(change, library.facts),
    }
