from datetime import date

from hypothesis import given, settings

from holdfast.codes import Library, Situation, Supplied, advise
from holdfast.codes.answer import answer
from holdfast.codes.conditions import All, Is, atoms
from holdfast.codes.edition import Edition, Effect, Rule, RuleKind, Verdict
from holdfast.codes.facts import Value
from holdfast.codes.outlook import look
from holdfast.codes.points import axis
from holdfast.codes.question import changes, next_question
from holdfast.codes.resolve import slice_of

from .by_hand import verdict
from .random_codes import FACTS, edition_of, editions
from .test_outlook import SOME

ON = date(2026, 6, 1)


def test_it_asks_until_nothing_can_change(small: Library) -> None:
    supplied: dict[str, Supplied] = {}
    asked = []
    while True:
        situation = Situation("wedding", supplied=supplied)
        question = advise(small, situation, ON, ["example", "other"]).next_question
        if question is None:
            break
        asked.append(question)
        supplied[question] = Supplied(False, why="I looked at it with a colleague.")

    assert asked == ["objectivity_doubtful", "exploitative"]


def test_it_stops_as_soon_as_the_rest_does_not_matter(small: Library) -> None:
    supplied = {"objectivity_doubtful": Supplied(True, why="I know the family well.")}
    situation = Situation("wedding", supplied=supplied)

    assert advise(small, situation, ON, ["example"]).next_question is None


def test_what_a_person_does_not_know_is_passed_over(small: Library) -> None:
    advice = advise(small, Situation("wedding"), ON, ["example"])

    assert advice.next_question == "objectivity_doubtful"
    assert advice.next_after(["objectivity_doubtful"]) == "exploitative"
    assert advice.next_after(["objectivity_doubtful", "exploitative"]) is None


def test_the_answer_that_narrows_most_comes_first(small: Library) -> None:
    advice = advise(small, Situation("former_romance"), ON, ["example", "other"])

    # Five years not over settles the other code, from permitted to prohibited; nothing else can.
    assert advice.next_question == "last_contact_on"


def test_most_means_at_its_best_not_on_average() -> None:
    a, not_a = Is("a", frozenset((True,))), Is("a", frozenset((False,)))
    x, not_x = Is("c", frozenset("x")), Is("c", frozenset("yz"))
    edition = edition_of(
        Rule("one", ("1",), RuleKind.DEFEASIBLE, Effect.PROHIBIT, All((a, not_x))),
        Rule("two", ("1",), RuleKind.DEFEASIBLE, Effect.PERMIT, All((not_a, not_x))),
        Rule("three", ("1",), RuleKind.DEFEASIBLE, Effect.AVOID, x),
    )

    # One value of "c" settles it; either value of "a" narrows it somewhat, more on average.
    found = look(slice_of(edition, "act"), {}, ON, FACTS)
    assert next_question([found]) == "c"
    assert next_question([found], skipped=frozenset("c")) == "a"


def test_between_equals_the_situation_has_its_order(small: Library) -> None:
    advice = advise(small, Situation("former_romance"), ON, ["example"])

    assert advice.next_question == "unusual"


def test_what_would_change_leaves_out_what_the_situation_fixes(small: Library) -> None:
    advice = advise(small, Situation("wedding"), ON, ["example"])

    assert {(each.fact, each.value, each.verdict) for each in advice.would_change} == {
        ("objectivity_doubtful", True, Verdict.AVOID),
        ("exploitative", True, Verdict.AVOID),
    }


@settings(max_examples=100, deadline=None)
@given(editions(), SOME)
def test_every_single_change_is_found(edition: Edition, known: dict[str, Value]) -> None:
    full: dict[str, Value] = {
        "a": False, "b": False, "c": "x", "s": False, "n": 0, "d": ON,
    } | known  # fmt: skip
    tests = [test for rule in edition.rules.values() for test in atoms(rule.when)]
    now = verdict(edition, "act", full, ON)
    expected = {
        (fact, value, then)
        for fact in {test.fact for test in tests}
        for value in axis(FACTS[fact], tests).values
        if (then := verdict(edition, "act", full | {fact: value}, ON)) is not now
    }
    given_now = answer(edition, "act", full, ON, FACTS)

    found = changes(given_now, full, frozenset(), ON, FACTS)

    assert {(each.fact, each.value, each.verdict) for each in found} == expected
