"""What a decision waits for before it can be signed."""

from datetime import date

from holdfast.codes import (
    Advice,
    Library,
    Need,
    Situation,
    Supplied,
    Verdict,
    Wanting,
    advise,
    against,
    before_signing,
    words,
)

ON = date(2026, 6, 1)
UNUSUAL = {
    "ended_on": Supplied(date(2020, 1, 1)),
    "unusual": Supplied(True),
    "exploitative": Supplied(False, why="No."),
    "dependence": Supplied("none"),
}


def asked(small: Library, supplied: dict[str, Supplied]) -> Advice:
    return advise(small, Situation("former_romance", supplied=supplied), ON, ["example"])


def test_a_prohibited_act_needs_a_named_colleague(small: Library) -> None:
    advice = asked(small, {"ended_on": Supplied(date(2026, 1, 1))})

    assert advice.verdict is Verdict.PROHIBITED
    assert before_signing(advice, acting=True) == (Wanting(Need.COLLEAGUE),)
    assert before_signing(advice, acting=True, colleague="  ") == (Wanting(Need.COLLEAGUE),)
    assert before_signing(advice, acting=True, colleague="Ruth Meier") == ()
    assert before_signing(advice, acting=False) == ()


def test_a_recalled_clause_must_have_been_read(small: Library) -> None:
    advice = asked(small, UNUSUAL)
    wanting = Wanting(Need.READ, "example-2020", "5(b)")

    assert before_signing(advice, acting=False) == (wanting,)
    assert before_signing(advice, acting=True, read={("example-2020", "5(b)")}) == ()
    assert words.wanting_words(wanting, advice) == (
        "Read clause 5(b) of Example code first (https://example.org/code#5b), "
        "and note that you did."
    )


def test_acting_against_a_prohibition_is_never_worded_as_cleared(small: Library) -> None:
    advice = asked(small, {"ended_on": Supplied(date(2026, 1, 1))})
    said = words.decided_against_words(against(advice, acting=True), "Ruth Meier")

    assert "Decided against example-2020, after asking Ruth Meier." in said
    assert "prohibit" in said
    assert not any(word in said.lower() for word in ("permitted", "approved", "cleared", "allowed"))
    assert against(advice, acting=False) == ()
