"""One code's answer: what is known, what is assumed, and every step."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.codes import Answer, Library, Standing, Verdict
from holdfast.codes.answer import answer, verdict_alone
from holdfast.codes.conditions import Is
from holdfast.codes.edition import Edition, Effect, Rule, RuleKind
from holdfast.codes.facts import Value

from .by_hand import verdict as by_hand
from .random_codes import FACTS, edition_of, editions

ON = date(2026, 6, 1)


def ask(small: Library, code: str, act: str, on: date = ON, **known: Value) -> Answer:
    edition = small.editions[code]
    return answer(edition, act, known, on, small.facts, small.contradictions)


def steps(given: Answer) -> dict[str, Standing]:
    return {each.rule.id: each.standing for each in given.cited}


def test_a_strict_rule_holds_whatever_else_is_true(small: Library) -> None:
    given = ask(small, "example-2020", "romance", person="current_client", unusual=True)

    assert given.verdict is Verdict.PROHIBITED
    assert given.outlook.settled
    assert steps(given) == {"romance_current": Standing.HOLDS}


def test_an_exception_that_nobody_knows_of_is_not_met(small: Library) -> None:
    given = ask(small, "example-2020", "romance", person="former_client", ended_on=date(2023, 1, 1))

    assert given.verdict is Verdict.PROHIBITED
    assert (given.mildest, given.severest) == (Verdict.AVOID, Verdict.PROHIBITED)
    assert steps(given)["romance_unusual"] is Standing.NOT_MET
    unknown = next(c for c in given.cited if c.rule.id == "romance_unusual").because
    assert [(b.test.fact, b.value) for b in unknown] == [("unusual", None)]


def test_what_is_assumed_elsewhere_does_not_meet_an_exception() -> None:
    # While it is unknown, "b" counts as true in other rules.
    b = Is("b", frozenset((True,)))
    edition = edition_of(
        Rule("never", ("1",), RuleKind.DEFEASIBLE, Effect.PROHIBIT, b),
        Rule("unless", ("1",), RuleKind.EXCEPTION, Effect.PERMIT, b, of="never"),
    )

    assert verdict_alone(edition, "act", {}, ON, FACTS) is Verdict.PROHIBITED
    assert verdict_alone(edition, "act", {"b": True}, ON, FACTS) is Verdict.PERMITTED


def test_an_exception_that_is_met_puts_its_own_effect_in_place(small: Library) -> None:
    given = ask(
        small, "example-2020", "romance", person="former_client",
        ended_on=date(2023, 1, 1), unusual=True, exploitative=False, dependence="none",
    )  # fmt: skip

    assert given.verdict is Verdict.AVOID
    assert steps(given)["romance_later"] is Standing.DEFEATED
    assert steps(given)["romance_unusual"] is Standing.HOLDS
    assert given.safeguards_missing == ("consulted",)
    assert given.read_first == ("5(b)",)


def test_a_reinstatement_is_a_step_of_its_own(small: Library) -> None:
    given = ask(
        small, "example-2020", "romance", person="former_client",
        ended_on=date(2023, 1, 1), unusual=True, exploitative=True,
    )  # fmt: skip

    assert given.verdict is Verdict.PROHIBITED
    assert steps(given)["romance_later"] is Standing.HOLDS
    assert steps(given)["romance_unusual"] is Standing.DEFEATED
    assert steps(given)["romance_exploits"] is Standing.LIFTS
    assert given.read_first == ()


def test_a_missing_safeguard_does_not_make_it_severer(small: Library) -> None:
    known: dict[str, Value] = {
        "person": "current_client", "event_kind": "ceremony",
        "objectivity_doubtful": False, "exploitative": False,
    }  # fmt: skip
    without = ask(small, "example-2020", "event", **known)
    refused = ask(small, "example-2020", "event", **known, consent=False)
    with_both = ask(small, "example-2020", "event", **known, consent=True, consulted=True)

    assert without.verdict is refused.verdict is with_both.verdict is Verdict.WITH_SAFEGUARDS
    assert without.safeguards_missing == refused.safeguards_missing == ("consent", "consulted")
    assert with_both.safeguards == ("consent", "consulted")
    assert with_both.safeguards_missing == ()


def test_duties_stand_beside_the_verdict(small: Library) -> None:
    given = ask(small, "example-2020", "event", event_kind="ceremony")

    assert [rule.id for rule in given.duties] == ["event_note"]
    assert ask(small, "example-2020", "event", event_kind="party").duties == ()


def test_what_was_assumed_is_listed(small: Library) -> None:
    given = ask(small, "example-2020", "event", event_kind="ceremony")

    assert given.verdict is Verdict.WITH_SAFEGUARDS
    assert given.assumed == {"objectivity_doubtful": False, "exploitative": False}


def test_an_assumption_that_does_not_matter_is_not_listed(small: Library) -> None:
    given = ask(small, "example-2020", "event", event_kind="party")

    assert given.verdict is Verdict.AVOID
    assert given.assumed == {}


def test_a_clock_that_is_over_is_not_running(small: Library) -> None:
    long_ago = ask(
        small, "other-2015", "romance", person="former_client", last_contact_on=date(2010, 1, 1)
    )

    assert long_ago.verdict is Verdict.WITH_SAFEGUARDS
    assert long_ago.running == ()


def test_silence_falls_through_to_the_general_clause(small: Library) -> None:
    harmful = ask(small, "example-2020", "gift", exploitative=True)
    harmless = ask(small, "example-2020", "gift", exploitative=False, objectivity_doubtful=False)

    assert (harmful.verdict, harmful.silent) == (Verdict.AVOID, True)
    assert [c.rule.id for c in harmful.deciding] == ["harm"]
    assert (harmless.verdict, harmless.silent) == (Verdict.NOT_ADDRESSED, True)


def test_the_general_clause_is_set_aside_where_another_speaks(small: Library) -> None:
    given = ask(small, "example-2020", "event", event_kind="ceremony", exploitative=True)
    general = next(c for c in given.cited if c.rule.id == "harm")

    assert not given.silent
    assert general.standing is Standing.SET_ASIDE
    assert general.by == ("event_doubtful",)


def test_a_strict_rule_sets_a_permission_aside(small: Library) -> None:
    given = ask(small, "other-2015", "gift", exploitative=True)
    fine = next(c for c in given.cited if c.rule.id == "gift_fine")

    assert given.verdict is Verdict.PROHIBITED
    assert (fine.standing, fine.by) == (Standing.SET_ASIDE, ("gift_exploits",))


@pytest.mark.parametrize(
    ("ended", "years"), [(date(2020, 5, 10), 2), (date(2020, 2, 29), 2), (date(2021, 3, 1), 2)]
)
def test_a_clock_turns_on_the_day_and_not_before(small: Library, ended: date, years: int) -> None:
    over = date(2022, 3, 1) if ended == date(2020, 2, 29) else ended.replace(year=ended.year + 2)
    found = {}
    for on in (over - timedelta(days=1), over, over + timedelta(days=1)):
        given = ask(
            small, "example-2020", "romance", on, person="former_client", ended_on=ended,
            unusual=True, exploitative=False, dependence="none",
        )  # fmt: skip
        found[on] = (given.verdict, [clock.over_on for clock in given.running])

    assert list(found.values()) == [
        (Verdict.PROHIBITED, [over]),
        (Verdict.AVOID, []),
        (Verdict.AVOID, []),
    ]


def test_an_unknown_date_lets_no_clock_run_out(small: Library) -> None:
    given = ask(small, "other-2015", "romance", person="former_client", exploitative=False)

    assert given.verdict is Verdict.PROHIBITED
    assert given.mildest is Verdict.WITH_SAFEGUARDS


VALUES = {
    "a": st.booleans(),
    "b": st.booleans(),
    "c": st.sampled_from("xyz"),
    "s": st.booleans(),
    "n": st.integers(0, 4),
    "d": st.dates(date(2018, 1, 1), date(2026, 1, 1)),
}


@settings(max_examples=300)
@given(editions(), st.fixed_dictionaries(VALUES))
def test_random_codes_answer_as_by_hand(edition: Edition, point: dict[str, Value]) -> None:
    expected = by_hand(edition, "act", point, ON)

    assert verdict_alone(edition, "act", point, ON, FACTS) is expected
    assert answer(edition, "act", point, ON, FACTS).verdict is expected
