"""Answers, rules and differences as lines for the command line."""

from collections.abc import Mapping
from datetime import date
from gettext import gettext as _

from holdfast.codes.advise import Advice
from holdfast.codes.answer import Answer, Standing
from holdfast.codes.differences import Apart
from holdfast.codes.edition import Rule
from holdfast.codes.facts import Fact, show
from holdfast.codes.words import (
    change_words,
    chosen_words,
    cited_words,
    difference_words,
    disclaimer,
    fact_words,
    question_words,
    read_first_words,
    silence_words,
    until_words,
    verdict_words,
)

Known = Mapping[str, Fact]


def advice_lines(advice: Advice, facts: Known) -> list[str]:
    """Return a whole answer for the command line."""
    lines = [_("Taken together: {verdict}.").format(verdict=verdict_words(advice.verdict))]
    lines += [
        chosen_words(chosen, advice.on)
        for chosen in advice.chosen
        if chosen.reason != "named" or chosen.edition.superseded_by
    ]
    for given in advice.answers.values():
        lines += ["", *answer_lines(given, facts, advice.on)]
    if advice.differences:
        lines += ["", _("Why they differ:")]
        lines += [f"  {difference_words(each, advice)}" for each in advice.differences]
    if advice.would_change:
        lines += ["", _("What would change an answer:")]
        lines += [f"  {change_words(each, facts)}" for each in advice.would_change]
    if advice.next_question:
        asked = facts[advice.next_question]
        lines += ["", _("Most worth knowing next ({id}): {question}").format(
            id=asked.id, question=question_words(asked))]  # fmt: skip
    return lines


def answer_lines(given: Answer, facts: Known, on: date) -> list[str]:
    """Return one code's answer for the command line."""
    lines = [f"{given.edition.key}: {verdict_words(given.verdict)}{_open_words(given)}"]
    lines += [silence_words(given), read_first_words(given), *until_words(given, facts)]
    for cited in given.cited:
        if cited.rule.general and cited.standing is Standing.SET_ASIDE:
            continue  # a clause that speaks of the act goes before the general one, as always
        clauses = ", ".join(cited.rule.clauses)
        lines.append(f"{clauses}: {cited_words(cited, given, facts, on)}")
    for fact in given.safeguards:
        state = _("to do") if fact in given.safeguards_missing else _("done")
        lines.append(f"[{state}] {facts[fact].todo}")
    for duty in given.duties:
        lines.append(_("Besides ({clauses}): {duty}").format(
            clauses=", ".join(duty.clauses), duty=duty.duty))  # fmt: skip
    for fact, value in given.assumed.items():
        said = fact_words(facts[fact], value)
        lines.append(_("Assumed, since not known: {statement}").format(statement=said))
    lines.append(disclaimer(given))
    return [lines[0], *(f"  {line}" for line in lines[1:] if line)]


def _open_words(given: Answer) -> str:
    if given.outlook.settled:
        return ""
    return " " + _("(what is not known leaves open: {mildest} to {severest})").format(
        mildest=verdict_words(given.mildest), severest=verdict_words(given.severest)
    )


def rule_line(rule: Rule) -> str:
    """Return a rule in one line for whoever proofreads the data."""
    of = f" of {rule.of}" if rule.of else ""
    acts = ", ".join(sorted(rule.acts)) if rule.acts is not None else ("" if of else "all acts")
    effect = f" {rule.effect}" if rule.effect else ""
    return f"{rule.id}: {rule.kind}{of}{effect}{f' ({acts})' if acts else ''}"


def apart_line(apart: Apart) -> str:
    """Return a way in which two codes differ, in one line."""
    facts = ", ".join(f"{fact}: {show(value)}" for fact, value in apart.facts.items())
    sampled = _(", sampled") if apart.sampled else ""
    return _("{act}: {a} {a_verdict} ({a_clauses}), {b} {b_verdict} ({b_clauses}); "
             "{n} points{sampled}; shown by {{{facts}}}").format(
        act=apart.act,
        a=apart.first, a_verdict=apart.first_verdict,
        a_clauses=", ".join(apart.first_clauses) or "-",
        b=apart.second, b_verdict=apart.second_verdict,
        b_clauses=", ".join(apart.second_clauses) or "-",
        n=apart.points, sampled=sampled, facts=facts,
    )  # fmt: skip
