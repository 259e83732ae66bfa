"""The shipped codes answer the worked examples as a clinician expects."""

import pytest

from holdfast.codes import shipped

from .worked_examples import MAIN, PAGE, Example, examples, misses, table


@pytest.mark.parametrize("example", examples(), ids=lambda e: e.id)
def test_it_answers_as_expected(example: Example) -> None:
    found = [f"{code}: {each}" for code in example.expect for each in misses(example, code)]

    assert found == []


def test_every_situation_asked_about_is_worked_under_the_main_codes() -> None:
    worked = {(each.number, code) for each in examples() for code in each.expect}

    missing = [(n, code) for n in range(1, 121) for code in MAIN if (n, code) not in worked]
    assert missing == []


def test_every_number_has_its_situation() -> None:
    numbers = {kind.number for kind in shipped().situations.values()}

    assert numbers >= set(range(1, 121))


def test_the_page_is_the_one_generated() -> None:
    assert PAGE.read_text(encoding="utf-8") == table()
