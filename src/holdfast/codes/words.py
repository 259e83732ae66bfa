"""The words for what the codes answer: for a therapist, for a client, for the command line.

Nothing here decides anything. Every sentence passes through gettext.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from gettext import gettext as _
from gettext import ngettext

from holdfast.codes.advise import Advice, Difference
from holdfast.codes.answer import Answer, Because, Cited, Standing
from holdfast.codes.conditions import AtLeast, Elapsed
from holdfast.codes.edition import Check, Rank, Verdict
from holdfast.codes.facts import Fact, Kind, Value, show
from holdfast.codes.library import Chosen
from holdfast.codes.question import Change
from holdfast.codes.signing import Need, Wanting

Known = Mapping[str, Fact]


def verdict_words(verdict: Verdict) -> str:
    """Return a verdict in a few words."""
    return {
        Verdict.PROHIBITED: _("prohibited"),
        Verdict.AVOID: _("better avoided"),
        Verdict.WITH_SAFEGUARDS: _("permitted with safeguards"),
        Verdict.PERMITTED: _("permitted"),
        Verdict.NOT_ADDRESSED: _("not addressed"),
    }[verdict]


def client_verdict_words(verdict: Verdict) -> str:
    """Return a verdict as one plain sentence for a client."""
    return {
        Verdict.PROHIBITED: _("A therapist must not do this."),
        Verdict.AVOID: _("Therapists are asked not to do this, with few exceptions."),
        Verdict.WITH_SAFEGUARDS: _("This can be all right if your therapist takes care with it."),
        Verdict.PERMITTED: _("This is usual."),
        Verdict.NOT_ADDRESSED: _("The rules for therapists do not say anything about this."),
    }[verdict]


def fact_words(fact: Fact, value: Value) -> str:
    """Return a fact with its value as a statement."""
    if fact.kind is Kind.YES_NO:
        return fact.values[value]
    if fact.kind is Kind.CHOICE:
        return f"{fact.label}: {fact.values[value]}"
    unit = f" {fact.unit}" if fact.kind is Kind.NUMBER else ""
    return f"{fact.label}: {show(value)}{unit}"


def because_words(because: Because, facts: Known, on: date) -> str:
    """Return one test that decided: what is so, assumed or not known."""
    fact, test, value = facts[because.test.fact], because.test, because.value
    if value is None:
        return _("not known: {question}").format(question=fact.question)
    if isinstance(test, Elapsed):
        return _elapsed_words(fact, test, value, on)
    said = fact_words(fact, value)
    if isinstance(test, AtLeast):
        limit = _("from {n} on") if test.test(value, on) else _("under {n}")
        said = f"{said} ({limit.format(n=test.least)})"
    return _("assumed: {statement}").format(statement=said) if because.assumed else said


def _elapsed_words(fact: Fact, test: Elapsed, value: Value, on: date) -> str:
    if test.test(value, on):
        said = ngettext(
            "{n} year or more since {what}", "{n} years or more since {what}", test.years
        )
    else:
        said = ngettext(
            "less than {n} year since {what}", "less than {n} years since {what}", test.years
        )
    return said.format(n=test.years, what=f"{fact.label} ({show(value)})")


def cited_words(cited: Cited, given: Answer, facts: Known, on: date) -> str:
    """Return why a clause applies, or what keeps it from applying, as one sentence."""
    clauses = given.edition.clauses
    says = cited.rule.says or " ".join(clauses[c].summary for c in cited.rule.clauses)
    known = [because_words(each, facts, on) for each in cited.because if each.value is not None]
    unknown = [facts[each.test.fact].question for each in cited.because if each.value is None]
    parts = [says]
    if known:
        parts.append(_("Because {reasons}.").format(reasons="; ".join(known)))
    if unknown:
        parts.append(_("Not known: {questions}").format(questions=" ".join(unknown)))
    parts.append(standing_words(cited, given))
    if any(clauses[c].check is Check.RECALLED for c in cited.rule.clauses):
        parts.append(_("Read the clause first: our summary is from memory."))
    return " ".join(part for part in parts if part)


def standing_words(cited: Cited, given: Answer) -> str:
    """Say what became of a clause that does not simply hold; empty if it does."""
    other = ", ".join(_clause_names(given, rule) for rule in cited.by)
    match cited.standing:
        case Standing.DEFEATED:
            return _("It does not hold here: the exception in {clause} is met.").format(
                clause=other
            )
        case Standing.SET_ASIDE:
            return _("It does not decide here: {clause} goes before it.").format(clause=other)
        case Standing.NOT_MET:
            return _("This exception is not met.")
        case Standing.LIFTS:
            over = _clause_names(given, cited.rule.of)
            return _("So {clause} does not hold here.").format(clause=over)
    return ""


def _clause_names(given: Answer, rule: str) -> str:
    return ", ".join(given.edition.rules[rule].clauses)


def silence_words(given: Answer) -> str:
    """Say openly that a code does not speak of the act; empty if it does."""
    if not given.silent:
        return ""
    title = given.edition.title
    general = ", ".join(dict.fromkeys(c for each in given.deciding for c in each.rule.clauses))
    if not general:
        return _("{code} does not speak of this. Silence is neither a yes nor a no.").format(
            code=title
        )
    return _("{code} does not speak of this. Its general clause {clause} decides.").format(
        code=title, clause=general
    )


def read_first_words(given: Answer) -> str:
    """Ask to read the clauses that are only recalled; empty if the verdict rests on none."""
    if not given.read_first:
        return ""
    links = ", ".join(f"{c} ({given.edition.clauses[c].url})" for c in given.read_first)
    return _("Read the clause first: {links}. Our summary of it is from memory.").format(
        links=links
    )


def until_words(given: Answer, facts: Known) -> list[str]:
    """Say on which day each running clock is over."""
    return [
        ngettext(
            "The {n} year since {what} is over on {day}.",
            "The {n} years since {what} are over on {day}.",
            clock.years,
        ).format(n=clock.years, what=facts[clock.fact].label, day=clock.over_on.isoformat())
        for clock in given.running
    ]


def change_words(change: Change, facts: Known) -> str:
    """Say what another fact would make of one code's verdict."""
    return _("{code} would say {verdict} if: {fact}.").format(
        code=change.code, verdict=verdict_words(change.verdict), fact=changed_words(change, facts)
    )


def changed_words(change: Change, facts: Known) -> str:
    """Return the other fact of a change as a statement."""
    fact = facts[change.fact]
    if fact.kind is Kind.NUMBER:
        return _("{what} from {n} on").format(what=fact.label, n=change.value)
    if fact.kind is not Kind.DATE:
        return fact_words(fact, change.value)
    if change.value == 0:
        return _("{what} lately").format(what=fact.label)
    return _("{years} years or more since {what}").format(years=change.value, what=fact.label)


def chosen_words(chosen: Chosen, on: date) -> str:
    """Say why an edition was asked."""
    edition = chosen.edition
    reasons = {
        "named": _("{edition} was named."),
        "in_force": _("{edition} is the edition of {asked} in force on {day}."),
        "newest": _("No edition of {asked} is in force on {day}; {edition} is the newest known."),
    }
    said = reasons[chosen.reason].format(
        edition=edition.key, asked=chosen.asked, day=on.isoformat()
    )
    if edition.superseded_by:
        said += " " + _("It has been superseded by {newer}.").format(newer=edition.superseded_by)
    return said


def difference_words(difference: Difference, advice: Advice) -> str:
    """Say why two codes answer differently."""
    stricter = advice.answers[difference.stricter]
    milder = advice.answers[difference.milder]
    return _(
        "{a} ({a_clauses}) says {a_verdict}; {b} ({b_clauses}) says {b_verdict}. {why}"
    ).format(
        a=difference.stricter,
        a_clauses=", ".join(difference.stricter_clauses),
        a_verdict=verdict_words(difference.stricter_verdict),
        b=difference.milder,
        b_clauses=", ".join(difference.milder_clauses) or _("no clause"),
        b_verdict=verdict_words(difference.milder_verdict),
        why=_why(stricter, milder),
    )


def _why(stricter: Answer, milder: Answer) -> str:
    """Name the plainest reason for which two codes differ."""
    if stricter.edition.rank is Rank.HOUSE:
        return _("That is a rule of this product, not of a code.")
    if stricter.edition.rank >= Rank.REGULATOR > milder.edition.rank:
        return _("The law goes further than the code; the stricter binds.")
    if milder.silent:
        return _("The one has a clause for it, the other only its general one, or none.")
    if _years(stricter) != _years(milder):
        return _("They count different times.")
    return _("Their clauses set different tests.")


def _years(given: Answer) -> set[int]:
    """Return the lengths of the clocks that the answer went by."""
    went_by = (each for each in given.cited if each.standing is not Standing.NOT_MET)
    tests = (because.test for each in went_by for because in each.because)
    return {test.years for test in tests if isinstance(test, Elapsed)}


def value_word(value: Value) -> str:
    """Return a value as a person types it."""
    return show(value)


def question_words(fact: Fact) -> str:
    """Return a question with its guidance."""
    return f"{fact.question} {fact.guidance}".strip()


def disclaimer(given: Answer) -> str:
    """Say that this is not the body's advice, and where the body may be asked."""
    return _("This is not advice from {body}. {line}").format(
        body=given.edition.body, line=given.edition.ethics_line
    )


def wanting_words(wanting: Wanting, advice: Advice) -> str:
    """Say what a decision waits for before it can be signed."""
    if wanting.need is Need.COLLEAGUE:
        return _("Ask a colleague first, and note who it was and what they answered.")
    edition = advice.answers[wanting.code].edition
    return _("Read clause {clause} of {code} first ({url}), and note that you did.").format(
        clause=wanting.clause, code=edition.title, url=edition.clauses[wanting.clause].url
    )


def decided_against_words(codes: Sequence[str], colleague: str) -> str:
    """Word a decision to act against a prohibition; it never reads as if it were cleared."""
    return _(
        "Decided against {codes}, after asking {colleague}. It is prohibited there; "
        "neither this record nor the colleague's answer changes that."
    ).format(codes=", ".join(codes), colleague=colleague)
