"""What the codes say, as plain values in words: for the page, the PDF and the signed record."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from holdfast.codes import (
    Advice,
    Answer,
    Check,
    Cited,
    Edition,
    Fact,
    Rank,
    Standing,
    Supplied,
    Verdict,
    shipped,
    words,
)
from holdfast.codes.library import Chosen
from holdfast.web.codes.state import Weighed

TONES = {
    Verdict.PROHIBITED: "prohibited",
    Verdict.AVOID: "avoid",
    Verdict.WITH_SAFEGUARDS: "safeguards",
    Verdict.PERMITTED: "permitted",
    Verdict.NOT_ADDRESSED: "silent",
}


def code_name(edition: Edition) -> str:
    """Return the short name of an edition: ACA 2014; a law or regulator by its own title."""
    if edition.rank is Rank.HOUSE:
        return edition.body
    if edition.rank is Rank.CODE and len(edition.family) <= 6:
        return f"{edition.family.upper()} {edition.edition}"
    return f"{edition.body}, {edition.edition}"


def shown(advice: Advice) -> dict[str, Any]:
    """Return a whole answer in words, as values that JSON can hold."""
    return {
        "verdict": _verdict(advice.verdict),
        "open": _open(advice),
        "strictest": [code_name(each.edition) for each in advice.strictest],
        "codes": [_code(advice, each) for each in advice.answers.values() if not _is_idle(each)],
        "differences": [
            _with_names(words.difference_words(each, advice), advice)
            for each in advice.differences
            if not _is_idle(advice.answers[each.milder])
        ],
        "changes": _changes(advice),
        "assumed": _assumed(advice),
        "safeguards": _safeguards(advice),
    }


def _is_idle(given: Answer) -> bool:
    """Our own rule has nothing to say where there is nothing to add up."""
    return given.edition.rank is Rank.HOUSE and given.verdict is Verdict.NOT_ADDRESSED


def _verdict(verdict: Verdict) -> dict[str, str]:
    said = words.verdict_words(verdict)
    return {"id": verdict.value, "words": said, "tone": TONES[verdict]}


def _open(given: Advice | Answer) -> list[dict[str, str]]:
    """Return the mildest and the severest verdict if what is not known leaves more than one."""
    if given.mildest is given.severest:
        return []
    return [_verdict(given.mildest), _verdict(given.severest)]


def _code(advice: Advice, given: Answer) -> dict[str, Any]:
    facts, edition = shipped().facts, given.edition
    chosen = next(each for each in advice.chosen if each.edition.id == edition.id)
    return {
        "id": edition.id,
        "key": edition.key,
        "name": code_name(edition),
        "title": edition.title,
        "body": edition.body,
        "url": edition.url,
        "verdict": _verdict(given.verdict),
        "open": _open(given),
        "silence": words.silence_words(given),
        "until": words.until_words(given, facts),
        "clauses": [_clause(advice, given, each) for each in given.cited if _is_worth(each)],
        "duties": [{"clauses": list(r.clauses), "words": r.duty} for r in given.duties],
        "chosen": _chosen(chosen, advice),
        "not_advice": words.disclaimer(given),
        "read_first": [
            {"clause": clause, "url": edition.clauses[clause].url} for clause in given.read_first
        ],
    }


def _chosen(chosen: Chosen, advice: Advice) -> str:
    """Say why an edition was asked; who names codes in their profile is asked by those."""
    if chosen.edition.rank is Rank.HOUSE:
        return _("Our own rule, asked every time ({key}).").format(key=chosen.edition.key)
    if chosen.reason == "named" and not chosen.edition.superseded_by:
        said = _("Asked because the therapist works by it ({key}).")
        return said.format(key=chosen.edition.key)
    return words.chosen_words(chosen, advice.on)


def _is_worth(cited: Cited) -> bool:
    """A clause that speaks of the act goes before the general one, as always: not worth a line."""
    return not (cited.rule.general and cited.standing is Standing.SET_ASIDE)


def _clause(advice: Advice, given: Answer, cited: Cited) -> dict[str, Any]:
    clauses, facts = given.edition.clauses, shipped().facts
    known = [each for each in cited.because if each.value is not None]
    unknown = [each for each in cited.because if each.value is None]
    effect = cited.rule.effect.verdict if cited.rule.effect else None
    holds = cited.standing is Standing.HOLDS and effect is not None
    return {
        "ids": [{"id": c, "url": clauses[c].url} for c in cited.rule.clauses],
        "says": cited.rule.says or " ".join(clauses[c].summary for c in cited.rule.clauses),
        "because": [words.because_words(each, facts, advice.on) for each in known],
        "unknown": [facts[each.test.fact].question for each in unknown],
        "standing": words.standing_words(cited, given),
        "verdict": _verdict(effect) if holds and effect else None,
        "recalled": any(clauses[c].check is Check.RECALLED for c in cited.rule.clauses),
    }


def _with_names(text: str, advice: Advice) -> str:
    """Put the short names of the codes where the rules give their ids."""
    for edition_id, given in advice.answers.items():
        text = text.replace(edition_id, code_name(given.edition))
    return text


def _changes(advice: Advice) -> list[dict[str, Any]]:
    """Return what would change an answer: each other fact once, with every code it would move."""
    found: dict[str, dict[str, list[str]]] = {}
    for change in advice.would_change:
        said = words.changed_words(change, shipped().facts)
        name = code_name(advice.answers[change.code].edition)
        by_verdict = found.setdefault(said, {})
        by_verdict.setdefault(words.verdict_words(change.verdict), []).append(name)
    return [
        {"if": said, "then": [{"verdict": v, "codes": names} for v, names in verdicts.items()]}
        for said, verdicts in found.items()
    ]


def _assumed(advice: Advice) -> list[str]:
    facts = shipped().facts
    assumed = {f: v for each in advice.answers.values() for f, v in each.assumed.items()}
    return [words.fact_words(facts[fact], value) for fact, value in assumed.items()]


def _safeguards(advice: Advice) -> list[dict[str, Any]]:
    """Return each safeguard once, with the codes that ask for it, and when and how it was met."""
    facts = shipped().facts
    asked: dict[str, list[str]] = {}
    for each in advice.answers.values():
        for safeguard in each.safeguards:
            asked.setdefault(safeguard, []).append(code_name(each.edition))
    return [
        {"id": fact, "todo": facts[fact].todo, "codes": codes, **_met(advice, fact)}
        for fact, codes in asked.items()
    ]


def _met(advice: Advice, fact: str) -> dict[str, str]:
    given = advice.situation.supplied.get(fact)
    if given is None or given.value is not True:
        return {"on": "", "note": ""}
    return {"on": (given.on or advice.on).isoformat(), "note": given.why}


def answers_in_words(weighed: Weighed) -> list[tuple[str, str]]:
    """Return what was answered to each question, with the reason, as far as it is known."""
    facts = shipped().facts
    told = [answered(facts[fact], given) for fact, given in weighed.answers.items()]
    return [(one["question"], with_reason(one)) for one in told]


def with_reason(told: Mapping[str, Any]) -> str:
    """Return an answer in words and why."""
    return ". ".join(part for part in (told["answer"].capitalize(), told["why"]) if part)


def answered(fact: Fact, given: Supplied) -> dict[str, Any]:
    """Return an answer in words, with who gave it, why, and what a second person said."""
    second = given.second
    return {
        "id": fact.id,
        "question": fact.question,
        "answer": words.fact_words(fact, given.value),
        "by": given.by,
        "why": given.why,
        "second": answered(fact, second) if second else None,
    }
