"""The Holdfast session check."""

from holdfast.alliance import CheckAnswers, check_words, instrument, says_off, text_for


def test_score_leaves_the_third_statement_out():
    answers = CheckAnswers({1: 5, 2: 5, 3: 1, 4: 5, 5: 5, 6: 5, 7: 5})

    assert answers.score.value == 5


def test_felt_off_stays_beside_the_score():
    calm = CheckAnswers(dict.fromkeys(range(1, 8), 4), felt_off=False)
    strained = CheckAnswers(dict.fromkeys(range(1, 8), 4), felt_off=True)

    assert calm.score == strained.score


def test_empty():
    assert CheckAnswers({}).empty
    assert CheckAnswers({1: None}, note="  ").empty
    assert not CheckAnswers({}, felt_off=False).empty
    assert not CheckAnswers({}, note="Nothing today").empty


def test_it_says_that_it_is_not_validated():
    assert "Not validated" in check_words().not_validated
    assert not instrument("check").validated
    assert "Not validated" in instrument("check").licence


def test_words_are_short():
    for statement in text_for("check").items:
        assert len(statement.split()) <= 7


def test_any_yes_of_a_questionnaire_that_asks_outright_counts():
    assert says_off(instrument("risq"), {1: 0, 2: 0, 3: 1})
    assert not says_off(instrument("risq"), {1: 0, 2: 0, 3: 0, 4: 0})
    assert not says_off(instrument("risq"), {1: None})
    assert not says_off(instrument("check"), {1: 5})
