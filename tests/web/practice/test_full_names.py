"""A whole first and a whole family name, in whatever order and spelling, and nothing less."""

import pytest

from holdfast.web.practice.full_names import full_name

ANA = full_name("Ana-María Müller", first=["Ani"], family=["Müller", "van der Berg"])


@pytest.mark.parametrize(
    "said",
    ["Ana-María Müller", "ana maria muller", "MÜLLER, Ani", "Ani van der Berg", "Ani Berg",
     "Dr. Ani Müller", "  ani   müller "],
)  # fmt: skip
def test_it_works(said: str) -> None:
    assert ANA.is_said_by(said)


@pytest.mark.parametrize(
    "said",
    ["", " ", "-", "an", "Ani", "Müller", "Ana Müller", "María Müller", "Ani Mülle", "An Müller",
     "Ani Müller Jones", "Ani Ana María", "Müller Berg", "Ani van der", "Dr. Müller", "Ani M"],
)  # fmt: skip
def test_less_or_more_is_nobody(said: str) -> None:
    assert not ANA.is_said_by(said)


@pytest.mark.parametrize(
    ("whole", "said", "fits"),
    [
        ("Okoro, Sam", "Sam Okoro", True),
        ("Anna Maria Schmidt", "Maria Schmidt", True),
        ("Anna Maria Schmidt", "Anna Maria", False),
        ("Dr. Dana Whitfield Jr.", "Dana Whitfield", True),
        ("Dr. Dana Whitfield Jr.", "Dr. Dana Whitfield Jr.", True),
        ("Dr. Dana Whitfield Jr.", "Dana Jr.", False),
        ("Dana O\u2019Brien", "dana o'brien", True),
        ("Dana Mc Donald", "Dana Mc Donald", True),
        ("Łukasz Żółć", "lukasz zolc", True),
        ("Don Draper", "Don Draper", True),
        ("Don Draper", "Draper", False),
        ("Suharto", "suharto", True),
        ("Suharto", "Mr Suharto", True),
        ("Suharto", "su", False),
        ("", "", False),
        ("", "anybody at all", False),
    ],
)
def test_names_that_are_not_told_apart(whole: str, said: str, fits: bool) -> None:
    assert full_name(whole).is_said_by(said) is fits


def test_an_initial_is_no_family_name_where_there_is_one() -> None:
    shown = full_name("Dana W.", family=["Whitfield"])

    assert shown.is_said_by("Dana Whitfield")
    assert not shown.is_said_by("Dana W")
    assert full_name("Dana W.").is_said_by("Dana W")
