"""Several codes side by side."""

from datetime import date

from holdfast.codes import Crossing, Library, Situation, Supplied, Verdict, advise

ON = date(2026, 6, 1)


def test_the_severest_is_on_top(small: Library) -> None:
    advice = advise(small, Situation("former_romance"), ON, ["example", "other", "house"])

    assert advice.verdict is Verdict.PROHIBITED
    assert [each.edition.id for each in advice.strictest] == ["example-2020", "other-2015"]


def test_silence_is_on_top_only_if_every_code_is_silent(small: Library) -> None:
    one = advise(small, Situation("wedding"), ON, ["other", "house"])
    two = advise(small, Situation("wedding"), ON, ["other", "house", "example"])

    assert one.verdict is Verdict.NOT_ADDRESSED
    assert two.verdict is Verdict.WITH_SAFEGUARDS


def test_the_law_comes_first_and_the_stricter_binds(small: Library) -> None:
    situation = Situation("scarf", supplied={"dependence": Supplied("high")})
    advice = advise(small, situation, ON, ["other", "law-here"])

    assert list(advice.answers) == ["law-here", "other-2015"]
    assert advice.verdict is Verdict.PROHIBITED
    assert advice.answers["other-2015"].verdict is Verdict.PERMITTED
    difference = advice.differences[0]
    assert (difference.stricter, difference.stricter_clauses) == ("law-here", ("9",))
    assert (difference.milder, difference.milder_clauses) == ("other-2015", ("A.3",))


def test_the_tenth_small_exception_is_not_judged_like_the_first(small: Library) -> None:
    first = Situation("scarf", crossings=(Crossing(date(2026, 5, 1), "gift"),))
    tenth = Situation(
        "scarf",
        crossings=tuple(
            Crossing(date(2026, 5, day), "gift" if day % 2 else "time") for day in range(1, 11)
        ),
    )

    assert advise(small, first, ON).answers["house-2026"].verdict is Verdict.NOT_ADDRESSED
    assert advise(small, tenth, ON).answers["house-2026"].verdict is Verdict.AVOID


def test_without_codes_the_complete_ones_in_force_are_asked(small: Library) -> None:
    advice = advise(small, Situation("scarf"), date(2019, 1, 1))

    assert list(advice.answers) == ["other-2015"]


def test_the_bounds_together_are_the_severest_of_each(small: Library) -> None:
    advice = advise(small, Situation("former_romance"), ON, ["example", "other"])

    assert advice.mildest is Verdict.AVOID
    assert advice.severest is Verdict.PROHIBITED


def test_a_code_named_twice_is_asked_once(small: Library) -> None:
    advice = advise(small, Situation("scarf"), ON, ["example", "example-2020", "other"])

    assert [each.edition.id for each in advice.chosen] == ["example-2020", "other-2015"]
